// The fake hub's HTTP side: enough of /api/v1 for every page.
import { auditOf } from './audit.mjs';
import { reportOf } from './reports.mjs';
import { stored } from './curves.mjs';
import { soundCall } from './sound.mjs';
import { body, LIMITS, uuid } from './people.mjs';
import { codes, dosesOf, newest, observationsOf, observedIn } from './observations.mjs';
import { problem } from './problems.mjs';
import { accessOf, actsOf, callsOf, notesOf, owed, particularsOf, setParticulars, tasks } from './record.mjs';
import { dispatchCall } from './dispatch.mjs';
import { decide, listed, setProfile, templates } from './profiles.mjs';
import { settingsOf, signSettings, toldSettings } from './settings.mjs';
import { begin, end, lookBack, mark, marksOf, viewOf, withdraw } from './trials.mjs';
import { alertLoad, unmonitored } from './load.mjs';
import { NO_WATCH, shiftCall } from './shifts.mjs';
import { answerStaff } from './staff.mjs';
import { write } from './writes.mjs';

const ok = (body, status = 200) => ({ status, body });

function episodeOf(state, p) {
  const { family_name, given_name, initials, birth_date, medical_record_number, sex, language } = p;
  const person = { family_name, given_name, initials, birth_date, medical_record_number, sex, language };
  return {
    id: p.episode_id,
    version: p.version ?? 1,
    patient_id: p.patient_id,
    label: p.label,
    address: p.address,
    phone: p.phone,
    time_zone: p.time_zone,
    phase: p.phase,
    admitted_at: p.admitted_at,
    ended_at: null,
    limits: p.limits,
    patient: person,
  };
}

/** The last three went home a while ago; whoever looks for a name finds that one. */
const endedOf = (state, query) =>
  state.people.slice(-3).filter((x) =>
    JSON.stringify(x)
      .toLowerCase()
      .includes((query.get('query') ?? '').toLowerCase()),
  );
const endedEpisode = (state, p) => ({ ...episodeOf(state, p), ended_at: Date.now() - 3_600_000 });

const bindingsOf = (state, p) =>
  p.devices.map((d, i) => ({
    id: uuid('d', i + 1),
    device_id: d.id,
    episode_id: p.episode_id,
    from_at: p.admitted_at,
    until_at: null,
    bound_by: { id: uuid('5', 3), display_name: 'K. Boyle' },
  }));

function readings(state, p, query) {
  const [from, to, points] = ['from', 'to', 'points'].map((k) => Number(query.get(k)));
  const vital = query.get('vital');
  const n = Number(p.label.slice(2));
  const bucket_ms = Math.max(1000, Math.ceil((to - from) / points));
  const out = [];
  for (let at = from; at < to; at += bucket_ms) {
    const share = (at - from) / (to - from);
    if (share > 0.31 && share < 0.35) continue;
    const story = share > 0.93 ? state.stories.get(n) : undefined;
    const mean = body(n, at, story)[vital];
    if (mean === undefined || at > Date.now()) continue;
    const spread = vital === 'temperature' ? 0.1 : 1.5;
    out.push({ at, min: mean - spread, max: mean + spread, mean, count: 60, late: share > 0.55 && share < 0.6 });
  }
  const limit = p.limits.find((l) => l.vital === vital);
  const unit =
    {
      spo2: '%',
      temperature: 'Cel',
      systolic: 'mm[Hg]',
      diastolic: 'mm[Hg]',
      consciousness: '',
      oxygen_device: '',
      oxygen_flow: 'L/min',
    }[vital] ?? '/min';
  const sparse = ['systolic', 'diastolic', 'temperature'].includes(vital) ? out.filter((_, i) => i % 40 === 7) : out;
  return {
    vital,
    unit,
    from,
    to,
    bucket_ms,
    points: sparse,
    ...observedIn(state, p.episode_id, vital, from, to),
    limit_low: limit?.low ?? null,
    limit_high: limit?.high ?? null,
  };
}

