//! Whether the hub is ready: each part that must work, and why it does not.
//!
//! A hub is ready while readings can arrive, be committed and be judged, and its faults can be reported; a process that merely
//! answers is not enough. The answer comes from what the parts report of themselves ([`Signs`]), so that asking cannot hang; only
//! the database is queried afresh.

use crate::embedded::{Health, State};
use crate::engine::IntakeSignal;
use crate::ingest::intake::Connected;
use hearth_vitals::MonoMs;
use serde::Serialize;
use tokio::sync::watch::Receiver;

/// A loop that has not completed a turn for this long counts as standing still, in milliseconds. It waits for no statement longer
/// than ten seconds, and notes a turn before each.
pub const STANDS_MS: u64 = 30_000;

/// What the parts of the hub report of themselves; cheap to clone.
#[derive(Clone)]
pub struct Signs {
    /// The hub's own database and broker.
    pub health: Health,
    /// The link on which live readings arrive.
    pub connected: Receiver<Connected>,
    /// The loop that judges and commits.
    pub intake: Receiver<IntakeSignal>,
    /// When the loop that reports the hub's faults last turned; `None` before its first turn.
    pub faults: Receiver<Option<MonoMs>>,
    /// When the dispatch loop last looked at the incidents; `None` before its first turn.
    pub dispatch: Receiver<Option<MonoMs>>,
    /// Whether this is the active hub.
    pub lease: Receiver<bool>,
}

/// One part of the hub, with whether it works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Name of the part: `database`, `broker`, `intake`, `commits`, `lease`, `engine`, `faults` or `dispatch`.
    pub name: &'static str,
    /// True while the part does its work.
    pub ok: bool,
    /// What does not work and since when, in English; empty while the part works.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl Part {
    fn new(name: &'static str, fault: Option<String>) -> Part {
        Part { name, ok: fault.is_none(), detail: fault.unwrap_or_default() }
    }
}

impl Signs {
    /// Every part with its state; `database` is the reason why the database did not answer just now, if so.
    pub fn parts(&self, database: Option<String>, now: MonoMs) -> Vec<Part> {
        let down = |state: &State| match state {
            State::Down { reason, .. } => Some(reason.clone()),
            State::Starting | State::Up => None,
        };
        let connected = self.connected.borrow();
        let intake = self.intake.borrow();
        let cut =
            (!connected.up).then(|| if connected.reason.is_empty() { "not connected yet".to_owned() } else { connected.reason.clone() });
        let commits = intake.store_failing.as_ref();
        let commits = commits.map(|(since, why)| format!("nothing could be committed for {} s: {why}", now.since(*since) / 1_000));
        let lease = (!*self.lease.borrow()).then(|| "another hub may be active: the lease is not held".to_owned());
        vec![
            Part::new("database", down(&self.health.database.borrow()).or(database)),
            Part::new("broker", down(&self.health.broker.borrow())),
            Part::new("intake", cut),
            Part::new("commits", commits),
            Part::new("lease", lease),
            Part::new("engine", stands("judges", intake.alive, now)),
            Part::new("faults", stands("tells the hub's faults", *self.faults.borrow(), now)),
            Part::new("dispatch", stands("looks at incidents", *self.dispatch.borrow(), now)),
        ]
    }

    /// The name of a loop that stands still, if one does; then the service manager gets no sign of life and restarts the hub.
    pub fn standing_still(&self, now: MonoMs) -> Option<String> {
        stands("judges", self.intake.borrow().alive, now).or_else(|| stands("tells the hub's faults", *self.faults.borrow(), now))
    }
}

/// What is wrong with a loop that last turned at `turned`; one that has never turned gives no sign of life either.
fn stands(what: &str, turned: Option<MonoMs>, now: MonoMs) -> Option<String> {
    match turned {
        None => Some(format!("the loop that {what} has not begun")),
        Some(turned) if now.since(turned) > STANDS_MS => {
            Some(format!("the loop that {what} has stood still for {} s", now.since(turned) / 1_000))
        }
        Some(_) => None,
    }
}

