//! One device and its pty.

use super::pty::Pty;
use crate::body::Body;
use crate::device::{Conditions, Device, Said, Spans};
use crate::scenario::{DeviceSpec, Switch};
use anyhow::Context;
use hearth_vitals::DeviceId;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// A device that is further behind than this slept together with its machine, µs.
const ASLEEP_US: u64 = 2_000_000;

/// A device, its conditions and its port.
pub struct Line {
    spec: DeviceSpec,
    device: Box<dyn Device>,
    conditions: Conditions,
    link: PathBuf,
    pty: Option<Pty>,
    had_reader: bool,
    /// True when bytes of the present packet were dropped because nobody read them.
    torn: bool,
    bytes_written: u64,
    bytes_dropped: u64,
}

/// What a device sent, and whether a reader got all of it.
pub struct Heard {
    /// What it sent.
    pub said: Said,
    /// False when some of its bytes were dropped.
    pub whole: bool,
}

impl Line {
    /// Makes the pty, and its link in `folder`.
    ///
    /// # Errors
    /// When a pty or link cannot be made.
    pub fn open(spec: DeviceSpec, seed: u64, wall_ms: i64, folder: &Path) -> anyhow::Result<Line> {
        let link = folder.join(spec.id.as_str());
        let device = spec.protocol.device(seed, wall_ms);
        let pty = Some(plug(&link)?);
        let conditions = Conditions::default();
        Ok(Line { spec, device, conditions, link, pty, had_reader: false, torn: false, bytes_written: 0, bytes_dropped: 0 })
    }

    /// The device's id.
    pub fn id(&self) -> &DeviceId {
        &self.spec.id
    }

    /// What is printed about it at the start, for whoever started the simulator.
    pub fn description(&self) -> Value {
        let pty = self.pty.as_ref().map(Pty::path);
        json!({ "ready": true, "device": self.spec.id, "protocol": self.spec.protocol.driver().key, "link": self.link, "pty": pty })
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

    /// Writes the bytes that are due.
    ///
    /// # Errors
    /// When a pty cannot be made or written.
    pub fn tick(&mut self, body: &Body, now_us: u64) -> anyhow::Result<Vec<Heard>> {
        self.look_after_port(now_us / 1_000)?;
        if now_us.saturating_sub(self.device.due_us()) > ASLEEP_US {
            self.device.skip_to(now_us);
            self.torn = false;
        }
        let commands = self.pty.as_ref().map(Pty::read).unwrap_or_default();
        if !commands.is_empty() && !self.conditions.silence.holds(now_us / 1_000) {
            self.device.hear(&commands, now_us);
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

    /// Sends bytes; true when a reader got all of them.
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

    /// Pulls or plugs in the cable, and replaces a pty whose reader has gone away.
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
            // The old pty is closed only after the link points to the new one.
            self.pty = Some(plug(&self.link)?);
        }
        self.had_reader = reader;
        Ok(())
    }

    /// Removes the link; returns what was sent, as counts.
    pub fn close(self) -> Value {
        json!({ "closed": self.spec.id, "bytes_written": self.bytes_written, "bytes_dropped": self.bytes_dropped })
    }
}

fn plug(link: &Path) -> anyhow::Result<Pty> {
    Pty::open(link).with_context(|| format!("cannot make the port {}", link.display()))
}
