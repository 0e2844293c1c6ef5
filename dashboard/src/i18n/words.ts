/** The domain's codes in the reader's language. An unknown code is shown as it is, never hidden. */
import type {
  Alert,
  ClinicalFigure,
  ClinicalRung,
  Climb,
  Duty,
  IllnessSeverity,
  IncidentStep,
  LimitRung,
  Observation,
  PausedBy,
  Post,
  Priority,
  ProfileState,
  Role,
  ShiftState,
  TimelineEvent,
  Told,
  UnitReason,
} from '../api/types';
import { intlTag } from '../app/settings.svelte';
import { formatAge, formatElapsed } from '../model/age';
import { readRule } from '../model/alertview';
import type { Stage } from '../model/home';
import { numberText } from '../model/observations';
import { onlyIn, type Placed, type RungFault, type Side } from '../model/rungs';
import type { Cell } from '../model/tileview';
import { factsOf, formatValue } from '../model/vitals';
import * as codes from './codes';
import { say } from './codes';
import { groundsWords, judgedWords, silentWords } from './evidence';
import { vitalName, vitalShort } from './names';
import * as m from './paraglide/messages';
import { listed, own, reading } from './isolates';
import { durationWords, waitWords } from './slots';
import { clockMinute, clockTime, dayTime } from './time.svelte';

type Message = () => string;

const STAGE_WORDS: Record<Stage, Message> = {
  raised: m.stage_raised,
  delivered: m.stage_delivered,
  seen: m.stage_seen,
  paused: m.stage_paused,
  owned: m.stage_owned,
  acted: m.stage_acted,
  ended: m.stage_ended,
};

/** A number as the reader writes it, with so many places at most. */
export const numberWords = (n: number, places: number): string =>
  new Intl.NumberFormat(intlTag(), { maximumFractionDigits: places }).format(n);
/** `42 %` of a part between 0 and 1. */
export const percentText = (part: number): string =>
  new Intl.NumberFormat(intlTag(), { style: 'percent' }).format(part);

export { vitalName, vitalShort };
export const flagWord = (flag: string): string => say(codes.flags, flag);
/** Why the hub does not tell what the page asked for. */
export const feedRefusal = (code: string): string => say(codes.feed_refusals, code);
export const whatWord = (what: string): string => say(codes.changes, what);
export const priorityWord = (priority: Priority): string => say(codes.priorities, priority);
/** Rules that somebody looks for in what is over. */
export const RULES: readonly string[] = [
  ...Object.keys(codes.rules),
  ...Object.keys(codes.vitals).flatMap((vital) => [`${vital}_low`, `${vital}_high`]),
];
/** What a person did to a stay. */
export const actWord = (act: string): string => say(codes.acts, act);
export const taskKindWord = (kind: string): string => say(codes.task_kinds, kind);
export const taskStateWord = (state: string): string => say(codes.task_states, state);
export const latenessWord = (lateness: string): string => say(codes.task_latenesses, lateness);
/** What a device says now, beside the number at which it rang: `now 91, low perfusion`; empty while the page is not told. */
export function nowWords(cell: Cell | undefined): string {
  if (!cell || (cell.text === null && cell.last === null)) return '';
  const doubt = cell.why ?? cell.remark;
  const value = cell.text === null ? m.alert_now_none() : m.alert_now({ value: cell.text });
  return doubt === null || doubt === 'silent' ? value : `${value}, ${flagWord(doubt)}`;
}
/** How far people are with an open alert. */
export const stageWord = (stage: Stage): string => STAGE_WORDS[stage]();
/** Why nobody could see how a patient was. */
export const unmonitoredWord = (cause: string): string => say(codes.unmonitored_causes, cause);
export const outcomeWord = (outcome: string): string => say(codes.call_outcomes, outcome);
export const incidentState = (state: string): string => say(codes.incident_states, state);
export const incidentOutcome = (outcome: string): string => say(codes.incident_outcomes, outcome);
export const equipmentWord = (word: string): string => say(codes.unit_equipment, word);
/** What a unit can carry, and what a crew can be able to do. */
export const EQUIPMENT: readonly string[] = Object.keys(codes.unit_equipment);
export const SKILLS: readonly string[] = Object.keys(codes.unit_skills);
export const skillWord = (word: string): string => say(codes.unit_skills, word);
/** What a unit does now. */
export const unitStateWord = (state: string): string =>
  state === 'free' ? m.unit_free() : state === 'off' ? m.unit_off() : say(codes.incident_states, state);
