/** Builders of what the hub sends, with only the facts a test is about spelled out. */
import type * as T from '../../src/api/types';

export const NOW = 1_764_000_000_000;

export const alert = (facts: Partial<T.Alert> = {}): T.Alert => ({
  id: 'a1',
  version: 1,
  episode_id: 'e1',
  device_id: null,
  gateway_id: null,
  rule: 'spo2_low',
  kind: 'clinical',
  priority: 'medium',
  condition: 'active',
  response: 'none',
  vital: 'spo2',
  value: 84,
  limit: 88,
  extreme: 82,
  unit: '%',
  raised_at: NOW - 42_000,
  since_at: NOW - 57_000,
  cleared_at: null,
  acknowledged_by: null,
  acknowledged_at: null,
  action: null,
  remind_at: null,
  reviewed_by: null,
  reviewed_at: null,
  while_offline: false,
  as_of_at: null,
  recorded: true,
  open: true,
  evidence: null,
  ...facts,
});

export const value = (facts: Partial<T.Value> = {}): T.Value => ({
  vital: 'spo2',
  value: 97,
  last: null,
  at: NOW - 1_000,
  received_at: NOW - 900,
  flags: [],
  late: false,
  device_id: 'oxi-1',
  cadence_ms: 1_000,
  ...facts,
});

export const tile = (facts: Partial<T.Tile> = {}): T.Tile => ({
  episode_id: 'e1',
  label: 'H-01',
  initials: 'R. M.',
  family_name: 'Menjívar',
  given_name: 'Rosa',
  birth_date: '1961-04-17',
  medical_record_number: 'MRN-1001',
  sex: 'female',
  language: 'es',
  phase: 'acute',
  phone: '555 0101',
  time_zone: 'America/New_York',
  limits: [],
  gateway_id: 'gw-1',
  news2: null,
  without_news2: null,
  devices: [{ id: 'oxi-1', model: 'Oximeter', vitals: ['spo2', 'pulse_rate'], cadence_ms: 1_000 }],
  ...facts,
});

export const gateway = (facts: Partial<T.GatewayBrief> = {}): T.GatewayBrief => ({
  id: 'gw-1',
  online: true,
  last_heard_at: NOW,
  problems: [],
  episode_ids: ['e1'],
  ...facts,
});

const at = { epoch: 'p1', seq: 10, server_time: NOW };

/** All of a topic, on one page. */
export const snapshot = (
  topic: T.Topic,
  items: Omit<T.Item, 'version'>[] = [],
  facts: Partial<T.SnapshotFrame> = {},
): T.SnapshotFrame => ({
  ...{ type: 'snapshot', topic, page: 0, pages: 1, ...at, ...facts },
  items: items.map((item) => ({ version: 10, ...item })),
});

export const delta = (
  topic: T.Topic,
  items: Omit<T.Item, 'version'>[] = [],
  facts: Partial<T.DeltaFrame> = {},
): T.DeltaFrame => ({
  ...{ type: 'delta', topic, ...at, seq: 11, after: 10, ...facts },
  items: items.map((item) => ({ version: 11, ...item })),
});

export const stay = (facts: Partial<T.Tile> = {}): Omit<T.Item, 'version'> => {
  const one = tile(facts);
  return { key: one.episode_id, stay: one };
};
export const alerted = (facts: Partial<T.Alert> = {}): Omit<T.Item, 'version'> => {
  const one = alert(facts);
  return { key: one.id, alert: one };
};
/** The climb of an alert whose rungs reached these posts, one rung each. */
export const climb = (posts: T.Post[][], facts: Partial<T.Climb> = {}): T.Climb => ({
  alert_id: 'a1',
  round: 1,
  rungs: posts.map((reached, i) => ({
    ...{
      rung: i + 1,
      posts: reached,
      due_at: NOW,
      fired_at: NOW,
      receipt: null,
      receipt_at: null,
      unheard: false,
      told: [],
    },
  })),
  next: null,
  pause: null,
  reminders: 0,
  reminder_at: null,
  reminded_everyone: false,
  ...facts,
});
export const joined = (facts: Partial<T.GatewayBrief> = {}): Omit<T.Item, 'version'> => {
  const one = gateway(facts);
  return { key: one.id, gateway: one };
};

export const heartbeat = (facts: Partial<T.HeartbeatFrame> = {}): T.HeartbeatFrame => ({
  type: 'heartbeat',
  epoch: 'p1',
  seq: 10,
  server_time: NOW,
  alerts_hash: '811c9dc5',
  alerts_open: 0,
  latency: { p50_ms: 40, p99_ms: 160, count: 100 },
  positions: {},
  ...facts,
});
