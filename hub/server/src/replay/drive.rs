//! Feeds the folds of some stays with their frames in order of arrival, and with whatever else happened in between.
//!
//! Stays are read together because their rows lie together: what a hub wrote in one second is on one page of the table. Reading a
//! hundred stays one after the other would fetch each page a hundred times.

use super::progress::Progress;
use super::story::Story;
use hearth_alerts::{AlertId, FrameAt};
use hearth_replay::{AlertRecord, Event, Fold, gather};
use hearth_store::replay::StoredFrame;
use hearth_store::{Store, StoreError};
use hearth_vitals::{DeviceId, WallMs};
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::slice::Iter;
use std::time::Instant;

/// The alerts that the folds of one stay raised.
#[derive(Debug, Default)]
pub struct Folded {
    /// The number of frames that were judged.
    pub frames: u64,
    /// The alerts of each fold, including those that were open before.
    pub told: Vec<Vec<AlertRecord>>,
}

/// One stay while it is being judged.
struct Driven<'a> {
    story: &'a Story,
    events: Peekable<Iter<'a, Event>>,
    folds: Vec<Fold>,
    told: Vec<BTreeMap<AlertId, AlertRecord>>,
    frames: u64,
}

/// Runs the folds of each story from its beginning to its end, and gives the alerts of each, in the same order. Ends early, and
/// gives nothing, once `progress` is cancelled.
///
/// # Errors
/// As the store.
pub async fn fold(
    store: &Store,
    stories: &[Story],
    progress: &Progress,
    folds: impl Fn(&Story) -> Vec<Fold>,
) -> Result<Vec<Folded>, StoreError> {
    let mut driven: Vec<Driven<'_>> = stories.iter().map(|story| Driven::new(story, folds(story))).collect();
    let (mut keys, mut worn) = (BTreeMap::new(), BTreeMap::<DeviceId, Vec<usize>>::new());
    for (place, story) in stories.iter().enumerate() {
        for (key, device) in story.devices() {
            worn.entry(device.clone()).or_default().push(place);
            keys.insert(key, device);
        }
    }
    let measured = stories.iter().map(Story::measured).min().unwrap_or(WallMs(0));
    let begin = stories.iter().map(|story| story.span().0).min().unwrap_or(WallMs(0));
    let until = stories.iter().map(|story| story.span().1).max().unwrap_or(begin);
    let mut chunks = store.arrivals(keys, measured, (begin, until));
    let mut reached = begin;
    while let Some(chunk) = chunks.recv().await {
        let (chunk, worked) = (chunk?, Instant::now());
        for frame in &chunk {
            for place in worn.get(&frame.device).into_iter().flatten() {
                driven[*place].frame(frame);
            }
        }
        driven.iter_mut().for_each(Driven::take);
        let at = chunk.last().map_or(reached, |frame| frame.received.max(reached));
        progress.advance(at.since(reached), stories.len());
        reached = at;
        if progress.is_cancelled() {
            return Ok(Vec::new());
        }
        // A stay of several weeks must not keep the thread from others.
        progress.rest(worked.elapsed()).await;
    }
    progress.advance(until.since(reached), stories.len());
    Ok(driven.into_iter().map(Driven::end).collect())
}

impl<'a> Driven<'a> {
    fn new(story: &'a Story, folds: Vec<Fold>) -> Driven<'a> {
        let told = folds.iter().map(|_| story.open_at_first().map(|told| (told.alert.id, told)).collect()).collect();
        Driven { story, events: story.events().iter().peekable(), folds, told, frames: 0 }
    }

    fn frame(&mut self, frame: &StoredFrame) {
        let (start, until) = self.story.span();
        if frame.received < start || frame.received >= until || !self.story.has(frame) {
            return;
        }
        self.frames += 1;
        self.happen_until(frame.received);
        let at = FrameAt { device: &frame.device, at: frame.at, received: frame.received, readings: &frame.readings };
        self.folds.iter_mut().for_each(|fold| fold.frame(&at));
    }

    fn happen_until(&mut self, at: WallMs) {
        while let Some(event) = self.events.next_if(|event| event.at <= at) {
            self.folds.iter_mut().for_each(|fold| fold.event(event));
        }
    }

    fn take(&mut self) {
        for (fold, told) in self.folds.iter_mut().zip(&mut self.told) {
            gather(told, &fold.take());
        }
    }

    fn end(mut self) -> Folded {
        let (_, until) = self.story.span();
        self.happen_until(until);
        self.folds.iter_mut().for_each(|fold| fold.until(until));
        self.take();
        Folded { frames: self.frames, told: self.told.into_iter().map(|told| told.into_values().collect()).collect() }
    }
}
