//! `/clinical-settings`: everything that a clinician has to sign, with its source, its present value, and who has signed it.

use super::ApiState;
use super::documented::{Conflict, Invalid, Refusals};
use super::outdated::BehindTemplate;
use super::profile::Signature;
use crate::auth::extract::{SeesRules, Signer};
use crate::clinical::{self, ClinicalFigure, ClinicalRung, Setting};
use crate::feed::message::{Limit, StaffRef};
use crate::problem::{ApiResult, Body, Cause};
use axum::Json;
use axum::extract::State;
use hearth_store::signatures::SignatureRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(clinical_settings)).routes(routes!(sign_settings))
}

/// Numbers that are signed together.
#[derive(Debug, Serialize, ToSchema)]
struct ClinicalSetting {
    /// Name of the setting: `limits_` and a vital, `template_` and a template, or a word of `x-codes`.
    name: String,
    /// Sources of the numbers, as words of `settings_sources`.
    sources: Vec<String>,
    /// Steps of alarm limits of vitals, such as SpO2 below 90 for 60 s; empty where the setting has none.
    limits: Vec<Limit>,
    /// Single numbers of the setting that are not limits, such as a delay; may be empty.
    figures: Vec<ClinicalFigure>,
    /// Steps of escalation: which posts are told, and after how long; empty where the setting has none.
    rungs: Vec<ClinicalRung>,
    /// The whole setting as one text, to be sent back by the person who signs it.
    value: String,
    /// Who signed exactly this; `null` while nobody has.
    signed: Option<Signature>,
}

/// Everything that is to be signed.
#[derive(Debug, Serialize, ToSchema)]
struct ClinicalSettings {
    /// Each, in the order in which it is shown.
    settings: Vec<ClinicalSetting>,
    /// How many of them nobody has signed.
    unsigned: usize,
    /// Stays that are watched by what a template was before it changed: they keep that until somebody takes the new rungs.
    behind: Vec<BehindTemplate>,
}

/// One that is signed, as it was shown.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Signed {
    /// Name of the setting, as in `ClinicalSetting`.
    name: String,
    /// The setting's `value` as it was shown; if it is another by now, nothing is signed.
    value: String,
}

/// The settings that a clinician signs in one go.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Signing {
    /// Each as it was shown. Refused as a whole if one of them is another by now.
    settings: Vec<Signed>,
}

/// Everything that a clinician has to sign.
#[utoipa::path(
    get, path = "/clinical-settings", tag = "system",
    responses((status = 200, description = "Each with who signed it", body = ClinicalSettings), Refusals)
)]
async fn clinical_settings(_person: SeesRules, State(state): State<ApiState>) -> ApiResult<Json<ClinicalSettings>> {
    state.clinical_settings().await
}

/// Signs some of the settings, each as it was shown.
#[utoipa::path(
    post, path = "/clinical-settings/sign", tag = "system", request_body = Signing,
    responses((status = 200, description = "Signed", body = ClinicalSettings), Invalid, Conflict, Refusals)
)]
async fn sign_settings(
    Signer(physician): Signer,
    State(state): State<ApiState>,
    Body(wish): Body<Signing>,
) -> ApiResult<Json<ClinicalSettings>> {
    let now = clinical::settings(&state.ladders);
    let is_so = |one: &Signed| now.iter().any(|setting| setting.name == one.name && setting.value == one.value);
    if !wish.settings.iter().all(is_so) {
        return Err(Cause::ChangedMeanwhile {}.into());
    }
    let signed: Vec<(String, String)> = wish.settings.into_iter().map(|one| (one.name, one.value)).collect();
    state.store.sign_clinical(&signed, physician.id).await?;
    tracing::info!(staff = %physician.id, settings = signed.len(), "signed what patients are watched by");
    state.clinical_settings().await
}

impl ApiState {
    async fn clinical_settings(&self) -> ApiResult<Json<ClinicalSettings>> {
        let signatures = self.store.clinical_signatures().await?;
        let settings: Vec<_> = clinical::settings(&self.ladders).into_iter().map(|setting| shown(setting, &signatures)).collect();
        let unsigned = settings.iter().filter(|setting| setting.signed.is_none()).count();
        Ok(Json(ClinicalSettings { settings, unsigned, behind: self.behind_templates().await? }))
    }
}

fn shown(setting: Setting, signatures: &[SignatureRow]) -> ClinicalSetting {
    let found = signatures.iter().find(|row| row.item == setting.name && row.value == setting.value);
    let signed =
        found.map(|row| Signature { by: StaffRef { id: row.signed.by, display_name: row.signed.name.clone() }, at: row.signed.at.0 });
    let Setting { name, sources, limits, figures, rungs, value } = setting;
    ClinicalSetting { name, sources: sources.into_iter().map(str::to_owned).collect(), limits, figures, rungs, value, signed }
}
