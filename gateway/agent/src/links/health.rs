//! Whether a line is healthy: only valid data makes it so (pure).

use crate::config::{Device, Source};
use hearth_vitals::MonoMs;
use hearth_vitals::coded::English;
use hearth_vitals::state::{Ailment, LinkState};

/// How many frames may be missing in a row before a line counts as down.
const MISSED_FRAMES: u64 = 3;
/// After so many rejected messages in a row, a device that is silent between measurements counts as unreadable. A single one may
/// be noise.
const REJECTED_IN_A_ROW: u32 = 3;
/// How soon after the first rejected message a device counts as unreadable if nothing was understood since its port was opened
/// (ms): somebody who sets it up measures once, and looks.
const UNREADABLE_MS: u64 = 5_000;
/// Fewer bytes than this are not a message, but noise of an adapter that is plugged in.
const MESSAGE_BYTES: usize = 6;
/// How many rejected bytes are shown: enough to tell a wrong speed from a wrong protocol, and too few to reveal anything of a
/// patient beyond the device's clock.
const EXAMPLE_BYTES: usize = 16;

/// Why a port cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is no such port: unplugged, or the path is wrong.
    Missing,
    /// Another program has it.
    Busy,
    /// This program may not open it.
    Denied,
    /// It was there and went away.
    Unplugged,
    /// Bluetooth: there is no adapter.
    NoAdapter,
    /// Bluetooth: it is not running, or its adapter is switched off; in the system's words.
    NoBluetooth(String),
    /// Bluetooth: the device wants a key, and has none of ours.
    NotPaired,
    /// Bluetooth: the device has lost the key that we have.
    BondLost,
    /// Bluetooth: the device does not have what its driver reads.
    NoService,
    /// Something else, in the system's words.
    Other(String),
}

impl Fault {
    /// True for a fault of the radio, not of a device.
    pub const fn is_of_radio(&self) -> bool {
        matches!(self, Fault::NoAdapter | Fault::NoBluetooth(_))
    }
}

/// How far the connection to a Bluetooth device has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The device sleeps, and the radio listens for it.
    Asleep,
    /// It was seen, and is connected to.
    Connecting,
    /// It is connected, and is being asked for what is needed.
    Preparing,
    /// Everything is done; it may speak.
    Ready,
}

impl Stage {
    /// The stage in words for people.
    const fn words(self) -> &'static str {
        match self {
            Stage::Asleep => "listening: it is asleep or out of reach",
            Stage::Connecting => "connecting",
            Stage::Preparing => "connected, being prepared",
            Stage::Ready => "connected, waiting for a measurement",
        }
    }
}

/// What keeps valid data from arriving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Nothing: valid data arrives.
    Good,
    /// The port was opened a moment ago.
    Waiting,
    /// Notes that the port cannot be used.
    Port(Fault),
    /// The port is open and nothing arrives.
    Silent,
    /// Bytes arrive and none pass their checks.
    Invalid,
}

/// One line's health over time.
#[derive(Debug)]
pub struct Line {
    device: Device,
    health: Health,
    /// When valid data last arrived, or the port was opened.
    good: MonoMs,
    bytes_since: bool,
    /// True once something was understood since the port was opened.
    was_good: bool,
    /// When [`Line::tick`] was last called.
    ticked: MonoMs,
    rejected: Rejected,
    /// How far the connection of a Bluetooth device has come; `None` for a serial one.
    stage: Option<Stage>,
    /// True if valid data ever arrived.
    was_ever_good: bool,
    /// When it last changed, and the health and stage it has had since.
    since: MonoMs,
    known: (Health, Option<Stage>),
}

/// What was rejected since the last valid data.
#[derive(Debug, Default)]
struct Rejected {
    times: u32,
    bytes: usize,
    since: MonoMs,
    /// The first rejected bytes in hexadecimal. They are kept, so that a line that goes on being bad is not news each second.
    example: String,
}

