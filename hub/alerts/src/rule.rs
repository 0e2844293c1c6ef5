//! The rules: what can be wrong, each with a name.

use crate::words::{Kind, UnknownWord};
use hearth_vitals::Vital;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A rule that raises alerts.
///
/// ```
/// use hearth_alerts::Rule;
/// let rule: Rule = "spo2_low".parse().unwrap();
/// assert_eq!(rule, Rule::VitalLow(hearth_vitals::Vital::Spo2));
/// assert_eq!(rule.to_string(), "spo2_low");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Rule {
    /// A vital is below its low limit.
    VitalLow(Vital),
    /// A vital is above its high limit.
    VitalHigh(Vital),
    /// An expected vital has had no value for longer than it may.
    VitalSilent(Vital),
    /// A device gives numbers of a vital that no patient can have.
    VitalImplausible(Vital),
    /// A vital has risen above what is usual for this patient, although it is still far from every limit.
    VitalRising(Vital),
    /// A vital has fallen below what is usual for this patient.
    VitalFalling(Vital),
    /// Too much of a stream is artefact, so that the vital sign is unknown.
    VitalArtefact(Vital),
    /// A device repeats one number of a vital for implausibly long.
    VitalStuck(Vital),
    /// The early warning score NEWS2 calls for action.
    News2,
    /// Two signs of a sepsis with a bad course (qSOFA).
    Qsofa,
    /// The heart beats too fast for its pressure.
    ShockIndex,
    /// A fever of a patient without neutrophils, or after a transplant.
    Fever,
    /// Somebody at the home pressed the call button.
    Call,
    /// What the patient is owed is late: a visit, a set of vitals, a call back.
    TaskLate,
    /// A sensor is not on the patient.
    SensorOff,
    /// A device's battery is low.
    LowBattery,
    /// A cuff could not measure.
    CuffFault,
    /// Packets of a device fail their checks again and again.
    Rejected,
    /// The heart by electrocardiogram and the pulse by oximetry differ.
    RatesDisagree,
    /// Nothing is heard from a home's gateway.
    GatewayOffline,
    /// The clock of a gateway has not been compared for long, or never set.
    GatewayClock,
    /// The disk of a gateway is nearly full.
    GatewayStorage,
    /// Two programs send as one gateway: a cloned disk, or two boxes with one id.
    GatewayTwice,
    /// A device is heard through a gateway that is not of its kit.
    StrayDevice,
    /// The hub cannot write to its database.
    DatabaseDown,
    /// The hub cannot receive, because the broker is down.
    BrokerDown,
    /// The hub receives, but late or incompletely.
    IntakeImpaired,
    /// Some alert has reached nobody whom it should have reached.
    RungUnheard,
    /// What is stored says that something should have rung and did not, or rang and reached nobody.
    ReconcilerDiffers,
    /// A wall is open and no longer confirms what it is shown.
    ScreenSilent,
    /// The known alert that the hub sends itself has not come back.
    CanaryMissing,
    /// Nobody holds the watch of a stay, or its holder is signed in nowhere.
    StayUnwatched,
    /// A shift that holds stays ends soon, and nobody comes after it.
    ShiftUncovered,
    /// A shift is over for some minutes and has not handed its stays over.
    ShiftOverdue,
    /// A unit was asked to go to a home, and none has said yes within its minute.
    OfferUnconfirmed,
    /// Somebody has to go to a home, and no unit can.
    NoUnitFree,
    /// A unit is on its way and says nothing any more.
    UnitSilent,
    /// A crew on the road calls for help for itself.
    CrewSos,
}

