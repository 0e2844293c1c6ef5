//! Who is trying out what on stored days: one long trial at a time, and one short look.
//!
//! The work itself is in [`crate::replay`]; this only knows whose trial it is, how far it is, and how to end it.

use crate::feed::message::StaffRef;
use crate::replay::progress::Progress;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// The ratio of rest to work of a long trial: of two cores it takes less than one, with what the database does for it.
const SHARE: u32 = 1;

/// The trials of this hub; clones refer to the same trials.
#[derive(Debug, Clone)]
pub struct Workbench {
    running: Arc<Mutex<Option<Running>>>,
    /// The permits of short looks at what a change would have done; whoever looks waits for one.
    pub(crate) looks: Arc<Semaphore>,
}

impl Default for Workbench {
    fn default() -> Workbench {
        Workbench { running: Arc::default(), looks: Arc::new(Semaphore::new(1)) }
    }
}

/// A trial that is running.
#[derive(Debug, Clone)]
pub struct Running {
    /// Id of the trial.
    pub id: Uuid,
    /// The person who began the trial.
    pub by: StaffRef,
    /// How far the trial is.
    pub progress: Progress,
}

/// The turn of a running trial: until it is dropped, no other trial may begin.
#[derive(Debug)]
pub struct Turn(Workbench);

impl Workbench {
    /// Begins a trial.
    ///
    /// # Errors
    /// The person whose trial is already running.
    pub fn begin(&self, id: Uuid, by: &StaffRef) -> Result<(Progress, Turn), StaffRef> {
        let mut running = self.lock();
        if let Some(running) = running.as_ref() {
            return Err(running.by.clone());
        }
        let progress = Progress::resting(SHARE);
        *running = Some(Running { id, by: by.clone(), progress: progress.clone() });
        Ok((progress, Turn(self.clone())))
    }

    /// The trial that is running, if there is one.
    pub fn running(&self) -> Option<Running> {
        self.lock().clone()
    }

    /// Ends a person's trial. False if none of theirs is running.
    pub fn cancel(&self, by: Uuid) -> bool {
        let running = self.lock();
        let own = running.as_ref().filter(|running| running.by.id == by);
        own.inspect(|running| running.progress.cancel()).is_some()
    }

    /// Ends the trial that is running, because the hub is stopping.
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
