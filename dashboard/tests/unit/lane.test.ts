import { describe, expect, it } from 'vitest';
import type { WaveformBlock } from '../../src/api/types';
import { Lane } from '../../src/waveform/lane';

const second = (at: number): WaveformBlock => ({ at, period_us: 20_000, samples: Array.from({ length: 50 }, () => 1) });

describe('a lane of a waveform', () => {
  it('plays behind by what its slowest recent block took', () => {
    const lane = new Lane();
    lane.arrived(second(0), 1_200);
    lane.arrived(second(1_000), 1_050);
    expect(lane.behind(2_050)).toBe(1_300);
  });
  it('has no signal once three seconds came without a sample, and while only what is stored is known', () => {
    const lane = new Lane();
    expect(lane.behind(0)).toBeNull();
    lane.recalled(second(0));
    expect(lane.behind(9_000)).toBeNull();
    lane.arrived(second(9_000), 1_000);
    expect(lane.behind(10_000)).not.toBeNull();
    expect(lane.behind(14_200)).toBeNull();
  });
});