/// One line on the state of the parts, for the service manager and the log.
pub fn status(parts: &[Part]) -> String {
    let missing: Vec<String> = parts.iter().filter(|part| !part.ok).map(|part| format!("{}: {}", part.name, part.detail)).collect();
    if missing.is_empty() { "ready".to_owned() } else { format!("not ready: {}", missing.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_vitals::WallMs;
    use tokio::sync::watch::{self, Sender};

    struct Reported {
        database: Sender<State>,
        broker: Sender<State>,
        connected: Sender<Connected>,
        intake: Sender<IntakeSignal>,
        faults: Sender<Option<MonoMs>>,
        dispatch: Sender<Option<MonoMs>>,
        lease: Sender<bool>,
    }

    const NOW: MonoMs = MonoMs(100_000);

    fn all_is_well() -> (Reported, Signs) {
        let (database, database_is) = watch::channel(State::Up);
        let (broker, broker_is) = watch::channel(State::Up);
        let (connected, connected_is) = watch::channel(Connected { up: true, reason: String::new() });
        let (intake, intake_is) = watch::channel(IntakeSignal { alive: Some(NOW), ..IntakeSignal::default() });
        let (faults, faults_is) = watch::channel(Some(NOW));
        let (dispatch, dispatch_is) = watch::channel(Some(NOW));
        let (lease, lease_is) = watch::channel(true);
        let health = Health { database: database_is, broker: broker_is };
        let signs = Signs { health, connected: connected_is, intake: intake_is, faults: faults_is, dispatch: dispatch_is, lease: lease_is };
        (Reported { database, broker, connected, intake, faults, dispatch, lease }, signs)
    }

    fn missing(signs: &Signs, now: MonoMs) -> Vec<&'static str> {
        signs.parts(None, now).iter().filter(|part| !part.ok).map(|part| part.name).collect()
    }

    #[test]
    fn each_part_that_does_not_hold_is_told_by_its_name_and_alone() {
        let (said, signs) = all_is_well();
        assert_eq!(missing(&signs, NOW), Vec::<&str>::new());
        assert_eq!(status(&signs.parts(None, NOW)), "ready");
        assert_eq!(signs.parts(Some("no answer".into()), NOW)[0], Part { name: "database", ok: false, detail: "no answer".into() });
        let down = State::Down { since: WallMs(0), reason: "killed".into() };
        said.database.send_replace(down.clone());
        assert_eq!(missing(&signs, NOW), ["database"]);
        said.database.send_replace(State::Up);
        said.broker.send_replace(down);
        assert_eq!(missing(&signs, NOW), ["broker"]);
        said.broker.send_replace(State::Up);
        said.connected.send_replace(Connected { up: false, reason: "closed".into() });
        assert_eq!(missing(&signs, NOW), ["intake"]);
        said.connected.send_replace(Connected { up: true, reason: String::new() });
        said.intake.send_modify(|signal| signal.store_failing = Some((MonoMs(52_000), "no space left".into())));
        assert_eq!(status(&signs.parts(None, NOW)), "not ready: commits: nothing could be committed for 48 s: no space left");
        said.intake.send_modify(|signal| signal.store_failing = None);
        said.lease.send_replace(false);
        assert_eq!(missing(&signs, NOW), ["lease"]);
        said.lease.send_replace(true);
        said.dispatch.send_replace(None);
        assert_eq!(status(&signs.parts(None, NOW)), "not ready: dispatch: the loop that looks at incidents has not begun");
    }

    #[test]
    fn a_loop_that_hangs_is_seen_and_no_sign_of_life_is_given() {
        let (said, signs) = all_is_well();
        assert_eq!(signs.standing_still(NOW.plus(STANDS_MS)), None);
        let later = NOW.plus(STANDS_MS + 1);
        assert_eq!(missing(&signs, later), ["engine", "faults", "dispatch"]);
        said.faults.send_replace(Some(later));
        assert!(signs.standing_still(later).unwrap().contains("judges"), "the engine's loop hangs");
        said.intake.send_modify(|signal| signal.alive = Some(later));
        said.faults.send_replace(Some(NOW));
        assert!(signs.standing_still(later).unwrap().contains("faults"), "the loop beside it hangs");
        said.faults.send_replace(Some(later));
        assert_eq!(signs.standing_still(later), None);
        said.intake.send_modify(|signal| signal.alive = None);
        assert!(signs.standing_still(later).is_some(), "it never began");
    }
}
