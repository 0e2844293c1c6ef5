/**
 * The server's shapes, by the names the dashboard uses. What goes over HTTP is made from the hub's own description
 * (schema.d.ts); the feed's frames stand here, built of the same parts. Instants are ms since 1970 UTC.
 */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Role = Schemas['Role'];
export type Phase = Schemas['Phase'];
export type Sex = Schemas['Sex'];

export type StaffRef = Schemas['StaffRef'];
export type Incident = Schemas['Incident'];
export type IncidentPlace = Schemas['IncidentPlace'];
export type IncidentStep = Schemas['IncidentStep'];
export type IncidentDetail = Schemas['IncidentDetail'];
export type RefusedPress = Schemas['RefusedPress'];
export type Unrecorded = Schemas['Unrecorded'];
export type DispatchBoard = Schemas['DispatchBoard'];
export type UnitBrief = Schemas['UnitBrief'];
export type JobCard = Schemas['JobCard'];
export type CardTrend = Schemas['CardTrend'];
export type Session = Schemas['Session'];
export type StaffMember = Schemas['StaffMember'];
export type StaffChange = Schemas['StaffChange'];
export type NewStaffMember = Schemas['NewStaffMember'];
export type FirstPassword = Schemas['FirstPassword'];
export type Watch = Schemas['Watch'];
export type StayWatch = Schemas['StayWatch'];
export type OnShift = Schemas['OnShift'];
export type Shift = Schemas['Shift'];
export type ShiftWish = Schemas['ShiftWish'];
export type Roster = Schemas['Roster'];
export type Duty = Schemas['Duty'];
export type Proposed = Schemas['Proposed'];
export type AlertLoad = Schemas['AlertLoad'];
export type UnmonitoredStays = Schemas['UnmonitoredStays'];
export type UnmonitoredStay = Schemas['UnmonitoredStay'];
export type WatchAssignment = Schemas['WatchAssignment'];
export type WatchSeen = Schemas['WatchSeen'];
export type Handover = Schemas['Handover'];
export type HandoverAccepted = Schemas['HandoverAccepted'];
export type HandoverOffered = Schemas['HandoverOffered'];
export type HandoverSheet = Schemas['HandoverSheet'];
export type IllnessSeverity = Schemas['IllnessSeverity'];
export type SheetDraft = Schemas['SheetDraft'];
export type ReducedAlarms = Schemas['ReducedAlarms'];
export type WithoutNews2 = Schemas['WithoutNews2Word'];
export type TemplateChange = Schemas['TemplateChange'];
export type SheetWish = Schemas['SheetWish'];
export type ShiftState = Schemas['ShiftState'];

export type AuditItem = Schemas['AuditItem'];
export type PatientFacts = Schemas['NewPatient'];
export type Patient = Schemas['Patient'];
export type Admission = Schemas['Admission'];
export type Limit = Schemas['Limit'];
export type LimitRung = Schemas['LimitRung'];
export type Profile = Schemas['Profile'];
export type Profiles = Schemas['Profiles'];
export type ProfileState = Schemas['ProfileState'];
export type ProfileTemplate = Schemas['ProfileTemplate'];
export type ProfileChange = Schemas['ProfileChange'];
export type AlertReport = Schemas['Report'];
export type ClinicalSettings = Schemas['ClinicalSettings'];
export type ClinicalSetting = Schemas['ClinicalSetting'];
export type ClinicalFigure = Schemas['ClinicalFigure'];
export type ClinicalRung = Schemas['ClinicalRung'];
export type ProfileLook = Schemas['ProfileLook'];
export type ProfileTrial = Schemas['ProfileTrial'];
export type MarkedEvent = Schemas['MarkedEvent'];
export type MarkedKind = Schemas['MarkedKind'];
export type EventMark = Schemas['EventMark'];
export type WorkbenchView = Schemas['WorkbenchView'];
export type PersonsTrial = Schemas['PersonsTrial'];
export type TrialWish = Schemas['TrialWish'];
export type TrialResult = Schemas['TrialResult'];
export type TrialAlerts = Schemas['TrialAlerts'];
export type TrialLead = Schemas['TrialLead'];
export type ByLevel = Schemas['ByLevel'];
export type Episode = Schemas['Episode'];
export type EpisodeDetail = Schemas['EpisodeDetail'];

export type Value = Schemas['Value'];
export type Readings = Schemas['Readings'];
export type TrendPoint = Schemas['TrendPoint'];
export type ObservedWord = Schemas['ObservedWord'];
export type Sparklines = Schemas['Sparklines'];
export type WaveformBlock = Schemas['WaveformBlock'];
export type TimelineEvent = Schemas['TimelineEvent'];

