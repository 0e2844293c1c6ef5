//! The content of the sections, and its checks.

use crate::api::check::Checks;
use crate::problem::Mend;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most allergies, and the most contacts, of a stay: a screen shows all of them.
const ALLERGIES_MAX: usize = 40;
const CONTACTS_MAX: usize = 12;

/// Name of a section; sections are changed one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ParticularsSection)]
pub enum SectionName {
    /// What the patient must not be given.
    Allergies,
    /// What is done if heart or breath stop.
    CodeStatus,
    /// In which language to speak, and through whom.
    Language,
    /// Where the home is and who is in it.
    Home,
    /// How to get in.
    Access,
    /// Whom to call about the patient.
    Contacts,
}

impl SectionName {
    /// All sections, for the catalogue of codes.
    pub const ALL: [SectionName; 6] = [
        SectionName::Allergies,
        SectionName::CodeStatus,
        SectionName::Language,
        SectionName::Home,
        SectionName::Access,
        SectionName::Contacts,
    ];

    /// The word for the store and the API.
    pub const fn key(self) -> &'static str {
        match self {
            SectionName::Allergies => "allergies",
            SectionName::CodeStatus => "code_status",
            SectionName::Language => "language",
            SectionName::Home => "home",
            SectionName::Access => "access",
            SectionName::Contacts => "contacts",
        }
    }
}

/// How bad a reaction was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AllergySeverity)]
pub enum Severity {
    /// A rash, an upset stomach.
    Mild,
    /// It had to be treated.
    Moderate,
    /// Life was in danger.
    Severe,
    /// Nobody knows how bad it was.
    Unknown,
}

impl Severity {
    /// All degrees, for the catalogue of codes.
    pub const ALL: [Severity; 4] = [Severity::Mild, Severity::Moderate, Severity::Severe, Severity::Unknown];
}

/// What is done if heart or breath stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CodeStatus {
    /// Everything is done, resuscitation too.
    FullCode,
    /// No resuscitation; everything else is done.
    Dnr,
    /// No resuscitation and no intubation.
    DnrDni,
    /// Some treatments are limited, as the note says.
    Limited,
    /// Comfort alone: symptoms are eased, the disease is not treated.
    ComfortCare,
}

impl CodeStatus {
    /// All code statuses, for the catalogue of codes.
    pub const ALL: [CodeStatus; 5] =
        [CodeStatus::FullCode, CodeStatus::Dnr, CodeStatus::DnrDni, CodeStatus::Limited, CodeStatus::ComfortCare];
}

/// One thing that the patient must not be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Allergy {
    /// The drug, food or material that the patient must not be given.
    #[schema(min_length = 1, max_length = 80)]
    pub substance: String,
    /// What the reaction was; may be empty.
    #[schema(max_length = 120)]
    pub reaction: String,
    /// How bad the reaction was.
    pub severity: Severity,
}

/// One person to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Full name of the person to call.
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    /// What the person is to the patient.
    #[schema(min_length = 1, max_length = 60)]
    pub relation: String,
    /// Telephone number of the person, as it is dialled.
    #[schema(min_length = 1, max_length = 40)]
    pub phone: String,
    /// The person's language, a BCP 47 tag.
    #[schema(example = "es")]
    pub language: String,
}

/// What one section says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "section", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = ParticularsSaid)]
pub enum SectionContent {
    /// What the patient must not be given.
    Allergies {
        /// True if somebody asked and there are none; then the list is empty. A list without entries says nothing else.
        none_known: bool,
        /// The allergies, at most 40.
        #[schema(max_items = 40)]
        list: Vec<Allergy>,
    },
    /// What is done if heart or breath stop.
    CodeStatus {
        /// What is done if heart or breath stop, as a word of the list.
        status: CodeStatus,
        /// Which documents say so and where they are, or what is limited; may be empty.
        #[schema(max_length = 300)]
        note: String,
    },
    /// In which language to speak, and through whom.
    Language {
        /// The patient's language, a BCP 47 tag.
        #[schema(example = "es")]
        language: String,
        /// True if an interpreter is needed.
        interpreter: bool,
        /// The interpreter, or the service; may be empty.
        #[schema(max_length = 80)]
        line: String,
        /// Its phone number; may be empty.
        #[schema(max_length = 40)]
        phone: String,
    },
    /// Where the home is and who is in it.
    Home {
        /// Postal address; may be empty.
        #[schema(max_length = 300)]
        address: String,
        /// Who is there, animals too; may be empty.
        #[schema(max_length = 500)]
        people: String,
        /// What visitors have to know, such as oxygen or infections; may be empty.
        #[schema(max_length = 500)]
        hazards: String,
    },
    /// How to get in; shown only to people who may see it.
    Access {
        /// Gate and door codes, keys, the lift.
        #[schema(max_length = 500)]
        instructions: String,
    },
    /// Whom to call about the patient.
    Contacts {
        /// The contacts, the one to be called first at the top; at most 12.
        #[schema(max_items = 12)]
        list: Vec<Contact>,
    },
}

