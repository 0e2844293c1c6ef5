/** Every call that the dashboard makes to the hub, one line each. */
import { answer, client } from './client';
import { NOTHING_SAID, type Saying } from '../model/doing';
import { auditQuery, type AuditWish } from '../model/audit';
import { ACT_WAIT_MS } from '../model/press';
import type * as T from './types';

export { onSignedOut } from './client';

const soon = () => AbortSignal.timeout(ACT_WAIT_MS);
const at = (id: string) => ({ path: { id } });

/** How many rows one page has, the most that the hub gives; and how many pages a list may have, more than any hub has. */
const PAGE = 500;
const PAGES_MAX = 200;

/** Reads a whole list, page after page. `rows` takes the list out of a page; `next_after` tells where the next one begins. */
async function whole<P extends { next_after?: string | null }, R>(
  page: (query: { limit: number; after?: string }) => Promise<P>,
  rows: (page: P) => R[],
): Promise<R[]> {
  const all: R[] = [];
  let after: string | null | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const got = await page({ limit: PAGE, ...(after && { after }) });
    all.push(...rows(got));
    after = got.next_after;
    if (!after) break;
  }
  return all;
}

export const signIn = (name: string, password: string) =>
  answer(client.POST('/api/v1/session', { body: { name, password } }));
export const session = () => answer(client.GET('/api/v1/session'));
export const signOut = () => answer(client.DELETE('/api/v1/session'));
export const changePassword = (current: string, next: string) =>
  answer(client.POST('/api/v1/session/password', { body: { current, new: next } }));

export const patients = (query: string) => answer(client.GET('/api/v1/patients', { params: { query: { query } } }));
export const addPatient = (facts: T.PatientFacts) => answer(client.POST('/api/v1/patients', { body: facts }));

export const episodes = async (state: 'active' | 'ended') => ({
  episodes: await whole(
    (query) => answer(client.GET('/api/v1/episodes', { params: { query: { ...query, state } } })),
    (page) => page.episodes,
  ),
});
export const episode = (id: string) => answer(client.GET('/api/v1/episodes/{id}', { params: at(id) }));
export const admit = (facts: T.Admission) => answer(client.POST('/api/v1/episodes', { body: facts }));
export const endEpisode = (id: string, reason: string) =>
  answer(client.POST('/api/v1/episodes/{id}/end', { params: at(id), body: { reason } }));
export const setLimits = (id: string, version: number, limits: T.Limit[], reason: string) =>
  answer(client.PUT('/api/v1/episodes/{id}/limits', { params: at(id), body: { version, limits, reason } }));
export const profiles = (id: string) => answer(client.GET('/api/v1/episodes/{id}/profile', { params: at(id) }));
export const profileTemplates = () => answer(client.GET('/api/v1/profile-templates'));
export const setProfile = (id: string, body: T.ProfileChange) =>
  answer(client.PUT('/api/v1/episodes/{id}/profile', { params: at(id), body }));
const numbered = (id: string, number: number) => ({ path: { id, number } });
export const confirmProfile = (id: string, number: number, version: number) =>
  answer(
    client.POST('/api/v1/episodes/{id}/profile/{number}/confirm', { params: numbered(id, number), body: { version } }),
  );
export const refuseProfile = (id: string, number: number) =>
  answer(client.POST('/api/v1/episodes/{id}/profile/{number}/refuse', { params: numbered(id, number) }));
export const signProfile = (id: string, number: number) =>
  answer(client.POST('/api/v1/episodes/{id}/profile/{number}/sign', { params: numbered(id, number) }));
export const clinicalSettings = () => answer(client.GET('/api/v1/clinical-settings'));
export const signSettings = (settings: readonly T.ClinicalSetting[]) =>
  answer(
    client.POST('/api/v1/clinical-settings/sign', {
      body: { settings: settings.map(({ name, value }) => ({ name, value })) },
    }),
  );
export const setPhone = (id: string, phone: string) =>
  answer(client.PUT('/api/v1/episodes/{id}/phone', { params: at(id), body: { phone } }));
export const readings = (id: string, vital: string, from: number, to: number, points: number) =>
  answer(client.GET('/api/v1/episodes/{id}/readings', { params: { ...at(id), query: { vital, from, to, points } } }));
