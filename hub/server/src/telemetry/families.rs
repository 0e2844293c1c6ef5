//! Every family of metrics under `/metrics`: its name, its kind, and what it tells.
//!
//! They are in one list, so that no metric can be counted without an explanation for its readers: a test looks through the
//! sources for names that are missing here.

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};

/// The kind of values that a family holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A count of events since the start; the name ends with `_total`.
    Count,
    /// A value that holds now.
    Now,
    /// The time that something took, in seconds.
    Seconds,
    /// The number of things at a time, as a distribution.
    Sizes,
}

/// Name, kind and help text.
pub(super) const FAMILIES: &[(&str, Holds, &str)] = &[
    ("hearth_build_info", Holds::Now, "Always 1; the label tells the version that runs"),
    ("hearth_latency_seconds", Holds::Seconds, "From the instant of a measurement to a stage, live measurements"),
    ("hearth_late_latency_seconds", Holds::Seconds, "From the instant of a measurement to a stage, measurements of a backlog"),
    ("hearth_deliveries_total", Holds::Count, "Messages of gateways taken from the broker"),
    ("hearth_foreign_deliveries_total", Holds::Count, "Messages on topics of no gateway, ignored"),
    ("hearth_gateways_cut_off_total", Holds::Count, "Times a gateway that sent far too much was cut off"),
    ("hearth_readings_committed_total", Holds::Count, "Readings that the database has committed"),
    ("hearth_commit_duration_seconds", Holds::Seconds, "Time of one transaction with readings and alerts"),
    ("hearth_commit_size", Holds::Sizes, "Records of one transaction"),
    ("hearth_audit_unwritten_total", Holds::Count, "Looks, sign-ins and refusals that could not be written into the audit"),
    ("hearth_binding_reads_total", Holds::Count, "Reads of who has which device and limits: of what changed, or of everything"),
    ("hearth_refused_batches_total", Holds::Count, "Batches refused with a reason; their gateways keep them"),
    ("hearth_quarantined_batches_total", Holds::Count, "Batches whose bytes were put in quarantine"),
    ("hearth_poison_batches_total", Holds::Count, "Batches put aside because the database cannot take them"),
    ("hearth_rolled_up_again_total", Holds::Count, "Hours of minutes that were made again after late readings"),
    ("hearth_alert_transitions_total", Holds::Count, "Changes of alerts, by what changed"),
    (
        "hearth_escalation_roster_unread_total",
        Holds::Count,
        "Looks at alerts that nobody had answered for which it could not be read who is on duty",
    ),
    ("hearth_escalation_steps_total", Holds::Count, "Steps of alerts that nobody had answered, by what happened"),
    ("hearth_escalation_late_seconds", Holds::Seconds, "How much later than due a rung of an alert fired"),
    ("hearth_reconciler_turns_total", Holds::Count, "Turns in which the hub judged again what is stored of every stay"),
    ("hearth_reconciler_differs", Holds::Now, "1 while what is stored should have rung and did not, or reached nobody"),
    ("hearth_stays_without_holder", Holds::Now, "Stays whose watch nobody holds, where shifts are kept"),
    (
        "hearth_canary_round_trip_seconds",
        Holds::Seconds,
        "How long the known alert took that the hub sends itself, to a screen where one is open",
    ),
    ("hearth_canary_seen_timestamp_seconds", Holds::Now, "When that known alert last came back, in seconds since 1970"),
    ("hearth_unsafe_limits", Holds::Now, "Limits in force at the start that lie beyond what no profile may silence"),
    ("hearth_feed_viewers", Holds::Now, "Screens that follow the live feed"),
    ("hearth_part_restarts_total", Holds::Count, "Restarts of the hub's own database and broker, by part"),
    ("hearth_sign_ins_total", Holds::Count, "Sign-ins, by result"),
    ("hearth_http_duration_seconds", Holds::Seconds, "Time to answer a request, by route, method and status"),
    ("hearth_http_turned_away_total", Holds::Count, "Connections that were closed at once because there were too many"),
    ("hearth_enrolments_refused_total", Holds::Count, "Codes with which a box was not made a gateway"),
    ("hearth_certificate_end_timestamp_seconds", Holds::Now, "When a certificate of the hub ends, in seconds since 1970, by certificate"),
    ("hearth_http_problems_total", Holds::Count, "Problems answered to requests, by type"),
];

/// Gives the installed recorder the description of each family.
pub(super) fn describe() {
    for &(name, holds, help) in FAMILIES {
        match holds {
            Holds::Count => describe_counter!(name, help),
            Holds::Now => describe_gauge!(name, help),
            Holds::Seconds => describe_histogram!(name, Unit::Seconds, help),
            Holds::Sizes => describe_histogram!(name, help),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    /// The names of metrics that one source file uses, with the macro that does.
    fn counted(text: &str) -> impl Iterator<Item = (String, &'static str)> {
        ["counter", "gauge", "histogram"].into_iter().flat_map(move |kind| {
            let call = format!("metrics::{kind}!(");
            let after: Vec<String> = text.split(&call).skip(1).map(|rest| rest.trim_start().to_owned()).collect();
            after.into_iter().filter_map(move |rest| Some((rest.strip_prefix('"')?.split('"').next()?.to_owned(), kind)))
        })
    }

    fn sources(folder: &Path, found: &mut BTreeSet<(String, &'static str)>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, found);
            } else {
                found.extend(counted(&std::fs::read_to_string(&path).unwrap()));
            }
        }
    }

    #[test]
    fn every_figure_that_is_counted_is_described_and_every_description_is_counted() {
        let mut found = BTreeSet::new();
        sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut found);
        let described: BTreeMap<&str, &str> = FAMILIES
            .iter()
            .map(|&(name, holds, _)| match holds {
                Holds::Count => (name, "counter"),
                Holds::Now => (name, "gauge"),
                Holds::Seconds | Holds::Sizes => (name, "histogram"),
            })
            .collect();
        let found: BTreeMap<&str, &str> = found.iter().map(|(name, kind)| (name.as_str(), *kind)).collect();
        assert_eq!(found, described);
        assert_eq!(described.len(), FAMILIES.len(), "no family twice");
    }

    /// Checks the rules of `promtool check metrics`, as far as they could be broken here.
    #[test]
    fn names_say_what_they_hold() {
        for &(name, holds, help) in FAMILIES {
            let lower = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
            assert!(name.starts_with("hearth_") && lower(name) && !name.contains("__"), "{name}");
            assert_eq!(name.ends_with("_total"), holds == Holds::Count, "{name}");
            let is_instant = name.ends_with("_timestamp_seconds");
            assert_eq!(name.ends_with("_seconds") && !is_instant, holds == Holds::Seconds, "{name}: the base unit");
            let reserved = ["count", "sum", "bucket", "counter", "gauge", "histogram"];
            let other_units = ["ms", "milliseconds", "microseconds", "minutes", "hours", "days", "kilobytes", "megabytes", "percent"];
            let words: Vec<&str> = name.split('_').collect();
            assert!(!words.last().is_some_and(|last| reserved.contains(last)), "{name}");
            assert!(!words.iter().any(|word| other_units.contains(word)), "{name}: the base unit");
            assert!(!help.is_empty() && !help.contains('\n') && !help.ends_with('.'), "{name}");
        }
    }
}
