//! The right person: a reading belongs to the episode that its device was bound to when it was measured.

use crate::readings::Stored;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The episode that a device was bound to, from `from_ms` (included) until `until_ms` (excluded).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// The episode's id.
    pub episode: String,
    /// Beginning, ms since 1970.
    pub from_ms: i64,
    /// End, ms since 1970; `None` while it lasts.
    #[serde(default)]
    pub until_ms: Option<i64>,
}

impl Binding {
    /// True when it held at an instant.
    pub fn holds(&self, at_ms: i64) -> bool {
        at_ms >= self.from_ms && self.until_ms.is_none_or(|until| at_ms < until)
    }
}

/// A reading that is stored under the wrong episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    /// Id of the device.
    pub device: String,
    /// The stored reading.
    pub row: Stored,
    /// The right episode; `None` when the device was bound to none.
    pub owner: Option<String>,
}

/// Every stored reading whose episode is not the one that its device was bound to when it was measured.
pub fn strangers(device: &str, bindings: &[Binding], stored: &[Stored]) -> Vec<Stranger> {
    let owner = |at_ms: i64| bindings.iter().find(|binding| binding.holds(at_ms)).map(|binding| binding.episode.as_str());
    let is_wrong = |row: &&Stored| row.episode.as_deref() != owner(row.at_ms);
    let stranger = |row: &Stored| Stranger { device: device.into(), row: row.clone(), owner: owner(row.at_ms).map(str::to_owned) };
    stored.iter().filter(is_wrong).map(stranger).collect()
}

impl fmt::Display for Stranger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |episode: &Option<String>| episode.clone().unwrap_or_else(|| "nobody".into());
        write!(f, "{}: {} is under {} and belongs to {}", self.device, self.row, name(&self.row.episode), name(&self.owner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(at_ms: i64, episode: Option<&str>) -> Stored {
        Stored { at_ms, episode: episode.map(str::to_owned), ..Stored::default() }
    }

    fn bindings() -> Vec<Binding> {
        let binding = |episode: &str, from_ms, until_ms| Binding { episode: episode.into(), from_ms, until_ms };
        vec![binding("rosa", 100, Some(200)), binding("ali", 300, None)]
    }

    #[test]
    fn a_reading_under_another_patient_or_under_one_when_it_is_nobodys_is_found() {
        let right = [row(99, None), row(100, Some("rosa")), row(199, Some("rosa")), row(200, None), row(300, Some("ali"))];
        assert_eq!(strangers("oxi", &bindings(), &right), []);
        let wrong = [row(200, Some("rosa")), row(300, Some("rosa")), row(150, None)];
        let found = strangers("oxi", &bindings(), &wrong);
        assert_eq!(found.len(), 3);
        assert!(found[1].to_string().ends_with("is under rosa and belongs to ali"));
    }

    proptest! {
        /// At every instant exactly one answer is right.
        #[test]
        fn one_owner_at_every_instant(at_ms in 0_i64..400) {
            let passes = [None, Some("rosa"), Some("ali")].into_iter().filter(|episode| strangers("oxi", &bindings(), &[row(at_ms, *episode)]).is_empty());
            prop_assert_eq!(passes.count(), 1);
        }
    }
}
