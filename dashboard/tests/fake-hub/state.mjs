// The fake hub's memory: patients, alerts in every state a screen must show, watch, gateways.
import { Climbs } from './climbs.mjs';
import { boardItems } from './dispatch.mjs';
import { body, patient, uuid } from './people.mjs';
import { NO_WATCH } from './shifts.mjs';
import { evidenceOf, fever, hypotension, sepsis, warning } from './scores.mjs';

const fnv = (text) => {
  let h = 0x811c9dc5;
  for (const b of new TextEncoder().encode(text)) h = Math.imul(h ^ b, 0x01000193);
  return (h >>> 0).toString(16).padStart(8, '0');
};

const STAFF = {
  nurse: { id: uuid('5', 1), name: 'nurse', display_name: 'R. Adeyo', role: 'nurse' },
  charge: { id: uuid('5', 2), name: 'charge', display_name: 'T. Lind', role: 'charge_nurse' },
  tech: { id: uuid('5', 3), name: 'tech', display_name: 'K. Boyle', role: 'technician' },
  auditor: { id: uuid('5', 8), name: 'auditor', display_name: 'L. Brandt', role: 'auditor' },
  admin: { id: uuid('5', 4), name: 'admin', display_name: 'M. Ito', role: 'administrator' },
  physician: { id: uuid('5', 5), name: 'physician', display_name: 'S. Okafor', role: 'physician' },
  desk: { id: uuid('5', 80), name: 'desk', display_name: 'M. Ferro', role: 'dispatcher' },
};

export class State {
  constructor({ patients = 24, calm = false, noBoard = false, mustChange = false, lasts_ms = 8 * 3_600_000 } = {}) {
    this.started = Date.now();
    this.epoch = uuid('f', this.started % 1e9);
    this.seq = 0;
    this.mustChange = mustChange;
    this.lasts_ms = lasts_ms;
    this.staff = STAFF;
    this.sessions = new Map();
    this.people = Array.from({ length: patients }, (_, i) => patient(i + 1, this.started));
    this.stories = new Map();
    this.alerts = new Map();
    this.transitions = new Map();
    this.climbs = new Climbs();
    this.watch = { ...NO_WATCH };
    this.watches = [];
    this.shifts = [];
    this.gateways = this.people.map((p) => ({
      id: p.gateway_id,
      online: true,
      last_heard_at: this.started,
      problems: [],
      episode_ids: [p.episode_id],
    }));
    this.strays = [];
    this.changed = [];
    this.noBoard = noBoard || calm || patients < 12;
    if (!calm && patients >= 12) this.stage();
  }

  /** One of each thing a wall must tell apart. */
  stage() {
    const ago = (s) => this.started - s * 1000;
    this.stories
      .set(12, 'desaturation')
      .set(3, 'tachycardia')
      .set(8, 'tachypnoea')
      .set(5, 'off')
      .set(7, 'offline')
      .set(9, 'fever');
    this.raise(12, {
      rule: 'spo2_low',
      vital: 'spo2',
      priority: 'high',
      value: 84,
      limit: 85,
      extreme: 82,
      unit: '%',
      raised_at: ago(42),
    });
    this.raise(3, {
      rule: 'pulse_rate_high',
      vital: 'pulse_rate',
      priority: 'medium',
      value: 128,
      limit: 120,
      extreme: 131,
      unit: '/min',
      raised_at: ago(96),
    });
    const held = this.raise(8, {
      rule: 'respiratory_rate_high',
      vital: 'respiratory_rate',
      priority: 'medium',
      value: 27,
      limit: 24,
      extreme: 29,
      unit: '/min',
      raised_at: ago(470),
    });
    this.act(
      held.id,
      { response: 'acknowledged', acknowledged_by: STAFF.charge, acknowledged_at: ago(430), action: 'calling_patient' },
      'acknowledged',
      STAFF.charge,
    );
    const ended = this.raise(10, {
      rule: 'pulse_rate_low',
      vital: 'pulse_rate',
      priority: 'high',
      value: 38,
      limit: 40,
      extreme: 36,
      unit: '/min',
      raised_at: ago(1300),
    });
    this.act(
      ended.id,
      { response: 'acknowledged', acknowledged_by: STAFF.nurse, acknowledged_at: ago(1260) },
      'acknowledged',
      STAFF.nurse,
    );
    this.act(ended.id, { condition: 'cleared', cleared_at: ago(1240) }, 'cleared', null);
    if (this.people.length >= 15) this.stageScores(ago);
    this.raise(5, {
      rule: 'sensor_off',
      vital: null,
      kind: 'technical',
      priority: 'low',
      value: null,
      limit: null,
      extreme: null,
      unit: null,
      raised_at: ago(372),
    });
    this.raise(7, {
      rule: 'gateway_offline',
      vital: null,
      kind: 'technical',
      priority: 'low',
      value: null,
      limit: null,
      extreme: null,
      unit: null,
      raised_at: ago(424),
    });
    this.gateways[6] = {
      ...this.gateways[6],
      online: false,
      last_heard_at: ago(484),
      problems: [{ code: 'no_receipts', params: {}, message: 'the hub has confirmed nothing for 480 s' }],
    };
    const port =
      'device nonin-4: /dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0 is not there: plug the device in';
    const both = [
      { code: 'port_missing', params: {}, message: port },
      { code: 'port_missing', params: {}, message: port.replace('nonin', 'cuff') },
    ];
    const gateway = this.gateways[3].id;
    const stray = { gateway, devices: { of: 'devices', codes: ['oxi-0001'] } };
    this.gateways[3].problems = [
      { code: 'stray_device', params: stray, message: `${gateway} sends under the name of oxi-0001, not of its kit` },
      ...both,
    ];
    const slip = {
      device_id: 'oxi-0001',
      gateway_id: this.people[3].gateway_id,
      kit_id: 'kit-1',
      kit_gateway_id: this.people[0].gateway_id,
    };
    this.strays = [
      { ...slip, records: 1_284, from_at: this.started - 3e6, until_at: this.started, received_at: this.started },
    ];
    for (let i = 0; i < 6; i++) this.closeOne(i, ago(4000 + i * 900));
  }

