//! The excursions beyond all rungs. Nearly always there are none, and then they take no room.

use super::Excursion;
use crate::ladder::LADDER_MAX;

/// For each rung the values beyond it, if there are any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Excursions(Option<Box<[Option<Excursion>; LADDER_MAX]>>);

impl Excursions {
    /// The excursion beyond one rung.
    pub fn get(&self, place: usize) -> Option<&Excursion> {
        self.0.as_ref()?.get(place)?.as_ref()
    }

    /// Changes the excursion beyond one rung. `begins`: it may begin now. Otherwise nothing is asked where there is none.
    pub fn change(&mut self, place: usize, begins: bool, change: impl FnOnce(&mut Option<Excursion>)) {
        if begins {
            self.0.get_or_insert_default();
        }
        if let Some(run) = self.0.as_mut().and_then(|all| all.get_mut(place)) {
            change(run);
        }
    }

    /// Forgets the excursions beyond this rung and of all further ones.
    pub fn forget_from(&mut self, place: usize) {
        if let Some(all) = &mut self.0 {
            all.iter_mut().skip(place).for_each(|run| *run = None);
        }
        self.tidy();
    }

    /// Gives the room back once none is left.
    pub fn tidy(&mut self) {
        self.0.take_if(|all| all.iter().all(Option::is_none));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::Sample;
    use hearth_vitals::WallMs;

    fn run() -> Excursion {
        Excursion::begin(Sample { at: WallMs(0), raw: 850, doubtful: false, late: false, deadly: None })
    }

    #[test]
    fn excursions_that_are_over_leave_no_trace() {
        let mut all = Excursions::default();
        all.change(3, false, |run| panic!("there is none to change: {run:?}"));
        all.change(3, true, |slot| *slot = Some(run()));
        all.change(5, true, |slot| *slot = Some(run()));
        assert_eq!([2, 3, 5].map(|place| all.get(place).is_some()), [false, true, true]);
        all.forget_from(4);
        assert_eq!([3, 5].map(|place| all.get(place).is_some()), [true, false]);
        all.change(3, false, |slot| *slot = None);
        all.tidy();
        assert_eq!(all, Excursions::default());
    }
}
