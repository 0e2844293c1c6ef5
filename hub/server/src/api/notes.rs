//! `/episodes/{id}/notes`, `/notes/{id}/amend`: what people wrote about a stay. Signed, and amended only by a new note.

pub(super) mod text;

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::{Id, Query};
use super::fault::{TAKEN, is};
use super::page;
use super::seen::{Facts, OfStay};
use crate::auth::Staff;
use crate::auth::extract::NoteWriter;
use crate::clock;
use crate::feed::message::StaffRef;
use crate::feed::state::Part;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_store::notes::{NewNote, NoteRow, Written};
use serde::{Deserialize, Serialize};
use text::NoteText;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(notes, write_note)).routes(routes!(amend_note))
}

/// A signed note about a stay. It is never changed; an amendment is another note that names it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Note {
    /// Id of the note, a UUID.
    id: Uuid,
    /// Id of the stay.
    episode_id: Uuid,
    /// The text of the note: free, or in the order of SBAR.
    text: NoteText,
    /// The member of staff who signed it.
    author: StaffRef,
    /// When it was signed, ms since 1970.
    signed_at: i64,
    /// When it was written, ms since 1970, if that was before: a crew writes without a link. `null` if it was not, or nobody can say.
    written_at: Option<i64>,
    /// True if it was written before it was signed and nobody can say when.
    written_unknown: bool,
    /// Id of the note that it amends; `null` if it amends none.
    amends: Option<Uuid>,
    /// Why it amends that; empty if it amends none.
    reason: String,
    /// Id of the note that amends this one, which is no longer valid then; `null` while it is.
    amended_by: Option<Uuid>,
}

impl TryFrom<NoteRow> for Note {
    type Error = Problem;

    fn try_from(row: NoteRow) -> ApiResult<Note> {
        let NewNote { id, episode, content, author, signed_at, written, amends, .. } = row.note;
        // Serde's message may repeat the stored text, so it is dropped.
        let text = serde_json::from_value(content).map_err(|_| Problem::internal("a stored note cannot be read"))?;
        let (amends, reason) = amends.unzip();
        Ok(Note {
            id,
            episode_id: episode,
            text,
            author: StaffRef { id: author, display_name: row.author_name },
            signed_at: signed_at.0,
            written_at: if let Written::At(at) = written { Some(at.0) } else { None },
            written_unknown: written == Written::Unknown,
            amends,
            reason: reason.unwrap_or_default(),
            amended_by: row.amended_by.map(|(id, _)| id),
        })
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct NotesQuery {
    /// Where the page begins: `next_before` of the previous page; the newest note when left out.
    before: Option<String>,
    /// The most notes on the page.
    #[serde(default = "page::rows")]
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: i64,
}

/// A page of notes.
#[derive(Debug, Serialize, ToSchema)]
struct NotePage {
    /// The notes, newest first; those that were amended, too.
    notes: Vec<Note>,
    /// The mark to ask the next page with (`before`); `null` on the last page.
    next_before: Option<String>,
}

/// Lists the notes of a stay, a page at a time.
#[utoipa::path(
    get, path = "/episodes/{id}/notes", tag = "record", params(("id" = Uuid, Path), NotesQuery),
    responses((status = 200, body = NotePage), Unknown, Invalid, Refusals)
)]
async fn notes(
    OfStay { id, .. }: OfStay<Facts>,
    State(state): State<ApiState>,
    Query(wanted): Query<NotesQuery>,
) -> ApiResult<Json<NotePage>> {
    let mut checks = Checks::default();
    let before = wanted.before.as_deref().map(page::mark);
    checks.require(before != Some(None), "before", Mend::PageMark {});
    page::limit(&mut checks, wanted.limit);
    checks.done()?;
    state.episode_row(id).await?;
    let mut rows = state.store.note_page(id, before.flatten(), wanted.limit + 1).await?;
    let next_before = page::cut(&mut rows, wanted.limit, |row| format!("{}.{}", row.note.signed_at.0, row.note.id));
    Ok(Json(NotePage { notes: rows.into_iter().map(Note::try_from).collect::<ApiResult<_>>()?, next_before }))
}

/// A note to sign.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoteWish {
    /// A UUID chosen by the sender, so that a note that is sent twice is kept once. Left out, the hub chooses one.
    #[serde(default)]
    id: Option<Uuid>,
    /// The text of the note: free, or in the order of SBAR.
    text: NoteText,
}

