//! `/patients`: who is cared for.

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals};
use super::extract::Query;
use super::fault::{TAKEN, is};
use super::seen::{Among, Facts};
use super::words::Sex;
use crate::auth::extract::Clinician;
use crate::problem::{ApiResult, Body, Cause, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_store::registry::PatientRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(find_patients, add_patient))
}

/// A patient. Where they are treated is told by their stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Patient {
    /// Id of the patient, a UUID; not the medical record number.
    pub id: Uuid,
    /// Family name of the patient.
    pub family_name: String,
    /// Given name of the patient.
    pub given_name: String,
    /// Date of birth, `YYYY-MM-DD`: the second identifier.
    pub birth_date: String,
    /// Medical record number: the first identifier.
    pub medical_record_number: String,
    /// Administrative sex of the patient, by the codes of FHIR.
    #[schema(value_type = Sex)]
    pub sex: String,
    /// The patient's language, a BCP 47 tag such as `es`.
    pub language: String,
}

impl From<PatientRow> for Patient {
    fn from(row: PatientRow) -> Patient {
        Patient {
            id: row.id,
            family_name: row.family_name,
            given_name: row.given_name,
            birth_date: row.birth_date,
            medical_record_number: row.medical_record_number,
            sex: row.sex,
            language: row.language,
        }
    }
}

/// The patients that were found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Patients {
    /// The patients, sorted by name; at most 50.
    pub patients: Vec<Patient>,
}

/// What to look for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Search {
    /// Part of a name or of a medical record number; the first patients by name when empty.
    #[serde(default)]
    query: String,
}

/// Finds patients by name or record number.
#[utoipa::path(get, path = "/patients", tag = "patients", params(Search), responses((status = 200, body = Patients), Invalid, Refusals))]
async fn find_patients(
    Among { patients, .. }: Among<Facts>,
    State(state): State<ApiState>,
    Query(search): Query<Search>,
) -> ApiResult<Json<Patients>> {
    let mut checks = Checks::default();
    let text = checks.search("query", &search.query, 120);
    checks.done()?;
    let found = state.store.find_patients(&text, patients.named().as_deref()).await?;
    Ok(Json(Patients { patients: found.into_iter().map(Patient::from).collect() }))
}

/// A patient to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPatient {
    /// Family name of the patient.
    #[schema(min_length = 1, max_length = 120)]
    family_name: String,
    /// Given name of the patient.
    #[schema(min_length = 1, max_length = 120)]
    given_name: String,
    /// Date of birth, `YYYY-MM-DD`.
    #[schema(example = "1961-04-17")]
    birth_date: String,
    /// Medical record number: the number by which the hospital knows the patient.
    #[schema(min_length = 1, max_length = 40)]
    medical_record_number: String,
    /// Administrative sex of the patient, by the codes of FHIR.
    sex: Sex,
    /// The patient's language, a BCP 47 tag.
    #[schema(example = "es")]
    language: String,
}

fn checked(wish: &NewPatient) -> ApiResult<PatientRow> {
    let mut checks = Checks::default();
    let row = PatientRow {
        id: Uuid::now_v7(),
        family_name: checks.name("family_name", &wish.family_name, 1..=120),
        given_name: checks.name("given_name", &wish.given_name, 1..=120),
        birth_date: checks.birth_date("birth_date", &wish.birth_date),
        medical_record_number: checks.text("medical_record_number", &wish.medical_record_number, 1..=40),
        sex: wish.sex.key().to_owned(),
        language: checks.language("language", &wish.language),
    };
    checks.done()?;
    Ok(row)
}

/// Adds a patient. A stay at home is begun by an admission.
#[utoipa::path(
    post, path = "/patients", tag = "patients", request_body = NewPatient,
    responses((status = 201, description = "Added", body = Patient), Invalid, Conflict, Refusals)
)]
async fn add_patient(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Body(wish): Body<NewPatient>,
) -> ApiResult<(StatusCode, Json<Patient>)> {
    let row = checked(&wish)?;
    let added = state.store.add_patient(&row).await;
    added.map_err(|error| match is(&error, TAKEN) {
        true => Problem::from(Cause::RecordNumberTaken {}),
        false => error.into(),
    })?;
    tracing::info!(staff = %nurse.id, patient = %row.id, "added a patient");
    Ok((StatusCode::CREATED, Json(row.into())))
}