impl SectionContent {
    /// Which section it is.
    pub const fn name(&self) -> SectionName {
        match self {
            SectionContent::Allergies { .. } => SectionName::Allergies,
            SectionContent::CodeStatus { .. } => SectionName::CodeStatus,
            SectionContent::Language { .. } => SectionName::Language,
            SectionContent::Home { .. } => SectionName::Home,
            SectionContent::Access { .. } => SectionName::Access,
            SectionContent::Contacts { .. } => SectionName::Contacts,
        }
    }

    /// The address, if this section says it.
    pub fn address(&self) -> Option<&str> {
        if let SectionContent::Home { address, .. } = self { Some(address) } else { None }
    }

    /// The patient's language, if this section says it.
    pub fn language(&self) -> Option<&str> {
        if let SectionContent::Language { language, .. } = self { Some(language) } else { None }
    }

    /// What was written, checked and in the form in which it is kept; faults are noted under `field`.
    pub fn checked(self, checks: &mut Checks, field: &str) -> SectionContent {
        let at = |name: &str| format!("{field}.{name}");
        match self {
            SectionContent::Allergies { none_known, list } => {
                checks.require(none_known == list.is_empty(), &at("list"), Mend::NoneOrSome {});
                SectionContent::Allergies { none_known, list: allergies(list, checks, &at("list")) }
            }
            SectionContent::CodeStatus { status, note } => {
                // A limit has to be written down, or somebody at the bedside would have to make it up.
                let least = usize::from(status == CodeStatus::Limited);
                SectionContent::CodeStatus { status, note: checks.text(&at("note"), &note, least..=300) }
            }
            SectionContent::Language { language, interpreter, line, phone } => SectionContent::Language {
                language: checks.language(&at("language"), &language),
                interpreter,
                line: checks.text(&at("line"), &line, 0..=80),
                phone: checks.phone(&at("phone"), &phone),
            },
            SectionContent::Home { address, people, hazards } => SectionContent::Home {
                address: checks.text(&at("address"), &address, 0..=300),
                people: checks.prose(&at("people"), &people, 0..=500),
                hazards: checks.prose(&at("hazards"), &hazards, 0..=500),
            },
            SectionContent::Access { instructions } => {
                SectionContent::Access { instructions: checks.prose(&at("instructions"), &instructions, 0..=500) }
            }
            SectionContent::Contacts { list } => SectionContent::Contacts { list: contacts(list, checks, &at("list")) },
        }
    }
}

fn allergies(list: Vec<Allergy>, checks: &mut Checks, field: &str) -> Vec<Allergy> {
    checks.require(list.len() <= ALLERGIES_MAX, field, Mend::ItemsAtMost { high: ALLERGIES_MAX as u64 });
    let one = |(i, allergy): (usize, Allergy)| Allergy {
        substance: checks.text(&format!("{field}[{i}].substance"), &allergy.substance, 1..=80),
        reaction: checks.text(&format!("{field}[{i}].reaction"), &allergy.reaction, 0..=120),
        severity: allergy.severity,
    };
    list.into_iter().take(ALLERGIES_MAX).enumerate().map(one).collect()
}

fn contacts(list: Vec<Contact>, checks: &mut Checks, field: &str) -> Vec<Contact> {
    checks.require(list.len() <= CONTACTS_MAX, field, Mend::ItemsAtMost { high: CONTACTS_MAX as u64 });
    let one = |(i, contact): (usize, Contact)| {
        let at = format!("{field}[{i}]");
        let phone = checks.phone(&format!("{at}.phone"), &contact.phone);
        checks.require(!contact.phone.trim().is_empty(), &format!("{at}.phone"), Mend::Missing {});
        Contact {
            name: checks.name(&format!("{at}.name"), &contact.name, 1..=120),
            relation: checks.text(&format!("{at}.relation"), &contact.relation, 1..=60),
            phone,
            language: checks.language(&format!("{at}.language"), &contact.language),
        }
    };
    list.into_iter().take(CONTACTS_MAX).enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_called_the_same_everywhere() {
        for name in SectionName::ALL {
            assert_eq!(serde_json::to_value(name).unwrap(), name.key());
        }
        let code = SectionContent::CodeStatus { status: CodeStatus::Dnr, note: String::new() };
        let written = serde_json::to_value(&code).unwrap();
        assert_eq!(written, serde_json::json!({"section": "code_status", "status": "dnr", "note": ""}));
        assert_eq!(serde_json::from_value::<SectionContent>(written).unwrap(), code);
    }
}
