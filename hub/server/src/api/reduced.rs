//! What rings less for one patient than for others with the same template. Whoever takes over the watch reads it first: an alarm that
//! somebody switched off on the day shift must not be found out about in the night.

use super::ApiState;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::Id;
use super::outdated::changes;
use super::words::{LimitSide, WithoutNews2Word, word};
use crate::auth::extract::{ClinicalViewer, Watcher};
use crate::clock;
use crate::escalate::shown_quiet;
use crate::feed::message::{LimitRung, Quiet, StaffRef};
use crate::limits::decision;
use crate::problem::{ApiResult, Body, Cause};
use axum::Json;
use axum::extract::State;
use hearth_alerts::profile::{Weakened, weakened};
use hearth_alerts::{Course, Template, WithoutNews2};
use hearth_care::StayId;
use hearth_store::profiles::ProfileRow;
use hearth_store::quiets::AlarmsRead;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// A rung of the template for which the patient's own limits have none that rings as near, as soon and as urgently.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReducedRung {
    /// Key of the vital.
    pub vital: String,
    /// The side of the limit.
    pub side: LimitSide,
    /// The rung as the template has it.
    pub rung: LimitRung,
}

/// What rings later, less urgently or not at all for a patient, compared with the template of the profile in force.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReducedAlarms {
    /// The number of the profile in force, as in `GET /episodes/{id}/profile`; to be sent back by whoever has read this.
    pub profile: i32,
    /// The template that it is compared with.
    pub template: String,
    /// Rungs of the template that are missing, in the order of vitals.
    pub rungs: Vec<ReducedRung>,
    /// True if the template follows the fever pathway of patients without neutrophils, and this patient does not.
    pub without_fever_pathway: bool,
    /// True if NEWS2 takes a saturation of 88 % as usual for this patient, and does not with the template.
    pub scale_two: bool,
    /// Why NEWS2 is not judged for this patient; `null` while it is.
    pub without_news2: Option<WithoutNews2Word>,
    /// True if the template has changed since the profile was made, and the profile has something of it as it was: nobody need have
    /// reduced that for this patient.
    pub template_changed: bool,
    /// Why it was changed, in the author's words.
    pub reason: String,
    /// Who made the profile; `null` if that is not known, and for what the stay began with.
    pub author: Option<StaffRef>,
    /// When it was made, ms since 1970.
    pub made_at: i64,
    /// When it goes back by itself to the one before, ms since 1970; `null` if it lasts.
    pub ends_at: Option<i64>,
    /// What is quiet for a time: rules that are shelved, and the context that the patient is in. Their ids are sent back, too.
    pub quiets: Vec<Quiet>,
}

/// What rings less for one patient, and whether the holder of the watch knows.
#[derive(Debug, Serialize, ToSchema)]
struct ReducedOfStay {
    /// The stay, by its id.
    episode_id: Uuid,
    /// What rings less for the patient, as it is now.
    reduced: ReducedAlarms,
    /// Who holds the watch of it; `null` if nobody does.
    holder: Option<StaffRef>,
    /// When the holder has read it as it is now, since they hold the watch, ms since 1970; `null` while they have not.
    read_at: Option<i64>,
}

/// What rings less, of all patients.
#[derive(Debug, Serialize, ToSchema)]
struct ReducedOfAll {
    /// The stays of which something rings less; others are left out.
    stays: Vec<ReducedOfStay>,
}

/// What somebody has read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReducedRead {
    /// The number of the profile that was shown.
    profile: i32,
    /// What was shown as quiet, by its id.
    quiets: Vec<Uuid>,
}

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(reduced_of_all)).routes(routes!(read_reduced))
}

/// Lists what rings less than the template says, of every patient, and whether whoever holds the watch has read it since they took it.
#[utoipa::path(
    get, path = "/watch/reduced", tag = "watch",
    responses((status = 200, description = "What rings less", body = ReducedOfAll), Refusals)
)]
async fn reduced_of_all(_viewer: ClinicalViewer, State(state): State<ApiState>) -> ApiResult<Json<ReducedOfAll>> {
    Ok(Json(ReducedOfAll { stays: state.reduced_of_all().await? }))
}

/// Notes that one has read what rings less for a patient, as it was shown. Refused if it has changed since.
#[utoipa::path(
    post, path = "/episodes/{id}/reduced/read", tag = "watch", params(("id" = Uuid, Path)), request_body = ReducedRead,
    responses((status = 200, description = "Noted", body = ReducedOfAll), Unknown, Invalid, Conflict, Refusals)
)]
async fn read_reduced(
    Watcher(nurse): Watcher,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<ReducedRead>,
) -> ApiResult<Json<ReducedOfAll>> {
    state.episode_row(id).await?;
    let now = state.reduced(&[id]).await?.remove(&id);
    let quiets: BTreeSet<Uuid> = now.iter().flat_map(|now| &now.quiets).map(|quiet| quiet.id).collect();
    let given: BTreeSet<Uuid> = wish.quiets.into_iter().collect();
    if now.is_none_or(|now| now.profile != wish.profile) || !quiets.is_subset(&given) {
        return Err(Cause::ReducedAlarmsUnread {}.into());
    }
    // What was named and is not quiet is not kept.
    let read = AlarmsRead { episode: id, by: nurse.id, at: clock::wall_ms(), profile: Some(wish.profile), quiets };
    state.store.note_alarms_read(&[read]).await?;
    tracing::info!(staff = %nurse.id, episode = %id, "read what rings less for a patient");
    Ok(Json(ReducedOfAll { stays: state.reduced_of_all().await? }))
}

