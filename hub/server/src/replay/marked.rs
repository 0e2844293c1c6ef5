//! Reads what people give to a trial: a candidate profile in a file, and the events that clinicians marked, in a file or in the
//! store.

use super::Scope;
use crate::feed::message;
use crate::limits;
use anyhow::{Context, bail};
use hearth_alerts::Limits;
use hearth_replay::trial::Marked;
use hearth_store::{Store, StoreError};
use hearth_vitals::WallMs;
use serde::Deserialize;
use std::path::Path;
use uuid::Uuid;

/// The largest file that is read, in bytes.
const BYTES_MAX: u64 = 4_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    episode: Uuid,
    at: jiff::Timestamp,
    word: String,
}

/// Reads limits from a file: the JSON that the API gives and takes as `limits`, alone or within an object.
///
/// # Errors
/// What is wrong with the file, with the path of each field to mend.
pub fn profile(file: &Path) -> anyhow::Result<Limits> {
    let named = file.display();
    let mut value: serde_json::Value = read(file)?;
    if let Some(within) = value.get_mut("limits") {
        value = within.take();
    }
    let given: Vec<message::Limit> =
        serde_json::from_value(value).with_context(|| format!("{named} is no list of limits as the API gives it"))?;
    limits::from_api(&given).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{named}: {}", faults.join("; "))
    })
}

/// Reads events from a file: a list of objects with `episode` (its id), `at` (RFC 3339) and `word`.
///
/// # Errors
/// What is wrong with the file.
pub fn events(file: &Path) -> anyhow::Result<Vec<Marked>> {
    let events: Vec<Event> = read(file)?;
    let marked = |event: Event| Marked { episode: event.episode.to_string(), at: WallMs(event.at.as_millisecond()), word: event.word };
    Ok(events.into_iter().map(marked).collect())
}

/// The events that clinicians marked in the stays and the time of a scope.
///
/// # Errors
/// As the store.
pub async fn stored(store: &Store, scope: &Scope) -> Result<Vec<Marked>, StoreError> {
    let rows = store.marked_between(&scope.episodes, scope.from, scope.until).await?;
    Ok(rows.into_iter().map(|row| Marked { episode: row.episode.to_string(), at: row.at, word: row.kind }).collect())
}

fn read<T: for<'a> Deserialize<'a>>(file: &Path) -> anyhow::Result<T> {
    let named = file.display();
    let bytes = std::fs::metadata(file).with_context(|| format!("{named} cannot be read"))?.len();
    if bytes > BYTES_MAX {
        bail!("{named} has {bytes} bytes: at most {BYTES_MAX} are read");
    }
    let text = std::fs::read_to_string(file).with_context(|| format!("{named} cannot be read"))?;
    serde_json::from_str(&text).with_context(|| format!("{named} is not what is asked for"))
}
