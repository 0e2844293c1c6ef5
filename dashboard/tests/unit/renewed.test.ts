import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LEAST_MS, Renewed } from '../../src/app/renewed';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A hub that refuses as often as it is told to, and how often it was asked. */
function hub(refusals: number) {
  const asked = { times: 0 };
  const renewed = new Renewed(() => {
    asked.times += 1;
    return asked.times <= refusals ? Promise.reject(new Error('503')) : Promise.resolve(asked.times);
  });
  return { asked, renewed };
}

describe('what is asked for again when it changes', () => {
  it('is asked for again after a failure, without any change, until the hub answers, and then no more', async () => {
    const { asked, renewed } = hub(3);
    renewed.renew();
    await vi.advanceTimersByTimeAsync(0);
    expect([asked.times, renewed.value, renewed.error]).toEqual([1, null, new Error('503')]);
    await vi.advanceTimersByTimeAsync(LEAST_MS - 1);
    expect(asked.times).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([asked.times, renewed.value, renewed.error]).toEqual([4, 4, null]);
  });
  it('is asked for again after a person asked in vain', async () => {
    const { asked, renewed } = hub(1);
    await renewed.load();
    expect(renewed.error).toEqual(new Error('503'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([asked.times, renewed.error]).toEqual([2, null]);
  });
  it('is asked for once for several changes within two seconds', async () => {
    const { asked, renewed } = hub(0);
    renewed.renew();
    await vi.advanceTimersByTimeAsync(0);
    for (let i = 0; i < 20; i++) {
      renewed.renew();
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(asked.times).toBe(1);
    await vi.advanceTimersByTimeAsync(LEAST_MS);
    expect(asked.times).toBe(2);
  });
  it('is asked for no more when nobody looks at it, also where a request was under way', async () => {
    const { asked, renewed } = hub(9);
    renewed.renew();
    vi.advanceTimersByTime(0);
    renewed.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked.times).toBe(1);
  });
});
