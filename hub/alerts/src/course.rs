//! What a stay's profile says of the course that is expected, beside its limits: which pathways count for this patient.

use crate::rules::news2::Decision;

/// The settings of the rules that look at a course. The default is an adult without any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Course {
    /// True while there are too few neutrophils, or after a transplant: a fever follows its own, shorter pathway.
    pub neutropenic: bool,
    /// The decision that puts the patient on SpO2 scale 2 of NEWS2; `None` on scale 1. Only a clinician decides it.
    pub scale_two: Option<Decision>,
}