/** Why a unit stands where it stands among those that could be sent. */
export function unitReasonWords({ reason, item, at, age_ms }: UnitReason): string {
  const word = say(codes.unit_reasons, reason);
  if (item !== null) return `${word}: ${reason === 'lacks_skill' ? skillWord(item) : equipmentWord(item)}`;
  if (at !== null) return `${word} (${clockMinute(at)})`;
  return age_ms === null ? word : `${word} (${formatAge(age_ms)})`;
}
/** What is still possible once the half hour is lost. */
export function wayOutWords(
  { what, arrives_at, sent }: { what: string; arrives_at: number | null; sent: boolean | null },
  unit: string,
): string {
  if (what !== 'nearest' || arrives_at === null) return say(codes.incident_ways_out, what);
  const facts = { unit, time: clockMinute(arrives_at) };
  return sent ? m.dispatch_still_sent(facts) : m.dispatch_still_free(facts);
}
/** What happened in an incident, with the unit. */
export function incidentStepWords(step: IncidentStep): string {
  const state = step.state === null ? '' : incidentState(step.state);
  const what = step.what === 'became' || step.what === 'stamped' ? state : say(codes.incident_steps, step.what);
  const doubt = step.doubt === null ? '' : say(codes.stamp_doubts, step.doubt);
  const source = step.source === null ? '' : say(codes.stamp_sources, step.source);
  return [step.unit ?? '', what, source, doubt].filter(Boolean).join(' · ');
}
export const partyWord = (party: string): string => say(codes.call_parties, party);
/** What is owed: "Measure again: Temperature". */
export const taskName = (task: { kind: string; item: string | null }): string =>
  task.item === null
    ? taskKindWord(task.kind)
    : m.task_of({ kind: taskKindWord(task.kind), what: itemWord(task.item) });
/** A vital, or one of the two questions that a score asks. */
const itemWord = (item: string): string =>
  item === 'consciousness'
    ? m.observation_consciousness()
    : item === 'oxygen'
      ? m.observation_oxygen_device()
      : vitalName(item);
/** The first or the second visit, or set of vitals, of a day. */
export const owedName = (kind: string, number: number): string => `${taskKindWord(kind)} ${number}`;
/** `in 12 min`, `8 min ago`: when something is due. */
export const dueWords = (due_at: number, now: number): string =>
  due_at >= now ? m.task_due_in({ time: formatAge(due_at - now) }) : m.task_due_ago({ time: formatAge(now - due_at) });
/** What has to be known of a stay, by its section. */
export const sectionName = (section: string): string => say(codes.particulars, section);
export const codeStatusWord = (status: string): string => say(codes.code_statuses, status);
export const severityWord = (severity: string): string => say(codes.allergy_severities, severity);
/** Every allergy in one line. */
export const allergyWords = (said: {
  none_known: boolean;
  list: readonly { substance: string; reaction: string }[];
}): string =>
  said.none_known
    ? m.allergies_none_known()
    : listed(said.list.map((one) => own([one.substance, one.reaction].filter(Boolean).join(' – '))));
export const markedWord = (kind: string): string => say(codes.marked_events, kind);
export const roleWord = (role: Role): string => say(codes.roles, role);
export const rightWord = (right: string): string => say(codes.rights, right);

const POSTS: Record<Post, Message> = {
  holder: m.post_holder,
  backup: m.post_backup,
  charge_nurse: m.post_charge_nurse,
  call_agent: m.post_call_agent,
  physician: m.post_physician,
  dispatcher: m.post_dispatcher,
  everyone: m.post_everyone,
};
const DUTIES: Record<Duty, () => string> = {
  nurse: m.duty_nurse,
  charge_nurse: m.duty_charge_nurse,
  call_agent: m.duty_call_agent,
  physician: m.duty_physician,
  dispatcher: m.duty_dispatcher,
};
export const dutyName = (duty: Duty): string => DUTIES[duty]();

