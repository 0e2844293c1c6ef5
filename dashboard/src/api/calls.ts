/** Every call the dashboard makes, one line each. */
import { problemFrom, ApiError } from './problem';
import type * as T from './types';

let whenSignedOut: () => void = () => undefined;
/** Told whenever the hub no longer knows this session. */
export const onSignedOut = (then: () => void): void => void (whenSignedOut = then);

async function call<R>(method: string, path: string, body?: unknown): Promise<R> {
  const init: RequestInit = { method, credentials: 'same-origin', cache: 'no-store' };
  if (method !== 'GET') {
    init.headers = { 'content-type': 'application/json' };
    init.body = JSON.stringify(body ?? {});
  }
  let answer: Response;
  try {
    answer = await fetch(`/api/v1${path}`, init);
  } catch {
    throw new ApiError(0, 'unreachable', '', null);
  }
  const read: unknown = answer.status === 204 ? undefined : await answer.json().catch(() => null);
  if (answer.ok) return read as R;
  const problem = problemFrom(answer.status, read);
  if (problem.slug === 'not-signed-in') whenSignedOut();
  throw problem;
}

const get = <R>(path: string): Promise<R> => call<R>('GET', path);
const post = <R>(path: string, body?: unknown): Promise<R> => call<R>('POST', path, body);
const id = encodeURIComponent;

export const signIn = (name: string, password: string) => post<T.Session>('/session', { name, password });
export const session = () => get<T.Session>('/session');
export const signOut = () => call<void>('DELETE', '/session');
export const changePassword = (current: string, next: string) =>
  post<void>('/session/password', { current, new: next });

export const patients = (query: string) => get<{ patients: T.Patient[] }>(`/patients?query=${id(query)}`);
export const addPatient = (facts: T.PatientFacts) => post<T.Patient>('/patients', facts);

export interface Admission {
  patient_id: string;
  label: string;
  address: string;
  time_zone: string;
  phase: T.Phase;
  medical_record_number: string;
  birth_date: string;
}
export const episodes = (state: 'active' | 'ended') => get<{ episodes: T.Episode[] }>(`/episodes?state=${state}`);
export const episode = (key: string) => get<T.EpisodeDetail>(`/episodes/${id(key)}`);
export const admit = (facts: Admission) => post<T.Episode>('/episodes', facts);
export const endEpisode = (key: string, reason: string) => post<T.Episode>(`/episodes/${id(key)}/end`, { reason });
export const setLimits = (key: string, version: number, limits: T.Limit[], reason: string) =>
  call<T.Episode>('PUT', `/episodes/${id(key)}/limits`, { version, limits, reason });
export const readings = (key: string, vital: string, from: number, to: number, points: number) =>
  get<T.Readings>(`/episodes/${id(key)}/readings?vital=${id(vital)}&from=${from}&to=${to}&points=${points}`);
export const waveforms = (key: string, kind: string, from: number, to: number) =>
  get<{ kind: string; blocks: T.WaveformBlock[] }>(
    `/episodes/${id(key)}/waveforms?kind=${id(kind)}&from=${from}&to=${to}`,
  );
export const events = (key: string, from: number, to: number) =>
  get<{ events: T.TimelineEvent[] }>(`/episodes/${id(key)}/events?from=${from}&to=${to}`);
export const sparklines = (minutes: number, points: number) =>
  get<T.Sparklines>(`/sparklines?minutes=${minutes}&points=${points}`);

export const kits = () => get<{ kits: T.Kit[] }>('/kits');
export const addKit = (kit: T.Kit) => post<T.Kit>('/kits', kit);
export const gateways = () => get<{ gateways: T.Gateway[] }>('/gateways');
export const devices = () => get<{ devices: T.Device[] }>('/devices');
export const addDevice = (facts: Pick<T.Device, 'id' | 'kit_id' | 'model' | 'protocol' | 'serial_number'>) =>
  post<T.Device>('/devices', facts);
export interface BindWish {
  episode_id: string;
  from_at: number | null;
  medical_record_number: string;
  birth_date: string;
}
export const bind = (device: string, wish: BindWish) => post<T.Binding>(`/devices/${id(device)}/bindings`, wish);
export const endBinding = (key: string, reason: string) =>
  post<T.Binding>(`/bindings/${id(key)}/end`, { until_at: null, reason });

export interface AlertPage {
  alerts: T.Alert[];
  next_before: number | string | null;
}
export const alerts = (state: 'open' | 'closed' | 'all', episodeId?: string, before?: number | string | null) => {
  const query = new URLSearchParams({ state, limit: '100' });
  if (episodeId) query.set('episode_id', episodeId);
  if (before != null) query.set('before', String(before));
  return get<AlertPage>(`/alerts?${query.toString()}`);
};
export const alert = (key: string) => get<{ alert: T.Alert; transitions: T.Transition[] }>(`/alerts/${id(key)}`);
export const acknowledge = (key: string, version: number) =>
  post<T.Alert>(`/alerts/${id(key)}/acknowledge`, { version });
export const review = (key: string, version: number, note: string) =>
  post<T.Alert>(`/alerts/${id(key)}/review`, { version, note });
export const system = () => get<T.System>('/system');
export const takeWatch = () => post<T.Watch>('/watch', {});
