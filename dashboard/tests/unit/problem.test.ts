import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../src/api/problem';

describe('a problem document', () => {
  it('is read with its word, its number for the technician and its fields', () => {
    const error = problemFrom(422, {
      type: 'urn:hearth:problem:invalid',
      title: 'Some fields are not valid',
      code: 'invalid',
      params: { fields: { of: 'fields', codes: ['label'] } },
      correlation_id: 'c1',
      errors: [{ field: 'label', code: 'length', params: { low: 1, high: 40 }, message: 'write one' }],
    });
    expect(error).toMatchObject({ status: 422, slug: 'invalid', correlationId: 'c1' });
    expect(error.said).toEqual({
      code: 'invalid',
      params: { fields: { of: 'fields', codes: ['label'] } },
      message: 'Some fields are not valid',
    });
    expect(error.fields).toEqual([
      { field: 'label', code: 'length', params: { low: 1, high: 40 }, message: 'write one' },
    ]);
  });
  it.each([null, 'text', 7, {}, { type: 5, errors: 'x', code: 7, params: [] }])(
    '%j still gives an error that can be shown',
    (body) => {
      expect(problemFrom(502, body)).toMatchObject({
        ...{ slug: 'http-502', correlationId: null, fields: [] },
        said: { code: '', params: {}, message: '' },
      });
    },
  );
});