const ILLNESS: Record<IllnessSeverity, () => string> = {
  stable: m.severity_stable,
  watcher: m.severity_watcher,
  unstable: m.severity_unstable,
};
export const illnessWord = (severity: IllnessSeverity): string => ILLNESS[severity]();

const SHIFT_STATES: Record<ShiftState, () => string> = {
  planned: m.shift_planned,
  runs: m.shift_runs,
  overdue: m.shift_overdue,
  over: m.shift_over,
};
export const shiftState = (state: ShiftState): string => SHIFT_STATES[state]();

export const postWords = (posts: readonly Post[]): string => listed(posts.map((post) => POSTS[post]()));

export const PAUSE_REASONS: Record<PausedBy, Message> = {
  at_the_patient: m.pause_at_the_patient,
  bath: m.pause_bath,
  transport: m.pause_transport,
  shelved: m.quiet_shelved,
  end_of_life: m.quiet_end_of_life,
};
/** What who has an alert does about it. */
export const actionWord = (action: string): string => say(codes.actions, action);
/** Who has an alert, and what they do about it if they said so; empty while nobody has it. */
export const ownerWords = ({ acknowledged_by, action }: Alert): string =>
  acknowledged_by === null
    ? ''
    : action === null
      ? m.alert_has_it({ name: acknowledged_by.display_name })
      : m.alert_does({ name: acknowledged_by.display_name, action: actionWord(action) });
/** What somebody said with a step, or says of an alert: the action, and when they wanted to be reminded. */
export const saidWords = (said: { action: string | null; remind_at: number | null }): string =>
  [
    said.action === null ? '' : actionWord(said.action),
    said.remind_at === null ? '' : m.doing_reminder({ time: clockMinute(said.remind_at) }),
  ]
    .filter(Boolean)
    .join(' · ');

/** Why an alert is paused, by whom, and how long it still is; empty while it is not. */
export function pauseWords(climb: Climb | undefined, now_ms: number): string {
  if (!climb?.pause || (climb.pause.until_at ?? Infinity) <= now_ms) return '';
  const { by, reason, until_at } = climb.pause;
  if (until_at === null) return m.climb_paused_open({ reason: PAUSE_REASONS[reason](), name: by.display_name });
  return m.climb_paused({
    reason: PAUSE_REASONS[reason](),
    name: by.display_name,
    time: formatElapsed(until_at - now_ms),
  });
}

/** What became of a rung: whom it reached, and who opened it when. */
export function toldWords(rung: { posts: readonly Post[]; unheard: boolean; people: readonly Told[] }): string {
  const opened = rung.people.filter((one) => one.opened_at !== null);
  const words = [m.climb_told({ posts: postWords(rung.posts) })];
  if (rung.people.length > 0)
    words.push(
      m.told_screens({
        count: rung.people.length,
        names: listed(rung.people.map((one) => one.person.display_name)),
      }),
    );
  else words.push(rung.unheard ? m.climb_unheard() : m.told_nobody());
  for (const one of opened)
    words.push(m.told_opened({ name: one.person.display_name, time: clockMinute(one.opened_at ?? 0) }));
  return words.join(' · ');
}

/** Whom an alert has reached last, and who is told next, counting down; empty while nobody is to be told. */
export function climbWords(climb: Climb | undefined, now_ms: number): string {
  if (!climb) return '';
  const words: string[] = [];
  const last = climb.rungs.at(-1);
  if (climb.reminders > 0) words.push(m.climb_reminded({ count: climb.reminders }));
  else if (climb.reminder_at !== null && climb.reminder_at > now_ms)
    words.push(m.climb_reminder({ time: formatElapsed(climb.reminder_at - now_ms) }));
  else if (climb.next || last?.unheard) {
    if (last) words.push(m.climb_told({ posts: postWords(last.posts) }));
    if (last?.unheard && last.receipt === null) words.push(m.climb_unheard());
  }
  const paused = pauseWords(climb, now_ms);
  if (paused) words.push(paused);
  else if (climb.next)
    words.push(m.climb_next({ posts: postWords(climb.next.posts), time: formatElapsed(climb.next.due_at - now_ms) }));
  return words.join(' · ');
}

