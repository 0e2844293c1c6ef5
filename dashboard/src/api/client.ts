/** Speaks HTTP to the hub. Paths, parameters and bodies are checked against the hub's own description. */
import createClient from 'openapi-fetch';
import { problemFrom, ApiError } from './problem';
import type { paths } from './schema';

/** A little longer than the hub gives itself for an answer: one that takes longer never comes. */
const WAIT_MS = 35_000;

/** Marks of direction are for the eye: what was filled in for a person, or copied from the page, is sent without them. */
const withoutIsolates = (body: unknown): string => JSON.stringify(body).replaceAll(/[\u2066-\u2069]/g, '');

export const client = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  cache: 'no-store',
  bodySerializer: withoutIsolates,
  // Looked up at each call, as any other call of fetch.
  fetch: (request) => fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(WAIT_MS)]) }),
});

let whenSignedOut: () => void = () => undefined;
/** Told whenever the hub no longer knows this session. */
export const onSignedOut = (then: () => void): void => void (whenSignedOut = then);

interface Answer<R> {
  data?: R;
  error?: unknown;
  response: Response;
}

/** What the hub answered, or why not: a problem it described, `unreachable`, or `unanswered` in time. */
export async function answer<R>(asked: Promise<Answer<R>>): Promise<R> {
  const { data, error, response } = await asked.catch((e: unknown) => {
    const late = e instanceof DOMException && e.name === 'TimeoutError';
    throw ApiError.own(late ? 'unanswered' : 'unreachable');
  });
  if (response.ok) return data as R;
  const problem = problemFrom(response.status, error);
  if (problem.slug === 'not-signed-in') whenSignedOut();
  throw problem;
}
