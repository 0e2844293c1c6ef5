//! The fixed words for the state of an alert, the same in SQL, JSON and tests.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A word that this program does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{given}' is no {what}: use one of {known}")]
pub struct UnknownWord {
    /// The list in which it should have been.
    pub what: &'static str,
    /// The word that was given.
    pub given: String,
    /// The words that there are.
    pub known: String,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$item_doc:meta])* $item:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$item_doc])* #[serde(rename = $word)] $item),+ }

        impl $name {
            /// Every word, in order.
            pub const ALL: &'static [$name] = &[$($name::$item),+];

            /// The fixed word.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$item => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                match text {
                    $($word => Ok($name::$item),)+
                    _ => Err(UnknownWord { what: $what, given: text.chars().take(40).collect(), known: [$($word),+].join(", ") }),
                }
            }
        }
    };
}

words! {
    /// What kind of trouble an alert tells of.
    Kind, "kind of alert" {
        /// The patient's condition.
        Clinical = "clinical",
        /// Sensor, device, gateway or link of one home.
        Technical = "technical",
        /// The hub itself.
        System = "system",
    }
}

words! {
    /// How soon someone has to act. Ordered: `Low < Medium < High`.
    Priority, "priority" {
        /// Be aware of it.
        Low = "low",
        /// Act promptly, not at once.
        Medium = "medium",
        /// Act now. Stays open until a person has reviewed it.
        High = "high",
    }
}

words! {
    /// Whether what an alert tells of is so.
    Condition, "condition" {
        /// It is so, but has not yet lasted for the rule's delay. Pending conditions are not alerts yet: see
        /// [`crate::Episode::pending`].
        Pending = "pending",
        /// It is so, as far as the newest data tells.
        Active = "active",
        /// It is known to have ended.
        Cleared = "cleared",
    }
}

words! {
    /// What people have done about an alert.
    Response, "response" {
        /// Nobody has done anything yet.
        None = "none",
        /// Somebody has taken it on.
        Acknowledged = "acknowledged",
        /// Somebody has looked at it after its condition ended.
        Reviewed = "reviewed",
    }
}

words! {
    /// What happened in one transition of an alert.
    Change, "change" {
        /// The alert was raised.
        Raised = "raised",
        /// It became more urgent.
        PriorityRaised = "priority_raised",
        /// It got worse by a rung of its ladder, or came back to one that it had left, at the same priority, and rings again.
        SeverityRaised = "severity_raised",
        /// A value came that is worse than any before, on the same rung.
        Worsened = "worsened",
        /// A person acknowledged it.
        Acknowledged = "acknowledged",
        /// Who has it said what they do, or when they want to be reminded.
        Acted = "acted",
        /// It became more urgent than what the person acknowledged, so the acknowledgement no longer counts.
        AcknowledgementVoided = "acknowledgement_voided",
        /// Its condition ended.
        Cleared = "cleared",
        /// Its condition came back while the alert was still open.
        Reactivated = "reactivated",
        /// A person reviewed it.
        Reviewed = "reviewed",
        /// It was closed, and so left the list of open alerts.
        Closed = "closed",
    }
}

words! {
    /// What somebody who has an alert does about it. Few enough to be read at a glance: each is another thing that a colleague
    /// who looks at the row need not do again.
    Action, "action" {
        /// Calls the patient, or whoever is in the home.
        CallingPatient = "calling_patient",
        /// Calls the family or another contact.
        CallingFamily = "calling_family",
        /// Has asked for a measurement to be repeated.
        RepeatAsked = "repeat_asked",
        /// The sensor was put right, on the phone or by somebody in the home.
        SensorCorrected = "sensor_corrected",
        /// Asks the physician.
        PhysicianAsked = "physician_asked",
        /// Acts as was ordered for this case: oxygen, a medicine, another position.
        AsOrdered = "as_ordered",
        /// Sends somebody to the home.
        SendingSomeone = "sending_someone",
        /// Watches what becomes of it: nothing else is needed now.
        Watching = "watching",
    }
}

words! {
    /// The rule that caused a transition.
    By, "rule of a step" {
        /// A value was compared with its limit.
        Limit = "limit",
        /// A score was summed.
        Score = "score",
        /// A number was looked at before any rule: can it be believed?
        Admission = "admission",
        /// The course of a temperature was judged.
        Fever = "fever",
        /// Something happened at the home.
        Event = "event",
        /// Values came too late to act on.
        LateData = "late_data",
        /// Nothing came for longer than allowed.
        Silence = "silence",
        /// A device said how its battery is.
        Battery = "battery",
        /// It was seen how many programs send as a gateway.
        Gateways = "gateways",
        /// It was seen which gateways send under the names of which devices.
        Strays = "strays",
        /// Two sources of one vital were compared.
        Sources = "sources",
        /// A stream was compared with what is usual for its patient, or its artefacts were counted.
        Course = "course",
        /// A gateway said how its clock and its disk are.
        Upkeep = "upkeep",
        /// The hub checked its own parts.
        SelfCheck = "self_check",
        /// It was looked at what the patient is owed.
        Tasks = "tasks",
        /// A condition that lasts becomes more urgent.
        Lasting = "lasting",
        /// A higher priority, or a worse rung, makes an acknowledgement void.
        PriorityVoids = "priority_voids",
        /// A limit was removed.
        LimitRemoved = "limit_removed",
        /// A device was taken away from the episode.
        Unbound = "unbound",
        /// An alert that has ended and is acknowledged is closed.
        CloseWhenCleared = "close_when_cleared",
        /// An alert that was reviewed is closed.
        CloseWhenReviewed = "close_when_reviewed",
        /// An alert that ended was closed after a time. Earlier hubs did so; it stays in their history.
        AutoClose = "auto_close",
    }
}

