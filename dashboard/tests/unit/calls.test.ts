import { afterEach, describe, expect, it, vi } from 'vitest';

// The client is made for the page it runs in.
vi.hoisted(() => vi.stubGlobal('location', new URL('http://hub.test/wall')));

import * as calls from '../../src/api/calls';
import { ApiError } from '../../src/api/problem';

describe('a call', () => {
  afterEach(() => vi.unstubAllGlobals());
  const answers = (status: number, body: unknown) =>
    vi.stubGlobal(
      'fetch',
      vi.fn(() => Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status }))),
    );
  const asked = (): Request => vi.mocked(fetch).mock.calls[0]?.[0] as Request;

  it('says "unreachable" when no answer comes', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
    await expect(calls.kits()).rejects.toMatchObject({ slug: 'unreachable', status: 0 });
  });
  it('signs the screen out when the hub no longer knows the session', async () => {
    const out = vi.fn();
    calls.onSignedOut(out);
    answers(401, { type: 'urn:hearth:problem:not-signed-in' });
    await expect(calls.kits()).rejects.toBeInstanceOf(ApiError);
    expect(out).toHaveBeenCalledOnce();
  });
  it('a wrong password signs nobody out', async () => {
    const out = vi.fn();
    calls.onSignedOut(out);
    answers(401, { type: 'urn:hearth:problem:wrong-credentials' });
    await expect(calls.signIn('a', 'b')).rejects.toMatchObject({ slug: 'wrong-credentials' });
    expect(out).not.toHaveBeenCalled();
  });
  it('escapes what stands in an address', async () => {
    answers(200, {});
    await calls.alert('a/../b?c');
    expect(asked().url).toBe('http://hub.test/api/v1/alerts/a%2F..%2Fb%3Fc');
  });
  it('goes to this site only, as who is signed in, and is never answered from a cache', async () => {
    answers(200, { kits: [] });
    expect(await calls.kits()).toEqual({ kits: [] });
    expect(asked()).toMatchObject({ method: 'GET', credentials: 'same-origin', cache: 'no-store' });
  });
  it('reads a list to its end, page after page', async () => {
    const pages = [
      { kits: [{ id: 'kit-1' }], next_after: 'kit-1' },
      { kits: [{ id: 'kit-2' }], next_after: null },
    ];
    vi.stubGlobal(
      'fetch',
      vi.fn(() => Promise.resolve(new Response(JSON.stringify(pages.shift()), { status: 200 }))),
    );
    expect(await calls.kits()).toEqual({ kits: [{ id: 'kit-1' }, { id: 'kit-2' }] });
    const urls = vi.mocked(fetch).mock.calls.map(([request]) => (request as Request).url);
    expect(urls).toEqual([
      'http://hub.test/api/v1/kits?limit=500',
      'http://hub.test/api/v1/kits?limit=500&after=kit-1',
    ]);
  });
  it('sends what is to be done as JSON', async () => {
    answers(200, { id: 'a1' });
    await calls.review('a1', 3, 'slept on the hand', 1764, false);
    expect(asked().method).toBe('POST');
    expect(asked().headers.get('content-type')).toBe('application/json');
    expect(await asked().json()).toEqual({ version: 3, note: 'slept on the hand', pressed_at: 1764, useful: false });
  });
  it('leaves out of an address what was not asked for', async () => {
    answers(200, { alerts: [], next_before: null });
    await calls.alerts('closed', undefined, null);
    expect(asked().url).toBe('http://hub.test/api/v1/alerts?state=closed&limit=100');
  });
  it('is done when the hub says so without a word', async () => {
    answers(204, undefined);
    await expect(calls.signOut()).resolves.toBeUndefined();
    expect(asked().method).toBe('DELETE');
  });
  it('gives what the hub described: what to mend, and the number for the technician', async () => {
    answers(422, {
      type: 'urn:hearth:problem:invalid',
      detail: 'Two fields.',
      correlation_id: 'c1',
      errors: [{ field: 'label', message: 'write one' }],
    });
    const told = { status: 422, slug: 'invalid', said: { message: 'Two fields.' }, correlationId: 'c1' };
    await expect(calls.kits()).rejects.toMatchObject({ ...told, fields: [{ field: 'label', message: 'write one' }] });
  });
  it('an act that nobody answers in time is told as such', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new DOMException('late', 'TimeoutError')));
    await expect(calls.acknowledge('a1', 1, null)).rejects.toMatchObject({ slug: 'unanswered' });
  });
  it('an answer torn on the way is none', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"kits":[', { status: 200 })));
    await expect(calls.kits()).rejects.toMatchObject({ slug: 'unreachable' });
  });
  it('an error page of a proxy is shown by its number', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('<html>', { status: 502 })));
    await expect(calls.kits()).rejects.toMatchObject({ slug: 'http-502', status: 502 });
  });
});