/** Who made a step that no person made: `limit`, `closed by time`. */
export const actorWord = (rule: string): string => say(codes.rule_actors, rule);
/** Why the hub closed the feed. */
export const closingWord = (why: string): string => say(codes.closings, why);
/** Why a step was made; what the hub's parts said of a fault is English. */
export const reasonWord = (reason: string): string => say(codes.reasons, reason);
export const reasonLang = (reason: string): 'en' | undefined => (reasonWord(reason) === reason ? 'en' : undefined);
/** What a person should mend at a gateway. */
export const troubleWord = (problem: { code: string; message: string }): string => {
  const word = say(codes.gateway_problems, problem.code);
  return word === problem.code ? problem.message : word;
};
/**
 * The condition in words: `SpO2 84 < 88`, `Pulse rate silent`, `Home offline`. The number is the worst one, as it was
 * told last: what it is now stands on the tile. What has ended says what it was: `SpO2 was 71 < 80`.
 */
export function alertWords(alert: Alert): string {
  const { vital, what } = readRule(alert);
  const judged = judgedWords(alert);
  if (judged !== null) return judged;
  if (alert.rule === 'gateway_twice' && alert.gateway_id !== null)
    return m.rule_gateway_twice_of({ gateway: alert.gateway_id });
  if (alert.rule === 'stray_device' && alert.device_id !== null && alert.gateway_id !== null)
    return m.rule_stray_device_of({ device: alert.device_id, gateway: alert.gateway_id });
  if (vital === null || what === 'other') return say(codes.rules, alert.rule);
  if (what === 'silent') return m.rule_silent({ vital: vitalShort(vital) });
  if (what === 'artefact') return m.rule_artefact({ vital: vitalShort(vital) });
  if (what === 'stuck') return m.rule_stuck({ vital: vitalShort(vital) });
  const odd = oddWords(alert, vital, what);
  if (odd !== null) return odd;
  const number = (n: number | null): string => (n === null ? '–' : formatValue(vital, n));
  const parts = {
    vital: vitalShort(vital),
    value: number(alert.extreme ?? alert.value),
    sign: what === 'low' ? '<' : '>',
    limit: number(alert.limit),
  };
  if (what === 'rising') return m.alert_rising(parts);
  if (what === 'falling') return m.alert_falling(parts);
  if (alert.condition === 'cleared') return m.alert_was(parts);
  return `${parts.vital} ${reading(`${parts.value} ${parts.sign} ${parts.limit}`)}`;
}

/** Of what is no measurement: a device beyond its scale, or a number that no patient has; null for a value. */
function oddWords(alert: Alert, vital: string, what: string): string | null {
  const fault = alert.evidence?.fault ?? null;
  if (fault === 'off_scale_low') return m.alert_implausible_lo({ vital: vitalShort(vital) });
  if (fault === 'off_scale_high') return m.alert_implausible_hi({ vital: vitalShort(vital) });
  if (what !== 'implausible' || alert.value === null) return null;
  return m.alert_implausible({ vital: vitalShort(vital), value: formatValue(vital, alert.value) });
}

/** What is wrong with the number that rang, and what it may have been, in sentences; empty for a value. */
export function faultWords(alert: Alert): string {
  const { fault = null, hint = null } = alert.evidence ?? {};
  const told = [fault && say(codes.number_faults, fault), hint && say(codes.number_hints, hint)];
  return told.filter(Boolean).join(' ');
}

/** `ended 08:04:11`, once it has. */
export const endedWords = (alert: Alert): string =>
  alert.condition === 'cleared' && alert.cleared_at !== null
    ? m.alert_ended({ time: clockTime(alert.cleared_at) })
    : '';

