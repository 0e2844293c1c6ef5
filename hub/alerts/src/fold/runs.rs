//! The runs of all rungs. Nearly always there are none, and then they take no room.

use super::Run;
use crate::ladder::LADDER_MAX;

/// For each rung the values beyond it, if there are any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Runs(Option<Box<[Option<Run>; LADDER_MAX]>>);

impl Runs {
    /// The run of one rung.
    pub fn get(&self, place: usize) -> Option<&Run> {
        self.0.as_ref()?.get(place)?.as_ref()
    }

    /// Changes the run of one rung. `begins`: it may begin now. Otherwise nothing is asked where there is none.
    pub fn change(&mut self, place: usize, begins: bool, change: impl FnOnce(&mut Option<Run>)) {
        if begins {
            self.0.get_or_insert_default();
        }
        if let Some(run) = self.0.as_mut().and_then(|runs| runs.get_mut(place)) {
            change(run);
        }
    }

    /// Forgets the runs of this rung and of all further ones.
    pub fn forget_from(&mut self, place: usize) {
        if let Some(runs) = &mut self.0 {
            runs.iter_mut().skip(place).for_each(|run| *run = None);
        }
        self.tidy();
    }

    /// Gives the room back once no run is left.
    pub fn tidy(&mut self) {
        self.0.take_if(|runs| runs.iter().all(Option::is_none));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::Sample;
    use hearth_vitals::WallMs;

    fn run() -> Run {
        Run::begin(Sample { at: WallMs(0), raw: 850, doubtful: false, late: false, deadly: None })
    }

    #[test]
    fn runs_that_are_over_leave_no_trace() {
        let mut runs = Runs::default();
        runs.change(3, false, |run| panic!("there is none to change: {run:?}"));
        runs.change(3, true, |slot| *slot = Some(run()));
        runs.change(5, true, |slot| *slot = Some(run()));
        assert_eq!([2, 3, 5].map(|place| runs.get(place).is_some()), [false, true, true]);
        runs.forget_from(4);
        assert_eq!([3, 5].map(|place| runs.get(place).is_some()), [true, false]);
        runs.change(3, false, |slot| *slot = None);
        runs.tidy();
        assert_eq!(runs, Runs::default());
    }
}
