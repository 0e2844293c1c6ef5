//! The job card: what a crew has to know of the patient it is on its way to, in one answer that a phone can keep.
//!
//! A crew gets the card from confirming the offer until twelve hours after it was clear, and nothing of any other patient. The
//! rest of the record stays closed to it.

use super::seen::{CardOf, OneIncident};
use crate::api::ApiState;
use crate::api::documented::{Invalid, Refusals, Unknown};
use crate::api::extract::Query;
use crate::api::notes::Note;
use crate::api::observations::{Observation, ObservationState};
use crate::api::particulars::Section;
use crate::clock;
use crate::feed::message::StaffRef;
use crate::feed::message::Value as NewestReading;
use crate::problem::{ApiResult, Problem, Thing};
use crate::shown;
use axum::Json;
use axum::extract::State;
use hearth_store::dispatch::{IncidentRow, Look};
use hearth_store::observations::ObservationFilter;
use hearth_store::registry::EpisodeRow;
use hearth_vitals::{Vital, WallMs};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// How far back a trend reaches, ms.
const DAY_MS: i64 = 86_400_000;
/// Number of buckets of a trend: half an hour each.
const BUCKETS: u32 = 48;
/// The newest notes of a stay say why somebody is sent.
const NOTES_BEFORE: usize = 10;
/// Notes on a card, at most: with those since the incident was opened, which are handed over.
const NOTES_MAX: i64 = 50;
/// Observations since the incident was opened, at most: a crew measures six numbers every few minutes.
const COURSE_MAX: i64 = 100;
/// The vitals whose trends are drawn on the card.
const DRAWN: [Vital; 6] = [Vital::Spo2, Vital::HeartRate, Vital::PulseRate, Vital::RespiratoryRate, Vital::Systolic, Vital::Temperature];

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(card))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct CardQuery {
    /// True for the trends of the last 24 h as well, which change slowly. Left out, they are not given.
    #[serde(default)]
    trends: bool,
}

/// Who the patient is.
#[derive(Debug, Serialize, ToSchema)]
struct CardPatient {
    /// Family name of the patient.
    family_name: String,
    /// Given name of the patient.
    given_name: String,
    /// Date of birth, `YYYY-MM-DD`.
    birth_date: String,
    /// Medical record number: the number by which the hospital knows the patient.
    medical_record_number: String,
    /// Administrative sex: `male`, `female`, `other` or `unknown`.
    sex: String,
    /// The patient's language, a BCP 47 tag.
    language: String,
}

/// One vital over the last 24 h.
#[derive(Debug, Serialize, ToSchema)]
struct CardTrend {
    /// Key of the vital.
    vital: &'static str,
    /// UCUM unit of the values.
    unit: &'static str,
    /// Length of a bucket, ms.
    bucket_ms: i64,
    /// For each bucket its beginning (ms since 1970), its lowest and its highest value, oldest first. Buckets without a value are
    /// left out.
    points: Vec<(i64, f64, f64)>,
}

/// What a crew has to know of the patient whom it is sent to.
#[derive(Debug, Serialize, ToSchema)]
struct JobCard {
    /// The hub's time, ms since 1970: every age on the card is counted from it.
    at: i64,
    /// The incident that the crew is sent to, by its id.
    incident_id: Uuid,
    /// Why somebody has to go, in one sentence.
    why: String,
    /// Who opened it; `null` where the ladder of an alert did.
    opened_by: Option<StaffRef>,
    /// When it was opened, ms since 1970.
    opened_at: i64,
    /// Name, date of birth and language: whom to ask for at the door.
    patient: CardPatient,
    /// When the stay began, ms since 1970.
    admitted_at: i64,
    /// Short name of the home.
    label: String,
    /// Postal address of the home, on one line.
    address: String,
    /// Telephone number of the home; empty when none is known.
    phone: String,
    /// IANA name of the home's time zone.
    time_zone: String,
    /// What people wrote down of the stay: allergies, code status, language, home, contacts, and how to get in.
    particulars: Vec<Section>,
    /// The newest values, one for each vital and device.
    values: Vec<NewestReading>,
    /// The newest of each code that people observed.
    observed: Vec<Observation>,
    /// What people observed since the incident was opened and holds, oldest first: the course that is handed over; the newest 100.
    course: Vec<Observation>,
    /// The newest ten notes, and those since the incident was opened, newest first; at most 50.
    notes: Vec<Note>,
    /// The vitals over the last 24 h, if they were asked for.
    trends: Option<Vec<CardTrend>>,
}

