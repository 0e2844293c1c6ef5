import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** A browser that does not let the page play: what it answers differs. */
const refusing = (resume: () => Promise<void>) =>
  class {
    state = 'suspended';
    currentTime = 0;
    onstatechange: (() => void) | null = null;
    resume = resume;
  };

describe('a browser that refuses to play sounds', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.resetModules();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  async function armed(resume: () => Promise<void>): Promise<void> {
    vi.stubGlobal('AudioContext', refusing(resume));
    vi.stubGlobal('window', globalThis);
    vi.stubGlobal('navigator', { language: 'en' });
    const { sound } = await import('../../src/sound/sound.svelte');
    const done = sound.arm();
    await vi.advanceTimersByTimeAsync(3_000);
    await expect(done).resolves.toBeUndefined();
    expect(sound.running).toBe(false);
    expect(globalThis.window.hearthBursts ?? []).toEqual([]);
  }
  it('is known not to play when it never answers', () => armed(() => new Promise(() => undefined)));
  it('is known not to play when it throws', () => armed(() => Promise.reject(new Error('not allowed'))));
});
