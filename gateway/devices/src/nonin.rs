//! Nonin's serial formats.
//!
//! Formats 2 and 7: a frame has 5 bytes and leaves the device 75 times a second; 25 frames are a packet.
//!
//! ```text
//! format 2:  01 | STATUS | PLETH     | DATA | CHK
//! format 7:  STATUS | PLETH MSB, LSB | DATA | CHK      CHK = sum of the four before it, mod 256
//! ```
//!
//! STATUS bit 0 (SYNC) is set in frame 1 only. DATA means something else in each frame.
//! So 125 bytes are a third of a second and 375 bytes a second, whatever the clock says.
//!
//! Format 8 is four bytes a second ([`df8`]), format 13 a record of a spot check that the host acknowledges ([`df13`]), and
//! what bedside devices print is a line a second ([`ascii`]).

mod ascii;
mod df13;
mod df8;
mod frame;
mod packet;
mod stream;
mod window;

pub(crate) use ascii::NoninAscii;
pub(crate) use df8::Df8;
pub(crate) use df13::Df13;
pub(crate) use frame::Format;
pub(crate) use stream::Stream;

use crate::talk::{Answers, Talk};

/// A device that sends records of format 13 forgets one when it hears ACK (06), and says it again when it hears NAK (15) or nothing.
pub(crate) const DF13_TALK: Talk = Talk { answers: Some(Answers { kept: 0x06, damaged: 0x15 }), ..Talk::NONE };