impl From<&EpisodeRow> for CardPatient {
    fn from(stay: &EpisodeRow) -> CardPatient {
        let patient = stay.patient.clone();
        CardPatient {
            family_name: patient.family_name,
            given_name: patient.given_name,
            birth_date: patient.birth_date,
            medical_record_number: patient.medical_record_number,
            sex: patient.sex,
            language: patient.language,
        }
    }
}

impl ApiState {
    async fn trends(&self, stay: Uuid, now: WallMs) -> ApiResult<Vec<CardTrend>> {
        let mut trends = Vec::with_capacity(DRAWN.len());
        for vital in DRAWN {
            let (bucket_ms, buckets) = self.store.trend(stay, vital, now.plus(-DAY_MS), now, BUCKETS).await?;
            let decimal = |raw| vital.raw_to_f64(raw);
            let points: Vec<_> = buckets.iter().map(|bucket| (bucket.at.0, decimal(bucket.min), decimal(bucket.max))).collect();
            if !points.is_empty() {
                trends.push(CardTrend { vital: vital.key(), unit: vital.unit(), bucket_ms, points });
            }
        }
        Ok(trends)
    }

    /// What people observed of a stay since an instant and nobody has corrected or withdrawn, oldest first.
    async fn course(&self, episode: Uuid, from: WallMs) -> ApiResult<Vec<Observation>> {
        let filter = ObservationFilter { episode, code: None, from: Some(from), until: None, after: None };
        let rows = self.store.observation_page(&filter, COURSE_MAX).await?;
        Ok(rows.into_iter().rev().map(Observation::from).filter(|one| one.state == ObservationState::Current).collect())
    }

    async fn job_card(&self, row: IncidentRow, trends: bool, now: WallMs) -> ApiResult<JobCard> {
        let stay = Uuid::from_u128(row.incident.opening.stay.0);
        let episode = self.episode_row(stay).await?;
        let particulars = self.store.particulars(stay).await?.into_iter().map(Section::try_from);
        let notes = self.store.note_page(stay, None, NOTES_MAX).await?.into_iter().enumerate();
        let shown = notes.filter(|(n, note)| *n < NOTES_BEFORE || note.note.signed_at >= row.new.at);
        let notes = shown.map(|(_, note)| Note::try_from(note));
        Ok(JobCard {
            at: now.0,
            incident_id: Uuid::from_u128(row.incident.opening.id.0),
            why: row.new.why,
            opened_by: row.new.by.map(|id| StaffRef { id, display_name: row.opened_by_name }),
            opened_at: row.new.at.0,
            patient: CardPatient::from(&episode),
            admitted_at: episode.admitted_at.0,
            particulars: particulars.collect::<ApiResult<_>>()?,
            values: self.store.newest_values(Some(stay)).await?.iter().map(shown::value).collect(),
            observed: self.store.newest_observations(stay).await?.into_iter().map(Observation::from).collect(),
            notes: notes.collect::<ApiResult<_>>()?,
            course: self.course(stay, row.new.at).await?,
            trends: if trends { Some(self.trends(stay, now).await?) } else { None },
            label: episode.label,
            address: episode.address,
            phone: episode.phone,
            time_zone: episode.time_zone,
        })
    }
}

/// Gives what a crew has to know of the patient: who, where, how to get in, what they must not be given, how they are. A crew
/// gets it from confirming the offer until twelve hours after it was clear. Each look is audited; a card that lies open is one
/// look in a quarter of an hour.
#[utoipa::path(
    get, path = "/incidents/{id}/card", tag = "dispatch", params(("id" = Uuid, Path), CardQuery),
    responses((status = 200, body = JobCard), Unknown, Invalid, Refusals)
)]
async fn card(one: OneIncident<CardOf>, State(state): State<ApiState>, Query(wanted): Query<CardQuery>) -> ApiResult<Json<JobCard>> {
    let unknown = || Problem::not_found(Thing::Incident);
    if one.of_crew.as_ref().is_some_and(|own| !own.accepted.contains(&one.id)) {
        return Err(unknown());
    }
    let (row, _) = state.store.incident(one.id).await?.ok_or_else(unknown)?;
    // Noted before the card is shown: if that fails, it is not shown.
    state.store.looked(Look::Card, &[(one.id, super::stay(&row))], one.person.id).await?;
    Ok(Json(state.job_card(row, wanted.trends, clock::wall_ms()).await?))
}
