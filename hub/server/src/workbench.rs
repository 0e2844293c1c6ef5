//! Who tries out what over stored days: one long trial at a time, and one short look.
//!
//! The work itself is [`crate::replay`]; this only knows whose it is, how far, and how to end it.

use crate::feed::message::StaffRef;
use crate::replay::progress::Progress;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// A long trial rests as long as it works: what it may take of two cores is less than one, with what the database does for it.
const SHARE: u32 = 1;

/// The trials of this hub; clones are the same.
#[derive(Debug, Clone)]
pub struct Workbench {
    running: Arc<Mutex<Option<Running>>>,
    /// Whoever looks at what a change would have done waits for this.
    pub(crate) looks: Arc<Semaphore>,
}

impl Default for Workbench {
    fn default() -> Workbench {
        Workbench { running: Arc::default(), looks: Arc::new(Semaphore::new(1)) }
    }
}

/// A trial on its way.
#[derive(Debug, Clone)]
pub struct Running {
    /// Its id.
    pub id: Uuid,
    /// Who began it.
    pub by: StaffRef,
    /// How far it is.
    pub progress: Progress,
}

/// Until it is dropped, the trial runs and no other one may begin.
#[derive(Debug)]
pub struct Turn(Workbench);

impl Workbench {
    /// Begins a trial.
    ///
    /// # Errors
    /// Whose trial is running.
    pub fn begin(&self, id: Uuid, by: &StaffRef) -> Result<(Progress, Turn), StaffRef> {
        let mut running = self.lock();
        if let Some(running) = running.as_ref() {
            return Err(running.by.clone());
        }
        let progress = Progress::resting(SHARE);
        *running = Some(Running { id, by: by.clone(), progress: progress.clone() });
        Ok((progress, Turn(self.clone())))
    }

    /// The trial that is running.
    pub fn running(&self) -> Option<Running> {
        self.lock().clone()
    }

    /// Ends a person's trial. False if none of theirs is running.
    pub fn cancel(&self, by: Uuid) -> bool {
        let running = self.lock();
        let own = running.as_ref().filter(|running| running.by.id == by);
        own.inspect(|running| running.progress.cancel()).is_some()
    }

    /// Ends whatever is running: the hub is stopping.
    pub fn cancel_all(&self) {
        self.lock().iter().for_each(|running| running.progress.cancel());
    }

    fn lock(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *self.0.lock() = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_trial_runs_at_a_time_and_only_its_person_cancels_it() {
        let (bench, person) = (Workbench::default(), |n| StaffRef { id: Uuid::from_u128(n), display_name: n.to_string() });
        let (progress, turn) = bench.begin(Uuid::from_u128(9), &person(1)).unwrap();
        assert_eq!(bench.begin(Uuid::from_u128(8), &person(2)).unwrap_err(), person(1));
        assert!(!bench.cancel(person(2).id) && !progress.is_cancelled(), "another person's");
        assert!(bench.cancel(person(1).id) && progress.is_cancelled());
        assert!(bench.running().is_some(), "it runs until it has noticed");
        drop(turn);
        assert!(bench.running().is_none() && bench.begin(Uuid::from_u128(8), &person(2)).is_ok());
    }
}