export const waveforms = (id: string, kind: string, from: number, to: number) =>
  answer(client.GET('/api/v1/episodes/{id}/waveforms', { params: { ...at(id), query: { kind, from, to } } }));
export const events = (id: string, from: number, to: number) =>
  answer(client.GET('/api/v1/episodes/{id}/events', { params: { ...at(id), query: { from, to } } }));
export const observationCodes = () => answer(client.GET('/api/v1/observations/codes'));
export const newestObservations = (id: string) =>
  answer(client.GET('/api/v1/episodes/{id}/observations/newest', { params: at(id) }));
/** A page of observations, newest first: the first one, or the one that the previous page's `before` points to. */
export const observations = (id: string, before?: string | null) => {
  const query = { limit: 50, ...(before && { before }) };
  return answer(client.GET('/api/v1/episodes/{id}/observations', { params: { ...at(id), query } }));
};
export const observe = (id: string, body: T.ObservationEntry) =>
  answer(client.POST('/api/v1/episodes/{id}/observations', { params: at(id), body, signal: soon() }));
export const correctObservation = (id: string, body: T.ObservationCorrection) =>
  answer(client.POST('/api/v1/observations/{id}/correct', { params: at(id), body, signal: soon() }));
export const withdrawObservation = (id: string, episode_id: string, reason: string) =>
  answer(
    client.POST('/api/v1/observations/{id}/withdraw', {
      ...{ params: at(id), body: { episode_id, reason }, signal: soon() },
    }),
  );
export const particulars = (id: string) => answer(client.GET('/api/v1/episodes/{id}/particulars', { params: at(id) }));
/** How to get in. Each look is written down by the hub. */
export const access = (id: string) =>
  answer(client.GET('/api/v1/episodes/{id}/particulars/access', { params: at(id) }));
export const setParticulars = (id: string, version: number, said: T.ParticularsSaid) =>
  answer(client.PUT('/api/v1/episodes/{id}/particulars', { params: at(id), body: { version, said } }));
/** A page of notes, newest first: the first one, or the one that the previous page's `before` points to. */
export const notes = (id: string, before?: string | null) => {
  const query = { limit: 50, ...(before && { before }) };
  return answer(client.GET('/api/v1/episodes/{id}/notes', { params: { ...at(id), query } }));
};
export const writeNote = (id: string, body: T.NewNote) =>
  answer(client.POST('/api/v1/episodes/{id}/notes', { params: at(id), body, signal: soon() }));
export const amendNote = (id: string, body: T.Amendment) =>
  answer(client.POST('/api/v1/notes/{id}/amend', { params: at(id), body, signal: soon() }));