words! {
    /// Why a rule made a step, as a code: screens have the words. The English in the docs is for who reads this.
    Why, "reason" {
        /// Beyond the critical limit.
        BeyondCritical = "beyond_critical",
        /// Outside the limit for its delay.
        OutsideForDelay = "outside_for_delay",
        /// A number, or none, that no patient can live with.
        Deadly = "deadly",
        /// The device gives a number that no patient can have.
        Implausible = "implausible",
        /// The device gives a number that can be believed.
        PlausibleAgain = "plausible_again",
        /// The worst value so far.
        WorstSoFar = "worst_so_far",
        /// Safely inside the limit for the time it takes to clear.
        SafelyInside = "safely_inside",
        /// The score calls for action.
        ScoreReached = "score_reached",
        /// The score is known and has been lower for long enough.
        ScoreLower = "score_lower",
        /// A fever that cannot wait for this patient.
        FeverFound = "fever_found",
        /// Normal temperatures for long enough.
        FeverOver = "fever_over",
        /// The vital has left what is usual for this patient.
        LeftUsual = "left_usual",
        /// The vital is as usual for this patient again.
        UsualAgain = "usual_again",
        /// Too little of what the device streams can be used.
        MostlyArtefact = "mostly_artefact",
        /// Enough of what the device streams can be used again.
        UsableAgain = "usable_again",
        /// The device has said one number for implausibly long.
        StandsStill = "stands_still",
        /// The number changes again.
        MovesAgain = "moves_again",
        /// Somebody at the home pressed the call button.
        Called = "called",
        /// A person has dealt with the call.
        CallAnswered = "call_answered",
        /// A visit, a set of vitals or a call back is late.
        OwedLate = "owed_late",
        /// Nothing that the patient is owed is late any more.
        OwedDone = "owed_done",
        /// The day is over, and what was late was not done.
        OwedMissed = "owed_missed",
        /// The cuff could not measure.
        CuffFailed = "cuff_failed",
        /// A pressure was measured, or a day passed without a fault of the cuff.
        PressureKnown = "pressure_known",
        /// Packets of the device fail their checks again and again.
        LineNoisy = "line_noisy",
        /// No packet failed its checks for ten minutes.
        LineClean = "line_clean",
        /// Began and ended while the home was offline.
        WhileOffline = "while_offline",
        /// The sensor is off the patient.
        SensorOff = "sensor_off",
        /// No value within the time it may be silent.
        NoValue = "no_value",
        /// A value has come.
        ValueCame = "value_came",
        /// Nothing heard from the home within the time it may be silent.
        HomeSilent = "home_silent",
        /// The home is heard again.
        HomeHeard = "home_heard",
        /// The device is about to switch itself off.
        BatteryEmpty = "battery_empty",
        /// The device says that its battery is low.
        BatteryLow = "battery_low",
        /// No battery warning for a minute.
        BatteryGood = "battery_good",
        /// Only one program has been heard for a while.
        RunsOnce = "runs_once",
        /// Two programs send as this gateway.
        RunsTwice = "runs_twice",
        /// The gateway has been heard for a while, and not under the name of this device.
        NotStrayed = "not_strayed",
        /// The device is heard through a gateway that is not of its kit.
        HeardElsewhere = "heard_elsewhere",
        /// The gateway may not send any more.
        GatewayRevoked = "gateway_revoked",
        /// Two sources of one vital differ for a quarter of an hour.
        SourcesDiffer = "sources_differ",
        /// Both sources say the same again.
        SourcesAgree = "sources_agree",
        /// The gateway's clock has not been compared for too long.
        ClockUnsure = "clock_unsure",
        /// The gateway's clock has been compared.
        ClockCompared = "clock_compared",
        /// The gateway's disk has little room left.
        DiskFills = "disk_fills",
        /// The gateway's disk has room again.
        DiskHasRoom = "disk_has_room",
        /// The device works again.
        WorksAgain = "works_again",
        /// The condition lasts.
        Lasts = "lasts",
        /// It got worse by a rung: what was acknowledged is no longer what it is.
        SeverityRose = "severity_rose",
        /// The priority rose: what was acknowledged is no longer what it is.
        PriorityRose = "priority_rose",
        /// What somebody had written down, and it alone, was withdrawn or corrected.
        Withdrawn = "withdrawn",
        /// The limit was removed.
        LimitRemoved = "limit_removed",
        /// No longer bound to this episode.
        NoLongerBound = "no_longer_bound",
        /// Ended and acknowledged.
        EndedAcknowledged = "ended_acknowledged",
        /// Ended and reviewed.
        EndedReviewed = "ended_reviewed",
        /// Ended, and nobody acknowledged it in the time the rule allows.
        NobodyAcknowledged = "nobody_acknowledged",
        /// Somebody has acknowledged the alert.
        Acknowledged = "acknowledged",
        /// Taken over with the watch of the stay.
        HandedOver = "handed_over",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_and_are_the_same_in_json() {
        for change in Change::ALL {
            assert_eq!(change.as_str().parse::<Change>().unwrap(), *change);
            assert_eq!(serde_json::to_string(change).unwrap(), format!("\"{change}\""));
        }
        for priority in Priority::ALL {
            assert_eq!(serde_json::to_string(priority).unwrap(), format!("\"{priority}\""));
        }
        assert!("urgent".parse::<Priority>().unwrap_err().to_string().contains("low, medium, high"));
    }

    #[test]
    fn high_is_more_than_medium_is_more_than_low() {
        assert!(Priority::High > Priority::Medium && Priority::Medium > Priority::Low);
    }
}
