//! Which crates may depend on which, checked with `cargo metadata`.
//!
//! Gateway and hub never import each other; both import `vitals`. The crates where a mistake hurts a patient ([`PURE`])
//! depend on nothing that could reach a clock, a socket or a thread pool.

use cargo_metadata::{DependencyKind, Metadata};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// For each crate the crates of this workspace that its shipped code may import.
const ALLOWED: &[(&str, &[&str])] = &[
    ("hearth-vitals", &[]),
    ("hearth-trust", &["hearth-vitals"]),
    ("hearth-mqtt", &["hearth-trust"]),
    ("hearth-devices", &["hearth-vitals"]),
    ("hearth-breakages", &[]),
    // Breakages are optional: `tests/tidy.rs` proves that no program is built with them.
    ("hearth-outbox", &["hearth-breakages"]),
    ("hearth-gateway", &["hearth-vitals", "hearth-trust", "hearth-mqtt", "hearth-devices", "hearth-outbox", "hearth-breakages"]),
    ("hearth-sim", &["hearth-vitals", "hearth-mqtt"]),
    ("hearth-scores", &["hearth-vitals"]),
    ("hearth-alerts", &["hearth-vitals", "hearth-scores"]),
    ("hearth-care", &["hearth-vitals", "hearth-alerts"]),
    ("hearth-escalation", &["hearth-vitals", "hearth-alerts"]),
    ("hearth-replay", &["hearth-vitals", "hearth-alerts"]),
    (
        "hearth-store",
        &["hearth-vitals", "hearth-scores", "hearth-alerts", "hearth-care", "hearth-escalation", "hearth-replay", "hearth-breakages"],
    ),
    (
        "hearth-hub",
        &[
            "hearth-vitals",
            "hearth-trust",
            "hearth-mqtt",
            "hearth-scores",
            "hearth-alerts",
            "hearth-care",
            "hearth-escalation",
            "hearth-replay",
            "hearth-store",
            "hearth-breakages",
        ],
    ),
    ("hearth-simulation", &["hearth-gateway", "hearth-hub", "hearth-breakages"]),
    ("hearth-checker", &[]),
    ("hearth-cohorts", &["hearth-vitals", "hearth-sim", "hearth-alerts", "hearth-scores"]),
    ("hearth-tests", &[]),
];

/// Crates that may depend on nothing that can do I/O, read a clock or start a thread.
const PURE: &[&str] =
    &["hearth-vitals", "hearth-devices", "hearth-alerts", "hearth-scores", "hearth-care", "hearth-escalation", "hearth-replay"];

/// What these pure crates may not reach, directly or through other crates.
const IMPURE: &[&str] = &["tokio", "mio", "rustix", "nix", "libc", "socket2", "chrono", "jiff", "time", "sqlx", "reqwest", "hyper", "rand"];

/// Every dependency of shipped code between packages of the workspace.
pub fn arrows(metadata: &Metadata) -> BTreeSet<(String, String)> {
    let members: BTreeSet<&str> = metadata.workspace_packages().iter().map(|p| p.name.as_str()).collect();
    let mut arrows = BTreeSet::new();
    for package in metadata.workspace_packages() {
        for dependency in &package.dependencies {
            if dependency.kind == DependencyKind::Normal && members.contains(dependency.name.as_str()) {
                arrows.insert((package.name.to_string(), dependency.name.clone()));
            }
        }
    }
    arrows
}

/// The dependencies that are not allowed, as sentences.
pub fn forbidden(arrows: &BTreeSet<(String, String)>) -> Vec<String> {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    arrows
        .iter()
        .filter(|(from, to)| !allowed.get(from.as_str()).is_some_and(|may| may.contains(&to.as_str())))
        .map(|(from, to)| format!("{from} may not import {to}"))
        .collect()
}

/// Every package that the shipped code of a package reaches, itself left out. `cargo tree` tells this; `cargo metadata`
/// also lists optional packages that no feature turns on.
pub fn reach(package: &str) -> Result<BTreeSet<String>, String> {
    let arguments = ["tree", "--locked", "--package", package, "--edges", "normal", "--prefix", "none", "--format", "{p}"];
    let output = Command::new(env!("CARGO")).args(arguments).output().map_err(|error| format!("cargo tree: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo tree: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let names = text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned);
    Ok(names.filter(|name| name != package).collect())
}

/// What pure crates reach although they may not, as sentences.
pub fn impurities() -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for room in PURE {
        for reached in reach(room)? {
            if IMPURE.contains(&reached.as_str()) {
                found.push(format!("{room} reaches {reached}: it would no longer be deterministic"));
            }
        }
    }
    Ok(found)
}
