//! What people wish of the ladder: a pause of one alert, something that is quiet for hours, and the end of both.

use super::EscalateLoop;
use crate::clock;
use crate::feed::screens::{Unwished, Wish, Wished};
use hearth_alerts::{AlertId, Now, StaffId};
use hearth_escalation::{Escalation, PauseError};
use hearth_store::StoreError;

/// What became of a wish; the outer error is the store's.
type Granted = Result<Result<(), Unwished>, StoreError>;

impl EscalateLoop {
    /// Pauses an alert or ends a pause, as somebody asked; the alerts are read again before.
    pub(super) async fn grant(&mut self, wished: Wished) -> Result<(), StoreError> {
        let answer = self.granted(&wished).await;
        let told = match &answer {
            Ok(done) => done.clone(),
            Err(_) => Err(Unwished::Unknown),
        };
        // A person who no longer waits for the answer sees it on the screen.
        let _ = wished.done.send(told);
        answer.map(drop)
    }

    async fn granted(&mut self, wished: &Wished) -> Granted {
        self.look().await?;
        let now = clock::now();
        if matches!(wished.wish, Wish::Pause(_) | Wish::Resume) {
            return self.granted_to_one(wished, now).await;
        }
        let mut escalation = self.escalation.clone();
        if let Err(refused) = self.quiet(&mut escalation, wished, now) {
            return Ok(Err(refused));
        }
        let reason = if let Wish::Quieten(_, id, reason) = &wished.wish { Some((id.as_u128(), reason.clone())) } else { None };
        let reachable = self.reachable(&self.roster.clone().of_those_at(&self.feed.viewers().people()), now);
        let steps = escalation.advance(&self.open, &reachable, now);
        self.commit_all(escalation, steps, reason, now).await.map(Ok)
    }

    /// Begins or ends what is quiet for a stay.
    fn quiet(&self, escalation: &mut Escalation, wished: &Wished, now: Now) -> Result<(), Unwished> {
        let (by, stay) = (StaffId(wished.by.as_u128()), wished.about.as_u128());
        match &wished.wish {
            Wish::Quieten(wish, id, _) => escalation.quieten(*wish, (id.as_u128(), stay), by, &self.open, now).map_err(Unwished::Quiet),
            Wish::Unquieten(id) if self.quiets.is_of(id.as_u128(), stay) && escalation.unquieten(id.as_u128(), by, now) => Ok(()),
            Wish::Unquieten(_) => Err(Unwished::NotQuiet),
            Wish::Pause(_) | Wish::Resume => Err(Unwished::Unknown),
        }
    }

    async fn granted_to_one(&mut self, wished: &Wished, now: Now) -> Granted {
        let (alert, by) = (AlertId(wished.about.as_u128()), StaffId(wished.by.as_u128()));
        let mut escalation = self.escalation.clone();
        let step = match wished.wish {
            Wish::Pause(pause) => match self.open.iter().find(|open| open.id == alert) {
                Some(open) => escalation.pause(open, pause, by, now).map_err(Unwished::Pause),
                None => Err(Unwished::Pause(PauseError::Changed)),
            },
            Wish::Resume => escalation.resume(alert, by, now).ok_or(Unwished::NotPaused),
            Wish::Quieten(..) | Wish::Unquieten(_) => Err(Unwished::Unknown),
        };
        match step {
            Ok(step) => self.commit(escalation, vec![step], now).await.map(Ok),
            Err(refused) => Ok(Err(refused)),
        }
    }
}