/** What a person has to do about it, where the condition alone does not say it. */
export function todoWords(alert: Alert): string {
  const gateway = alert.gateway_id ?? '–';
  if (alert.rule === 'call') return m.todo_call();
  if (alert.rule === 'cuff_fault') return m.todo_cuff_fault();
  if (alert.rule === 'rejected') return m.todo_rejected({ device: alert.device_id ?? '–' });
  if (alert.rule === 'rates_disagree') return m.todo_rates_disagree();
  if (readRule(alert).what === 'artefact') return m.todo_artefact();
  if (readRule(alert).what === 'stuck') return m.todo_stuck();
  if (alert.rule === 'gateway_clock') return m.todo_gateway_clock({ gateway });
  if (alert.rule === 'gateway_storage') return m.todo_gateway_storage({ gateway });
  if (alert.rule === 'gateway_twice') return m.todo_gateway_twice({ gateway });
  return alert.rule === 'stray_device' ? m.todo_stray_device({ device: alert.device_id ?? '–', gateway }) : '';
}

/** A rule's name in words, without numbers: `SpO2 low`, `Home offline`. */
export function ruleWords(rule: string): string {
  const { vital, what } = readRule({ rule, vital: null });
  if (vital === null || what === 'other') return say(codes.rules, rule);
  const words = {
    low: m.rule_low,
    high: m.rule_high,
    rising: m.rule_rising,
    falling: m.rule_falling,
    silent: m.rule_silent,
    implausible: m.rule_implausible,
    artefact: m.rule_artefact,
    stuck: m.rule_stuck,
  }[what];
  return words({ vital: vitalShort(vital) });
}

/** What else a nurse wants to know of it: the extreme, or on what grounds a rule about several vitals rang. */
export function extremeWords(alert: Alert, now_ms: number): string {
  const { what } = readRule(alert);
  if (what === 'other') return groundsWords(alert, now_ms);
  if (what === 'silent') return silentWords(alert);
  if (alert.extreme === null || !alert.vital || what === 'implausible') return '';
  const value = formatValue(alert.vital, alert.extreme);
  return what === 'high' || what === 'rising' ? m.alert_highest({ value }) : m.alert_lowest({ value });
}

export const unitOf = (vital: string): string => factsOf(vital).unit;

export const clockWord = (clock: string): string => say(codes.clocks, clock);

/** A language's name in the reader's own: `Spanish`, `español`. */
export const languageName = (tag: string): string =>
  new Intl.DisplayNames([intlTag()], { type: 'language' }).of(tag) ?? tag;

export const observationName = (code: string): string => say(codes.observation_codes, code);
/** A coded answer; what an author wrote in words stays as it was written. */
export const findingWord = (finding: string): string => say(codes.findings, finding);
export const methodWord = (method: string): string => say(codes.methods, method);
export const sourceWord = (source: string): string => say(codes.sources, source);
export const stateWord = (state: string): string => say(codes.observation_states, state);
/** What was found: `38.3 °C`, `New confusion`. */
export const observationText = (o: Observation): string =>
  o.finding === null ? reading(numberText(o.value ?? 0, o.unit)) : findingWord(o.finding);
/** `now`, `15 m ago`. */
export const agoWord = (minutes: number): string =>
  minutes === 0 ? m.observation_now() : m.vital_ago({ age: formatAge(minutes * 60_000) });
const FAULT: Record<RungFault, Message> = {
  not_a_number: m.limits_not_a_number,
  low_not_below_high: m.limits_low_high,
  not_further_out: m.rung_fault_not_further_out,
  waits_longer: m.rung_fault_waits_longer,
  less_urgent: m.rung_fault_less_urgent,
  time_out_of_range: m.rung_fault_time,
};
export const rungFaultWord = (fault: RungFault): string => FAULT[fault]();

/** `below 88 % for 10 minutes: Medium` */
export function rungWords(vital: string, side: Side, rung: LimitRung): string {
  const edge = numberText(rung.edge, factsOf(vital).unit);
  const [time, priority] = [waitWords(rung.for_s), priorityWord(rung.priority)];
  if (side === 'low')
    return rung.for_s > 0 ? m.rung_low_for({ edge, time, priority }) : m.rung_low_at_once({ edge, priority });
  return rung.for_s > 0 ? m.rung_high_for({ edge, time, priority }) : m.rung_high_at_once({ edge, priority });
}

/** `SpO2 below 88 % for 10 minutes: Medium` */
export const placedWords = (one: Placed): string =>
  m.rung_of({ vital: vitalName(one.vital), rung: rungWords(one.vital, one.side, one.rung) });

