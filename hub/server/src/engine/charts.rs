//! Reads from the store, after a restart, what the rules over several vitals look back at for hours or days: medians, spot values
//! and entries of people.

use super::ledger::Ledger;
use crate::observations::said;
use hearth_alerts::rules::knowledge::{self, HandEntry};
use hearth_alerts::rules::{news2, trend};
use hearth_alerts::{Alert, Now, Rule, SEVERAL_VITALS, Stretch};
use hearth_store::StoreError;
use hearth_store::alerts::AlertRow;
use hearth_store::observations::Observed;
use hearth_store::restore::RecentFrame;
use hearth_vitals::DeviceId;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Lists of things, by episode.
pub type ByEpisode<T> = BTreeMap<Uuid, Vec<T>>;

/// The past that the rules over several vitals look back at.
pub struct Charts {
    /// Frames of devices without a pace.
    pub spots: Vec<RecentFrame>,
    /// Entries of people, in the form of the rules.
    pub said: ByEpisode<HandEntry>,
    /// Medians of streamed vitals.
    pub stretches: ByEpisode<Stretch>,
    /// Alerts by these rules, and calls, that are closed.
    pub closed: ByEpisode<Alert>,
}

impl Charts {
    /// Reads it for these episodes; `without_pace` are their devices that measure now and then.
    ///
    /// # Errors
    /// As every statement.
    pub async fn read(store: &impl Ledger, ids: &[Uuid], without_pace: &[DeviceId], now: Now) -> Result<Charts, StoreError> {
        let before = |ms: i64| now.wall.plus(-ms);
        let (long, short) = (before(knowledge::LOOK_BACK_MS), before(news2::LOOK_BACK_MS));
        let spots = if without_pace.is_empty() { Vec::new() } else { store.recent_frames_of(without_pace, long).await? };
        let mut charts = Charts {
            spots,
            said: said(&store.observed_since(ids, &said::codes(), long).await?),
            stretches: BTreeMap::new(),
            closed: BTreeMap::new(),
        };
        for row in store.stretches_of(ids, short, before(trend::LOOK_BACK_MS)).await? {
            charts.stretches.entry(row.episode).or_default().push(row.stretch);
        }
        let rules: Vec<Rule> = SEVERAL_VITALS.into_iter().chain([Rule::Call]).collect();
        let is_wanted = |row: &AlertRow| row.alert.rule == Rule::Call || row.alert.raised_at > short;
        for row in store.closed_alerts_of(ids, &rules, long).await?.into_iter().filter(is_wanted) {
            if let Some(episode) = row.episode {
                charts.closed.entry(episode).or_default().push(row.alert);
            }
        }
        Ok(charts)
    }
}

/// What people wrote down, by episode, in the words of the rules.
pub fn said(observed: &[Observed]) -> BTreeMap<Uuid, Vec<HandEntry>> {
    let mut all: ByEpisode<HandEntry> = BTreeMap::new();
    for one in observed {
        all.entry(one.episode).or_default().extend(said::said(one));
    }
    all
}
