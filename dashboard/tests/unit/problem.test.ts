import { afterEach, describe, expect, it, vi } from 'vitest';
import * as calls from '../../src/api/calls';
import { ApiError, problemFrom } from '../../src/api/problem';

describe('a problem document', () => {
  it('is read with its word, its number for the technician and its fields', () => {
    const error = problemFrom(422, {
      type: 'urn:hearth:problem:invalid',
      title: 'Some fields are not valid',
      correlation_id: 'c1',
      errors: [{ field: 'label', message: 'write one' }],
    });
    expect(error).toMatchObject({ status: 422, slug: 'invalid', correlationId: 'c1' });
    expect(error.detail).toBe('Some fields are not valid');
    expect(error.fields).toEqual([{ field: 'label', message: 'write one' }]);
  });
  it.each([null, 'text', 7, {}, { type: 5, errors: 'x' }])('%j still gives an error that can be shown', (body) => {
    expect(problemFrom(502, body)).toMatchObject({ slug: 'http-502', correlationId: null, fields: [] });
  });
});

describe('a call', () => {
  afterEach(() => vi.unstubAllGlobals());
  const answers = (status: number, body: unknown) =>
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response(JSON.stringify(body), { status })),
    );

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
    expect(vi.mocked(fetch).mock.calls[0]?.[0]).toBe('/api/v1/alerts/a%2F..%2Fb%3Fc');
  });
});
