//! `/observations/codes`: what can be observed by hand.

use crate::api::ApiState;
use crate::api::documented::Refusals;
use crate::api::seen::{Among, Measurements};
use crate::observations::catalogue::{self, Code, Form};
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(codes))
}

/// Something that can be observed by hand.
#[derive(Debug, Serialize, ToSchema)]
struct ObservationCode {
    /// The code to send with an observation.
    code: &'static str,
    /// Its LOINC code, which can be sent instead.
    loinc: &'static str,
    /// UCUM unit in which a number is sent; `null` where the answer is a word.
    unit: Option<&'static str>,
    /// The most decimal places that a number may have; `null` where the answer is a word.
    decimals: Option<u8>,
    /// The lowest number that is accepted, in `unit`; `null` where the answer is a word.
    low: Option<f64>,
    /// A number from here to `low` is accepted if its author confirms it (`confirmed`); `null` where none is.
    confirmed_low: Option<f64>,
    /// The highest number that is accepted, in `unit`; `null` where the answer is a word.
    high: Option<f64>,
    /// The words that the answer may be; empty where it is a number.
    findings: Vec<&'static str>,
    /// What may be sent as `finding` instead of a number, when the device shows LO or HI; empty where nothing may.
    off_scale: Vec<OffScaleAnswer>,
    /// How it can be found. If no method is sent, `measured` counts.
    methods: Vec<&'static str>,
}

/// What a device shows instead of a number: that it is beyond its scale.
#[derive(Debug, Serialize, ToSchema)]
struct OffScaleAnswer {
    /// The word to send.
    finding: &'static str,
    /// True if it rings at once, as it does when the device itself sends it. Elsewhere it is no value, and is only kept and shown.
    rings: bool,
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
            confirmed_low: scale.and_then(|scale| scale.confirmed_low()),
            high: scale.map(|scale| scale.decimal(scale.high)),
            findings,
            off_scale: code.off_scale().map(|(finding, rings)| OffScaleAnswer { finding, rings }).collect(),
            methods: code.methods().collect(),
        }
    }
}

/// Everything that can be observed by hand.
#[derive(Debug, Serialize, ToSchema)]
struct ObservationCodes {
    /// The codes, vitals first.
    codes: Vec<ObservationCode>,
}

/// Lists what can be observed, with the unit, band or words of each answer. Any other LOINC code can be observed too: its
/// number is taken with the unit that is sent and at most three decimal places, or it is answered in words.
#[utoipa::path(get, path = "/observations/codes", tag = "observations", responses((status = 200, body = ObservationCodes), Refusals))]
async fn codes(_viewer: Among<Measurements>) -> Json<ObservationCodes> {
    Json(ObservationCodes { codes: catalogue::all().map(ObservationCode::from).collect() })
}
