//! One device on its pty.

use super::pty::Pty;
use crate::body::Body;
use crate::device::{Conditions, Device, Said, Spans};
use crate::scenario::{DeviceSpec, Switch};
use anyhow::Context;
use hearth_vitals::DeviceId;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// A device that is further behind than this was asleep with its machine, microseconds.
const ASLEEP_US: u64 = 2_000_000;

/// A device, its conditions, its port.
pub struct Line {
    spec: DeviceSpec,
    device: Box<dyn Device>,
    conditions: Conditions,
    link: PathBuf,
    pty: Option<Pty>,
    had_reader: bool,
    /// Bytes of the present packet that nobody took.
    torn: bool,
    bytes_written: u64,
    bytes_dropped: u64,
}

/// What was said, and whether all of it went to a reader.
pub struct Heard {
    /// The numbers.
    pub said: Said,
    /// False when bytes of it were dropped.
    pub whole: bool,
}

impl Line {
    /// Makes the pty and its link in `folder`.
    ///
    /// # Errors
    /// A pty or link that cannot be made.
    pub fn open(spec: DeviceSpec, seed: u64, wall_ms: i64, folder: &Path) -> anyhow::Result<Line> {
        let link = folder.join(spec.id.as_str());
        let device = spec.protocol.device(seed, wall_ms);
        let pty = Some(plug(&link)?);
        let conditions = Conditions::default();
        Ok(Line { spec, device, conditions, link, pty, had_reader: false, torn: false, bytes_written: 0, bytes_dropped: 0 })
    }

    /// Whose line.
    pub fn id(&self) -> &DeviceId {
        &self.spec.id
    }

    /// For whoever started the simulator.
    pub fn description(&self) -> Value {
        let pty = self.pty.as_ref().map(Pty::path);
        json!({ "ready": true, "device": self.spec.id, "protocol": self.spec.protocol.key(), "link": self.link, "pty": pty })
    }

    /// Begins or ends a condition.
    pub fn set(&mut self, switch: Switch, on: bool, at_ms: u64, until_ms: Option<u64>) {
        let spans = self.spans(switch);
        if on { spans.on(at_ms, until_ms) } else { spans.off(at_ms) }
    }

    /// Ends all conditions.
    pub fn recover(&mut self, at_ms: u64) {
        for switch in [Switch::SensorOff, Switch::Motion, Switch::LowBattery, Switch::Silence, Switch::Unplugged] {
            self.spans(switch).off(at_ms);
        }
    }

    fn spans(&mut self, switch: Switch) -> &mut Spans {
        match switch {
            Switch::SensorOff => &mut self.conditions.sensor_off,
            Switch::Motion => &mut self.conditions.motion,
            Switch::LowBattery => &mut self.conditions.low_battery,
            Switch::Silence => &mut self.conditions.silence,
            Switch::Unplugged => &mut self.conditions.unplugged,
        }
    }

    /// Writes what has become due.
    ///
    /// # Errors
    /// A pty that cannot be made or written.
    pub fn tick(&mut self, body: &Body, now_us: u64) -> anyhow::Result<Vec<Heard>> {
        self.look_after_port(now_us / 1_000)?;
        if now_us.saturating_sub(self.device.due_us()) > ASLEEP_US {
            self.device.skip_to(now_us);
            self.torn = false;
        }
        let mut heard = Vec::new();
        let mut bytes = Vec::with_capacity(128);
        while self.device.due_us() <= now_us {
            let silent = self.conditions.silence.holds(self.device.due_us() / 1_000);
            bytes.clear();
            let said = self.device.speak(body, &self.conditions, &mut bytes);
            self.torn |= !self.send(&bytes, silent)?;
            if let Some(said) = said {
                heard.push(Heard { said, whole: !std::mem::take(&mut self.torn) });
            }
        }
        Ok(heard)
    }

    /// True when all bytes went to a reader.
    fn send(&mut self, bytes: &[u8], silent: bool) -> anyhow::Result<bool> {
        let written = match &self.pty {
            Some(pty) if self.had_reader && !silent => {
                pty.write(bytes).with_context(|| format!("cannot write to the pty of {}", self.spec.id))?
            }
            _ => 0,
        };
        self.bytes_written += written as u64;
        self.bytes_dropped += (bytes.len() - written) as u64;
        Ok(written == bytes.len())
    }

    /// Pulls or plugs the cable, and replaces a pty whose reader went away.
    fn look_after_port(&mut self, now_ms: u64) -> anyhow::Result<()> {
        if self.conditions.unplugged.holds(now_ms) {
            self.pty = None;
            self.had_reader = false;
            return Ok(());
        }
        let reader = match &self.pty {
            Some(pty) => pty.has_reader().with_context(|| format!("cannot look at the pty of {}", self.spec.id))?,
            None => false,
        };
        if self.pty.is_none() || (self.had_reader && !reader) {
            // The old one goes only when the link points at the new one.
            self.pty = Some(plug(&self.link)?);
        }
        self.had_reader = reader;
        Ok(())
    }

    /// Removes the link; says what went over the line.
    pub fn close(self) -> Value {
        json!({ "closed": self.spec.id, "bytes_written": self.bytes_written, "bytes_dropped": self.bytes_dropped })
    }
}

fn plug(link: &Path) -> anyhow::Result<Pty> {
    Pty::open(link).with_context(|| format!("cannot make the port {}", link.display()))
}
