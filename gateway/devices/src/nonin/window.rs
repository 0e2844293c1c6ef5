//! Turns three packets a second into one set of numerics a second.

use super::packet::{PACKET_BYTES, Packet};
use crate::decoded::{Decoded, beats_the_number};
use hearth_vitals::{Flags, Reading};

/// The number of bytes after which numerics are due: a second less half a packet, so that three packets are enough, two are not,
/// and a few lost bytes do not delay the next numerics by a whole packet.
const DUE_BYTES: usize = 3 * PACKET_BYTES - PACKET_BYTES / 2;

/// The packets since the last numerics.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// The number of bytes since the last numerics, including lost ones, which took their time as well.
    bytes: usize,
    /// True once the first numerics are out; before that, nothing is waited for.
    started: bool,
    newest: Option<[Reading; 2]>,
    /// The newest packet whose values no doubt outweighs.
    clean: Option<[Reading; 2]>,
}

impl Window {
    /// Counts bytes of a lost packet.
    pub(super) fn lose(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// Takes a good packet and publishes when a second has passed. The very first packet
    /// is published at once: whoever puts the sensor on looks at the screen.
    pub(super) fn take(&mut self, packet: &Packet<'_>, out: &mut Vec<Decoded>) {
        self.bytes = self.bytes.saturating_add(PACKET_BYTES);
        let readings = packet.readings();
        self.newest = Some(readings);
        if !beats_the_number(packet.flags()) {
            self.clean = Some(readings);
        }
        if !self.started || self.bytes >= DUE_BYTES {
            self.publish(out);
        }
    }

    /// Publishes what was taken since the last numerics, if anything was.
    pub(super) fn publish(&mut self, out: &mut Vec<Decoded>) {
        if let Some(readings) = self.choose() {
            out.push(Decoded::Numerics { device_time: None, readings: readings.to_vec() });
        }
        *self = Window { started: true, ..Window::default() };
    }

    /// The readings to be published: those of the newest packet, unless an artefact is all that is wrong with it. An irregular
    /// pulse sets that bit at many beats, and a clean packet of the same second is as true. Sensor off and pulse lost are never
    /// delayed.
    fn choose(&self) -> Option<[Reading; 2]> {
        let newest = self.newest?;
        let flags = newest[0].flags.with(newest[1].flags);
        let gone = flags.intersects(Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT).with(Flags::SEARCHING));
        let clean = if gone { None } else { self.clean };
        Some(clean.unwrap_or(newest))
    }
}