/** Ended stays, newest first: the first page, or the one that the previous page's `before` points to. */
export const endedPeople = () => answer(client.GET('/api/v1/episodes/ended/people'));
export const endedStays = (
  wanted: { query: string; rule: string | null; person: string | null; from: number | null; to: number | null },
  before: string | null,
) => {
  const { query, rule, person, from, to } = wanted;
  const asked = {
    ...{ query, limit: 50 },
    ...(rule && { rule }),
    ...(person && { person }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
    ...(before && { before }),
  };
  return answer(client.GET('/api/v1/episodes/ended', { params: { query: asked } }));
};
/** Entries of the audit, newest first: the first page, or the one that the previous page's `before` points to. */
export const audit = (wish: AuditWish, before: number | null, limit = 100) => {
  const query = { ...auditQuery(wish), limit, ...(before !== null && { before }) };
  return answer(client.GET('/api/v1/audit', { params: { query } }));
};
export const stayActs = (id: string) =>
  answer(client.GET('/api/v1/episodes/{id}/acts', { params: { ...at(id), query: { limit: 200 } } }));
export const openTasks = () => answer(client.GET('/api/v1/tasks'));
export const alertLoad = () => answer(client.GET('/api/v1/alerts/load'));
export const unmonitored = (from: number, to: number) =>
  answer(client.GET('/api/v1/reports/unmonitored', { params: { query: { from, to } } }));
export const owedToday = () => answer(client.GET('/api/v1/tasks/owed'));
/** The newest tasks of a stay, open and closed. */
export const tasksOf = (id: string) =>
  answer(client.GET('/api/v1/episodes/{id}/tasks', { params: { ...at(id), query: { limit: 50 } } }));
export const makeTask = (id: string, body: T.TaskWish) =>
  answer(client.POST('/api/v1/episodes/{id}/tasks', { params: at(id), body, signal: soon() }));
export const actOnTask = (id: string, body: T.TaskAct) =>
  answer(client.POST('/api/v1/tasks/{id}/act', { params: at(id), body, signal: soon() }));
export const incident = (id: string) => answer(client.GET('/api/v1/incidents/{id}', { params: at(id) }));
export const openIncident = (id: string, body: T.IncidentWish) =>
  answer(client.POST('/api/v1/episodes/{id}/incidents', { params: at(id), body, signal: soon() }));
export const actOnIncident = (id: string, body: T.IncidentAct) =>
  answer(client.POST('/api/v1/incidents/{id}/act', { params: at(id), body, signal: soon() }));
export const stampUnit = (id: string, body: T.UnitStamp) =>
  answer(client.POST('/api/v1/incidents/{id}/stamp', { params: at(id), body, signal: soon() }));
export const addUnit = (body: T.UnitWish) => answer(client.POST('/api/v1/units', { body, signal: soon() }));
export const changeUnit = (id: string, version: number, unit: T.UnitWish) =>
  answer(client.PUT('/api/v1/units/{id}', { params: at(id), body: { version, unit }, signal: soon() }));
export const crewPeople = () => answer(client.GET('/api/v1/crews/people'));
export const beginCrew = (unit: string, body: T.CrewWish) =>
  answer(client.POST('/api/v1/units/{id}/crew', { params: at(unit), body, signal: soon() }));
export const endCrew = (id: string) =>
  answer(client.POST('/api/v1/crews/{id}/end', { params: at(id), signal: soon() }));
export const callsOf = (id: string) =>
  answer(client.GET('/api/v1/episodes/{id}/calls', { params: { ...at(id), query: { limit: 50 } } }));
export const beginCall = (id: string, body: T.CallWish) =>
  answer(client.POST('/api/v1/episodes/{id}/calls', { params: at(id), body, signal: soon() }));
export const endCall = (id: string, body: T.CallEnding) =>
  answer(client.POST('/api/v1/calls/{id}/end', { params: at(id), body, signal: soon() }));
/** The client's types lose that a point is three numbers: they make an array of any length out of a tuple. */
export const sparklines = (minutes: number, points: number) =>
  answer(client.GET('/api/v1/sparklines', { params: { query: { minutes, points } } })) as Promise<T.Sparklines>;

/** What a profile would have told in this patient's last day. @param given_up ends the work when nobody waits for it */
export const tryProfile = (id: string, body: T.ProfileLook, given_up: AbortSignal) =>
  answer(client.POST('/api/v1/episodes/{id}/profile/trial', { params: at(id), body, signal: given_up }));
export const markedEvents = (id: string) =>
  answer(client.GET('/api/v1/episodes/{id}/marked-events', { params: at(id) }));
export const markEvent = (id: string, body: T.EventMark) =>
  answer(client.POST('/api/v1/episodes/{id}/marked-events', { params: at(id), body }));
export const withdrawMark = (id: string) =>
  answer(client.POST('/api/v1/marked-events/{id}/withdraw', { params: at(id) }));
export const workbench = () => answer(client.GET('/api/v1/workbench'));
export const beginTrial = (body: T.TrialWish) => answer(client.POST('/api/v1/workbench', { body }));
export const cancelTrial = () => answer(client.POST('/api/v1/workbench/cancel'));

export const staff = async () => ({
  staff: await whole(
    (query) => answer(client.GET('/api/v1/staff', { params: { query } })),
    (page) => page.staff,
  ),
});
export const staffMember = (id: string) => answer(client.GET('/api/v1/staff/{id}', { params: at(id) }));
export const addStaff = (body: T.NewStaffMember) => answer(client.POST('/api/v1/staff', { body }));
export const changeStaff = (id: string, body: T.StaffChange) =>
  answer(client.PUT('/api/v1/staff/{id}', { params: at(id), body }));
export const disableStaff = (id: string, version: number) =>
  answer(client.POST('/api/v1/staff/{id}/disable', { params: at(id), body: { version } }));
export const enableStaff = (id: string, version: number) =>
  answer(client.POST('/api/v1/staff/{id}/enable', { params: at(id), body: { version } }));
export const resetStaffPassword = (id: string) =>
  answer(client.POST('/api/v1/staff/{id}/password', { params: at(id) }));

export const kits = async () => ({
  kits: await whole(
    (query) => answer(client.GET('/api/v1/kits', { params: { query } })),
    (page) => page.kits,
  ),
});
export const addKit = (kit: T.Kit) => answer(client.POST('/api/v1/kits', { body: kit }));
export const registerGateway = (wish: T.NewGateway) => answer(client.POST('/api/v1/gateways', { body: wish }));
export const revokeGateway = (id: string) => answer(client.POST('/api/v1/gateways/{id}/revoke', { params: at(id) }));
export const makeGatewayCode = (id: string) => answer(client.POST('/api/v1/gateways/{id}/code', { params: at(id) }));
export const gateways = async () => ({
  gateways: await whole(
    (query) => answer(client.GET('/api/v1/gateways', { params: { query } })),
    (page) => page.gateways,
  ),
});
export const devices = async () => ({
  devices: await whole(
    (query) => answer(client.GET('/api/v1/devices', { params: { query } })),
    (page) => page.devices,
  ),
});
export const strays = () => answer(client.GET('/api/v1/strays'));
export const addDevice = (facts: T.NewDevice) => answer(client.POST('/api/v1/devices', { body: facts }));
export const bind = (device: string, wish: T.BindWish) =>
  answer(client.POST('/api/v1/devices/{id}/bindings', { params: at(device), body: wish }));
export const endBinding = (id: string, reason: string) =>
  answer(client.POST('/api/v1/bindings/{id}/end', { params: at(id), body: { until_at: null, reason } }));

/** A page of alerts, newest first: the first one, or the one that the previous page's `before` points to. */
export const alerts = (state: 'open' | 'closed' | 'all', episode_id?: string, before?: string | null) => {
  const query = { state, limit: 100, ...(episode_id && { episode_id }), ...(before && { before }) };
  return answer(client.GET('/api/v1/alerts', { params: { query } }));
};
export const alert = async (id: string) => {
  const found = await answer(client.GET('/api/v1/alerts/{id}', { params: at(id) }));
  return { ...found, told: found.told as T.ToldRung[] };
};
/** @param pressed_at when the person pressed, by the hub's clock: the hub refuses what took too long to reach it */
/** @param said what the person does about it, if they said so */
export const acknowledge = (id: string, version: number, pressed_at: number | null, said: Saying = NOTHING_SAID) =>
  answer(
    client.POST('/api/v1/alerts/{id}/acknowledge', {
      params: at(id),
      body: { version, pressed_at, ...said },
      signal: soon(),
    }),
  );
/** @param useful whether it was of use, if the reviewer said so */
export const review = (id: string, version: number, note: string, pressed_at: number | null, useful: boolean | null) =>
  answer(
    client.POST('/api/v1/alerts/{id}/review', {
      params: at(id),
      body: { version, note, pressed_at, useful },
      signal: soon(),
    }),
  );
export const alertReport = (from: number, to: number) =>
  answer(client.GET('/api/v1/reports/alerts', { params: { query: { from, to } } }));
/** The address of the same as a table for a spreadsheet. */
export const alertReportTable = (from: number, to: number): string =>
  `/api/v1/reports/alerts.csv?from=${from}&to=${to}`;
/** What keeps alerts of a stay quiet for hours. */
export const quiets = (id: string) => answer(client.GET('/api/v1/episodes/{id}/quiets', { params: at(id) }));
export const shelve = (id: string, body: { rule: string; minutes: number; reason: string }) =>
  answer(client.POST('/api/v1/episodes/{id}/shelve', { params: at(id), body, signal: soon() }));
export const beginContext = (id: string, body: { context: T.QuietContext; minutes: number | null; reason: string }) =>
  answer(client.POST('/api/v1/episodes/{id}/context', { params: at(id), body, signal: soon() }));
export const endQuiet = (id: string, quiet: string) =>
  answer(client.POST('/api/v1/episodes/{id}/quiets/{quiet}/end', { params: { path: { id, quiet } }, signal: soon() }));
/** The newest antipyretic of each patient who was given one within six hours. */
export const antipyretics = () => answer(client.GET('/api/v1/observations/antipyretics'));
/** Whether the desks of those who hold the watch can be heard. */
export const deskSounds = () => answer(client.GET('/api/v1/watch/sound'));
export const sayOfSound = (screen: string, outcome: T.SoundOutcome) =>
  answer(client.POST('/api/v1/watch/sound', { body: { screen, outcome }, signal: soon() }));
/** What rings less of every patient, and whether the holder of the watch has read it. */
export const reducedOfAll = () => answer(client.GET('/api/v1/watch/reduced'));
export const readReduced = (id: string, profile: number, quiets: string[]) =>
  answer(client.POST('/api/v1/episodes/{id}/reduced/read', { params: at(id), body: { profile, quiets } }));

/** An alert that is paused neither climbs nor sounds, for a bounded time. */
export const pause = (
  id: string,
  wish: { version: number; reason: T.PauseReason; seconds: number; pressed_at: number | null },
) => answer(client.POST('/api/v1/alerts/{id}/pause', { params: at(id), body: wish, signal: soon() }));
export const resume = (id: string) =>
  answer(client.POST('/api/v1/alerts/{id}/resume', { params: at(id), signal: soon() }));
export const system = () => answer(client.GET('/api/v1/system'));
/** Refused when somebody other than `from` holds the watch by now. */
export const takeWatch = (from: string | null) => answer(client.POST('/api/v1/watch', { body: { from } }));
/** The shifts that touch a stretch of time. */
export const roster = (from: number, to: number) =>
  answer(client.GET('/api/v1/shifts', { params: { query: { from, to } } }));
export const planShift = (wish: T.ShiftWish) => answer(client.POST('/api/v1/shifts', { body: wish }));
export const changeShift = (id: string, version: number, shift: T.ShiftWish) =>
  answer(client.PUT('/api/v1/shifts/{id}', { params: at(id), body: { version, shift } }));
export const cancelShift = (id: string, version: number) =>
  answer(client.POST('/api/v1/shifts/{id}/cancel', { params: at(id), body: { version } }));
export const endShift = (id: string, version: number) =>
  answer(client.POST('/api/v1/shifts/{id}/end', { params: at(id), body: { version } }));
/** No shifts are kept any more, until one is planned again. */
export const restShifts = (reason: string) => answer(client.POST('/api/v1/shifts/rest', { body: { reason } }));
export const assignWatch = (stays: T.WatchAssignment[]) =>
  answer(client.POST('/api/v1/watch/assign', { body: { stays } }));
export const takeStays = (stays: T.WatchSeen[]) => answer(client.POST('/api/v1/watch/take', { body: { stays } }));
export const balance = (anew: boolean) => answer(client.GET('/api/v1/watch/balance', { params: { query: { anew } } }));
export const relief = (relieve: string) =>
  answer(client.GET('/api/v1/watch/balance', { params: { query: { relieve } } }));
/** Sheets for all patients whom one watches, filled in from the data. */
export const handoverDraft = () => answer(client.GET('/api/v1/handovers/draft'));
export const offerHandover = (to_id: string, stays: T.SheetWish[]) =>
  answer(client.POST('/api/v1/handovers', { body: { to_id, stays } }));
export const handover = (id: string) => answer(client.GET('/api/v1/handovers/{id}', { params: at(id) }));
export const acceptHandover = (id: string, stays: T.HandoverAccepted[]) =>
  answer(client.POST('/api/v1/handovers/{id}/accept', { params: at(id), body: { stays } }));
/** Takes an offer back, or declines it. */
export const closeHandover = (id: string) => answer(client.POST('/api/v1/handovers/{id}/close', { params: at(id) }));
export const leaveWatch = () => answer(client.DELETE('/api/v1/watch'));
