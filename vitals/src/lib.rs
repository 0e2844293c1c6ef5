//! What a measurement is, and how it is written on the wire.
//!
//! This crate is the contract between the gateway and the hub. It is pure: no clock, no socket, no file. Everything here
//! is a value.
//!
//! * [`vital`]: the vital signs with their units, codes and plausible ranges;
//! * [`driver`]: how a model or protocol is read: its name, what it delivers and how often;
//! * [`quality`]: why a value is doubtful or missing;
//! * [`record`]: frames, waveform blocks, events, status, anchors, losses;
//! * [`id`], [`instant`], [`class`]: names, times and streams as types;
//! * [`unknown`]: codes from a newer gateway that this version does not know;
//! * [`topic`]: the MQTT topics, built and parsed in one place;
//! * [`batch`]: the bytes of a batch;
//! * [`receipt`], [`state`]: the hub's answer and the gateway's state;
//! * [`mod@coded`]: what people are told, as codes with parameters.

pub mod batch;
pub mod class;
pub mod coded;
pub mod driver;
mod event;
pub mod id;
pub mod instant;
pub mod quality;
pub mod receipt;
pub mod record;
pub mod state;
pub mod topic;
pub mod unknown;
mod uuid;
pub mod vital;
pub mod waveform;

pub use class::{Class, SeqRange, Stream};
pub use driver::{Driver, Pace, Transport};
pub use event::{Event, EventKind};
pub use id::{BootId, DeviceId, GatewayId, Generation};
pub use instant::{Anchor, ClockQuality, DeviceTime, MonoMs, WallMs};
pub use quality::Flags;
pub use record::{Frame, Loss, LossReason, Reading, Record, Status};
pub use unknown::{Known, Unknown, UnknownCode, UnknownReading};
pub use uuid::Uuid;
pub use vital::Vital;
pub use waveform::{WaveformBlock, WaveformKind};
