//! `/audit`: who did, saw and was refused what; as a page, and as files for a spreadsheet and for other systems.

use super::ApiState;
use super::check::{Checks, INSTANTS};
use super::documented::{Invalid, Refusals};
use super::extract::Query;
use super::page;
use crate::audit::files;
use crate::auth::extract::Auditor;
use crate::feed::message::StaffRef;
use crate::problem::{ApiResult, Mend};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use hearth_store::audit::notes::{AuditFilter, AuditNote, AuditRow, LOOKS};
use hearth_vitals::WallMs;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// Entries of one file at most: a busy site's month. Whoever needs more asks for a shorter time.
const FILE_MAX: i64 = 100_000;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(entries)).routes(routes!(table)).routes(routes!(lines)).routes(routes!(fhir))
}

/// Which entries are of what was only looked at.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AuditKind {
    /// Looks: nothing was changed.
    Looks,
    /// Sign-ins, and what was refused.
    Doors,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct AuditQuery {
    /// Only entries about this stay, its alerts and its incidents.
    episode_id: Option<Uuid>,
    /// Only entries of this member of staff.
    person: Option<Uuid>,
    /// `looks` for looks alone, `doors` for sign-ins and refusals; all when left out.
    #[param(inline)]
    kind: Option<AuditKind>,
    /// Only entries from this instant on, ms since 1970.
    from: Option<i64>,
    /// Only entries before this instant, ms since 1970.
    to: Option<i64>,
    /// Where the page begins: `next_before` of the previous page; the newest entry when left out.
    before: Option<i64>,
    /// The most entries on the page; of a file there are up to 100,000.
    #[serde(default = "page::rows")]
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: i64,
}

/// The stay that an entry is about.
#[derive(Debug, Serialize, ToSchema)]
struct AuditStay {
    /// Id of the stay, a UUID.
    id: Uuid,
    /// Short name of the home, as on the wall; not the patient's name.
    label: String,
}

/// An entry of the audit.
#[derive(Debug, Serialize, ToSchema)]
struct AuditItem {
    /// Id of the entry; rises with time.
    id: i64,
    /// When it was written, ms since 1970.
    at: i64,
    /// The person; `null` for the hub itself, and for whoever is not known.
    by: Option<StaffRef>,
    /// What was done: `admit`, `look`, `sign_in`, `sign_in_refused`, `refused`, ...
    act: String,
    /// To what: an id, or a word of the act.
    subject: String,
    /// The stay that it is about; `null` if it is about none, or about several.
    episode: Option<AuditStay>,
    /// The rest, by act: `operation`, `what` was seen, `from` which address, ...
    #[schema(value_type = Object)]
    detail: Value,
    /// Its number in the chain of seals; `null` during the second in which it waits for its seal.
    seal: Option<i64>,
}

/// A page of the audit.
#[derive(Debug, Serialize, ToSchema)]
struct AuditPage {
    /// The entries of this page, the newest first.
    entries: Vec<AuditItem>,
    /// The mark to ask the next page with (`before`); `null` on the last page.
    next_before: Option<i64>,
}

impl From<AuditRow> for AuditItem {
    fn from(row: AuditRow) -> AuditItem {
        AuditItem {
            id: row.id,
            at: row.at.0,
            by: row.by.map(|(id, display_name)| StaffRef { id, display_name }),
            act: row.act,
            subject: row.subject,
            episode: row.stay.map(|(id, label)| AuditStay { id, label }),
            detail: row.detail,
            seal: row.seal,
        }
    }
}

fn filter(checks: &mut Checks, wanted: &AuditQuery) -> AuditFilter {
    for (field, at) in [("from", wanted.from), ("to", wanted.to)] {
        checks.require(at.is_none_or(|at| INSTANTS.contains(&at)), field, Mend::Instant {});
    }
    let backwards = wanted.from.zip(wanted.to).is_some_and(|(from, to)| to <= from);
    checks.require(!backwards, "to", Mend::AfterFrom {});
    let acts: Option<&[&str]> = wanted.kind.map(|kind| match kind {
        AuditKind::Looks => &LOOKS[..],
        AuditKind::Doors => &["sign_in", "sign_in_refused", "refused"][..],
    });
    AuditFilter {
        stay: wanted.episode_id,
        person: wanted.person,
        acts: acts.map(|acts| acts.iter().map(|act| (*act).to_owned()).collect()),
        from: wanted.from.map(WallMs),
        until: wanted.to.map(WallMs),
    }
}

