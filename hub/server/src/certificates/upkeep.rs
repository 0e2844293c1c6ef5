//! The task that keeps certificates good: renews the hub's own at two thirds of their life, takes those of the site as they
//! are exchanged, hands the broker its own, and announces those that end.

use super::fault::Fault;
use super::files::{self, Pair};
use super::house::{House, Server};
use super::shown::Shown;
use crate::clock;
use crate::config::{Config, Door};
use crate::embedded::PlatformError;
use crate::embedded::broker_files::BrokerFiles;
use hearth_trust::Certificate;
use hearth_vitals::WallMs;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;
use tokio::time::sleep;

/// How often it looks; somebody who has exchanged a file is waiting.
const LOOK: Duration = Duration::from_secs(5);

/// How often the broker is told again to read its files after they changed, at each look: a signal that comes while it restarts
/// may be lost.
const TOLD_AGAIN: u32 = 12;

/// What the task keeps.
pub struct Keeper {
    house: House,
    door: Door,
    shown: Option<(Shown, Vec<u8>)>,
    broker: Option<BrokerFiles>,
    /// How often the broker is still to be told to read its files.
    to_tell: u32,
    /// The last announcement and the last fault of each certificate: each is told once.
    announced: BTreeMap<&'static str, u32>,
    faults: BTreeMap<&'static str, Fault>,
}

/// The certificate that the door shows, made or read.
fn of_door(house: &House, door: &Door, now: WallMs) -> Result<Option<Pair>, Fault> {
    match door {
        Door::Plain | Door::Proxied => Ok(None),
        Door::Own => house.server(Server::Hub, now).map(Some),
        Door::Given { certificate, key } => {
            let pair = files::pair(certificate, key)?;
            // A certificate that has ended is shown all the same, with a complaint: a hub that does not start watches nobody.
            if let Err(fault) = files::holds(certificate, &pair.certificate, now) {
                tracing::error!("{fault}");
            }
            Ok(Some(pair))
        }
    }
}

/// The same at the start: a hub whose clock is wrong, or whose authority has ended, shows the certificate that it has and
/// says so. [`Keeper::run`] tries again.
fn at_start(house: &House, door: &Door, now: WallMs) -> Result<Option<Pair>, Fault> {
    of_door(house, door, now).or_else(|fault| {
        let kept = house.kept(Server::Hub).filter(|_| *door == Door::Own).ok_or_else(|| fault.clone())?;
        tracing::error!("the certificate from before is shown: {fault}");
        Ok(Some(kept))
    })
}

impl Keeper {
    /// Reads or makes what the configured hub shows.
    ///
    /// # Errors
    /// [`Fault`]: a hub that cannot show what it should does not start.
    pub fn start(config: &Config) -> Result<Keeper, Fault> {
        let (house, door) = (House::of(config), config.server.door());
        let shown = at_start(&house, &door, clock::wall_ms())?.map(|pair| (Shown::new(&pair), pair.pem));
        Ok(Keeper { house, door, shown, broker: None, to_tell: 0, announced: BTreeMap::new(), faults: BTreeMap::new() })
    }

    /// What the listener shows; `None` where it speaks plain text.
    pub fn shown(&self) -> Option<Shown> {
        self.shown.as_ref().map(|(shown, _)| shown.clone())
    }

    /// The files of the hub's own broker, which gets its certificate from here.
    #[must_use]
    pub fn with_broker(self, broker: Option<BrokerFiles>) -> Keeper {
        Keeper { broker, ..self }
    }

    /// Keeps certificates good for ever; ends when its future is dropped.
    pub async fn run(mut self) {
        loop {
            self.look(clock::wall_ms());
            sleep(LOOK).await;
        }
    }

    fn look(&mut self, now: WallMs) {
        let door = of_door(&self.house, &self.door, now);
        if let Some(Some(pair)) = self.noted("hub", door) {
            self.announce("hub", &pair.certificate, now);
            if let Some((shown, known)) = self.shown.as_mut().filter(|(_, known)| *known != pair.pem) {
                shown.exchange(&pair);
                *known = pair.pem;
                tracing::info!("the hub shows its new certificate");
            }
        }
        if let Some(broker) = self.broker.clone() {
            let handed = self.house.server(Server::Broker, now).and_then(|pair| self.hand_over(&broker, &pair).map(|()| pair));
            if let Some(pair) = self.noted("broker", handed) {
                self.announce("broker", &pair.certificate, now);
            }
        }
        if let Ok(Some(authority)) = super::Authority::open(self.house.folder()) {
            self.announce("authority", &authority.certificate, now);
        }
    }

    /// Gives the broker its certificate, if it has another one, and has it read it; sessions stay.
    fn hand_over(&mut self, broker: &BrokerFiles, pair: &Pair) -> Result<(), Fault> {
        let said = |error: PlatformError| Fault::Unwritable { path: PathBuf::from("the broker's files"), why: error.to_string() };
        if broker.show(&pair.pem, &pair.key_pem).map_err(said)? {
            self.to_tell = TOLD_AGAIN;
        }
        if self.to_tell > 0 {
            broker.reload().map_err(said)?;
            self.to_tell -= 1;
        }
        Ok(())
    }

    /// Tells a fault once; what was shown before stays in force.
    fn noted<T>(&mut self, what: &'static str, done: Result<T, Fault>) -> Option<T> {
        match done {
            Ok(done) => {
                self.faults.remove(what);
                Some(done)
            }
            Err(fault) => {
                if self.faults.get(what) != Some(&fault) {
                    tracing::error!(certificate = what, "the certificate in force is kept: {fault}");
                    self.faults.insert(what, fault);
                }
                None
            }
        }
    }

    fn announce(&mut self, what: &'static str, certificate: &Certificate, now: WallMs) {
        let left = certificate.life.days_left(now);
        metrics::gauge!("hearth_certificate_end_timestamp_seconds", "certificate" => what).set(certificate.life.until.0 as f64 / 1_000.0);
        match certificate.life.announced(now) {
            Some(days) if self.announced.insert(what, days) != Some(days) => {
                tracing::warn!(certificate = what, days_left = left, "a certificate ends within {days} days and has not been renewed");
            }
            Some(_) => {}
            None => {
                self.announced.remove(what);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hub_whose_clock_is_wrong_or_whose_authority_has_ended_starts_with_the_certificate_it_has() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        let (house, now) = (House::of(&config), WallMs(1_790_000_000_000));
        let made = at_start(&house, &Door::Own, now).unwrap().unwrap();
        for clock in [WallMs(0), now.plus(30 * 365 * 86_400_000)] {
            assert!(of_door(&house, &Door::Own, clock).is_err(), "the fault is told at each look");
            let shown = at_start(&house, &Door::Own, clock).unwrap().unwrap();
            assert_eq!(shown.pem, made.pem);
        }
    }

    #[test]
    fn a_broker_that_may_have_missed_the_signal_is_told_again_for_a_while() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        let broker = BrokerFiles::of(&config).unwrap();
        let mut keeper = Keeper::start(&config).unwrap();
        let pair = keeper.house.server(Server::Broker, WallMs(1_790_000_000_000)).unwrap();
        keeper.hand_over(&broker, &pair).unwrap();
        assert_eq!(keeper.to_tell, TOLD_AGAIN - 1);
        for _ in 0..TOLD_AGAIN {
            keeper.hand_over(&broker, &pair).unwrap();
        }
        assert_eq!(keeper.to_tell, 0, "and then no more");
    }
}
