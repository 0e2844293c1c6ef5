//! Finds limits in force that lie beyond the floors, from before there were floors or out of a backup. No program changes them,
//! because nobody has looked at the patient; the log names the stays at each start, and when a temporary profile has ended.

use crate::limits;
use hearth_alerts::Template;
use hearth_alerts::profile::{self, Unsafe};
use hearth_store::{Store, StoreError};
use uuid::Uuid;

/// Everything unsafe about the limits of every active stay.
///
/// # Errors
/// As every statement. Limits that this version cannot read are left to the loop that judges by them.
pub async fn beyond(store: &Store) -> Result<Vec<(Uuid, Unsafe)>, StoreError> {
    let rows = store.limits_in_force().await?;
    let of = |row: hearth_store::profiles::InForceRow| {
        let template = Template::from_key(&row.template).unwrap_or(Template::Adult);
        let found = limits::from_store(&row.limits).map(|limits| profile::check(template, &limits)).unwrap_or_default();
        found.into_iter().map(move |found| (row.episode, found))
    };
    Ok(rows.into_iter().flat_map(of).collect())
}

/// Writes them to the log, and how many there are to the figures.
pub async fn tell(store: &Store) {
    let found = match beyond(store).await {
        Ok(found) => found,
        Err(error) => return tracing::warn!(%error, "whether all limits are safe could not be read; the next start tries again"),
    };
    metrics::gauge!("hearth_unsafe_limits").set(found.len() as f64);
    for (episode, found) in found {
        let (vital, side, what) = match found {
            Unsafe::Silenced(vital, side) => (vital, side, "would never ring"),
            Unsafe::BeyondFloor(floor) => (floor.vital, floor.side, "rings too late or too mildly"),
        };
        tracing::warn!(%episode, %vital, %side, "a limit in force {what}: set another one on the patient's page");
    }
}
