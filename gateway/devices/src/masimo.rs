//! Masimo ASCII 1: a line of text a second.
//!
//! ```text
//! MM/DD/YY hh:mm:ss SN=... SPO2=098% BPM=123 PI=00.55 ... ALARM=000000 EXC=0000800 CR LF
//! ```
//!
//! Which keys a line has, and in which order, depends on model and software; they are
//! found by name. ALARM is what the device's own limits make of the values: not used.

mod line;
mod text;

pub(crate) use text::Ascii1;