impl Line {
    /// A line whose port has not been opened yet.
    pub fn new(device: Device, now: MonoMs) -> Line {
        Line {
            device,
            health: Health::Waiting,
            good: now,
            bytes_since: false,
            was_good: false,
            ticked: now,
            rejected: Rejected::default(),
            stage: None,
            was_ever_good: false,
            since: now,
            known: (Health::Waiting, None),
        }
    }

    /// What keeps valid data from arriving now.
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// True while valid data arrives.
    pub fn is_up(&self) -> bool {
        self.health == Health::Good
    }

    /// False while it is unknown whether the line is good: its port was opened, and its device has not been heard yet.
    pub fn is_decided(&self) -> bool {
        self.health != Health::Waiting || self.is_listening()
    }

    /// True for a Bluetooth device that sleeps until somebody measures: until then listening for it is all that can be good.
    fn is_listening(&self) -> bool {
        let is_bluetooth = matches!(self.device.source, Source::Bluetooth { .. });
        is_bluetooth && self.stage.is_some() && self.device.protocol.driver().pace.interval_ms().is_none()
    }

    /// Notes how far the connection of a Bluetooth device has come.
    pub fn stage(&mut self, stage: Stage) {
        self.stage = Some(stage);
    }

    /// When the line came to its present health, on the monotonic clock.
    pub fn since(&self) -> MonoMs {
        self.since
    }

    /// Notes the time if health or stage have changed since the last call.
    pub fn settle(&mut self, now: MonoMs) {
        let known = (self.health.clone(), self.stage);
        if self.known != known {
            (self.known, self.since) = (known, now);
        }
    }

    /// Notes that the port was opened.
    pub fn opened(&mut self, now: MonoMs) {
        (self.good, self.bytes_since, self.was_good, self.rejected) = (now, false, false, Rejected::default());
        if matches!(self.health, Health::Port(_)) {
            // A device that sleeps until somebody measures is as good as it was before.
            self.health = if self.is_listening() && self.was_ever_good { Health::Good } else { Health::Waiting };
        }
    }

    /// Notes that bytes arrived, whatever they mean.
    pub fn heard(&mut self) {
        self.bytes_since = true;
    }

    /// Notes that `bytes` were rejected and none were valid; `example` holds the newest of them, to show to people.
    pub fn rejected(&mut self, bytes: usize, example: &[u8], now: MonoMs) {
        self.heard();
        if self.rejected.times == 0 {
            self.rejected.since = now;
        }
        self.rejected.bytes = self.rejected.bytes.saturating_add(bytes);
        self.rejected.times = self.rejected.times.saturating_add(1);
        if self.rejected.example.is_empty() {
            let shown: Vec<String> = example.iter().take(EXAMPLE_BYTES).map(|byte| format!("{byte:02x}")).collect();
            self.rejected.example = shown.join(" ");
        }
    }

    /// Notes that valid data arrived at this instant. A late report of an instant since when the line went down does not bring it
    /// up again.
    pub fn valid(&mut self, at: MonoMs) {
        (self.good, self.bytes_since, self.was_good, self.rejected) = (at, false, true, Rejected::default());
        self.was_ever_good = true;
        if !self.is_late(self.ticked) {
            self.health = Health::Good;
        }
    }

    /// True when a device that sends all the time was not understood for too long.
    fn is_late(&self, now: MonoMs) -> bool {
        let interval_ms = self.device.protocol.driver().pace.interval_ms();
        interval_ms.is_some_and(|interval_ms| now.since(self.good) > MISSED_FRAMES * u64::from(interval_ms))
    }

    /// Notes that the port cannot be used.
    pub fn failed(&mut self, fault: Fault) {
        self.health = Health::Port(fault);
    }

    /// Does what has become due.
    pub fn tick(&mut self, now: MonoMs) {
        self.ticked = now;
        let late = match self.device.protocol.driver().pace.interval_ms() {
            Some(_) => self.is_late(now),
            // Its silence means nothing, but unreadable messages do.
            None => self.rejected.times >= REJECTED_IN_A_ROW || self.is_never_understood(now),
        };
        if late && !matches!(self.health, Health::Port(_)) {
            self.health = if self.bytes_since { Health::Invalid } else { Health::Silent };
        }
    }