impl Rule {
    /// The kind of alert that it raises.
    pub const fn kind(self) -> Kind {
        match self {
            Rule::VitalLow(_)
            | Rule::VitalHigh(_)
            | Rule::VitalRising(_)
            | Rule::VitalFalling(_)
            | Rule::News2
            | Rule::Qsofa
            | Rule::ShockIndex
            | Rule::Fever
            | Rule::Call
            | Rule::TaskLate => Kind::Clinical,
            Rule::VitalSilent(_)
            | Rule::VitalImplausible(_)
            | Rule::VitalArtefact(_)
            | Rule::VitalStuck(_)
            | Rule::SensorOff
            | Rule::LowBattery
            | Rule::CuffFault
            | Rule::Rejected
            | Rule::RatesDisagree
            | Rule::GatewayOffline
            | Rule::GatewayClock
            | Rule::GatewayStorage
            | Rule::GatewayTwice
            | Rule::StrayDevice => Kind::Technical,
            Rule::DatabaseDown
            | Rule::BrokerDown
            | Rule::IntakeImpaired
            | Rule::RungUnheard
            | Rule::ReconcilerDiffers
            | Rule::ScreenSilent
            | Rule::CanaryMissing
            | Rule::StayUnwatched
            | Rule::ShiftUncovered
            | Rule::ShiftOverdue
            | Rule::OfferUnconfirmed
            | Rule::NoUnitFree
            | Rule::UnitSilent
            | Rule::CrewSos => Kind::System,
        }
    }

    /// All rules, those of each vital too.
    pub fn all() -> impl Iterator<Item = Rule> {
        let of_vitals = Vital::ALL.into_iter().flat_map(|vital| OF_A_VITAL.map(|(_, rule)| rule(vital)));
        of_vitals.chain(PLAIN)
    }

    /// True for a sum of points, or a quotient, of several vitals: its values are points (hundredths of a shock index).
    pub const fn is_score(self) -> bool {
        matches!(self, Rule::News2 | Rule::Qsofa | Rule::ShockIndex)
    }

    /// True for rules about a changing set of stays, shifts, incidents or units: their values are counts.
    pub const fn is_set(self) -> bool {
        matches!(
            self,
            Rule::StayUnwatched
                | Rule::ShiftUncovered
                | Rule::ShiftOverdue
                | Rule::OfferUnconfirmed
                | Rule::NoUnitFree
                | Rule::UnitSilent
                | Rule::CrewSos
        )
    }

    /// True when nothing that is measured or heard ends it: it lasts until a person has dealt with it.
    pub const fn is_ended_by_people(self) -> bool {
        matches!(self, Rule::Call)
    }

    /// The vital that it is about; `None` if it is not about one.
    pub const fn vital(self) -> Option<Vital> {
        match self {
            Rule::VitalLow(vital)
            | Rule::VitalHigh(vital)
            | Rule::VitalRising(vital)
            | Rule::VitalFalling(vital)
            | Rule::VitalSilent(vital)
            | Rule::VitalImplausible(vital)
            | Rule::VitalArtefact(vital)
            | Rule::VitalStuck(vital) => Some(vital),
            Rule::Fever => Some(Vital::Temperature),
            _ => None,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::VitalLow(vital) => write!(f, "{vital}_low"),
            Rule::VitalHigh(vital) => write!(f, "{vital}_high"),
            Rule::VitalSilent(vital) => write!(f, "{vital}_silent"),
            Rule::VitalImplausible(vital) => write!(f, "{vital}_implausible"),
            Rule::VitalRising(vital) => write!(f, "{vital}_rising"),
            Rule::VitalFalling(vital) => write!(f, "{vital}_falling"),
            Rule::VitalArtefact(vital) => write!(f, "{vital}_artefact"),
            Rule::VitalStuck(vital) => write!(f, "{vital}_stuck"),
            Rule::News2 => f.write_str("news2"),
            Rule::Qsofa => f.write_str("qsofa"),
            Rule::ShockIndex => f.write_str("shock_index"),
            Rule::Fever => f.write_str("fever"),
            Rule::Call => f.write_str("call"),
            Rule::TaskLate => f.write_str("task_late"),
            Rule::SensorOff => f.write_str("sensor_off"),
            Rule::LowBattery => f.write_str("low_battery"),
            Rule::CuffFault => f.write_str("cuff_fault"),
            Rule::Rejected => f.write_str("rejected"),
            Rule::RatesDisagree => f.write_str("rates_disagree"),
            Rule::GatewayOffline => f.write_str("gateway_offline"),
            Rule::GatewayClock => f.write_str("gateway_clock"),
            Rule::GatewayStorage => f.write_str("gateway_storage"),
            Rule::GatewayTwice => f.write_str("gateway_twice"),
            Rule::StrayDevice => f.write_str("stray_device"),
            Rule::DatabaseDown => f.write_str("database_down"),
            Rule::BrokerDown => f.write_str("broker_down"),
            Rule::IntakeImpaired => f.write_str("intake_impaired"),
            Rule::RungUnheard => f.write_str("rung_unheard"),
            Rule::ReconcilerDiffers => f.write_str("reconciler_differs"),
            Rule::ScreenSilent => f.write_str("screen_silent"),
            Rule::CanaryMissing => f.write_str("canary_missing"),
            Rule::StayUnwatched => f.write_str("stay_unwatched"),
            Rule::ShiftUncovered => f.write_str("shift_uncovered"),
            Rule::ShiftOverdue => f.write_str("shift_overdue"),
            Rule::OfferUnconfirmed => f.write_str("offer_unconfirmed"),
            Rule::NoUnitFree => f.write_str("no_unit_free"),
            Rule::UnitSilent => f.write_str("unit_silent"),
            Rule::CrewSos => f.write_str("crew_sos"),
        }
    }
}

