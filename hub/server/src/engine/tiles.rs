//! Active stays as the store has them: one tile of the wall each.
//!
//! Those that are over are kept apart, so that to find them costs nothing while there are none, however many homes there are.

use super::load::Loaded;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Active episodes, and ended ones whose last alert is still open.
#[derive(Debug, Default)]
pub struct Tiles {
    by_id: BTreeMap<Uuid, Loaded>,
    over: BTreeSet<Uuid>,
}

impl Tiles {
    /// Puts an episode on the wall, or replaces it.
    pub fn insert(&mut self, id: Uuid, loaded: Loaded) {
        match loaded.row.ended_at {
            Some(_) => self.over.insert(id),
            None => self.over.remove(&id),
        };
        self.by_id.insert(id, loaded);
    }

    /// Takes an episode off the wall.
    pub fn remove(&mut self, id: &Uuid) {
        self.over.remove(id);
        self.by_id.remove(id);
    }

    /// The episode behind a tile.
    pub fn get(&self, id: &Uuid) -> Option<&Loaded> {
        self.by_id.get(id)
    }

    /// Ids of all episodes that have a tile.
    pub fn keys(&self) -> impl Iterator<Item = &Uuid> {
        self.by_id.keys()
    }

    /// Ids of the episodes that have ended.
    pub fn over(&self) -> impl Iterator<Item = Uuid> {
        self.over.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_alerts::Limits;
    use hearth_store::registry::{EpisodeRow, PatientRow};
    use hearth_vitals::WallMs;

    fn loaded(ended_at: Option<i64>) -> Loaded {
        let patient = PatientRow {
            id: Uuid::nil(),
            family_name: String::new(),
            given_name: String::new(),
            birth_date: String::new(),
            medical_record_number: String::new(),
            sex: String::new(),
            language: String::new(),
        };
        let row = EpisodeRow {
            id: Uuid::nil(),
            version: 1,
            patient,
            label: String::new(),
            address: String::new(),
            phone: String::new(),
            time_zone: String::new(),
            phase: String::new(),
            limits: serde_json::Value::Null,
            neutropenic: false,
            scale_two: None,
            without_news2: None,
            quiets: Vec::new(),
            admitted_at: WallMs(0),
            ended_at: ended_at.map(WallMs),
        };
        Loaded {
            row,
            limits: Limits::default(),
            course: hearth_alerts::Course::default(),
            quiet: hearth_alerts::KeptQuiet::default(),
            devices: Vec::new(),
        }
    }

    #[test]
    fn a_stay_is_over_once_it_has_ended_and_as_long_as_it_is_on_the_wall() {
        let [one, other] = [1, 2].map(Uuid::from_u128);
        let mut tiles = Tiles::default();
        tiles.insert(one, loaded(None));
        tiles.insert(other, loaded(Some(5)));
        assert_eq!(tiles.over().collect::<Vec<_>>(), [other]);
        tiles.insert(one, loaded(Some(6)));
        assert_eq!(tiles.over().collect::<Vec<_>>(), [one, other]);
        tiles.remove(&other);
        tiles.insert(one, loaded(None));
        assert_eq!((tiles.over().count(), tiles.keys().count()), (0, 1));
    }
}