/// What the profile weakens of its template; `None` if it rings for everything that the template rings for. Of limits that this version
/// cannot read nothing is known to ring.
fn reduced(row: ProfileRow, quiets: Vec<Quiet>) -> Option<ReducedAlarms> {
    let limits = crate::limits::from_store(&row.limits).unwrap_or_default();
    let template = Template::from_key(&row.template).unwrap_or(Template::Adult);
    let scale_two = row.scale_two.as_ref().map(|mark| decision((mark.by, mark.at)));
    // Scale 2 is what such a template is for: decided there, it reduces nothing.
    let without = word(row.without_news2.as_deref());
    let usual =
        Course { neutropenic: template.is_neutropenic(), scale_two: scale_two.filter(|_| template.wants_scale_two()), without_news2: None };
    let own = Course { neutropenic: row.neutropenic, scale_two, without_news2: without.map(WithoutNews2::from) };
    let found = weakened((&template.limits(), &usual), (&limits, &own));
    if found.is_empty() && quiets.is_empty() {
        return None;
    }
    let template_changed = changes(&row).is_some_and(|changes| !changes.is_empty());
    // What a stay began with may be the template of then: whoever admitted the patient has reduced nothing.
    let author = row.author.filter(|_| row.number > 1);
    Some(ReducedAlarms {
        profile: row.number,
        template: template.key().to_owned(),
        rungs: found.iter().filter_map(rung).collect(),
        without_fever_pathway: found.contains(&Weakened::FeverPathway),
        scale_two: found.contains(&Weakened::ScaleTwo),
        without_news2: without,
        template_changed,
        reason: row.reason,
        author: author.map(|mark| StaffRef { id: mark.by, display_name: mark.name }),
        made_at: row.made_at.0,
        ends_at: row.ends_at.map(|at| at.0),
        quiets,
    })
}

fn rung(found: &Weakened) -> Option<ReducedRung> {
    let Weakened::Rung(vital, side, rung) = found else { return None };
    let rung = LimitRung { edge: vital.raw_to_f64(rung.edge), for_s: rung.for_s, priority: rung.priority };
    Some(ReducedRung { vital: vital.key().to_owned(), side: super::words::side(*side), rung })
}

/// What a stay is watched by.
pub(super) struct InForce {
    /// The number of its profile.
    pub number: i32,
    /// What that reduces, if anything.
    pub reduced: Option<ReducedAlarms>,
}

impl ApiState {
    /// The profile in force of each of these stays, with what it reduces.
    pub(super) async fn profiles_of(&self, stays: &[Uuid]) -> ApiResult<BTreeMap<Uuid, InForce>> {
        let rows = self.store.profiles_in_force(stays).await?;
        let (all, names) = (self.store.quiets_now().await?, self.names().await?);
        let mut quiets: BTreeMap<Uuid, Vec<Quiet>> = BTreeMap::new();
        for quiet in all.iter().map(|row| shown_quiet(row, &names)) {
            quiets.entry(quiet.episode_id).or_default().push(quiet);
        }
        let now = |(stay, row): (Uuid, ProfileRow)| {
            let number = row.number;
            (stay, InForce { number, reduced: reduced(row, quiets.remove(&stay).unwrap_or_default()) })
        };
        Ok(rows.into_iter().map(now).collect())
    }

    /// What is reduced now, by stay; a stay of which nothing is reduced is left out.
    pub(super) async fn reduced(&self, stays: &[Uuid]) -> ApiResult<BTreeMap<Uuid, ReducedAlarms>> {
        let found = self.profiles_of(stays).await?.into_iter();
        Ok(found.filter_map(|(stay, now)| Some((stay, now.reduced?))).collect())
    }

    async fn reduced_of_all(&self) -> ApiResult<Vec<ReducedOfStay>> {
        let now = clock::wall_ms();
        let stays: Vec<Uuid> = self.store.episodes(true).await?.into_iter().map(|row| row.id).collect();
        let (reduced, read, ward) = (self.reduced(&stays).await?, self.store.alarms_read(&stays).await?, self.store.ward(now).await?);
        let (all, names, is_kept) = (self.store.watch().await?, self.names().await?, ward.is_kept(now));
        let held = |stay: Uuid| {
            if !is_kept {
                return all.as_ref().map(|watch| (watch.holder, watch.since_at));
            }
            let stay = StayId(stay.as_u128());
            let since = ward.watches.get(&stay)?.holder?.since;
            Some((Uuid::from_u128(ward.holder_of(stay)?.0), since))
        };
        let one = |(episode_id, reduced): (Uuid, ReducedAlarms)| {
            let holder = held(episode_id);
            let has_read = |one: &&AlarmsRead| {
                let is_theirs = holder.is_some_and(|(staff, since)| one.by == staff && one.at >= since);
                let knows = reduced.quiets.iter().all(|quiet| one.quiets.contains(&quiet.id) || quiet.by.id == one.by);
                one.episode == episode_id && is_theirs && one.profile == Some(reduced.profile) && knows
            };
            let read_at = read.iter().find(has_read).map(|one| one.at.0);
            ReducedOfStay { episode_id, holder: holder.map(|(staff, _)| names.staff(staff)), read_at, reduced }
        };
        Ok(reduced.into_iter().map(one).collect())
    }
}
