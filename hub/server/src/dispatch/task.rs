//! The loop: write what time has made of the incidents, show the board, tell what has to ring.

use super::{Parts, board, words};
use crate::api::dispatch::shown::board_of;
use crate::clock;
use crate::feed::state::Update;
use crate::telemetry::Seldom;
use hearth_care::dispatch::Trouble;
use hearth_store::StoreError;
use hearth_store::dispatch::{BoardRow, IncidentRow, Looked};
use hearth_vitals::WallMs;
use std::time::Duration;
use tokio::time::sleep;
use uuid::Uuid;

/// How often it looks: an offer is confirmed within a minute, and a dispatcher counts the seconds.
const PAUSE: Duration = Duration::from_secs(1);

/// The loop and its state.
pub struct Task {
    parts: Parts,
    seldom: Seldom,
}

impl Task {
    pub fn new(parts: Parts) -> Task {
        Task { parts, seldom: Seldom::default() }
    }

    pub async fn run(mut self) {
        loop {
            if let Err(error) = self.look().await
                && let Some(left_out) = self.seldom.may(clock::mono_ms())
            {
                tracing::warn!(%error, left_out, "incidents could not be looked at; it is tried again in a second");
            }
            tokio::select! {
                () = self.parts.desk.0.notified() => {}
                () = sleep(PAUSE) => {}
            }
        }
    }

    async fn look(&mut self) -> Result<(), StoreError> {
        let now = clock::wall_ms();
        let looked = self.parts.store.look_at_incidents(now).await?;
        tell(&looked, &mut self.seldom);
        self.parts.looked_at.send_replace(Some(clock::mono_ms()));
        self.show(now).await?;
        if self.parts.opens_incident { self.open_what_climbed(now).await } else { Ok(()) }
    }

    async fn show(&self, now: WallMs) -> Result<(), StoreError> {
        let row = self.parts.store.dispatch_board(None, now).await?;
        for (rule, what) in words::told(&troubles(&row, now)) {
            self.parts.found.tell(rule, what);
        }
        self.parts.feed.publish(vec![Update::Dispatch(board::things(&row, now))]).await;
        Ok(())
    }

    async fn open_what_climbed(&self, now: WallMs) -> Result<(), StoreError> {
        for (stay, incident) in self.parts.store.open_what_climbed(Uuid::now_v7, now).await? {
            self.parts.desk.changed();
            tracing::info!(episode = %stay, %incident, "an alert has climbed to the dispatcher: an incident is opened");
        }
        Ok(())
    }
}

/// What is wrong with each of the incidents.
fn troubles(row: &BoardRow, now: WallMs) -> Vec<Trouble> {
    let mut board = board_of(&row.units, true);
    let of = |incident: &IncidentRow| {
        board.stay_open = incident.stay_open;
        incident.incident.trouble(&incident.incident.recommend(&board, now), &board, now)
    };
    row.incidents.iter().map(of).collect()
}

fn tell(looked: &Looked, seldom: &mut Seldom) {
    for (stay, steps) in &looked.told {
        let what: Vec<&str> = steps.iter().map(|step| step.what.key()).collect();
        tracing::info!(episode = %stay, ?what, "incident");
    }
    let may = if looked.failed.is_empty() { None } else { seldom.may(clock::mono_ms()) };
    if let Some(left_out) = may {
        for (incident, error) in &looked.failed {
            tracing::warn!(%incident, %error, left_out, "an incident could not be looked at; the others were");
        }
    }
}