/// The rules that look at several vitals or at a course, in the order in which they are told.
pub const SEVERAL_VITALS: [Rule; 4] = [Rule::News2, Rule::Fever, Rule::Qsofa, Rule::ShockIndex];

/// A rule of which each vital has one: the end of its name, and how it is made.
type OfAVital = (&'static str, fn(Vital) -> Rule);

/// Those rules, in the order of [`Rule::all`].
const OF_A_VITAL: [OfAVital; 8] = [
    ("low", Rule::VitalLow),
    ("high", Rule::VitalHigh),
    ("silent", Rule::VitalSilent),
    ("implausible", Rule::VitalImplausible),
    ("rising", Rule::VitalRising),
    ("falling", Rule::VitalFalling),
    ("artefact", Rule::VitalArtefact),
    ("stuck", Rule::VitalStuck),
];

const PLAIN: [Rule; 30] = [
    Rule::News2,
    Rule::Qsofa,
    Rule::ShockIndex,
    Rule::Fever,
    Rule::Call,
    Rule::TaskLate,
    Rule::SensorOff,
    Rule::LowBattery,
    Rule::CuffFault,
    Rule::Rejected,
    Rule::RatesDisagree,
    Rule::GatewayOffline,
    Rule::GatewayClock,
    Rule::GatewayStorage,
    Rule::GatewayTwice,
    Rule::StrayDevice,
    Rule::DatabaseDown,
    Rule::BrokerDown,
    Rule::IntakeImpaired,
    Rule::RungUnheard,
    Rule::ReconcilerDiffers,
    Rule::ScreenSilent,
    Rule::CanaryMissing,
    Rule::StayUnwatched,
    Rule::ShiftUncovered,
    Rule::ShiftOverdue,
    Rule::OfferUnconfirmed,
    Rule::NoUnitFree,
    Rule::UnitSilent,
    Rule::CrewSos,
];

impl FromStr for Rule {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Rule, UnknownWord> {
        let plain = PLAIN.into_iter().find(|rule| rule.to_string() == text);
        plain.or_else(|| of_a_vital(text)).ok_or_else(|| UnknownWord {
            what: "rule",
            given: text.chars().take(40).collect(),
            known: format!(
                "{}, {}",
                OF_A_VITAL.map(|(end, _)| format!("{{vital}}_{end}")).join(", "),
                PLAIN.map(|rule| rule.to_string()).join(", ")
            ),
        })
    }
}

fn of_a_vital(text: &str) -> Option<Rule> {
    let (key, what) = text.rsplit_once('_')?;
    let vital = Vital::from_key(key)?;
    OF_A_VITAL.into_iter().find(|(end, _)| *end == what).map(|(_, rule)| rule(vital))
}

impl TryFrom<String> for Rule {
    type Error = UnknownWord;
    fn try_from(text: String) -> Result<Rule, UnknownWord> {
        text.parse()
    }
}

impl From<Rule> for String {
    fn from(rule: Rule) -> String {
        rule.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_reads_back_from_its_name() {
        for rule in Rule::all() {
            assert_eq!(rule.to_string().parse::<Rule>().unwrap(), rule);
        }
        assert!("spo2_odd".parse::<Rule>().is_err());
        assert!("_low".parse::<Rule>().is_err());
    }
}
