/** The server's shapes, as the dashboard uses them. Instants are ms since 1970 UTC. */
export type Role = 'nurse' | 'charge_nurse' | 'technician' | 'administrator';
export type Priority = 'high' | 'medium' | 'low';
export type Condition = 'pending' | 'active' | 'cleared';
export type Response = 'none' | 'acknowledged' | 'reviewed';
export type Phase = 'acute' | 'restorative';
export type Sex = 'female' | 'male' | 'other' | 'unknown';

export interface StaffRef {
  id: string;
  display_name: string;
}
export interface Staff extends StaffRef {
  name: string;
  role: Role;
}
export interface Session {
  staff: Staff;
  must_change_password: boolean;
  expires_at: number;
}
export interface PatientFacts {
  family_name: string;
  given_name: string;
  birth_date: string;
  medical_record_number: string;
  sex: Sex;
  language: string;
}
export interface Patient extends PatientFacts {
  id: string;
}
export interface Limit {
  vital: string;
  low: number | null;
  high: number | null;
  delay_s: number;
  priority: Priority;
  critical_low: number | null;
  critical_high: number | null;
}
export interface Episode {
  id: string;
  version: number;
  patient_id: string;
  label: string;
  address: string;
  time_zone: string;
  phase: Phase;
  admitted_at: number;
  ended_at: number | null;
  limits: Limit[];
  patient: PatientFacts & { initials: string };
}
export interface Value {
  vital: string;
  value: number | null;
  at: number;
  received_at: number;
  flags: string[];
  late: boolean;
  device_id: string;
  /** How often one is expected; null for spot checks. */
  cadence_ms: number | null;
}
export interface Binding {
  id: string;
  device_id: string;
  episode_id: string;
  from_at: number;
  until_at: number | null;
  bound_by: StaffRef | null;
}
export interface EpisodeDetail extends Episode {
  bindings: Binding[];
  latest: Value[];
  alerts: Alert[];
}
export interface Alert {
  id: string;
  version: number;
  episode_id: string | null;
  device_id: string | null;
  gateway_id: string | null;
  rule: string;
  kind: 'clinical' | 'technical' | 'system';
  priority: Priority;
  condition: Condition;
  response: Response;
  vital: string | null;
  value: number | null;
  limit: number | null;
  extreme: number | null;
  unit: string | null;
  raised_at: number;
  since_at: number;
  cleared_at: number | null;
  acknowledged_by: StaffRef | null;
  acknowledged_at: number | null;
  reviewed_by: StaffRef | null;
  reviewed_at: number | null;
  while_offline: boolean;
  as_of_at: number | null;
  recorded: boolean;
  open: boolean;
}
export type Actor = { kind: 'person'; id: string; display_name: string } | { kind: 'rule'; name: string };
export interface Transition {
  version: number;
  at: number;
  actor: Actor;
  what: string;
  priority: Priority;
  condition: Condition;
  response: Response;
  value: number | null;
  limit: number | null;
  reason: string | null;
}
export interface TrendPoint {
  at: number;
  min: number;
  max: number;
  mean: number;
  count: number;
  late: boolean;
}
export interface Readings {
  vital: string;
  unit: string;
  from: number;
  to: number;
  bucket_ms: number;
  points: TrendPoint[];
  limit_low: number | null;
  limit_high: number | null;
}
export interface WaveformBlock {
  at: number;
  period_us: number;
  samples: number[];
}
export interface TimelineEvent {
  at: number;
  kind: string;
  device_id: string | null;
  detail: string;
}
export interface Sparklines {
  from: number;
  to: number;
  bucket_ms: number;
  series: { episode_id: string; vital: string; points: [number, number, number][] }[];
}
export interface Kit {
  id: string;
  label: string;
  gateway_id: string | null;
}
export interface Problem {
  code: string;
  message: string;
}
export interface GatewayBrief {
  id: string;
  online: boolean;
  last_heard_at: number | null;
  problems: Problem[];
  episode_ids: string[];
}
export interface Gateway {
  id: string;
  registered_at: number;
  revoked_at: number | null;
  online: boolean;
  last_heard_at: number | null;
  version: string | null;
  backlog: number | null;
  clock: string | null;
  links: unknown[];
  problems: Problem[];
}
export interface Device {
  id: string;
  kit_id: string;
  model: string;
  protocol: string;
  serial_number: string;
  binding: Binding | null;
  last_heard_at: number | null;
}
export interface Watch {
  holder: StaffRef | null;
  since_at: number | null;
}
export interface Tile extends PatientFacts {
  episode_id: string;
  label: string;
  initials: string;
  phase: Phase;
  time_zone: string;
  limits: Limit[];
  gateway_id: string | null;
  devices: { id: string; model: string; vitals: string[]; cadence_ms: number | null }[];
  values: Value[];
}
export interface Latency {
  p50_ms: number | null;
  p99_ms: number | null;
  count: number;
}
export interface System {
  version: string;
  store_id: string;
  time: number;
  time_zone: string;
  timescale: boolean;
  latency: Latency;
}
export interface ValueFrame {
  episode_id: string;
  device_id: string;
  at: number;
  received_at: number;
  values: Record<string, number | null>;
  /** Absent when no value is doubtful. */
  flags?: Record<string, string[]>;
  late: boolean;
}
interface Position {
  epoch: string;
  seq: number;
  server_time: number;
}
export interface SnapshotFrame extends Position {
  type: 'snapshot';
  tiles: Tile[];
  alerts: Alert[];
  watch: Watch;
  gateways: GatewayBrief[];
}
export interface DeltaFrame extends Position {
  type: 'delta';
  tiles?: Tile[];
  values?: ValueFrame[];
  removed?: string[];
  alerts?: Alert[];
  watch?: Watch;
  gateways?: GatewayBrief[];
}
export interface HeartbeatFrame extends Position {
  type: 'heartbeat';
  alerts_hash: string;
  alerts_open: number;
  latency: Latency;
}
export interface WaveformFrame {
  type: 'waveform';
  episode_id: string;
  kind: string;
  at: number;
  period_us: number;
  samples: number[];
}
export type FeedFrame = SnapshotFrame | DeltaFrame | HeartbeatFrame | WaveformFrame;
