//! Masimo's lines of text.
//!
//! ASCII 1, a line a second:
//!
//! ```text
//! MM/DD/YY hh:mm:ss SN=... SPO2=098% BPM=123 PI=00.55 ... ALARM=000000 EXC=0000800 CR LF
//! MM/DD/YY hh:mm:ss SPO2=097% BPM=064 PI=11.82% ALARM=20 EXC=800 CR LF                     (older models)
//! ```
//!
//! ASCII 2, meant for printers and for what is dumped from the memory:
//!
//! ```text
//! MM/DD/YY hh:mm:ss SpO2=097 PR=069 PI=04.69 EXC=C00:LowSigIQ,SET CR LF
//! ```
//!
//! Which keys a line has, and in which order, depends on model and software; they are
//! found by name.

mod exception;
mod line;

use crate::decoded::{Decoded, RejectReason};
use crate::text::Reader;

/// One of the two text formats.
#[derive(Debug, Clone, Copy)]
enum Dialect {
    Ascii1,
    Ascii2,
}

/// The decoder for lines of ASCII 1.
#[derive(Debug, Default)]
pub(crate) struct Ascii1;

/// The decoder for lines of ASCII 2.
#[derive(Debug, Default)]
pub(crate) struct Ascii2;

impl Reader for Ascii1 {
    fn read(&mut self, line: &[u8], out: &mut Vec<Decoded>) -> Result<(), RejectReason> {
        line::decode(Dialect::Ascii1, line).map(|said| out.push(said.into()))
    }
}

impl Reader for Ascii2 {
    fn read(&mut self, line: &[u8], out: &mut Vec<Decoded>) -> Result<(), RejectReason> {
        line::decode(Dialect::Ascii2, line).map(|said| out.push(said.into()))
    }
}
