//! `/observations/codes`: what can be observed by hand.

use crate::api::ApiState;
use crate::api::documented::Refusals;
use crate::auth::extract::ClinicalViewer;
use crate::observations::catalogue::{self, Code, Form};
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(codes))
}

/// What can be observed.
#[derive(Debug, Serialize, ToSchema)]
struct ObservationCode {
    /// The code to send.
    code: &'static str,
    /// Its LOINC code, which can be sent as well.
    loinc: &'static str,
    /// UCUM unit that a number is sent in; `null` where the answer is a word.
    unit: Option<&'static str>,
    /// Decimal places of a number, at most.
    decimals: Option<u8>,
    /// Lowest number that is taken, in `unit`.
    low: Option<f64>,
    /// Highest number that is taken, in `unit`.
    high: Option<f64>,
    /// The words that may be the answer; empty where it is a number.
    findings: Vec<&'static str>,
    /// How it may have been found; the first one when nothing is sent.
    methods: Vec<&'static str>,
}

impl From<Code> for ObservationCode {
    fn from(code: Code) -> ObservationCode {
        let (scale, findings) = match code.form {
            Form::Number(scale) => (Some(scale), Vec::new()),
            Form::OneOf(words) => (None, words.to_vec()),
        };
        ObservationCode {
            code: code.key,
            loinc: code.loinc,
            unit: scale.map(|scale| scale.unit),
            decimals: scale.map(|scale| scale.decimals),
            low: scale.map(|scale| scale.decimal(scale.low)),
            high: scale.map(|scale| scale.decimal(scale.high)),
            findings,
            methods: code.methods().collect(),
        }
    }
}

/// The catalogue.
#[derive(Debug, Serialize, ToSchema)]
struct ObservationCodes {
    /// Vitals first.
    codes: Vec<ObservationCode>,
}

/// Lists what can be observed, with the unit, band or words of each answer. Any other LOINC code can be observed too: its
/// number is taken with the unit that is sent and at most three decimal places, or it is answered in words.
#[utoipa::path(get, path = "/observations/codes", tag = "observations", responses((status = 200, body = ObservationCodes), Refusals))]
async fn codes(_viewer: ClinicalViewer) -> Json<ObservationCodes> {
    Json(ObservationCodes { codes: catalogue::all().map(ObservationCode::from).collect() })
}