export type Observation = Schemas['Observation'];
export type ObservationCode = Schemas['ObservationCode'];
export type ObservationEntry = Schemas['ObservationEntry'];
export type ObservationCorrection = Schemas['ObservationCorrection'];

export type Particulars = Schemas['Particulars'];
export type Section = Schemas['ParticularsVersion'];
export type SectionName = Schemas['ParticularsSaid']['section'];
/** What one section says. */
export type ParticularsSaid = Schemas['ParticularsSaid'];
export type CodeStatus = Schemas['CodeStatus'];
export type Severity = Schemas['AllergySeverity'];
export type Note = Schemas['Note'];
export type NotePage = Schemas['NotePage'];
export type NoteText = Schemas['NoteText'];
export type NewNote = Schemas['NoteWish'];
export type Amendment = Schemas['NoteAmendment'];

export type StayAct = Schemas['StayAct'];
export type Task = Schemas['Task'];
export type TaskKind = Schemas['TaskKind'];
export type TaskPost = Schemas['TaskPost'];
export type TaskWish = Schemas['TaskWish'];
export type TaskAct = Schemas['TaskAct'];
export type OwedStay = Schemas['OwedStay'];
export type OwedTask = Schemas['OwedTask'];
export type Call = Schemas['Call'];
export type CallParty = Schemas['CallParty'];
export type CallOutcome = Schemas['CallOutcome'];
export type CallWish = Schemas['CallWish'];
export type CallEnding = Schemas['CallEnding'];

export type IncidentAct = Schemas['IncidentAct'];
export type IncidentWish = Schemas['IncidentWish'];
export type AlertIncident = Schemas['AlertIncident'];
export type Unit = Schemas['Unit'];
export type UnitChoice = Schemas['UnitChoice'];
export type UnitReason = Schemas['UnitReason'];
export type UnitWish = Schemas['UnitWish'];
export type CrewWish = Schemas['CrewWish'];
export type UnitStamp = Schemas['UnitStamp'];
export type MapPoint = Schemas['MapPoint'];

export type Alert = Schemas['Alert'];
export type Priority = Alert['priority'];
/** On what grounds an alert rang. */
export type Evidence = Schemas['Evidence'];
export type Input = Schemas['Input'];
export type Score = Schemas['Score'];
export type ScorePart = Schemas['ScorePart'];
export type Actor = Schemas['Actor'];
export type Transition = Schemas['Transition'];

export type Kit = Schemas['Kit'];
export type Gateway = Schemas['Gateway'];
export type Stray = Schemas['Stray'];
export type Device = Schemas['Device'];
export type NewDevice = Schemas['NewDevice'];
export type NewGateway = Schemas['NewGateway'];
export type GatewaySignIn = Schemas['GatewaySignIn'];
export type EnrolmentCode = Schemas['EnrolmentCode'];
export type Binding = Schemas['Binding'];
export type BindWish = Schemas['BindWish'];

export type Latency = Schemas['Latency'];

// The description ends where the WebSocket begins: nothing in it tells what a frame holds.

