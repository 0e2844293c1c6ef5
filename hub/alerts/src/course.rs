//! What a stay's profile says of the course that is expected, beside its limits: which pathways count for this patient.

use crate::rules::news2::Decision;

/// The settings of the rules that look at a course. The default is an adult without any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Course {
    /// True while there are too few neutrophils, or after a transplant: a fever follows its own, shorter pathway.
    pub neutropenic: bool,
    /// The decision that puts the patient on SpO2 scale 2 of NEWS2; `None` on scale 1. Only a clinician decides it.
    pub scale_two: Option<Decision>,
    /// Why NEWS2 is not judged; `None` while it is. Everything else is judged all the same.
    pub without_news2: Option<WithoutNews2>,
}

/// For whom NEWS2 was not made. There is no other reason to go without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithoutNews2 {
    /// The patient is younger than 16.
    Under16,
    /// The patient is pregnant.
    Pregnant,
}

impl WithoutNews2 {
    /// Every value of [`WithoutNews2`].
    pub const ALL: [WithoutNews2; 2] = [WithoutNews2::Under16, WithoutNews2::Pregnant];

    /// The fixed word, the same in SQL and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            WithoutNews2::Under16 => "under_16",
            WithoutNews2::Pregnant => "pregnant",
        }
    }

    /// The reason of a word; `None` for an unknown one.
    pub fn from_key(key: &str) -> Option<WithoutNews2> {
        WithoutNews2::ALL.into_iter().find(|reason| reason.as_str() == key)
    }
}