function sparklines(state, query) {
  const minutes = Number(query.get('minutes'));
  const to = Math.ceil(Date.now() / 60_000) * 60_000;
  const from = to - minutes * 60_000;
  const series = state.people.flatMap((p) => {
    const n = Number(p.label.slice(2));
    return ['pulse_rate', 'spo2'].map((vital) => ({
      episode_id: p.episode_id,
      vital,
      points: Array.from({ length: minutes }, (_, i) => i)
        .filter(
          (i) =>
            (i < 33 || i > 36) &&
            !(state.stories.get(n) === 'offline' && i > 50) &&
            !(state.stories.get(n) === 'off' && i > 53),
        )
        .map((i) => {
          const v = body(n, from + i * 60_000, i > 56 ? state.stories.get(n) : undefined)[vital];
          return [i, v - 1, v + 1];
        }),
    }));
  });
  return { from, to, bucket_ms: 60_000, series };
}

function acknowledge(state, alert, who, body) {
  const says = body.action || body.remind_in_min;
  const remind_at = body.remind_in_min ? Date.now() + body.remind_in_min * 60_000 : null;
  const say = () => ok(state.act(alert.id, { action: body.action ?? null, remind_at }, 'acted', who));
  if (says && alert.acknowledged_by?.id === who.id) return say();
  if (alert.response !== 'none')
    return problem(
      409,
      'already-acknowledged',
      'already_acknowledged',
      { person: alert.acknowledged_by?.display_name, since: alert.acknowledged_at },
      { alert },
    );
  if (alert.version !== body.version) return problem(409, 'conflict', 'alert_changed');
  const taken = state.act(
    alert.id,
    { response: 'acknowledged', acknowledged_by: who, acknowledged_at: Date.now() },
    'acknowledged',
    who,
  );
  return says ? say() : ok(taken);
}

const review = (state, alert, who, body) =>
  ok(
    state.act(
      alert.id,
      { response: 'reviewed', reviewed_by: who, reviewed_at: Date.now(), open: false },
      'reviewed',
      who,
      body.note,
    ),
  );

const staff = (state, who, mustChange) => ({
  staff: who,
  must_change_password: mustChange,
  expires_at: state.started + state.lasts_ms,
});

