//! Which room may know which, proven from `cargo metadata`.
//!
//! Gateway and hub never import each other; both import `vitals`. The two rooms where a
//! mistake hurts a patient (`devices`, `alerts`) know nothing that could reach a clock, a
//! socket or a thread pool.

use cargo_metadata::{DependencyKind, Metadata};
use std::collections::{BTreeMap, BTreeSet};

/// The rooms each room may import in its shipped code.
const ALLOWED: &[(&str, &[&str])] = &[
    ("hearth-vitals", &[]),
    ("hearth-mqtt", &[]),
    ("hearth-devices", &["hearth-vitals"]),
    ("hearth-outbox", &[]),
    ("hearth-gateway", &["hearth-vitals", "hearth-mqtt", "hearth-devices", "hearth-outbox"]),
    ("hearth-sim", &["hearth-vitals", "hearth-mqtt"]),
    ("hearth-alerts", &["hearth-vitals"]),
    ("hearth-store", &["hearth-vitals", "hearth-alerts"]),
    ("hearth-hub", &["hearth-vitals", "hearth-mqtt", "hearth-alerts", "hearth-store"]),
    ("hearth-tests", &[]),
];

/// Rooms that may depend on nothing that can do I/O, keep time or start a thread.
const PURE: &[&str] = &["hearth-vitals", "hearth-devices", "hearth-alerts"];

/// What a pure room may not reach, directly or through others.
const IMPURE: &[&str] = &["tokio", "mio", "rustix", "nix", "libc", "socket2", "chrono", "jiff", "time", "sqlx", "reqwest", "hyper", "rand"];

/// Every shipped arrow between packages of the workspace.
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

/// The arrows that no rule allows, as sentences.
pub fn forbidden(arrows: &BTreeSet<(String, String)>) -> Vec<String> {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    arrows
        .iter()
        .filter(|(from, to)| !allowed.get(from.as_str()).is_some_and(|may| may.contains(&to.as_str())))
        .map(|(from, to)| format!("{from} may not import {to}"))
        .collect()
}

/// Everything shipped that a package reaches, itself left out.
pub fn reach(metadata: &Metadata, package: &str) -> BTreeSet<String> {
    let Some(resolve) = &metadata.resolve else { return BTreeSet::new() };
    let nodes: BTreeMap<_, _> = resolve.nodes.iter().map(|node| (&node.id, node)).collect();
    let name_of: BTreeMap<_, _> = metadata.packages.iter().map(|p| (&p.id, p.name.as_str())).collect();
    let mut waiting: Vec<_> = metadata.packages.iter().filter(|p| p.name.as_str() == package).map(|p| &p.id).collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        let Some(node) = nodes.get(id) else { continue };
        for dependency in &node.deps {
            let normal = dependency.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal && kind.target.is_none());
            if normal && seen.insert(name_of[&dependency.pkg].to_owned()) {
                waiting.push(&dependency.pkg);
            }
        }
    }
    seen
}

/// What pure rooms reach but may not, as sentences.
pub fn impurities(metadata: &Metadata) -> Vec<String> {
    let mut found = Vec::new();
    for room in PURE {
        for reached in reach(metadata, room) {
            if IMPURE.contains(&reached.as_str()) {
                found.push(format!("{room} reaches {reached}: it would no longer be deterministic"));
            }
        }
    }
    found
}
