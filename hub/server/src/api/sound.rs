//! `/watch/sound`: whether the desks of those who hold the watch can be heard. A page cannot know whether its loudspeaker works; who
//! sits before it can, so they are asked as they begin.

use super::ApiState;
use super::check::Checks;
use super::documented::{Invalid, Refusals};
use crate::auth::extract::{ClinicalViewer, Clinician};
use crate::clock;
use crate::feed::message::StaffRef;
use crate::problem::{ApiResult, Body};
use axum::Json;
use axum::extract::State;
use hearth_store::sound_checks::SoundCheck;
use hearth_vitals::WallMs;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// A test counts for a watch that began this long after it, ms: who comes early tests before the stays are theirs.
const BEFORE_MS: i64 = 30 * 60_000;
/// No test counts for longer than this, ms: the longest shift that is usual.
const COUNTS_MS: i64 = 12 * 3_600_000;

/// What came of a test of the alarm sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SoundOutcome {
    /// Somebody heard them.
    Heard,
    /// They were played, and nobody heard them.
    NotHeard,
    /// The browser did not play them.
    Blocked,
}

impl SoundOutcome {
    /// The word for the store.
    const fn key(self) -> &'static str {
        match self {
            SoundOutcome::Heard => "heard",
            SoundOutcome::NotHeard => "not_heard",
            SoundOutcome::Blocked => "blocked",
        }
    }

    /// The outcome of a stored word; what this version does not know was not heard.
    fn of(word: &str) -> SoundOutcome {
        [SoundOutcome::Heard, SoundOutcome::Blocked].into_iter().find(|one| one.key() == word).unwrap_or(SoundOutcome::NotHeard)
    }
}

/// What somebody says of the alarm sounds at their desk.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SoundTest {
    /// The name by which the screen calls itself.
    screen: String,
    /// What came of the test.
    outcome: SoundOutcome,
}

/// Whether the desk of somebody who holds the watch can be heard.
#[derive(Debug, Serialize, ToSchema)]
struct DeskSound {
    /// Who holds the watch of at least one stay.
    holder: StaffRef,
    /// The instant from which a test counts for this watch, ms since 1970.
    since: i64,
    /// What came of the newest test that counts; `null` while there is none: the desk may be silent, as when it is not `heard`.
    outcome: Option<SoundOutcome>,
    /// The screen that was tested; `null` while none was.
    screen: Option<String>,
    /// When it was tested, ms since 1970; `null` while it was not.
    at: Option<i64>,
}

/// The desks of those who hold the watch.
#[derive(Debug, Serialize, ToSchema)]
struct DeskSounds {
    /// One for each person who holds the watch of a stay.
    desks: Vec<DeskSound>,
}

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(desk_sounds)).routes(routes!(note_sound))
}

/// Lists who holds the watch, and whether they have heard the alarm sounds of their desk since they began.
#[utoipa::path(
    get, path = "/watch/sound", tag = "watch",
    responses((status = 200, description = "The desks", body = DeskSounds), Refusals)
)]
async fn desk_sounds(_viewer: ClinicalViewer, State(state): State<ApiState>) -> ApiResult<Json<DeskSounds>> {
    Ok(Json(state.desk_sounds().await?))
}

/// Keeps what somebody says of the alarm sounds at their desk: who, at which screen, when.
#[utoipa::path(
    post, path = "/watch/sound", tag = "watch", request_body = SoundTest,
    responses((status = 200, description = "Noted", body = DeskSounds), Invalid, Refusals)
)]
async fn note_sound(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Body(said): Body<SoundTest>,
) -> ApiResult<Json<DeskSounds>> {
    let mut checks = Checks::default();
    let screen = checks.text("screen", &said.screen, 1..=60);
    checks.done()?;
    let check = SoundCheck { staff: nurse.id, at: clock::wall_ms(), screen, outcome: said.outcome.key().to_owned() };
    state.store.note_sound_check(&check).await?;
    tracing::info!(staff = %nurse.id, outcome = said.outcome.key(), "tested the alarm sounds of a desk");
    Ok(Json(state.desk_sounds().await?))
}

/// From when a test counts for a watch that began at `since`.
fn counts_from(since: WallMs, now: WallMs) -> WallMs {
    WallMs((since.0 - BEFORE_MS).max(now.0 - COUNTS_MS))
}

impl ApiState {
    /// Who holds the watch of a stay, and since when: where shifts are kept, since the shift began in which they hold the first of
    /// them. A stay that is given away in the middle of a shift makes no loudspeaker silent.
    async fn holders(&self, now: WallMs) -> ApiResult<BTreeMap<Uuid, WallMs>> {
        let ward = self.store.ward(now).await?;
        let mut holders = BTreeMap::new();
        if !ward.is_kept(now) {
            holders.extend(self.store.watch().await?.map(|watch| (watch.holder, watch.since_at)));
            return Ok(holders);
        }
        for (stay, watch) in &ward.watches {
            let Some((staff, held)) = ward.holder_of(*stay).zip(watch.holder) else { continue };
            let began = ward.shifts.get(&held.shift).map_or(held.since, |shift| shift.plan.from.min(held.since));
            let since = holders.entry(Uuid::from_u128(staff.0)).or_insert(began);
            *since = (*since).min(began);
        }
        Ok(holders)
    }

    async fn desk_sounds(&self) -> ApiResult<DeskSounds> {
        let now = clock::wall_ms();
        let (holders, names) = (self.holders(now).await?, self.names().await?);
        let people: Vec<Uuid> = holders.keys().copied().collect();
        let said = self.store.sound_checks(&people, WallMs(now.0 - COUNTS_MS)).await?;
        let desk = |(staff, since): (Uuid, WallMs)| {
            let from = counts_from(since, now);
            let test = said.iter().find(|test| test.staff == staff && test.at >= from);
            DeskSound {
                holder: names.staff(staff),
                since: from.0,
                outcome: test.map(|test| SoundOutcome::of(&test.outcome)),
                screen: test.map(|test| test.screen.clone()),
                at: test.map(|test| test.at.0),
            }
        };
        Ok(DeskSounds { desks: holders.into_iter().map(desk).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_counts_from_shortly_before_the_watch_began_and_never_for_longer_than_a_shift() {
        let (now, hour) = (WallMs(100 * 3_600_000), 3_600_000);
        assert_eq!(counts_from(WallMs(now.0 - hour), now).0, now.0 - hour - BEFORE_MS);
        assert_eq!(counts_from(WallMs(now.0 - 60 * hour), now).0, now.0 - COUNTS_MS, "who keeps a stay for days tests each day");
    }

    #[test]
    fn an_outcome_of_another_version_was_not_heard() {
        for one in [SoundOutcome::Heard, SoundOutcome::NotHeard, SoundOutcome::Blocked] {
            assert_eq!(SoundOutcome::of(one.key()), one);
        }
        assert_eq!(SoundOutcome::of("felt"), SoundOutcome::NotHeard);
    }
}
