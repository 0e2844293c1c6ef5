//! Illness severity, the first letter of I-PASS, as the data suggest it. A person decides in the end.

use hearth_alerts::Priority;

/// NEWS2 from which a patient is a watcher: the score's threshold for an urgent response.
const WATCHER_NEWS2: u32 = 5;
/// NEWS2 from which a patient is unstable: the score's threshold for an emergency response.
const UNSTABLE_NEWS2: u32 = 7;

/// How ill a patient is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The patient does as expected.
    Stable,
    /// Somebody to keep an eye on.
    Watcher,
    /// Somebody who needs action now.
    Unstable,
}

impl Severity {
    /// Every value, the mildest first.
    pub const ALL: [Severity; 3] = [Severity::Stable, Severity::Watcher, Severity::Unstable];

    /// The fixed word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Stable => "stable",
            Severity::Watcher => "watcher",
            Severity::Unstable => "unstable",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|severity| severity.as_str() == word)
    }
}

/// The part of an open alert about the patient that counts here. Alerts about devices say nothing of the illness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenAlert {
    /// How soon somebody has to act.
    pub priority: Priority,
    /// True while the condition of the alert is active.
    pub active: bool,
}

/// The severity by the open clinical alerts and the score. A high alert that has ended and that nobody has reviewed makes the
/// patient a watcher: it can happen again in the next shift.
pub fn severity(alerts: &[OpenAlert], news2: Option<u32>) -> Severity {
    let of_alert = |alert: &OpenAlert| match (alert.priority, alert.active) {
        (Priority::High, true) => Severity::Unstable,
        (Priority::High, false) | (Priority::Medium, true) => Severity::Watcher,
        _ => Severity::Stable,
    };
    let of_score = match news2 {
        Some(points) if points >= UNSTABLE_NEWS2 => Severity::Unstable,
        Some(points) if points >= WATCHER_NEWS2 => Severity::Watcher,
        _ => Severity::Stable,
    };
    alerts.iter().map(of_alert).max().unwrap_or(Severity::Stable).max(of_score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worse_of_alerts_and_score_decides() {
        let alert = |priority, active| OpenAlert { priority, active };
        assert_eq!(severity(&[], None), Severity::Stable);
        assert_eq!(severity(&[alert(Priority::Low, true)], Some(4)), Severity::Stable);
        assert_eq!(severity(&[], Some(5)), Severity::Watcher);
        assert_eq!(severity(&[alert(Priority::High, false)], Some(0)), Severity::Watcher);
        assert_eq!(severity(&[alert(Priority::Medium, true)], Some(7)), Severity::Unstable);
        assert_eq!(severity(&[alert(Priority::Medium, false), alert(Priority::High, true)], None), Severity::Unstable);
    }
}
