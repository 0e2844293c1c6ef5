//! Drives folds through the frames of a stay, in the order of their arrival, and through whatever else happened in between.

use super::story::Story;
use hearth_alerts::{AlertId, FrameAt};
use hearth_replay::{Event, Fold, Told, gather};
use hearth_store::{Store, StoreError};
use hearth_vitals::WallMs;
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::slice::Iter;

/// What the folds of one stay told.
#[derive(Debug, Default)]
pub struct Folded {
    /// Frames that were folded.
    pub frames: u64,
    /// What each fold told, with what was open before.
    pub told: Vec<Vec<Told>>,
}

/// Drives the folds from the beginning of the story to its end.
///
/// # Errors
/// As the store.
pub async fn fold(store: &Store, story: &Story, mut folds: Vec<Fold>) -> Result<Folded, StoreError> {
    let mut told: Vec<BTreeMap<AlertId, Told>> =
        folds.iter().map(|_| story.open_at_first().map(|told| (told.alert.id, told)).collect()).collect();
    let (devices, measured) = story.devices();
    let mut chunks = store.arrivals(devices, measured, story.span());
    let mut events = story.events().iter().peekable();
    let mut frames = 0;
    while let Some(chunk) = chunks.recv().await {
        for frame in chunk?.iter().filter(|frame| story.has(frame)) {
            frames += 1;
            happen_until(frame.received, &mut events, &mut folds);
            let at = FrameAt { device: &frame.device, at: frame.at, received: frame.received, readings: &frame.readings };
            folds.iter_mut().for_each(|fold| fold.frame(&at));
        }
        take(&mut folds, &mut told);
        // A stay of weeks must not keep the thread from others.
        tokio::task::yield_now().await;
    }
    let (_, until) = story.span();
    happen_until(until, &mut events, &mut folds);
    folds.iter_mut().for_each(|fold| fold.until(until));
    take(&mut folds, &mut told);
    Ok(Folded { frames, told: told.into_iter().map(|told| told.into_values().collect()).collect() })
}

fn happen_until(at: WallMs, events: &mut Peekable<Iter<'_, Event>>, folds: &mut [Fold]) {
    while let Some(event) = events.next_if(|event| event.at <= at) {
        folds.iter_mut().for_each(|fold| fold.event(event));
    }
}

fn take(folds: &mut [Fold], told: &mut [BTreeMap<AlertId, Told>]) {
    for (fold, told) in folds.iter_mut().zip(told) {
        gather(told, &fold.take());
    }
}
