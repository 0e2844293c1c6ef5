//! What the hub hears from its screens and about them, besides the feed itself: what they confirm, when alerts have changed, and
//! whether some alert reaches nobody.

use hearth_escalation::{Pause, PauseError, QuietError, QuietWish, Receipt};
use serde::Deserialize;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, mpsc, oneshot, watch};
use uuid::Uuid;

/// How many receipts of screens may wait: a thousand screens that confirm one rung.
const SAID: usize = 2_048;

/// How many wishes of people may wait: the hub answers each within a moment.
const WISHES: usize = 64;

/// What somebody wants of an alert's climb, or of all alerts of a stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Pause the alert: for a while it neither climbs nor sounds.
    Pause(Pause),
    /// End the pause now.
    Resume,
    /// Keep something of the stay quiet, under this id, for a reason in the person's own words.
    Quieten(QuietWish, Uuid, String),
    /// End what is quiet, by its id.
    Unquieten(Uuid),
}

/// Why a wish was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unwished {
    /// The pause is not allowed.
    Pause(PauseError),
    /// No pause is under way.
    NotPaused,
    /// It is not kept quiet.
    Quiet(QuietError),
    /// Nothing of this id is quiet.
    NotQuiet,
    /// It is not known whether it was done: the store does not answer, or the hub is stopping.
    Unknown,
}

/// A wish, with the person who has it and where the answer goes.
#[derive(Debug)]
pub struct Wished {
    /// The alert that it is about, or the stay.
    pub about: Uuid,
    /// What is asked for.
    pub wish: Wish,
    /// The member of staff who asks for it.
    pub by: Uuid,
    /// Answered once it is committed.
    pub done: oneshot::Sender<Result<(), Unwished>>,
}

/// What a screen says of a rung. `answered` comes from an acknowledgement, not from a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmed {
    /// The screen shows the alert and sounds.
    Delivered,
    /// Somebody has opened the alert.
    Opened,
}

impl From<Confirmed> for Receipt {
    fn from(confirmed: Confirmed) -> Receipt {
        match confirmed {
            Confirmed::Delivered => Receipt::Delivered,
            Confirmed::Opened => Receipt::Opened,
        }
    }
}

/// A receipt, with who is signed in at the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScreenReceipt {
    /// The alert whose rung was shown.
    pub alert: Uuid,
    /// Number of the round, from 1.
    pub round: u32,
    /// Number of the rung in the round, from 1.
    pub rung: u8,
    /// What became of it.
    pub receipt: Receipt,
    /// The person who is signed in at the screen.
    pub by: Uuid,
}

/// The queues that escalation reads: receipts and wishes.
pub type ScreenInbox = (mpsc::Receiver<ScreenReceipt>, mpsc::Receiver<Wished>);

/// The screens as escalation sees them; cheap to clone.
#[derive(Clone)]
pub struct Screens {
    alerts: Arc<Notify>,
    said: mpsc::Sender<ScreenReceipt>,
    wished: mpsc::Sender<Wished>,
    hears: Arc<Mutex<Option<ScreenInbox>>>,
    unheard: watch::Sender<bool>,
    silent: watch::Sender<usize>,
    witnesses: watch::Sender<usize>,
    canary: watch::Sender<u64>,
}

impl Default for Screens {
    fn default() -> Screens {
        let (said, hears) = mpsc::channel(SAID);
        let (wished, wishes) = mpsc::channel(WISHES);
        Screens {
            alerts: Arc::default(),
            said,
            wished,
            hears: Arc::new(Mutex::new(Some((hears, wishes)))),
            unheard: watch::channel(false).0,
            silent: watch::channel(0).0,
            witnesses: watch::channel(0).0,
            canary: watch::channel(0).0,
        }
    }
}

impl Screens {
    /// Notes that an alert has changed and the change is committed.
    pub(crate) fn alerts_changed(&self) {
        self.alerts.notify_one();
    }

    /// Wakes whoever waits for a change of an alert; one that came while nobody waited counts.
    pub fn alerts(&self) -> Arc<Notify> {
        self.alerts.clone()
    }

    /// Passes on what a screen says. If the queue is full it is dropped, and the rung goes on as if the screen had been silent.
    pub fn say(&self, said: ScreenReceipt) {
        if self.said.try_send(said).is_err() {
            tracing::debug!(alert = %said.alert, "a receipt was not taken");
        }
    }

    /// Waits until a wish is done.
    ///
    /// # Errors
    /// [`Unwished`]: why it was not.
    pub async fn wish(&self, about: Uuid, wish: Wish, by: Uuid) -> Result<(), Unwished> {
        let (done, answer) = oneshot::channel();
        self.wished.try_send(Wished { about, wish, by, done }).map_err(|_| Unwished::Unknown)?;
        answer.await.unwrap_or(Err(Unwished::Unknown))
    }

    /// The receipts and wishes; `None` if somebody listens already.
    pub fn listen(&self) -> Option<ScreenInbox> {
        self.hears.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// How many screens are open that have confirmed the known alert which the hub sends itself, and so should confirm the next.
    pub fn witnesses(&self) -> &watch::Sender<usize> {
        &self.witnesses
    }

    /// The number of the known alert that a screen confirmed last.
    pub fn canary(&self) -> &watch::Sender<u64> {
        &self.canary
    }

    /// How many walls are open and confirm nothing any more.
    pub fn silent(&self) -> &watch::Sender<usize> {
        &self.silent
    }

    /// Whether some alert has a rung that nobody could hear, and still waits for somebody.
    pub fn unheard(&self) -> &watch::Sender<bool> {
        &self.unheard
    }
}
