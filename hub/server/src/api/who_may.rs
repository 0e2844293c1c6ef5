//! Rights as people read them: the page `docs/roles.md`, and the sentence in the description of each operation.

use super::doors::{self, Door};
use crate::auth::right::Right;
use crate::auth::role::Role;
use crate::auth::table::Reach;
use crate::feed::topic::{Scope, Topic};
use hearth_vitals::coded::Param;
use serde_json::{Value, json};
use std::fmt::Write;

const HEAD: &str = "# Who may what\n\n\
    Made by `hearth-hub roles` of the tables that the hub itself asks (`hub/server/src/auth/table.rs`, `api/doors.rs`, \
    `feed/topic.rs`); a test keeps this page true, and another calls every operation in every role.\n\n\
    Nothing is allowed that does not stand here. **all**: for all patients, and for what belongs to no patient. **own**: for \
    patients who are assigned to the person; those of others do not exist for them. Nobody is assigned to anybody yet, since \
    nobody can be sent to a home: paramedics and pharmacists see no patient. A household is a home's own tablet; it holds no \
    session of staff.\n\n\
    A person has one role. A change of it, a new password and a disabled account end the person's sessions and screens within 5 \
    seconds. The last administrator stays one.\n";

/// A line of a table.
fn line(cells: impl IntoIterator<Item = String>) -> String {
    format!("| {} |\n", cells.into_iter().collect::<Vec<_>>().join(" | "))
}

fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = line(head.iter().map(|cell| (*cell).to_owned())) + &line(head.iter().map(|_| "---".to_owned()));
    for row in rows {
        text += &line(row);
    }
    text
}

fn cell(reach: Option<Reach>) -> String {
    match reach {
        Some(Reach::All) => "all",
        Some(Reach::Assigned) => "own",
        None => "",
    }
    .to_owned()
}

fn spoken(role: Role) -> String {
    role.key().replace('_', " ")
}

/// Roles that have the right, each with what it reaches where that is not everybody.
fn holders(right: Right) -> String {
    let all = Role::ALL.into_iter().filter(|role| role.reach(right) == Some(Reach::All)).map(spoken);
    let own = Role::ALL.into_iter().filter(|role| role.reach(right) == Some(Reach::Assigned)).map(|role| format!("{} (own)", spoken(role)));
    all.chain(own).collect::<Vec<_>>().join(", ")
}

fn rights() -> String {
    let head: Vec<String> = ["right", "to"].map(str::to_owned).into_iter().chain(Role::ALL.map(spoken)).collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let row = |right: Right| {
        let words = [format!("`{}`", right.key()), right.english()];
        words.into_iter().chain(Role::ALL.map(|role| cell(role.reach(right)))).collect()
    };
    table(&head, Right::ALL.map(row))
}

/// The right that a door asks for, in words.
pub fn needs(door: Door) -> String {
    match door {
        Door::Open => "Open to everybody.".to_owned(),
        Door::OwnSession => "Asks for a session; also one whose first password has to be changed.".to_owned(),
        Door::SignedIn => "Asks for a session.".to_owned(),
        Door::All(right) | Door::Stay(right) => format!("Asks for `{}`: {}.", right.key(), holders(right)),
        Door::List(right) => format!("Asks for `{}`: {}. Lists what it reaches.", right.key(), holders(right)),
        Door::Alerts | Door::Alert => format!(
            "Asks for `see_alerts`: {}. Else for `see_kits`, which shows alerts about devices, gateways and the hub without whose they \
             are: {}.",
            holders(Right::SeeAlerts),
            Role::ALL
                .into_iter()
                .filter(|role| role.has(Right::SeeKits) && !role.has(Right::SeeAlerts))
                .map(spoken)
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

fn operations() -> String {
    let row = |(operation, door): &(&str, Door)| vec![format!("`{operation}`"), needs(*door)];
    table(&["operation", "who"], doors::DOORS.iter().map(row))
}

fn topics() -> String {
    let shown = |scope: Scope| match scope {
        Scope::Patients => "everything",
        Scope::Equipment => "without whose it is",
    };
    let row = |topic: Topic| {
        let who = |scope: Scope| Role::ALL.into_iter().filter(move |role| topic.scope(*role) == Some(scope)).map(spoken);
        let each = topic
            .seen()
            .iter()
            .map(|(right, scope)| format!("{} (`{}`): {}", shown(*scope), right.key(), who(*scope).collect::<Vec<_>>().join(", ")));
        vec![format!("`{}`", topic.word()), each.collect::<Vec<_>>().join("; ")]
    };
    table(&["topic", "who sees what"], Topic::all().map(row))
}

/// The text of the page `docs/roles.md`, which a test holds against the file.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    for (title, text) in [("Rights", rights()), ("Operations of the API", operations()), ("Topics of the feed", topics())] {
        let _ = write!(page, "\n## {title}\n\n{text}");
    }
    page
}

/// The table for programs: by right, the roles that have it and what it reaches (`x-rights` of the description).
pub fn for_programs() -> Value {
    let of = |right: Right| {
        let reaches = Role::ALL.into_iter().filter_map(|role| Some((role.key().to_owned(), json!(role.reach(right)?.key()))));
        (right.key().to_owned(), reaches.collect::<Value>())
    };
    Right::ALL.map(of).into_iter().collect()
}
