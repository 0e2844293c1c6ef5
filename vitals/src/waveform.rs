//! Waveform blocks, and how their samples are packed.
//!
//! Samples are 16-bit counts at a fixed period. On the wire and in the store they are packed: the first sample is a
//! zigzag varint; the zigzag differences follow in groups of 25. Each group is one byte for the width (0 to 17 bits) and
//! then the differences, each in that many bits, least significant bit first; the last byte of a group is filled up with
//! zeros. 25 samples are one packet of a Nonin oximeter, a third of a second, so the width fits the steepest step in that
//! time. For a pleth this gets down to the entropy of the signal without a general compressor.

use crate::id::DeviceId;
use crate::instant::MonoMs;
use serde::{Deserialize, Serialize};

/// The most samples in one block: 8 s at 500 Hz.
pub const MAX_SAMPLES: usize = 4_096;

/// How many differences are packed with one width.
const GROUP: usize = 25;

/// A kind of waveform. The discriminant is its code on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum WaveformKind {
    /// Plethysmogram of the oximeter (MDC_PULS_OXIM_PLETH), no unit.
    Pleth = 0,
    /// Electrocardiogram (MDC_ECG_ELEC_POTL), no unit.
    Ecg = 1,
    /// Respiration as a curve, no unit.
    Resp = 2,
}

impl WaveformKind {
    /// Every kind, in the order of their wire codes.
    pub const ALL: [WaveformKind; 3] = [WaveformKind::Pleth, WaveformKind::Ecg, WaveformKind::Resp];

    /// The kind with this wire code, if there is one.
    pub fn from_code(code: u8) -> Option<WaveformKind> {
        WaveformKind::ALL.get(usize::from(code)).copied()
    }

    /// The fixed name in the API and in SQL, such as `pleth`.
    pub const fn key(self) -> &'static str {
        match self {
            WaveformKind::Pleth => "pleth",
            WaveformKind::Ecg => "ecg",
            WaveformKind::Resp => "resp",
        }
    }

    /// The kind with this key, if there is one.
    pub fn from_key(key: &str) -> Option<WaveformKind> {
        WaveformKind::ALL.into_iter().find(|k| k.key() == key)
    }
}

/// A stretch of one waveform of one device, without gaps.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WaveformBlock {
    /// The device that measured it.
    pub device: DeviceId,
    /// The kind of waveform.
    pub kind: WaveformKind,
    /// When the first sample was taken, on the gateway's monotonic clock.
    pub mono: MonoMs,
    /// Time from one sample to the next, µs.
    pub period_us: u32,
    /// The samples; 1 to [`MAX_SAMPLES`].
    pub samples: Vec<i16>,
}

/// Why packed bytes cannot be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnpackError {
    /// The announced number of samples is 0 or more than a block may have.
    #[error("a block of {0} samples; 1 to {MAX_SAMPLES} are allowed")]
    Count(usize),
    /// The bytes end too early.
    #[error("the packed samples end too early")]
    Truncated,
    /// Bytes are left over, or filling bits are not zero.
    #[error("the packed samples are followed by something else")]
    Trailing,
    /// A width beyond 17 bits, or a sample beyond 16 bits.
    #[error("the packed samples hold a number beyond 16 bits")]
    Range,
}

const fn zigzag(value: i32) -> u32 {
    ((value << 1) ^ (value >> 31)) as u32
}

const fn unzigzag(value: u32) -> i32 {
    (value >> 1) as i32 ^ -((value & 1) as i32)
}

/// Packs samples. Their number is not part of the bytes: the caller stores it beside them.
pub fn pack(samples: &[i16]) -> Vec<u8> {
    let mut out = Vec::with_capacity(samples.len() + 4);
    let Some((&first, rest)) = samples.split_first() else { return out };
    crate::batch::varint::put_u64(&mut out, u64::from(zigzag(i32::from(first))));
    let mut previous = i32::from(first);
    for group in rest.chunks(GROUP) {
        let mut steps = [0_u32; GROUP];
        for (step, &sample) in steps.iter_mut().zip(group) {
            *step = zigzag(i32::from(sample) - previous);
            previous = i32::from(sample);
        }
        pack_group(&mut out, &steps[..group.len()]);
    }
    out
}

