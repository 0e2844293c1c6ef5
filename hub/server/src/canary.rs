//! The canary: a known alert that the hub sends itself along the whole way of a patient's alert, and reports missing when it does
//! not come back ([decision 30](../../../docs/decisions/0030-the-canary-is-no-patient.md)).
//!
//! [`bird`] is what is sent and what the alert engine makes of it, [`flight`] when it is missing; both pure. The task here sends
//! it to the broker and awaits it as a screen would, through the feed. Whether it is missing is not decided here but by the loop
//! that tells the hub's faults: a task that hangs must be missed, too.

pub mod bird;
pub mod flight;

use crate::clock;
use crate::engine::found::Found;
use crate::feed::topic::{Scope, Subject, Topic};
use crate::feed::{Feed, Viewer};
use flight::Flight;
use hearth_mqtt::{Message, Options, Sender};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep};

/// After so many periods without coming back it counts as missing.
pub const MISSED_PERIODS: u32 = 2;
/// How long the first one waits for the link to the broker.
const FIRST: Duration = Duration::from_secs(3);
/// The pause before a screen that could not keep up is opened again.
const JOIN_AGAIN: Duration = Duration::from_secs(1);

/// Hands a message to the broker; false if it does not take it.
pub type Way = Box<dyn FnMut(Message) -> bool + Send>;

/// The parts that the canary's task is given.
pub struct Parts {
    /// The feed, on which the canary has to appear.
    pub feed: Feed,
    /// Where the task reports how the canary is doing.
    pub found: Found,
    /// Time between two flights.
    pub period: Duration,
    /// It is missing when it has not come back for so long.
    pub missing_after: Duration,
    /// The way to the broker.
    pub send: Way,
    /// True when the hub is stopping.
    pub stop: watch::Receiver<bool>,
}

/// A connection to the broker, as the way there. Its events are taken, so that it never fills.
pub fn through(options: Options) -> Way {
    let (sender, mut events) = Sender::connect(options);
    tokio::spawn(async move { while events.recv().await.is_some() {} });
    let sender = Closing(sender);
    Box::new(move |message| sender.0.try_publish(message, 0).is_ok())
}

/// Leaves the broker when it is dropped.
struct Closing(Sender);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.shutdown(Duration::from_secs(1));
    }
}

/// Sends canaries until the hub stops.
pub async fn run(parts: Parts) {
    let Parts { feed, found, period, missing_after, mut send, mut stop } = parts;
    let mut flight = Flight::begins(clock::mono_ms(), missing_after);
    let mut ticks = interval_at(Instant::now() + FIRST.min(period), period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut seen = feed.screens().canary().subscribe();
    let mut screen = None;
    loop {
        found.flies(flight.clone());
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = ticks.tick() => {
                let now = clock::now();
                let number = bird::number(now.wall);
                let taken = bird::message(number, now.wall).is_some_and(&mut send);
                flight.sent(number, now.mono, taken);
            }
            number = next(&mut screen, &feed) => {
                let witnesses = *feed.screens().witnesses().borrow();
                note(flight.told(number, witnesses, clock::mono_ms()));
            }
            Ok(()) = seen.changed() => {
                let number = *seen.borrow_and_update();
                note(flight.seen(number, clock::mono_ms()));
            }
        }
    }
}

/// Number of the next canary on the feed. May be dropped while it waits.
async fn next(screen: &mut Option<Viewer>, feed: &Feed) -> u64 {
    loop {
        if screen.is_none() {
            *screen = feed.join(Scope::Patients).await;
            match screen {
                Some(screen) => screen.subscribe(Subject::Whole(Topic::Alerts), Scope::Patients).await,
                None => sleep(JOIN_AGAIN).await,
            }
        }
        let Some(open) = screen else { continue };
        match open.next().await {
            Ok(text) => {
                if let Some(number) = bird::number_in(&text) {
                    return number;
                }
            }
            Err(_) => {
                *screen = None;
                sleep(JOIN_AGAIN).await;
            }
        }
    }
}

fn note(round_trip_ms: Option<u64>) {
    let Some(round_trip_ms) = round_trip_ms else { return };
    metrics::histogram!("hearth_canary_round_trip_seconds").record(round_trip_ms as f64 / 1_000.0);
    metrics::gauge!("hearth_canary_seen_timestamp_seconds").set(clock::wall_ms().0 as f64 / 1_000.0);
}
