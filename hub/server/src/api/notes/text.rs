//! What a note says: an SBAR, or free text.

use crate::api::check::Checks;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The longest part of an SBAR, and the longest free note, in characters: a screen and a half.
const PART_MAX: usize = 1_000;
const TEXT_MAX: usize = 4_000;

/// What a note says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum NoteText {
    /// A note in the order of a report by phone: situation, background, assessment, recommendation.
    Sbar {
        /// What is happening now.
        #[schema(min_length = 1, max_length = 1000)]
        situation: String,
        /// What led to it; may be empty.
        #[schema(max_length = 1000)]
        background: String,
        /// What the author thinks it is; may be empty.
        #[schema(max_length = 1000)]
        assessment: String,
        /// What shall be done; may be empty.
        #[schema(max_length = 1000)]
        recommendation: String,
    },
    /// A note as free text.
    Free {
        /// The text; may have several lines.
        #[schema(min_length = 1, max_length = 4000)]
        body: String,
    },
}

impl NoteText {
    /// The word for the store.
    pub const fn kind(&self) -> &'static str {
        match self {
            NoteText::Sbar { .. } => "sbar",
            NoteText::Free { .. } => "free",
        }
    }

    /// Checks what was written and returns it in the form in which it is kept; faults are noted under `field`.
    pub fn checked(self, checks: &mut Checks, field: &str) -> NoteText {
        let mut part = |name: &str, given: &str, least, most| checks.prose(&format!("{field}.{name}"), given, least..=most);
        match self {
            NoteText::Sbar { situation, background, assessment, recommendation } => NoteText::Sbar {
                situation: part("situation", &situation, 1, PART_MAX),
                background: part("background", &background, 0, PART_MAX),
                assessment: part("assessment", &assessment, 0, PART_MAX),
                recommendation: part("recommendation", &recommendation, 0, PART_MAX),
            },
            NoteText::Free { body } => NoteText::Free { body: part("body", &body, 1, TEXT_MAX) },
        }
    }
}
