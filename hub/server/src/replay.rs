//! Replay: judges the stays of some days again from what the store holds.
//!
//! [`check`] judges each stay by the profile it had, and compares the alerts that result with those that were told. [`try_out`]
//! judges each stay twice, as it was and under a candidate profile. Both read fifty stays together and keep no frames.

pub mod apart;
pub mod drive;
pub mod marked;
pub mod progress;
pub mod story;
pub mod text;

use drive::Folded;
use hearth_replay::trial::{Marked, Trial};
use hearth_replay::{Answers, Compared, Instead, Slack, compare};
use hearth_store::replay::{HubRun, StayRow};
use hearth_store::{Store, StoreError};
use hearth_vitals::WallMs;
use progress::Progress;
use std::future::Future;
use std::sync::Arc;
use story::Story;
use tokio::task::JoinSet;
use uuid::Uuid;

/// How much earlier than the first instant the judging begins, in milliseconds: by the first instant, every running delay, every
/// lasting condition and everything a score looks back at is known.
const LEAD_MS: i64 = 86_400_000;

/// The number of stays that are judged together.
const TOGETHER: usize = 50;

/// The stays and the time that a replay covers.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The first instant.
    pub from: WallMs,
    /// The end of the time, not included.
    pub until: WallMs,
    /// The ids of the stays; all stays if empty.
    pub episodes: Vec<Uuid>,
    /// The number of groups of stays that are judged at the same time.
    pub jobs: usize,
}

/// What a trial compares.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The profile for the present side; `None` to judge each stay by its own, as it was at each time.
    pub before: Option<Instead>,
    /// The profile for the candidate's side.
    pub instead: Instead,
    /// The events that clinicians marked, which the alerts are compared with.
    pub marked: Vec<Marked>,
}

/// What a check found.
#[derive(Debug, Default)]
pub struct Checked {
    /// The number of stays that were judged.
    pub stays: usize,
    /// The number of frames that were judged.
    pub frames: u64,
    /// The differences for each stay that has any.
    pub differing: Vec<(Uuid, Compared)>,
    /// The comparison summed over all stays.
    pub all: Compared,
}

/// Judges each stay again and compares the alerts that result with those that were told.
///
/// # Errors
/// As the store.
pub async fn check(store: &Store, scope: &Scope) -> Result<Checked, StoreError> {
    let mut checked = Checked::default();
    let (from, until) = (scope.from, scope.until);
    let some = move |store: Store, stays: Vec<StayRow>, runs: Arc<Vec<HubRun>>| async move {
        let stories = stories(&store, &stays, &runs, (from, until)).await?;
        let folded = drive::fold(&store, &stories, &Progress::default(), |story| vec![story.fold(None, Answers::AsStored)]).await?;
        let compared = |((story, stay), folded): ((&Story, &StayRow), Folded)| {
            let told = folded.told.first().map(Vec::as_slice).unwrap_or_default();
            (stay.id, folded.frames, compare(story.told(), told, (from.max(stay.admitted), until), Slack::default()))
        };
        Ok(stories.iter().zip(&stays).zip(folded).map(compared).collect())
    };
    each(store, scope, some, |(id, frames, compared): (Uuid, u64, Compared)| {
        checked.stays += 1;
        checked.frames += frames;
        checked.all.add(compared.clone());
        if !compared.differences.is_empty() {
            checked.differing.push((id, compared));
        }
    })
    .await?;
    checked.differing.sort_by_key(|(id, _)| *id);
    Ok(checked)
}