  /** Alerts of rules that judge several vitals, or a course. */
  stageScores(ago) {
    const score = { vital: null, unit: null };
    this.raise(14, {
      ...{ ...score, rule: 'news2', priority: 'high', value: 9, limit: 7, extreme: 9, raised_at: ago(180) },
      evidence: evidenceOf(14, this.started),
    });
    this.raise(11, {
      ...{ ...score, rule: 'news2', priority: 'medium', value: 5, limit: 5, extreme: 5, raised_at: ago(240) },
      evidence: evidenceOf(11, this.started),
    });
    this.raise(9, {
      ...{
        rule: 'fever',
        vital: 'temperature',
        unit: 'Cel',
        priority: 'high',
        value: 38.5,
        limit: 38.3,
        extreme: 38.5,
      },
      ...{ raised_at: ago(150), evidence: fever(this.started) },
    });
    this.raise(13, {
      ...{
        ...score,
        rule: 'shock_index',
        priority: 'medium',
        value: 1.4,
        limit: 0.9,
        extreme: 1.4,
        raised_at: ago(200),
      },
      evidence: hypotension(this.started),
    });
    const septic = this.raise(15, {
      ...{ ...score, rule: 'qsofa', priority: 'medium', value: 2, limit: 2, extreme: 2, raised_at: ago(900) },
      evidence: sepsis(this.started),
    });
    this.act(septic.id, { condition: 'cleared', cleared_at: ago(100) }, 'cleared', null);
  }

  closeOne(i, at) {
    const a = this.raise(1 + i, {
      rule: 'spo2_low',
      vital: 'spo2',
      priority: 'medium',
      value: 87,
      limit: 88,
      extreme: 86,
      unit: '%',
      raised_at: at,
    });
    this.act(
      a.id,
      { response: 'acknowledged', acknowledged_by: STAFF.nurse, acknowledged_at: at + 20_000 },
      'acknowledged',
      STAFF.nurse,
    );
    this.act(a.id, { condition: 'cleared', cleared_at: at + 90_000, open: false }, 'closed', null);
  }

  raise(n, facts) {
    const id = uuid('b', this.alerts.size + 1);
    const base = {
      device_id: null,
      gateway_id: null,
      kind: 'clinical',
      condition: 'active',
      response: 'none',
      cleared_at: null,
      acknowledged_by: null,
      acknowledged_at: null,
    };
    const rest = {
      action: null,
      remind_at: null,
      reviewed_by: null,
      reviewed_at: null,
      while_offline: false,
      as_of_at: null,
      recorded: true,
      open: true,
      evidence: null,
    };
    const alert = {
      id,
      version: 1,
      episode_id: uuid('e', n),
      ...base,
      ...rest,
      since_at: (facts.raised_at ?? Date.now()) - 15_000,
      raised_at: Date.now(),
      ...facts,
    };
    this.alerts.set(id, alert);
    this.transitions.set(id, [this.transition(alert, 'raised', null, alert.raised_at)]);
    this.changed.push(alert);
    return alert;
  }

