//! The loop: writes the steps of incidents that have become due, shows the board, reports what has to ring.

use super::{Parts, board, words};
use crate::api::dispatch::shown::situation_of;
use crate::clock;
use crate::feed::state::Update;
use crate::telemetry::Seldom;
use hearth_care::dispatch::{Heard, IncidentId, Trouble};
use hearth_store::StoreError;
use hearth_store::dispatch::{BoardRow, IncidentRow, Looked};
use hearth_vitals::WallMs;
use std::time::Duration;
use tokio::time::sleep;
use uuid::Uuid;

/// How often it looks: an offer is confirmed within a minute, and a dispatcher counts the seconds.
const PAUSE: Duration = Duration::from_secs(1);

/// The loop and its state.
pub struct DispatchLoop {
    parts: Parts,
    seldom: Seldom,
    /// When this process began to hear positions: silence from before does not count.
    began: WallMs,
}

impl DispatchLoop {
    pub fn new(parts: Parts) -> DispatchLoop {
        DispatchLoop { parts, seldom: Seldom::default(), began: clock::wall_ms() }
    }

    pub async fn run(mut self) {
        loop {
            if let Err(error) = self.look().await
                && let Some(left_out) = self.seldom.may(clock::mono_ms())
            {
                tracing::warn!(%error, left_out, "incidents could not be looked at; it is tried again in a second");
            }
            tokio::select! {
                () = self.parts.dispatch.0.notified() => {}
                () = sleep(PAUSE) => {}
            }
        }
    }

    /// Does the three jobs, each even if another fails. The look counts only if all of them succeeded: a hub whose board stands
    /// still is not well.
    async fn look(&mut self) -> Result<(), StoreError> {
        let now = clock::wall_ms();
        let looked = self.parts.store.look_at_incidents(now).await;
        let unread: Vec<IncidentId> = looked.iter().flat_map(|looked| &looked.failed).map(|(id, _)| IncidentId(id.as_u128())).collect();
        let shown = self.show(&unread, now).await;
        let opened = if self.parts.opens_incident { self.open_what_climbed(now).await } else { Ok(()) };
        tell(&looked?, &mut self.seldom);
        shown?;
        opened?;
        self.parts.looked_at.send_replace(Some(clock::mono_ms()));
        Ok(())
    }

    /// A board that cannot be read is reported as old, and the screens cover it.
    async fn show(&self, unread: &[IncidentId], now: WallMs) -> Result<(), StoreError> {
        let row = match self.parts.store.dispatch_board(None, now).await {
            Ok(row) => row,
            Err(error) => {
                self.parts.feed.publish(vec![Update::DispatchOld]).await;
                return Err(error);
            }
        };
        let heard = Heard { phones: self.parts.dispatch.phones(&row.units), since: Some(self.began) };
        for (rule, what) in words::told(&troubles(&row, &heard, now), unread) {
            self.parts.found.tell(rule, what);
        }
        self.parts.feed.publish(vec![Update::Dispatch(board::things(&row, now))]).await;
        Ok(())
    }

    async fn open_what_climbed(&mut self, now: WallMs) -> Result<(), StoreError> {
        let climbed = self.parts.store.open_what_climbed(Uuid::now_v7, now).await?;
        for (stay, incident) in climbed.opened {
            self.parts.dispatch.changed();
            tracing::info!(episode = %stay, %incident, "an alert has climbed to the dispatcher: an incident is opened");
        }
        if !climbed.failed.is_empty()
            && let Some(left_out) = self.seldom.may(clock::mono_ms())
        {
            for (alert, error) in climbed.failed {
                tracing::warn!(%alert, %error, left_out, "no incident could be opened for an alert; it is tried again, and the others were");
            }
        }
        Ok(())
    }
}

/// What is wrong with each of the incidents.
fn troubles(row: &BoardRow, heard: &Heard, now: WallMs) -> Vec<(IncidentId, Trouble)> {
    let mut board = situation_of(&row.units, true);
    let of = |incident: &IncidentRow| {
        board.stay_open = incident.stay_open;
        let trouble = incident.incident.trouble(&incident.incident.recommend(&board, now), &board, heard, now);
        (incident.incident.opening.id, trouble)
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