/// Judges each stay as it was and under a candidate, both with the same simulated nurse; also gives the number of frames judged.
/// `None` once `progress` is cancelled.
///
/// # Errors
/// As the store.
pub async fn try_out(store: &Store, scope: &Scope, wish: &Wish, progress: &Progress) -> Result<Option<(Trial, u64)>, StoreError> {
    let (mut trial, mut frames) = (Trial::default(), 0);
    let (from, until) = (scope.from, scope.until);
    let stays = store.stays_between(from, until, &scope.episodes).await?;
    progress.set_whole(stays.chunks(TOGETHER).map(|some| time_of(some, from, until)).sum());
    let (sides, shared) = ((wish.before.clone(), wish.instead.clone()), progress.clone());
    let some = move |store: Store, stays: Vec<StayRow>, runs: Arc<Vec<HubRun>>| {
        let ((before, instead), progress) = (sides.clone(), shared.clone());
        async move {
            if progress.is_cancelled() {
                return Ok(Vec::new());
            }
            let stories = stories(&store, &stays, &runs, (from, until)).await?;
            let both = |story: &Story| {
                let present = story.fold(before.clone(), Answers::ByTheNurse);
                vec![present, story.fold(Some(instead.clone()), Answers::ByTheNurse)]
            };
            let folded = drive::fold(&store, &stories, &progress, both).await?;
            let span = |stay: &StayRow| (from.max(stay.admitted), stay.ended.unwrap_or(until).min(until));
            Ok(stays.iter().zip(folded).map(|(stay, folded)| (stay.id, span(stay), folded)).collect())
        }
    };
    each(store, scope, some, |(id, span, folded): (Uuid, _, Folded)| {
        frames += folded.frames;
        if let [present, candidate] = folded.told.as_slice() {
            trial.add(&id.to_string(), span, [present, candidate], &wish.marked);
        }
    })
    .await?;
    Ok((!progress.is_cancelled()).then_some((trial, frames)))
}

/// The summed time of some stays that are judged together and begin together, in milliseconds.
fn time_of(some: &[StayRow], from: WallMs, until: WallMs) -> i64 {
    let longest = some.iter().map(|stay| until.since(begins(stay, from))).max().unwrap_or(0);
    longest.saturating_mul(i64::try_from(some.len()).unwrap_or(i64::MAX))
}

fn begins(stay: &StayRow, from: WallMs) -> WallMs {
    stay.admitted.max(from.plus(-LEAD_MS))
}

async fn stories(store: &Store, stays: &[StayRow], runs: &[HubRun], (from, until): (WallMs, WallMs)) -> Result<Vec<Story>, StoreError> {
    let mut stories = Vec::new();
    for stay in stays {
        stories.push(Story::read(store, stay, runs, begins(stay, from), until).await?);
    }
    Ok(stories)
}

/// Runs the work for all stays, some together, with as many groups at the same time as the scope says.
async fn each<T, F>(
    store: &Store,
    scope: &Scope,
    some: impl Fn(Store, Vec<StayRow>, Arc<Vec<HubRun>>) -> F,
    mut done: impl FnMut(T),
) -> Result<(), StoreError>
where
    T: Send + 'static,
    F: Future<Output = Result<Vec<T>, StoreError>> + Send + 'static,
{
    let stays = store.stays_between(scope.from, scope.until, &scope.episodes).await?;
    let runs = Arc::new(store.runs(scope.from.plus(-LEAD_MS), scope.until).await?);
    let mut running = JoinSet::new();
    for together in stays.chunks(TOGETHER) {
        while running.len() >= scope.jobs.max(1) {
            finish(running.join_next().await, &mut done)?;
        }
        running.spawn(some(store.clone(), together.to_vec(), runs.clone()));
    }
    while !running.is_empty() {
        finish(running.join_next().await, &mut done)?;
    }
    Ok(())
}

fn finish<T>(
    ended: Option<Result<Result<Vec<T>, StoreError>, tokio::task::JoinError>>,
    done: &mut impl FnMut(T),
) -> Result<(), StoreError> {
    match ended {
        Some(Ok(result)) => result?.into_iter().for_each(done),
        Some(Err(error)) => return Err(StoreError::Defect(format!("the replay of some stays broke off: {error}"))),
        None => {}
    }
    Ok(())
}
