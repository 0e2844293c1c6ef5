//! The real program with an oximeter for spot checks on its line (Nonin format 13), which keeps each record until it hears ACK.
use crate::support::broker::{Broker, PATIENCE};
use crate::support::hub::Hub;
use crate::support::oximeter::Oximeter;
use crate::support::process::{Gateway, config, want};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const ACK: u8 = 0x06;
const NAK: u8 = 0x15;
/// A record that is not answered is said again after this.
const AGAIN: Duration = Duration::from_millis(300);

/// The record of a measurement at this second of a day. Said again, it says so.
fn record(second: u8, rate: u8, is_said: bool) -> Vec<u8> {
    let data = [20, 26, 11, 20, 8, 15, second, 0, 0x02, if is_said { 0x10 } else { 0 }, 0, rate, 0, 97];
    let sum = data.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
    [&[0x00, 0x02, 0x00, 0x0D, 0x00, data.len() as u8], &data[..], &[sum, 0x03]].concat()
}

struct Home {
    dir: tempfile::TempDir,
    broker: Broker,
    device: Oximeter,
}

impl Home {
    fn new() -> Home {
        let dir = tempfile::tempdir().unwrap();
        let device = Oximeter::plug(&dir.path().join("spot"));
        Home { dir, broker: Broker::start(""), device }
    }

    fn config(&self) -> PathBuf {
        let port: &Path = &self.dir.path().join("spot");
        let file = config(self.dir.path(), self.broker.port, port);
        want(&file, &[("spot-0001", "nonin-df13", port)]);
        file
    }

    /// Says a record again and again until it is answered with ACK.
    fn say_until_it_is_taken(&mut self, second: u8, rate: u8) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.device.send(&record(second, rate, true));
            match self.device.hears_within(AGAIN) {
                Some(ACK) => return,
                Some(other) => panic!("answered with {other:02x}"),
                None => assert!(Instant::now() < deadline, "never answered"),
            }
        }
    }
}

#[tokio::test]
async fn a_record_is_acknowledged_and_a_damaged_one_asked_for_again() {
    let mut home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    let mut gateway = Gateway::start(&home.config());
    hub.until("it is online", |hub| hub.is_online()).await;
    let mut damaged = record(0, 61, false);
    damaged[17] ^= 0x04;
    home.device.send(&damaged);
    assert_eq!(home.device.hears_within(PATIENCE), Some(NAK));
    home.device.send(&record(0, 61, false));
    assert_eq!(home.device.hears_within(PATIENCE), Some(ACK));
    // The answer was lost: it is said again, answered again, and recorded once.
    home.device.send(&record(0, 61, true));
    assert_eq!(home.device.hears_within(PATIENCE), Some(ACK));
    home.device.send(b"noise");
    // It said one three times while nobody read.
    home.device.send(&[record(1, 62, false), record(1, 62, true), record(1, 62, true)].concat());
    assert_eq!(home.device.hears_within(PATIENCE), Some(ACK));
    hub.until("both arrive", |hub| hub.pulse_rates().contains(&62)).await;
    assert_eq!(home.device.hears_within(Duration::from_millis(100)), None, "one answer a record");
    assert_eq!((gateway.stop(), hub.pulse_rates()), (Some(0), vec![61, 62]));
}

/// The gateway is killed at any instant from before it has read a record until after it has answered it. How long an answer takes depends
/// on the machine: kills go on, later and later, until one came after it.
#[tokio::test]
async fn a_kill_between_reading_and_acknowledging_loses_nothing_and_doubles_nothing() {
    const ROUNDS: u8 = 20;
    const MOST: u8 = 50;
    let mut home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    let config = home.config();
    let mut gateway = Gateway::start(&config);
    home.say_until_it_is_taken(59, 59);
    let (mut answered, mut round) = (0, 0);
    while round < ROUNDS || (answered == 0 && round < MOST) {
        let rate = 60 + round;
        home.device.send(&record(round, rate, false));
        // From 0 to 76 ms, then up to some seconds: an answer takes about 30 ms.
        let wait = Duration::from_millis(u64::from(round) * 4 + u64::from(round.saturating_sub(ROUNDS)).pow(2) * 4);
        let kill_at = Instant::now() + wait;
        let mut heard = home.device.hears_within(wait);
        while Instant::now() < kill_at {
            std::hint::spin_loop();
        }
        gateway.kill();
        heard = heard.or_else(|| home.device.hears_within(Duration::ZERO));
        home.device.replug();
        gateway = Gateway::start(&config);
        match heard {
            // The device has forgotten it.
            Some(ACK) => answered += 1,
            Some(other) => panic!("answered with {other:02x}"),
            None => home.say_until_it_is_taken(round, rate),
        }
        round += 1;
    }
    home.say_until_it_is_taken(58, 58);
    hub.until("the last one arrives", |hub| hub.pulse_rates().contains(&58)).await;
    assert_eq!(gateway.stop(), Some(0));
    hub.until("it said goodbye", |hub| !hub.is_online()).await;
    let mut gateway = Gateway::start(&config);
    let expected: Vec<u16> = (58..60 + u16::from(round)).collect();
    hub.until("all arrive", |hub| expected.iter().all(|rate| hub.pulse_rates().contains(rate))).await;
    let mut rates = hub.pulse_rates();
    rates.sort_unstable();
    assert_eq!(rates, expected, "each once");
    assert!((1..round).contains(&answered), "{answered} of {round} were answered before the kill: some should be, and not all");
    assert_eq!(gateway.stop(), Some(0));
}
