//! Contec CMS50 and its many relatives: two generations that cannot read each other, and the model's name does not tell which.
//!
//! ```text
//! older, 19200 8O1, on its own:        1bIOssss | 0ppppppp pleth | 0R S E bbbb | 0rrrrrrr | 0ooooooo SpO2
//! newer ("V7.0"), 115200 8N1, asked:   type | high bits | up to 7 bytes, the low seven bits of each
//! ```
//!
//! Both send 60 times a second. Neither has a checksum: what stands against damage is bit 7, which marks the one byte of a
//! frame where it begins, and that a second of frames says one set of numerics.

mod cms50d;
mod cms50f;
mod either;
mod second;

pub(crate) use cms50d::Cms50d;
pub(crate) use cms50f::Cms50f;
pub(crate) use either::Either;

use crate::serial::{Parity, SerialSettings};
use crate::talk::{Other, Poll, Talk};

/// What must be sent to a newer model: it speaks when it is asked, and falls silent when it is not asked again.
pub(crate) const TALK: Talk = Talk {
    hello: &[0x7D, 0x81, 0xA1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
    poll: Some(Poll { bytes: &[0x7D, 0x81, 0xAF, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80], every_ms: 4_000 }),
    ..Talk::NONE
};

/// The settings of the serial line of an older model.
pub(crate) const CMS50D_LINE: SerialSettings = SerialSettings { parity: Parity::Odd, ..SerialSettings::n81(19_200) };

/// What is sent when the model may be of either generation: the newer one is asked first. It answers within a fraction of this
/// time; if it does not, the line is set for the older one, which speaks unasked.
pub(crate) const EITHER_TALK: Talk = Talk { other: Some(Other { serial: CMS50D_LINE, after_ms: 1_500 }), ..TALK };

/// The number of frames in a row before a generation is believed: noise looks like a single frame now and then.
const FRAMES_IN_A_ROW: usize = 12;

/// The generation that was heard on a line that may have either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// The older one: `contec-cms50d`.
    Cms50d,
    /// The newer one: `contec-cms50f`.
    Cms50f,
}

/// The generation that sent these bytes, if one can be recognised: the probe that tells them apart.
pub fn generation(bytes: &[u8]) -> Option<Generation> {
    let runs = |is_frame: fn(&[u8]) -> bool, length: usize| {
        let is_run = |run: &[u8]| run.chunks(length).all(is_frame);
        bytes.windows(length * FRAMES_IN_A_ROW).any(is_run)
    };
    if runs(cms50f::is_live, cms50f::LIVE_BYTES) {
        Some(Generation::Cms50f)
    } else if runs(cms50d::is_frame, cms50d::FRAME_BYTES) {
        Some(Generation::Cms50d)
    } else {
        None
    }
}