    fn is_never_understood(&self, now: MonoMs) -> bool {
        let Rejected { times, bytes, since, .. } = self.rejected;
        !self.was_good && times > 0 && bytes >= MESSAGE_BYTES && now.since(since) >= UNREADABLE_MS
    }

    /// The link for the state message.
    pub fn state(&self) -> LinkState {
        let words = match self.health {
            Health::Good => String::new(),
            Health::Waiting => self.stage.map_or("waiting for the first valid data", Stage::words).into(),
            _ => self.problem().map(|problem| problem.english()).unwrap_or_default(),
        };
        LinkState { device: self.device.id.clone(), up: self.is_up(), reason: words, since: None }
    }

    /// The problem for the state message, if a person can mend something.
    pub fn problem(&self) -> Option<Ailment> {
        let (device, path) = (self.device.id.clone(), self.device.source.place());
        Some(match &self.health {
            Health::Good | Health::Waiting => return None,
            Health::Port(Fault::Missing) => Ailment::PortMissing { device, path },
            Health::Port(Fault::Unplugged) => Ailment::PortUnplugged { device, path },
            Health::Port(Fault::Busy) => Ailment::PortBusy { device, path },
            Health::Port(Fault::Denied) => Ailment::PortDenied { device, path },
            Health::Port(Fault::NoAdapter) => Ailment::BluetoothMissing { device },
            Health::Port(Fault::NoBluetooth(words)) => Ailment::BluetoothOff { device, reason: English(words.clone()) },
            Health::Port(Fault::NotPaired) => Ailment::NotPaired { device, address: path },
            Health::Port(Fault::BondLost) => Ailment::PairingLost { device, address: path },
            Health::Port(Fault::NoService) => Ailment::WrongDevice { device, address: path, driver: self.device.protocol.to_string() },
            Health::Port(Fault::Other(words)) => Ailment::PortFailed { device, path, reason: English(words.clone()) },
            Health::Silent if matches!(self.device.source, Source::Bluetooth { .. }) => Ailment::NotInReach { device, address: path },
            Health::Silent => Ailment::NoData { device, path },
            Health::Invalid => self.invalid(path),
        })
    }

    fn invalid(&self, path: String) -> Ailment {
        let (device, driver) = (self.device.id.clone(), self.device.protocol.to_string());
        let example = if self.rejected.example.is_empty() { NOT_YET.to_owned() } else { self.rejected.example.clone() };
        match &self.device.source {
            Source::Serial { baud, .. } => Ailment::NoValidData { device, baud: u64::from(*baud), driver, example },
            Source::Bluetooth { address } => Ailment::NoValidMessage { device, address: address.to_string(), driver, example },
            Source::Replay { .. } => Ailment::NoRecording { device, path, driver, example },
        }
    }
}

