//! Gathers short pieces of a waveform into blocks of about a second.
//!
//! A piece gets the time at which its last byte arrives, which varies with the serial driver. So within a block only the
//! first time counts. A block that follows another without a gap begins where that one ended, unless the times differ by
//! more than [`WOBBLE_MS`] (then the device's clock is faster or slower than ours).

use hearth_vitals::waveform::MAX_SAMPLES;
use hearth_vitals::{DeviceId, MonoMs, Record, WaveformBlock, WaveformKind};

/// A block has samples for this much time, µs.
const BLOCK_US: u64 = 1_000_000;
/// The times of pieces without a gap between them vary by less than this, ms.
const WOBBLE_MS: u64 = 100;
/// A piece that comes this late does not continue the previous one, ms.
const GAP_MS: u64 = 1_000;
/// The longest time that a block waits for its remaining samples, ms.
const WAIT_MS: u64 = 2_000;

#[derive(Debug)]
pub(super) struct Gather {
    device: DeviceId,
    open: Option<Block>,
    /// Where the next piece should begin if it continues the last one.
    next: Option<Next>,
}

#[derive(Debug)]
struct Block {
    kind: WaveformKind,
    period_us: u32,
    start: MonoMs,
    samples: Vec<i16>,
}

#[derive(Debug, Clone, Copy)]
struct Next {
    kind: WaveformKind,
    period_us: u32,
    start: MonoMs,
}

fn duration_ms(samples: usize, period_us: u32) -> u64 {
    samples as u64 * u64::from(period_us) / 1000
}

impl Gather {
    pub fn new(device: DeviceId) -> Gather {
        Gather { device, open: None, next: None }
    }

    pub fn take(&mut self, at: MonoMs, kind: WaveformKind, period_us: u32, samples: &[i16], out: &mut Vec<Record>) {
        let stamped = MonoMs(at.0.saturating_sub(duration_ms(samples.len(), period_us)));
        let follows = self.next.filter(|next| next.kind == kind && next.period_us == period_us && apart(next.start, stamped) < GAP_MS);
        if follows.is_none() {
            self.cut(out);
        }
        let start = follows.map_or(stamped, |next| if apart(next.start, stamped) <= WOBBLE_MS { next.start } else { stamped });
        for part in samples.chunks(MAX_SAMPLES) {
            self.extend(start, kind, period_us, part, out);
        }
    }

    fn extend(&mut self, start: MonoMs, kind: WaveformKind, period_us: u32, part: &[i16], out: &mut Vec<Record>) {
        if self.open.as_ref().is_some_and(|block| block.samples.len() + part.len() > MAX_SAMPLES) {
            self.flush(out);
        }
        let block = self.open.get_or_insert_with(|| Block { kind, period_us, start, samples: Vec::with_capacity(128) });
        block.samples.extend_from_slice(part);
        let end = block.start.plus(duration_ms(block.samples.len(), period_us));
        self.next = Some(Next { kind, period_us, start: end });
        // Half a sample of tolerance, so that 75 periods of 13,333 µs count as a second.
        if block.samples.len() as u64 * u64::from(period_us) + u64::from(period_us / 2) >= BLOCK_US {
            self.flush(out);
        }
    }

    /// Ends the block, because the next piece does not continue it.
    pub fn cut(&mut self, out: &mut Vec<Record>) {
        self.flush(out);
        self.next = None;
    }

    pub fn tick(&mut self, now: MonoMs, out: &mut Vec<Record>) {
        if self.open.as_ref().is_some_and(|block| now.since(block.start) > WAIT_MS) {
            self.flush(out);
        }
    }

    fn flush(&mut self, out: &mut Vec<Record>) {
        if let Some(Block { kind, period_us, start, samples }) = self.open.take() {
            out.push(Record::Waveform(WaveformBlock { device: self.device.clone(), kind, mono: start, period_us, samples }));
        }
    }
}

fn apart(a: MonoMs, b: MonoMs) -> u64 {
    a.0.abs_diff(b.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 75 Hz, as Nonin devices send it, 25 samples a packet.
    const PERIOD_US: u32 = 13_333;

    fn blocks(out: &[Record]) -> Vec<(u64, usize)> {
        out.iter()
            .map(|record| match record {
                Record::Waveform(block) => (block.mono.0, block.samples.len()),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn contiguous_packets_become_blocks_of_a_second_without_wobble() {
        let mut gather = Gather::new(DeviceId::new("oxim-0001").unwrap());
        let mut out = Vec::new();
        for packet in 0..9_u64 {
            let wobble = packet * 7 % 20;
            gather.take(MonoMs(10_333 + packet * 333 + wobble), WaveformKind::Pleth, PERIOD_US, &[5; 25], &mut out);
        }
        gather.tick(MonoMs(12_000), &mut out);
        assert_eq!(blocks(&out)[..2], [(10_000, 75), (10_999, 75)]);
        gather.cut(&mut out);
        assert_eq!(blocks(&out).iter().map(|block| block.1).sum::<usize>(), 225);
    }

    #[test]
    fn a_gap_or_a_rejected_packet_starts_a_new_block() {
        let mut gather = Gather::new(DeviceId::new("oxim-0001").unwrap());
        let mut out = Vec::new();
        gather.take(MonoMs(10_333), WaveformKind::Pleth, PERIOD_US, &[5; 25], &mut out);
        gather.cut(&mut out);
        gather.take(MonoMs(10_999), WaveformKind::Pleth, PERIOD_US, &[5; 25], &mut out);
        gather.take(MonoMs(15_000), WaveformKind::Pleth, PERIOD_US, &[5; 25], &mut out);
        gather.tick(MonoMs(16_667), &mut out);
        assert_eq!(blocks(&out), [(10_000, 25), (10_666, 25)]);
        gather.tick(MonoMs(16_668), &mut out);
        assert_eq!(blocks(&out)[2], (14_667, 25));
    }
}