export const sideWord = (side: Side): string => (side === 'low' ? m.rung_side_low() : m.rung_side_high());
export const templateName = (template: string): string => say(codes.templates, template);

/** What a physician signs together: `What rings for an adult: SpO2`. */
export function settingTitle(name: string): string {
  if (name.startsWith('limits_')) return m.signing_limits({ vital: vitalName(name.slice('limits_'.length)) });
  if (name.startsWith('template_'))
    return m.signing_template({ template: templateName(name.slice('template_'.length)) });
  return say(codes.settings, name);
}
export const settingSource = (source: string): string => say(codes.settings_sources, source);
/** A number of it, by what it counts. */
export const figureName = (name: string): string => {
  const word = say(codes.figures, name);
  return word === name ? vitalName(name) : word;
};
export const figureText = ({ name, value, unit }: ClinicalFigure): string => {
  if (name === 'neutropenic' || name === 'wants_scale_two') return m.yes();
  return unit === 's' ? durationWords(value) : reading(numberText(value, unit));
};
export const settingRungWords = ({ after_s, posts }: ClinicalRung): string => {
  const who = postWords(posts as Post[]);
  return after_s === 0
    ? m.signing_rung_at_once({ posts: who })
    : m.signing_rung({ posts: who, time: durationWords(after_s) });
};

const STATE: Record<ProfileState, Message> = {
  proposed: m.profile_state_proposed,
  in_force: m.profile_state_in_force,
  past: m.profile_state_past,
  refused: m.profile_state_refused,
};
export const profileStateWord = (state: ProfileState): string => STATE[state]();

/** What happened: `Device bound`, `Waveform given up`. */
export const eventWord = (event: Pick<TimelineEvent, 'kind' | 'class'>): string =>
  event.kind === 'loss' && event.class !== null ? say(codes.lost_classes, event.class) : say(codes.events, event.kind);

/** What else is known of it: the alert, the count, old and new limits; of a loss the stretch it lies in. */
export function eventDetail(event: TimelineEvent): string {
  const device = event.device_id ?? '';
  const number = /\d+/.exec(event.detail)?.[0] ?? '';
  switch (event.kind) {
    case 'alert_raised':
    case 'alert_ended':
      return ruleWords(event.detail);
    case 'limits_changed':
      return limitsChangedDetail(event);
    case 'cuff_fault':
      return [device, m.event_cuff_code({ code: number })].filter(Boolean).join(' · ');
    case 'rejected':
      return [device, m.event_packets({ count: number })].filter(Boolean).join(' · ');
    case 'not_collected':
      return m.event_seconds({ seconds: number });
    case 'call':
      return [outcomeWord(event.detail), event.by?.display_name].filter(Boolean).join(' · ');
    case 'task_done':
      return [taskKindWord(event.detail), event.by?.display_name].filter(Boolean).join(' · ');
    case 'note':
    case 'particulars_changed':
      return [detailWord(event), event.by?.display_name].filter(Boolean).join(' · ');
    case 'loss':
      return lossDetail(event);
    default:
      return event.detail || device;
  }
}

/** The form of a note, or the section of the particulars. */
function detailWord({ kind, detail }: TimelineEvent): string {
  if (kind === 'particulars_changed') return sectionName(detail);
  return detail === 'sbar' ? m.note_sbar() : m.note_free();
}

function limitsChangedDetail(event: TimelineEvent): string {
  const changed = event.limits.flatMap((c) => {
    const [before, after] = [c.before, c.after].map((limit) => (limit ? [limit] : []));
    const gone = onlyIn(before ?? [], after ?? []).map((one) => m.profile_goes({ what: placedWords(one) }));
    return [...gone, ...onlyIn(after ?? [], before ?? []).map((one) => m.profile_comes({ what: placedWords(one) }))];
  });
  const by = event.by ? m.event_by({ name: event.by.display_name }) : '';
  const reason = event.detail ? `“${own(event.detail)}”` : '';
  return [by, ...changed, reason].filter(Boolean).join(' · ');
}

function lossDetail(event: TimelineEvent): string {
  const reason = say(codes.losses, event.detail);
  if (event.until_at === null) return reason;
  return m.loss_stretch({ from: dayTime(event.at), to: dayTime(event.until_at), reason });
}