/// Signs a note of an active stay, by who is signed in. Sent twice with the same `id`, it is kept once, and the second answer
/// (200) is the first one.
#[utoipa::path(
    post, path = "/episodes/{id}/notes", tag = "record", params(("id" = Uuid, Path)), request_body = NoteWish,
    responses(
        (status = 201, description = "Signed", body = Note), (status = 200, description = "It had been signed", body = Note),
        Unknown, Invalid, Conflict, Refusals
    )
)]
async fn write_note(
    NoteWriter(nurse): NoteWriter,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<NoteWish>,
) -> ApiResult<(StatusCode, Json<Note>)> {
    let mut checks = Checks::default();
    let text = wish.text.checked(&mut checks, "text");
    checks.done()?;
    state.episode_row(id).await?;
    state.sign((wish.id, id, Written::WhenSigned), &text, None, &nurse).await
}

/// A note that takes the place of another one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoteAmendment {
    /// Id of the stay, as the person was shown it.
    episode_id: Uuid,
    /// A UUID chosen by the sender, as for a note.
    #[serde(default)]
    id: Option<Uuid>,
    /// The whole note that replaces it.
    text: NoteText,
    /// Why the first note was wrong or incomplete, in the author's own words.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Amends a note by a new one that names it. The old one stays, marked. A note is amended once: the next amendment amends
/// the newest.
#[utoipa::path(
    post, path = "/notes/{id}/amend", tag = "record", params(("id" = Uuid, Path)), request_body = NoteAmendment,
    responses(
        (status = 201, description = "Signed", body = Note), (status = 200, description = "It had been signed", body = Note),
        Unknown, Invalid, Conflict, Refusals
    )
)]
async fn amend_note(
    NoteWriter(nurse): NoteWriter,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<NoteAmendment>,
) -> ApiResult<(StatusCode, Json<Note>)> {
    let old = state.store.note(id).await?.ok_or_else(|| Problem::not_found(Thing::Note))?;
    let mut checks = Checks::default();
    let text = wish.text.checked(&mut checks, "text");
    let reason = checks.text("reason", &wish.reason, 1..=500);
    checks.require(wish.episode_id == old.note.episode, "episode_id", Mend::OtherEpisode {});
    checks.done()?;
    state.sign((wish.id, old.note.episode, Written::WhenSigned), &text, Some((id, reason)), &nurse).await
}

impl ApiState {
    /// Signs a note, or gives the one that was signed under this id.
    pub(super) async fn sign(
        &self,
        (id, episode, written): (Option<Uuid>, Uuid, Written),
        text: &NoteText,
        amends: Option<(Uuid, String)>,
        author: &Staff,
    ) -> ApiResult<(StatusCode, Json<Note>)> {
        let content = serde_json::to_value(text).map_err(|_| Problem::internal("a note cannot be written as JSON"))?;
        let id = id.unwrap_or_else(Uuid::now_v7);
        let (kind, signed_at) = (text.kind().to_owned(), clock::wall_ms());
        let note = NewNote { id, episode, kind, content, author: author.id, signed_at, written, amends };
        if let Some(known) = self.signed_before(&note).await? {
            return Ok((StatusCode::OK, Json(known)));
        }
        match self.store.keep_note(&note).await {
            Ok(true) => {}
            Ok(false) => return Err(Cause::EpisodeEnded {}.into()),
            Err(error) if is(&error, TAKEN) => {
                let known = self.signed_before(&note).await?.ok_or(error)?;
                return Ok((StatusCode::OK, Json(known)));
            }
            Err(error) => return Err(error.into()),
        }
        tracing::info!(staff = %author.id, %episode, note = %id, "signed a note");
        self.feed.changed(episode, Part::Notes).await;
        let row = self.store.note(id).await?.ok_or_else(|| Problem::not_found(Thing::Note))?;
        Ok((StatusCode::CREATED, Json(row.try_into()?)))
    }

    /// The same note, if it was signed already. Refused if the id belongs to another note, or if the note it amends was amended
    /// by another.
    async fn signed_before(&self, note: &NewNote) -> ApiResult<Option<Note>> {
        if let Some(known) = self.store.note(note.id).await? {
            let same = NewNote { signed_at: known.note.signed_at, written: known.note.written, ..note.clone() } == known.note;
            return if same { Note::try_from(known).map(Some) } else { Err(Problem::invalid_field("id", Mend::IdTaken {})) };
        }
        let Some((amends, _)) = &note.amends else { return Ok(None) };
        match self.store.note(*amends).await?.and_then(|old| old.amended_by) {
            Some((_, person)) => Err(Cause::NoteAmended { person }.into()),
            None => Ok(None),
        }
    }
}
