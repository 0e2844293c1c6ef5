//! The fixed words of an alert's state, the same in SQL, JSON and tests.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A word that this program does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{given}' is no {what}: use one of {known}")]
pub struct UnknownWord {
    /// What was expected.
    pub what: &'static str,
    /// What was given.
    pub given: String,
    /// What would have been right.
    pub known: String,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$item_doc:meta])* $item:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$item_doc])* #[serde(rename = $word)] $item),+ }

        impl $name {
            /// All of them, in order.
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
    /// What sort of trouble an alert tells of.
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
        /// Be aware.
        Low = "low",
        /// Act promptly.
        Medium = "medium",
        /// Act now. Stays open until a person has reviewed it.
        High = "high",
    }
}

words! {
    /// Whether what the alert tells of is so.
    Condition, "condition" {
        /// So, but not yet for the rule's delay. Pending conditions are not alerts yet:
        /// see [`crate::Episode::pending`].
        Pending = "pending",
        /// So, by the newest that is known.
        Active = "active",
        /// Known to have ended.
        Cleared = "cleared",
    }
}

words! {
    /// What people have done about it.
    Response, "response" {
        /// Nothing yet.
        None = "none",
        /// Someone has it.
        Acknowledged = "acknowledged",
        /// Someone has looked at it after it ended.
        Reviewed = "reviewed",
    }
}

words! {
    /// One step in the life of an alert.
    Change, "change" {
        /// It began.
        Raised = "raised",
        /// It got more urgent.
        PriorityRaised = "priority_raised",
        /// A worse value than any before came, at the same priority.
        Worsened = "worsened",
        /// A person took it.
        Acknowledged = "acknowledged",
        /// What the person took is no longer what it is.
        AcknowledgementVoided = "acknowledgement_voided",
        /// The condition ended.
        Cleared = "cleared",
        /// The condition came back while the alert was still open.
        Reactivated = "reactivated",
        /// A person reviewed it.
        Reviewed = "reviewed",
        /// It left the list of open alerts.
        Closed = "closed",
    }
}

words! {
    /// The rule that made a step.
    By, "rule of a step" {
        /// A value against its limit.
        Limit = "limit",
        /// Values that came too late to act on.
        LateData = "late_data",
        /// A budget of silence.
        Silence = "silence",
        /// What a device says of its battery.
        Battery = "battery",
        /// Which programs send as a gateway.
        Gateways = "gateways",
        /// Which gateways send under the names of which devices.
        Strays = "strays",
        /// What the hub sees of its own parts.
        SelfCheck = "self_check",
        /// A condition that lasts gets more urgent.
        Lasting = "lasting",
        /// A rise of the priority voids what was acknowledged.
        PriorityVoids = "priority_voids",
        /// A limit was taken away.
        LimitRemoved = "limit_removed",
        /// A device was taken away.
        Unbound = "unbound",
        /// What ended and is acknowledged is closed.
        CloseWhenCleared = "close_when_cleared",
        /// What was reviewed is closed.
        CloseWhenReviewed = "close_when_reviewed",
        /// What ended is closed after a time.
        AutoClose = "auto_close",
    }
}

words! {
    /// Why a rule made a step.
    Why, "reason" {
        /// Of [`By::Limit`].
        BeyondCritical = "beyond the critical limit",
        /// Of [`By::Limit`].
        OutsideForDelay = "outside the limit for its delay",
        /// Of [`By::Limit`].
        WorstSoFar = "the worst value so far",
        /// Of [`By::Limit`].
        SafelyInside = "safely inside the limit for the time it takes to clear",
        /// Of [`By::LateData`].
        WhileOffline = "began and ended while the home was offline",
        /// Of [`By::Silence`].
        SensorOff = "the sensor is off the patient",
        /// Of [`By::Silence`].
        NoValue = "no value within the time it may be silent",
        /// Of [`By::Silence`].
        ValueCame = "a value has come",
        /// Of [`By::Silence`].
        HomeSilent = "nothing heard from the home within the time it may be silent",
        /// Of [`By::Silence`].
        HomeHeard = "the home is heard again",
        /// Of [`By::Battery`].
        BatteryEmpty = "the device is about to switch itself off",
        /// Of [`By::Battery`].
        BatteryLow = "the device says that its battery is low",
        /// Of [`By::Battery`].
        BatteryGood = "no battery warning for a minute",
        /// Of [`By::Gateways`].
        RunsOnce = "only one program has been heard for a while",
        /// Of [`By::Strays`].
        NotStrayed = "the gateway has been heard for a while, and not under the name of this device",
        /// Of [`By::Strays`].
        GatewayRevoked = "the gateway may not send any more",
        /// Of [`By::SelfCheck`].
        WorksAgain = "works again",
        /// Of [`By::Lasting`].
        Lasts = "the condition lasts",
        /// Of [`By::PriorityVoids`].
        PriorityRose = "the priority rose: what was acknowledged is no longer what it is",
        /// Of [`By::LimitRemoved`].
        LimitRemoved = "the limit was removed",
        /// Of [`By::Unbound`].
        NoLongerBound = "no longer bound to this episode",
        /// Of [`By::CloseWhenCleared`].
        EndedAcknowledged = "ended and acknowledged",
        /// Of [`By::CloseWhenReviewed`].
        EndedReviewed = "ended and reviewed",
        /// Of [`By::AutoClose`].
        NobodyAcknowledged = "ended, and nobody acknowledged it in the time the rule allows",
        /// Of a person who took it.
        Acknowledged = "acknowledged",
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