  transition(alert, what, who, at) {
    const actor = who
      ? { kind: 'person', id: who.id, display_name: who.display_name }
      : { kind: 'rule', name: 'limit' };
    const { version, priority, condition, response, value, limit } = alert;
    const reason = {
      raised: 'outside the limit for its delay',
      cleared: 'safely inside the limit for the time it takes to clear',
    }[what];
    return {
      version,
      at,
      actor,
      what,
      priority,
      condition,
      response,
      value,
      limit,
      reason: reason ?? null,
      action: null,
      remind_at: null,
    };
  }

  act(id, change, what, who, reason = null) {
    const before = this.alerts.get(id);
    const ref = (s) => (s ? { id: s.id, display_name: s.display_name } : s);
    const alert = { ...before, ...change, version: before.version + 1 };
    alert.acknowledged_by = ref(alert.acknowledged_by);
    alert.reviewed_by = ref(alert.reviewed_by);
    this.alerts.set(id, alert);
    const at = change.acknowledged_at ?? change.reviewed_at ?? change.cleared_at ?? Date.now();
    const step = this.transition(alert, what, who, at);
    const said = what === 'acted' ? { action: alert.action, remind_at: alert.remind_at } : {};
    this.transitions.get(id).push({ ...step, ...said, reason: reason ?? step.reason });
    this.changed.push(alert);
    return alert;
  }

  open() {
    return [...this.alerts.values()].filter((a) => a.open);
  }

  hash() {
    return fnv(
      this.open()
        .map((a) => `${a.id}:${a.version}\n`)
        .sort()
        .join(''),
    );
  }

  values(p, at) {
    const n = Number(p.label.slice(2));
    const story = this.stories.get(n);
    const quiet = story === 'offline' ? 484_000 : 0;
    const b = body(n, at, story);
    const value = (vital, device, cadence_ms, age) => {
      const off = story === 'off' && device === 'nonin';
      const when = at - Math.max(age, quiet);
      const flags = off ? ['sensor_off'] : n === 6 && vital === 'spo2' ? ['low_perfusion'] : [];
      return {
        vital,
        value: off ? null : b[vital],
        last: off ? { value: b[vital], at: at - 372_000 } : null,
        at: when,
        received_at: when + 40,
        flags,
        late: false,
        device_id: `${device}-${n}`,
        cadence_ms,
      };
    };
    const since = (hours) => ((n * 613_000) % (hours * 3_600_000)) + 60_000;
    return [
      value('pulse_rate', 'nonin', 1000, 300),
      value('spo2', 'nonin', 1000, 300),
      value('respiratory_rate', 'patch', 5000, 1500),
      value('systolic', 'cuff', 3_600_000, since(1)),
      value('diastolic', 'cuff', 3_600_000, since(1)),
      value('temperature', 'therm', 14_400_000, since(2)),
    ];
  }

  tile(p) {
    const now = Date.now();
    const values = this.values(p, now);
    if (this.stories.get(Number(p.label.slice(2))) === 'off')
      values.unshift(...this.values({ ...p }, now).filter((v) => v.vital === 'none'));
    const { patient_id: _patient, address: _address, admitted_at: _admitted, ...tile } = p;
    const n = Number(p.label.slice(2));
    return { ...tile, news2: warning(n, this.started), values };
  }

  /** Everything of a topic, as items; `key` is the episode of a patient's page. */
  items(topic, key) {
    const item = (of, body) => ({ key: of, version: this.seq, ...body });
    const values = (p) => item(p.episode_id, { newest: this.tile(p).values });
    switch (topic) {
      case 'stays':
        return this.people.map((p) => item(p.episode_id, { stay: { ...this.tile(p), values: undefined } }));
      case 'wall':
        return this.people.map(values);
      case 'patient':
        return this.people.filter((p) => p.episode_id === key).map(values);
      case 'alerts':
        return this.open().map((alert) => ({ key: alert.id, version: alert.version, alert }));
      case 'climbs':
        return this.open().map((alert) => ({ version: this.seq, ...this.climbs.item(alert) }));
      case 'gateways':
        return this.gateways.map((gateway) => item(gateway.id, { gateway }));
      case 'dispatch':
        return boardItems(this);
      case 'watch':
        return [item('watch', { watch: this.watch }), ...this.watches.map((held) => item(held.episode_id, { held }))];
      default:
        return [];
    }
  }
}
