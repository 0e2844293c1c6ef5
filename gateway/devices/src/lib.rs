//! Device bytes to measurements, or a named reason why not.
//!
//! Everything this room does is `bytes in, values out`: no clock, no file, no port, no
//! thread. The agent owns the serial line and stamps what comes out with its own time.
//!
//! ```
//! use hearth_devices::{lines, Protocol};
//!
//! let protocol: Protocol = "masimo-ascii1".parse()?;
//! let mut decoder = protocol.recording();
//! let mut decoded = Vec::new();
//! decoder.push(b"03/17/16 19:19:36 SPO2=098% BPM=123 EXC=000800\r\n", &mut decoded);
//! decoder.finish(&mut decoded);
//! let json: Vec<String> = lines(&decoded).collect();
//! assert_eq!(json[1], r#"{"vital":"spo2","value":98.0,"unit":"%","flags":[]}"#);
//! # Ok::<(), hearth_devices::UnknownProtocol>(())
//! ```
//!
//! # Two kinds of devices
//!
//! Over a serial line come bytes, and a [`Decoder`] finds the messages in them. Bluetooth delivers each message whole,
//! with the characteristic it is of, and a [`MessageDecoder`] reads it. Which driver is read how is one row of
//! [`STREAMS`] or [`MESSAGES`]; what a driver delivers, and how often, stands in the contract
//! ([`hearth_vitals::driver`]), because the hub must know it too.
//!
//! # What a decoder may do
//!
//! **It finds its own place in the stream.** A `read()` returns whatever the driver had;
//! its boundaries mean nothing. A decoder keeps a fixed buffer, tries every byte as a
//! possible beginning, and reports the same values for the same bytes however they were
//! cut. A line that is joined in mid-packet, or hit by noise, is understood again from
//! the first packet that arrives whole.
//!
//! **It says no by name.** Bytes that fail a check become [`Decoded::Rejected`] with a
//! [`RejectReason`] and their number. In the checksummed formats every byte is either
//! part of an accepted packet or counted as rejected; nothing disappears.
//!
//! **It turns the device's codes into flags.** A device without a value sends one that
//! looks like a number: 127 %, 511 /min, a row of dashes. Such a code never leaves this
//! room. It becomes a reading whose value is absent and whose flags say why.
//!
//! **The device's doubt beats its number.** While the device says that the sensor is off
//! or faulty, that it searches for a pulse, or that it sees an artefact, the number next
//! to that statement is an old or an invented one. The reading then has no value. Doubt
//! of degree (low perfusion, weak signal) keeps the number and adds the flag: the low
//! saturation of a cold hand may well be true, and the hub decides how long to wait.
//!
//! # What a decoder may not do
//!
//! **No repair.** A packet with one bad checksum in 25 is lost as a whole. Half a packet
//! is not half a measurement.
//!
//! **No memory of values.** It never repeats the last good number over a gap, and it
//! never prefers a field in which the *device* does so (see [`STREAMS`]).
//! Whether a value is too old is for those to say who know what time it is.
//!
//! **No joining.** A waveform never runs across a lost packet: each packet is one block.
//!
//! **No alarms.** What the device's own alarm limits make of the value was set by
//! somebody else, for somebody else. The hub judges the value itself.
//!
//! **No answers.** What a device waits to be asked or told is not the decoder's: a [`Talker`] says what is written on its line, of the
//! row's [`Talk`], what was decoded, and the time.
//!
//! **No clock.** The device's time is handed on as the device showed it, zone unknown
//! and perhaps never set. A decoder that needs a second counts the bytes of one.
//!
//! # What protects the numbers
//!
//! | protocol | against noise | against lost bytes | against a wrong but well-formed number |
//! | --- | --- | --- | --- |
//! | `nonin-df2`, `nonin-df7` | a checksum in each 5-byte frame, 25 in a row must hold | SYNC only in frame 1 | plausible range, the un-held average beside it |
//! | `nonin-df13` | a sum over the data | marks at both ends, length | plausible range |
//! | `capnostream` | an exclusive-or over the frame | a mark that stands nowhere else, length | a record shifted by a byte is known by its neighbours, plausible range |
//! | `hearth-open` | a CRC-16 over the line | line end, the checksum last | its unit, its number in the row, plausible range |
//! | `nonin-df8`, `contec-…` | nothing | bit 7 marks where a frame begins | plausible range |
//! | `nonin-ascii`, `nellcor-n595`, `and-scale` | printable text, exact shape | line end, number of digits where it is fixed | plausible range |
//! | `ivy-450c` | printable text, exact shape of each line | record end, known lines in their order from the place where the curves end | plausible range |
//! | `masimo-ascii1`, `masimo-ascii2` | printable text, exact shape of each key and value | EXC must be there, line end, number of digits | plausible range |
//! | `gatt-2aa7` | the radio's own checksums, and a CRC-16 where a record has one | exact length by the flags | codes for "no number", the device's status, plausible range |
//! | other `gatt-…` | the radio's own checksums | exact length by the flags | codes for "no number", the device's status, plausible range |
//!
//! Masimo's text has no checksum: a flipped bit that turns one digit into another cannot
//! be seen here. It is one value in one second, and the hub's delays exist for it.

mod capnostream;
mod checksum;
mod contec;
mod decoded;
mod device_time;
mod dialogue;
mod framed;
mod gatt;
mod ivy;
mod lines;
mod masimo;
mod nellcor;
mod nonin;
mod open;
mod protocol;
mod records;
mod scale;
mod serial;
pub mod session;
mod spoken;
mod talk;
mod talker;
mod text;

pub use contec::{Generation, generation};
pub use decoded::{Decoded, Decoder, RejectReason, Remark};
pub use dialogue::Dialogue;
pub use gatt::{HexLines, Message, MessageDecoder, clock_setting, says_when};
pub use lines::lines;
pub use protocol::{COMPANIONS, Companion, Evidence, MESSAGES, MessageProtocol, Protocol, STREAMS, StreamProtocol, UnknownProtocol};
pub use records::{Heard as RecordsHeard, Outcome, Records};
pub use serial::{Parity, SerialSettings};
pub use spoken::Spoken;
pub use talk::{Answers, Other, Poll, Talk};
pub use talker::{Talker, Word};