fn pack_group(out: &mut Vec<u8>, steps: &[u32]) {
    let width = steps.iter().map(|s| 32 - s.leading_zeros()).max().unwrap_or(0);
    out.push(width as u8);
    let (mut held, mut bits) = (0_u64, 0_u32);
    for &step in steps {
        held |= u64::from(step) << bits;
        bits += width;
        while bits >= 8 {
            out.push(held as u8);
            held >>= 8;
            bits -= 8;
        }
    }
    if bits > 0 {
        out.push(held as u8);
    }
}

/// Unpacks `count` samples; an error unless they take exactly these bytes.
pub fn unpack(bytes: &[u8], count: usize) -> Result<Vec<i16>, UnpackError> {
    if count == 0 || count > MAX_SAMPLES {
        return Err(UnpackError::Count(count));
    }
    let mut rest = bytes;
    let first = crate::batch::varint::take_u64(&mut rest).map_err(|_| UnpackError::Truncated)?;
    let first = u32::try_from(first).map_err(|_| UnpackError::Range)?;
    let mut previous = unzigzag(first);
    let mut samples = Vec::with_capacity(count);
    samples.push(i16::try_from(previous).map_err(|_| UnpackError::Range)?);
    while samples.len() < count {
        let group = GROUP.min(count - samples.len());
        unpack_group(&mut rest, group, &mut previous, &mut samples)?;
    }
    if rest.is_empty() { Ok(samples) } else { Err(UnpackError::Trailing) }
}

fn unpack_group(rest: &mut &[u8], group: usize, previous: &mut i32, samples: &mut Vec<i16>) -> Result<(), UnpackError> {
    let (&width, tail) = rest.split_first().ok_or(UnpackError::Truncated)?;
    if width > 17 {
        return Err(UnpackError::Range);
    }
    let width = u32::from(width);
    let needed = (group * width as usize).div_ceil(8);
    if tail.len() < needed {
        return Err(UnpackError::Truncated);
    }
    let (packed, tail) = tail.split_at(needed);
    *rest = tail;
    let mut next = packed.iter();
    let (mut held, mut bits) = (0_u64, 0_u32);
    for _ in 0..group {
        while bits < width {
            // `needed` covers every bit of the group, so a byte is always there.
            held |= u64::from(next.next().copied().unwrap_or(0)) << bits;
            bits += 8;
        }
        let step = (held & ((1 << width) - 1)) as u32;
        held >>= width;
        bits -= width;
        *previous += unzigzag(step);
        samples.push(i16::try_from(*previous).map_err(|_| UnpackError::Range)?);
    }
    if held == 0 { Ok(()) } else { Err(UnpackError::Trailing) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packed_samples_read_back_as_written(samples in proptest::collection::vec(any::<i16>(), 1..300)) {
            let packed = pack(&samples);
            prop_assert_eq!(unpack(&packed, samples.len()), Ok(samples));
        }

        #[test]
        fn any_bytes_unpack_or_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), count in 0_usize..5000) {
            if let Ok(samples) = unpack(&bytes, count) {
                prop_assert_eq!(samples.len(), count);
            }
        }
    }

    #[test]
    fn a_calm_pleth_takes_less_than_one_byte_a_sample() {
        let samples: Vec<i16> = (0..75).map(|i| (60.0 + 40.0 * (f64::from(i) / 75.0 * std::f64::consts::TAU).sin()) as i16).collect();
        assert!(pack(&samples).len() < samples.len() * 7 / 10, "{}", pack(&samples).len());
    }

    #[test]
    fn a_step_over_the_whole_range_fits() {
        let samples = [i16::MIN, i16::MAX, i16::MIN];
        assert_eq!(unpack(&pack(&samples), 3).unwrap(), samples);
    }
}
