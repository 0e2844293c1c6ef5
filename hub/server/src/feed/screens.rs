//! What the hub hears of its screens, and tells about them, beside the feed itself: what they confirm, when there is
//! something new about alerts, and whether some alert reaches nobody.

use hearth_escalation::Receipt;
use serde::Deserialize;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, mpsc, watch};
use uuid::Uuid;

/// What screens say waits here, at most: a thousand screens that confirm one rung.
const SAID: usize = 2_048;

/// What a screen says of a rung. `answered` is said by who acknowledges, not by a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmed {
    /// It is shown, and sounds.
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
pub struct Said {
    /// Of which alert.
    pub alert: Uuid,
    /// Of which round, from 1.
    pub round: u32,
    /// Of which rung, from 1.
    pub rung: u8,
    /// What became of it.
    pub receipt: Receipt,
    /// Who is signed in.
    pub by: Uuid,
}

/// The screens as escalation sees them; cheap to clone.
#[derive(Clone)]
pub struct Screens {
    alerts: Arc<Notify>,
    said: mpsc::Sender<Said>,
    hears: Arc<Mutex<Option<mpsc::Receiver<Said>>>>,
    unheard: watch::Sender<bool>,
    silent: watch::Sender<usize>,
}

impl Default for Screens {
    fn default() -> Screens {
        let (said, hears) = mpsc::channel(SAID);
        Screens {
            alerts: Arc::default(),
            said,
            hears: Arc::new(Mutex::new(Some(hears))),
            unheard: watch::channel(false).0,
            silent: watch::channel(0).0,
        }
    }
}

impl Screens {
    /// An alert has changed, and the change is committed.
    pub(super) fn alerts_changed(&self) {
        self.alerts.notify_one();
    }

    /// Wakes whoever waits for a change of an alert; one that came while nobody waited counts.
    pub fn alerts(&self) -> Arc<Notify> {
        self.alerts.clone()
    }

    /// Hands on what a screen says. What does not fit is left out: the rung goes on, as if the screen had been silent.
    pub fn say(&self, said: Said) {
        if self.said.try_send(said).is_err() {
            tracing::debug!(alert = %said.alert, "a receipt was not taken");
        }
    }

    /// What screens say; `None` if somebody listens already.
    pub fn listen(&self) -> Option<mpsc::Receiver<Said>> {
        self.hears.lock().unwrap_or_else(PoisonError::into_inner).take()
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