/// Shown in place of an example while the bytes so far might still become a message.
const NOT_YET: &str = "...";

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_vitals::DeviceId;

    fn line() -> Line {
        line_of("nonin-df7")
    }

    fn line_of(protocol: &str) -> Line {
        let source = Source::Serial { port: "/dev/oxim".into(), baud: 9600 };
        Line::new(Device { id: DeviceId::new("oxim-0001").unwrap(), protocol: protocol.parse().unwrap(), source }, MonoMs(0))
    }

    #[test]
    fn only_valid_data_makes_a_line_healthy_and_three_missed_frames_unmake_it() {
        let mut line = line();
        line.opened(MonoMs(0));
        line.heard();
        line.tick(MonoMs(3000));
        assert_eq!(line.health(), &Health::Waiting);
        line.valid(MonoMs(3000));
        line.tick(MonoMs(6000));
        assert!(line.is_up());
        line.tick(MonoMs(6001));
        assert_eq!(line.health(), &Health::Silent);
        assert_eq!(line.problem().unwrap().code(), "no_data");
    }

    #[test]
    fn a_wrong_baud_rate_is_asked_about_by_number() {
        let mut line = line();
        line.opened(MonoMs(0));
        line.heard();
        line.tick(MonoMs(3001));
        assert!(line.problem().unwrap().english().contains("is the baud rate 9600 right"), "{:?}", line.problem());
    }

    #[test]
    fn a_device_whose_every_line_is_rejected_shows_the_first_bytes_of_one() {
        let mut line = line();
        line.opened(MonoMs(0));
        for second in 0..9_u8 {
            line.rejected(3, &[second, 0xFF, 0x41], MonoMs(u64::from(second) * 1000));
            line.tick(MonoMs(u64::from(second) * 1000));
        }
        let said = line.problem().unwrap().english();
        assert!(said.contains("(00 ff 41)"), "the first, so that it is news once: {said}");
        line.valid(MonoMs(9000));
        line.rejected(100, &[7; 100], MonoMs(9000));
        line.tick(MonoMs(13_000));
        let said = line.problem().unwrap().english();
        assert!(said.contains(&format!("({})", ["07"; 16].join(" "))), "{said}");
    }

    #[test]
    fn a_device_with_which_somebody_measures_tells_of_its_first_message_that_is_not_understood() {
        let said = |line: &mut Line, at: u64| {
            line.tick(MonoMs(at));
            line.problem().map(|problem| problem.code())
        };
        let mut line = line_of("and-scale");
        line.opened(MonoMs(0));
        line.rejected(2, &[0x00, 0xFF], MonoMs(100));
        assert_eq!(said(&mut line, 3_600_000), None, "an adapter that was plugged in; nobody has measured yet");
        line.opened(MonoMs(0));
        line.rejected(13, b"WEIGHT 75.2\r\n", MonoMs(60_000));
        assert_eq!(said(&mut line, 64_999), None, "it may be understood yet");
        assert_eq!(said(&mut line, 65_000), Some("no_valid_data"));
        line.valid(MonoMs(70_000));
        line.rejected(17, b"ST,+000#5.20 kg\r\n", MonoMs(80_000));
        assert_eq!(said(&mut line, 900_000), None, "one that was understood: once is noise");
    }

    #[test]
    fn a_port_that_was_opened_decides_nothing_until_its_device_is_heard() {
        for protocol in ["nonin-df7", "and-scale"] {
            let mut line = line_of(protocol);
            line.failed(Fault::Unplugged);
            assert!(line.is_decided(), "{protocol}");
            line.opened(MonoMs(1_000));
            line.tick(MonoMs(1_500));
            assert!(!line.is_decided(), "{protocol}: nobody has heard it yet");
            line.valid(MonoMs(1_600));
            assert!(line.is_decided() && line.is_up(), "{protocol}");
        }
    }

    #[test]
    fn what_is_told_long_after_it_came_does_not_bring_a_line_up() {
        let mut line = line();
        line.opened(MonoMs(0));
        line.valid(MonoMs(1_000));
        line.tick(MonoMs(11_000));
        line.valid(MonoMs(1_500));
        assert_eq!(line.health(), &Health::Silent);
        line.valid(MonoMs(11_100));
        assert!(line.is_up());
    }

    #[test]
    fn a_missing_port_a_busy_port_and_an_unplugged_one_have_their_own_words() {
        let mut line = line();
        for (fault, code) in [(Fault::Missing, "port_missing"), (Fault::Busy, "port_busy"), (Fault::Unplugged, "port_unplugged")] {
            line.failed(fault);
            line.tick(MonoMs(60_000));
            assert_eq!(line.problem().unwrap().code(), code);
            assert!(line.state().reason.contains("/dev/oxim"));
        }
        line.opened(MonoMs(61_000));
        assert_eq!(line.health(), &Health::Waiting);
    }
}