/** The score NEWS2 of a patient now, and what has to be measured or asked to complete it. */
export interface EarlyWarning {
  score: Score;
  /** Keys of vitals, `consciousness`, `oxygen`. */
  wanted: string[];
}
export interface Tile extends PatientFacts {
  episode_id: string;
  label: string;
  initials: string;
  phase: Phase;
  /** Empty when none is known. */
  phone: string;
  time_zone: string;
  limits: Limit[];
  gateway_id: string | null;
  /** Null while nothing that it scores has been measured. */
  news2: EarlyWarning | null;
  /** Why it is not judged; null while it is. */
  without_news2: WithoutNews2 | null;
  devices: { id: string; model: string; vitals: string[]; cadence_ms: number | null }[];
}
export type GatewayBrief = Pick<Gateway, 'id' | 'online' | 'last_heard_at' | 'problems'> & { episode_ids: string[] };
export type ValueFrame = Pick<Value, 'device_id' | 'at' | 'received_at' | 'late'> & {
  episode_id: string;
  values: Record<string, Value['value']>;
  /** Absent when no value is doubtful. */
  flags?: Record<string, Value['flags']>;
};
export type Post = 'holder' | 'backup' | 'charge_nurse' | 'call_agent' | 'physician' | 'dispatcher' | 'everyone';
/** A rung of an alert's record, with whom it reached. */
export type ToldRung = Omit<Schemas['ToldRung'], 'posts'> & { posts: Post[] };
/** What this screen says of a rung. */
export interface Receipt {
  alert_id: string;
  round: number;
  rung: number;
  receipt: 'delivered' | 'opened';
}
/** A person whom a rung reached. */
export interface Told {
  person: { id: string; display_name: string };
  delivered_at: number;
  opened_at: number | null;
}
/** What who has an alert does about it. */
export type AlertAction = NonNullable<Alert['action']>;
export type PauseReason = 'at_the_patient' | 'bath' | 'transport';
/** Why an alert is paused: a reason that a person gave for it, or what keeps alerts of the whole stay quiet. */
export type PausedBy = PauseReason | 'shelved' | 'end_of_life';
export type Quiet = Schemas['Quiet'];
export type QuietsOfStay = Schemas['QuietsOfStay'];
export type QuietContext = Schemas['ContextWord'];
export type AntipyreticDose = Schemas['AntipyreticDose'];
export type DeskSound = Schemas['DeskSound'];
export type SoundOutcome = Schemas['SoundOutcome'];
export type ReducedOfStay = Schemas['ReducedOfStay'];
/** A rung of an alert's ladder that has fired. */
export interface Rung {
  rung: number;
  posts: Post[];
  due_at: number;
  fired_at: number;
  /** The most that a screen has said of it. */
  receipt: 'delivered' | 'opened' | 'answered' | null;
  receipt_at: number | null;
  /** True once it was found that nobody could hear it. */
  unheard: boolean;
  /** The first one first; at most 64. */
  told: Told[];
}
/** How far an open alert has climbed. */
export interface Climb {
  alert_id: string;
  round: number;
  rungs: Rung[];
  /** Null while somebody has the alert, and after the last rung. */
  next: { rung: number; posts: Post[]; due_at: number } | null;
  /** While it is paused, it neither climbs nor sounds. */
  pause: {
    by: { id: string; display_name: string };
    reason: PausedBy;
    since_at: number;
    /** Null if somebody has to end it. */
    until_at: number | null;
    /** What keeps the alert quiet with others of its stay; null if it is paused by itself. */
    quiet_id: string | null;
  } | null;
  reminders: number;
  reminder_at: number | null;
  /** True if the last reminder went to everyone, because its owner had no screen. */
  reminded_everyone: boolean;
}
interface Position {
  epoch: string;
  seq: number;
  server_time: number;
}
/** What can be followed: `docs/feed.md` tells what each of them holds. */
export type Topic =
  'stays' | 'wall' | 'patient' | 'alerts' | 'gateways' | 'watch' | 'waveform' | 'climbs' | 'tasks' | 'dispatch';
export interface Subject {
  topic: Topic;
  key?: string | undefined;
}
/** One thing that a topic tells; one of the fields below `version` is there. */
export interface Item {
  key: string;
  version: number;
  stay?: Tile;
  newest?: Value[];
  frame?: ValueFrame;
  alert?: Alert;
  climb?: Climb;
  /** All that keeps alerts of the stay under this key quiet. */
  quiet?: Quiet[];
  gateway?: GatewayBrief;
  watch?: Watch;
  held?: StayWatch;
  incident?: Incident;
  unit?: Unit;
  /** What the board of dispatch is as a whole. */
  board?: { left_off: number; current: boolean };
  observation?: Observation;
  /** What people keep of the stay under this key has changed. */
  changed?: true;
  /** The known alert that the hub sends itself: no alert of anybody. */
  canary?: true;
  gone?: true;
  unknown?: true;
}
export interface SnapshotFrame extends Position, Subject {
  type: 'snapshot';
  page: number;
  pages: number;
  items: Item[];
}
export interface DeltaFrame extends Position, Subject {
  type: 'delta';
  /** Position of the frame before it, of the same subject. */
  after: number;
  items: Item[];
}
export interface HeartbeatFrame extends Position {
  type: 'heartbeat';
  alerts_hash: string;
  alerts_open: number;
  latency: Latency;
  /** Position of each topic that is followed whole. */
  positions: Partial<Record<Topic, number>>;
}
export interface WaveformFrame extends WaveformBlock {
  type: 'waveform';
  episode_id: string;
  kind: string;
}
export interface RefusedFrame {
  type: 'refused';
  topic: string;
  key: string | null;
  code: string;
  params: Record<string, unknown>;
}
export type FeedFrame = SnapshotFrame | DeltaFrame | HeartbeatFrame | WaveformFrame | RefusedFrame;
