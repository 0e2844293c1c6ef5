//! Nonin serial data formats 2 and 7.
//!
//! A frame has 5 bytes and leaves the device 75 times a second; 25 frames are a packet.
//!
//! ```text
//! format 2:  01 | STATUS | PLETH     | DATA | CHK
//! format 7:  STATUS | PLETH MSB, LSB | DATA | CHK      CHK = sum of the four before it, mod 256
//! ```
//!
//! STATUS bit 0 (SYNC) is set in frame 1 only. DATA means something else in each frame.
//! So 125 bytes are a third of a second and 375 bytes a second, whatever the clock says.

mod frame;
mod packet;
mod stream;
mod window;

pub(crate) use frame::Format;
pub(crate) use stream::Stream;