/** Answers a call, or null when the path is none of the API's. */
export function answer(state, method, url, body, who) {
  const [, , , kind, key, verb] = url.pathname.split('/');
  const query = url.searchParams;
  const p = state.people.find((x) => x.episode_id === key);
  const alert = state.alerts.get(key);
  const call = `${method} ${kind}${key ? '/:' : ''}${verb ? `/${verb}` : ''}`;
  const path = url.pathname.split('/').slice(3);
  if (who && kind === 'watch' && key === 'sound') return soundCall(state, who, method, body);
  const ofShifts = who && shiftCall(state, who, method, path, url, body);
  if (ofShifts) return ofShifts;
  const ofDispatch = who && dispatchCall(state, call, key, body, who);
  if (ofDispatch) return ofDispatch;
  if (kind === 'staff') return answerStaff(state, method, key, verb, body);
  switch (call) {
    case 'GET session':
      return who ? ok(staff(state, who, state.mustChange)) : problem(401, 'not-signed-in', 'not_signed_in');
    case 'DELETE session':
      return ok(null, 204);
    case 'GET episodes':
      return ok({ episodes: query.get('state') === 'ended' ? [] : state.people.map((x) => episodeOf(state, x)) });
    case 'GET episodes/:/people':
      return ok({ people: [{ id: uuid('5', 3), display_name: 'K. Boyle' }] });
    case 'GET episodes/:':
      if (key === 'ended')
        return ok({ episodes: endedOf(state, query).map((x) => endedEpisode(state, x)), next_before: null });
      if (!p) return problem(404, 'not-found', 'not_found', { thing: 'episode' });
      return ok({
        ...(state.ended ? endedEpisode(state, p) : episodeOf(state, p)),
        bindings: bindingsOf(state, p),
        latest: state.values(p, Date.now()),
        alerts: state.open().filter((a) => a.episode_id === key),
      });
    case 'GET episodes/:/particulars':
      if (url.pathname.endsWith('/access')) return ok(accessOf(state, p));
      return ok(particularsOf(state, p));
    case 'PUT episodes/:/particulars':
      return setParticulars(state, p, body, who);
    case 'GET episodes/:/acts':
      return ok({ acts: actsOf(state) });
    case 'GET tasks':
      return ok({ tasks: tasks(state).filter((one) => one.state === 'open') });
    case 'GET tasks/:':
      return ok(owed(state));
    case 'GET episodes/:/tasks':
      return ok({ tasks: tasks(state).filter((one) => one.episode_id === key), next_before: null });
    case 'GET episodes/:/calls':
      return ok({ calls: callsOf(state, key), next_before: null });
    case 'GET episodes/:/notes':
      return ok({ notes: notesOf(state, key), next_before: null });
    case 'GET episodes/:/profile':
      return ok(listed(p));
    case 'PUT episodes/:/profile':
      return ok(setProfile(p, who, body));
    case 'POST episodes/:/profile':
      if (url.pathname.endsWith('/trial')) return ok(lookBack(p, body));
      return ok(decide(p, who, ...url.pathname.split('/').slice(6)));
    case 'GET clinical-settings':
      return ok(toldSettings((state.settings ??= settingsOf())));
    case 'POST clinical-settings/:':
      return ok(signSettings((state.settings ??= settingsOf()), who, body));
    case 'GET episodes/:/marked-events':
      return ok(marksOf(p));
    case 'POST episodes/:/marked-events':
      return ok(mark(p, who, body));
    case 'POST marked-events/:/withdraw':
      return ok(withdraw(state.people, key));
    case 'GET reports/:':
      return ok(key === 'unmonitored' ? unmonitored(state, query) : reportOf(state, query));
    case 'GET audit':
      return ok(auditOf(state, query));
    case 'GET workbench':
      return ok(viewOf(state));
    case 'POST workbench':
      return ok(begin(state, body), 202);
    case 'POST workbench/:':
      return ok(end(state, 'cancelled'));
    case 'GET profile-templates':
      return ok(templates);
    case 'GET episodes/:/readings':
      return ok(readings(state, p, query));
    case 'GET episodes/:/waveforms':
      return ok(stored(state, p?.episode_id, query.get('kind'), Number(query.get('from')), Number(query.get('to'))));
    case 'GET episodes/:/events': {
      const mark = { until_at: null, device_id: null, detail: '', class: null, records: null, by: null, limits: [] };
      const fever = LIMITS.find((l) => l.vital === 'temperature');
      const looser = { ...fever, high_rungs: [{ ...fever.high_rungs[0], edge: 39 }, fever.high_rungs[1]] };
      // Two vitals of one device fall silent in the same millisecond.
      const silent = (rule) => ({ ...mark, at: Date.now() - 1_000_000, kind: 'alert_raised', detail: rule });
      return ok({
        events: [
          {
            ...{ ...mark, at: Date.now() - 1_500_000, kind: 'limits_changed', detail: 'As ordered' },
            by: { id: uuid('5', 2), display_name: 'T. Lind' },
            limits: [{ vital: 'temperature', before: fever, after: looser }],
          },
          {
            ...{ at: Date.now() - 1_400_000, until_at: Date.now() - 900_000, kind: 'loss', device_id: 'nonin-1' },
            ...{ detail: 'disk_full', class: 'waveforms', records: 500, by: null, limits: [] },
          },
          silent('spo2_silent'),
          silent('pulse_rate_silent'),
          { ...mark, at: Date.now() - 700_000, kind: 'device_link_up', device_id: 'nonin-1' },
        ],
      });
    }
    case 'GET observations/:':
      return ok(key === 'antipyretics' ? { doses: dosesOf(state) } : { codes });
    case 'GET episodes/:/observations':
      if (url.pathname.endsWith('/newest')) return ok({ observations: newest(state, key) });
      return ok({ observations: observationsOf(state, key), next_before: null });
    case 'GET sparklines':
      return ok(sparklines(state, query));
    case 'GET alerts': {
      const want = query.get('state');
      const found = [...state.alerts.values()].filter(
        (a) =>
          (want === 'all' || a.open === (want === 'open')) &&
          (!query.get('episode_id') || a.episode_id === query.get('episode_id')),
      );
      return ok({ alerts: found.sort((a, b) => b.raised_at - a.raised_at), next_before: null });
    }
    case 'GET alerts/:':
      if (key === 'load') return ok(alertLoad(state));
      return alert
        ? ok({ alert, transitions: state.transitions.get(key), told: state.climbs.told(alert), incidents: [] })
        : problem(404, 'not-found', 'not_found', { thing: 'alert' });
    case 'POST alerts/:/acknowledge':
      return acknowledge(state, alert, who, body);
    case 'POST alerts/:/pause':
      state.climbs.pause(alert, who, body.reason, body.seconds);
      state.changed.push(alert);
      return ok(null, 204);
    case 'POST alerts/:/resume':
      state.climbs.pause(alert, who, null, 0);
      state.changed.push(alert);
      return ok(null, 204);
    case 'POST alerts/:/review':
      return review(state, alert, who, body);
    case 'GET watch':
      return ok(state.watch);
    case 'POST watch':
      state.watch = { ...NO_WATCH, holder: { id: who.id, display_name: who.display_name }, since_at: Date.now() };
      state.watchChanged = true;
      return ok(state.watch);
    case 'DELETE watch':
      state.watch = { ...NO_WATCH, since_at: Date.now() };
      state.watchChanged = true;
      return ok(state.watch);
    case 'PUT episodes/:/phone':
      Object.assign(p, { phone: body.phone });
      return ok(episodeOf(state, p));
    case 'GET patients':
      return ok({
        patients: state.people
          .map((x) => ({ ...episodeOf(state, x).patient, id: x.patient_id }))
          .filter((x) =>
            JSON.stringify(x)
              .toLowerCase()
              .includes((query.get('query') ?? '').toLowerCase()),
          ),
      });
    case 'GET kits':
      return ok({
        kits: state.people.map((x, i) => ({ id: `kit-${i + 1}`, label: `Kit ${i + 1}`, gateway_id: x.gateway_id })),
      });
    case 'GET gateways':
      return ok({
        gateways: state.gateways.map((g) => ({
          ...g,
          registered_at: state.started - 1e8,
          revoked_at: null,
          version: '0.1.0',
          backlog: g.online ? 0 : null,
          clock: 'synchronised',
          links: g.online ? [{ device: `oxi-${g.id.slice(-4)}`, up: true, reason: '' }] : [],
        })),
      });
    case 'GET strays':
      return ok({ strays: state.strays });
    case 'GET devices':
      return ok({
        devices: state.people.flatMap((x) =>
          x.devices.map((d, i) => ({
            id: d.id,
            kit_id: `kit-${x.label.slice(2)}`,
            model: d.model,
            protocol: 'nonin-df7',
            serial_number: `S${i}${x.label}`,
            binding: i === 3 && x.label.endsWith('4') ? null : bindingsOf(state, x)[i],
            bound: !(i === 3 && x.label.endsWith('4')),
            last_heard_at: Date.now() - 900,
          })),
        ),
      });
    case 'GET system':
      return ok({
        version: '0.1.0',
        store_id: uuid('c', 1),
        time: Date.now(),
        time_zone: 'America/New_York',
        timescale: false,
        dial_link: 'tel:{number}',
        latency: { p50_ms: 42, p99_ms: 160, count: 4000 },
      });
    default:
      return write(state, call, key, body, who) ?? problem(404, 'not-found', 'not_found', { thing: 'address' });
  }
}
