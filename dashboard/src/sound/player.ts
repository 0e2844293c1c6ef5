/** Plays a burst on an audio context. An offline context works, too, so that the sound itself can be tested. */
import { HARMONICS, type Burst } from './schedule';

/** How long a pulse takes to rise and to fall, s: long enough not to click, short enough to be a pulse. */
const EDGE_S = 0.015;

function wave(context: BaseAudioContext): PeriodicWave {
  const real = new Float32Array(HARMONICS.length + 1);
  const imag = new Float32Array([0, ...HARMONICS]);
  return context.createPeriodicWave(real, imag);
}

/** Schedules each pulse from `begin_s` of the context's clock. Returns when the last one has ended. */
export function play(context: BaseAudioContext, burst: Burst, loudness: number, begin_s: number): number {
  const shape = wave(context);
  let end_s = begin_s;
  for (const pulse of burst.pulses) {
    const gain = context.createGain();
    const tone = context.createOscillator();
    const from = begin_s + pulse.at_s;
    const to = from + pulse.length_s;
    tone.setPeriodicWave(shape);
    tone.frequency.value = pulse.hertz;
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(loudness, from + EDGE_S);
    gain.gain.setValueAtTime(loudness, to - EDGE_S);
    gain.gain.linearRampToValueAtTime(0, to);
    tone.connect(gain).connect(context.destination);
    tone.start(from);
    tone.stop(to);
    end_s = Math.max(end_s, to);
  }
  return end_s;
}