/// Lists entries of the audit, a page at a time. For one patient: `episode_id` and `kind=looks` tell who looked.
#[utoipa::path(get, path = "/audit", tag = "audit", params(AuditQuery), responses((status = 200, body = AuditPage), Invalid, Refusals))]
async fn entries(_: Auditor, State(state): State<ApiState>, Query(wanted): Query<AuditQuery>) -> ApiResult<Json<AuditPage>> {
    let mut checks = Checks::default();
    let filter = filter(&mut checks, &wanted);
    page::limit(&mut checks, wanted.limit);
    checks.done()?;
    let mut rows = state.store.audit_page(&filter, wanted.before, wanted.limit + 1).await?;
    let next_before = page::cut(&mut rows, wanted.limit, |row| row.id);
    Ok(Json(AuditPage { entries: rows.into_iter().map(AuditItem::from).collect(), next_before }))
}

impl ApiState {
    /// What goes into a file. That it is taken along is an act of its own, so it stands in the audit.
    async fn taken_along(&self, person: Uuid, wanted: &AuditQuery, form: &'static str) -> ApiResult<Vec<AuditRow>> {
        let mut checks = Checks::default();
        let filter = filter(&mut checks, wanted);
        checks.done()?;
        let rows = self.store.audit_page(&filter, wanted.before, FILE_MAX).await?;
        let subject = wanted.episode_id.map_or_else(|| "audit".to_owned(), |id| id.to_string());
        let detail = json!({ "form": form, "entries": rows.len() });
        self.store.note_audit(&[AuditNote { staff: Some(person), act: "export_audit", subject, detail }]).await?;
        Ok(rows)
    }
}

fn file(kind: &'static str, name: &'static str, text: String) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], text)
}

/// The entries as a table for a spreadsheet, at most 100,000, the newest first.
#[utoipa::path(
    get, path = "/audit.csv", tag = "audit", params(AuditQuery),
    responses((status = 200, description = "Comma-separated, UTF-8", content_type = "text/csv", body = String), Invalid, Refusals)
)]
async fn table(Auditor(person): Auditor, State(state): State<ApiState>, Query(wanted): Query<AuditQuery>) -> ApiResult<impl IntoResponse> {
    let text = files::csv(&state.taken_along(person.id, &wanted, "csv").await?)?;
    Ok(file("text/csv; charset=utf-8", "attachment; filename=\"hearth-audit.csv\"", text))
}

/// The entries as JSON lines, at most 100,000, the newest first.
#[utoipa::path(
    get, path = "/audit.jsonl", tag = "audit", params(AuditQuery),
    responses((status = 200, description = "One entry a line, as in `/audit`", content_type = "application/jsonl", body = String), Invalid, Refusals)
)]
async fn lines(Auditor(person): Auditor, State(state): State<ApiState>, Query(wanted): Query<AuditQuery>) -> ApiResult<impl IntoResponse> {
    let rows = state.taken_along(person.id, &wanted, "jsonl").await?;
    let text = files::lines(rows.into_iter().map(AuditItem::from))?;
    Ok(file("application/jsonl", "attachment; filename=\"hearth-audit.jsonl\"", text))
}

/// The entries as AuditEvent resources of FHIR R4, one a line, at most 100,000, the newest first.
#[utoipa::path(
    get, path = "/audit.fhir", tag = "audit", params(AuditQuery),
    responses((status = 200, description = "One AuditEvent a line", content_type = "application/fhir+ndjson", body = String), Invalid, Refusals)
)]
async fn fhir(Auditor(person): Auditor, State(state): State<ApiState>, Query(wanted): Query<AuditQuery>) -> ApiResult<impl IntoResponse> {
    let rows = state.taken_along(person.id, &wanted, "fhir").await?;
    let text = files::lines(rows.iter().map(files::event))?;
    Ok(file("application/fhir+ndjson", "attachment; filename=\"hearth-audit.fhir.ndjson\"", text))
}
