//! Reads the safety file (`docs/safety`): each hazard has a cause, a situation, a harm, and controls that name the tests which
//! verify them. What is named must exist in the source and run.
//!
//! A page of a hazard has a table of facts (two columns) and a table of controls with their tests, and under [`OPEN`] a list of
//! what is not controlled. [`INCIDENTS`] has a table of three columns: what happened elsewhere, what answers it here, and the tests.

/// What stands where only the clinical safety officer may write.
pub const OFFICER: &str = "for the clinical safety officer";
/// The heading of what is not controlled.
pub const OPEN: &str = "## Not controlled yet";
/// The page of what happened elsewhere.
pub const INCIDENTS: &str = "incidents.md";
/// How an incident is marked that nothing here answers.
pub const UNANSWERED: &str = "Not answered";

/// The facts of each hazard, and which of them the officer gives.
const FACTS: [(&str, bool); 5] = [("Cause", false), ("Situation", false), ("Harm", false), ("Severity", true), ("Probability", true)];

/// Reads a file of the repository by its path from the root.
pub type Read<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What a page holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Controls of hazards; incidents that are answered.
    pub controlled: usize,
    /// Points that are not controlled; incidents that are not answered.
    pub open: usize,
}

/// What is wrong with the page of a hazard, and what it holds.
pub fn hazard(text: &str, read: Read<'_>) -> (Vec<String>, Count) {
    let rows = rows(text);
    let mut wrong = Vec::new();
    for (fact, officers) in FACTS {
        match rows.iter().find(|row| row[0] == fact).map(|row| row[1..].join("|")) {
            None => wrong.push(format!("there is no {fact}")),
            Some(said) if said.is_empty() || officers && said != OFFICER => wrong.push(format!("{fact} says '{said}'")),
            Some(_) => {}
        }
    }
    let controls: Vec<_> = rows.iter().filter(|row| !FACTS.iter().any(|(fact, _)| row[0] == *fact)).collect();
    for row in &controls {
        wrong.extend(unverified(&row[0], row.get(1).map_or("", String::as_str), read));
    }
    let open = text.split_once(OPEN).map_or(0, |(_, list)| list.lines().filter(|line| line.starts_with("- ")).count());
    if controls.is_empty() && open == 0 {
        wrong.push(format!("it has no control and does not say '{OPEN}'"));
    }
    (wrong, Count { controlled: controls.len(), open })
}

/// What is wrong with the page of incidents, and what it holds.
pub fn incidents(text: &str, read: Read<'_>) -> (Vec<String>, Count) {
    let (mut wrong, mut count) = (Vec::new(), Count::default());
    for row in rows(text) {
        let [what, answer, tests] = row.as_slice() else {
            wrong.push(format!("{}: it needs three columns", row[0]));
            continue;
        };
        if answer.starts_with(UNANSWERED) {
            count.open += 1;
        } else {
            count.controlled += 1;
            wrong.extend(unverified(what, tests, read));
        }
    }
    (wrong, count)
}

/// The rows of all tables but their heads and rules, cell by cell.
fn rows(text: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = text.lines().collect();
    let is_rule = |line: &str| line.starts_with('|') && line.chars().all(|c| "|-: ".contains(c)) && line.contains('-');
    let is_head = |place: usize| lines.get(place + 1).is_some_and(|next| is_rule(next));
    let kept = lines.iter().enumerate().filter(|(place, line)| line.starts_with('|') && !is_rule(line) && !is_head(*place));
    kept.map(|(_, line)| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// What keeps the tests of this control from verifying it.
fn unverified(control: &str, cell: &str, read: Read<'_>) -> Vec<String> {
    let tests: Vec<&str> = cell.split("<br>").map(str::trim).filter(|test| !test.is_empty()).collect();
    if tests.is_empty() {
        return vec![format!("'{control}' names no test")];
    }
    tests.into_iter().filter_map(|test| missing(test, read).map(|why| format!("'{control}': {test} {why}"))).collect()
}

/// Why this is no test that runs; `None` if it is one.
fn missing(test: &str, read: Read<'_>) -> Option<&'static str> {
    let named = test.split_once("` :: `").and_then(|(path, name)| Some((path.strip_prefix('`')?, name.strip_suffix('`')?)));
    let Some((path, name)) = named else { return Some("is not written as `path` :: `name`") };
    let Some(source) = read(path) else { return Some("is in a file that is not there") };
    match path.rsplit('.').next() {
        Some("rs") if !is_mounted(path, read) => Some("is in a file that no crate has"),
        Some("rs") => of_rust(&source, name),
        Some("ts" | "mjs") => of_a_page(&source, name),
        Some("toml") if !path.contains("/scenarios/") => Some("is in no folder of stories"),
        Some("toml") => (!source.lines().any(|line| line == format!("title = \"{name}\""))).then_some("is no title of that story"),
        _ => Some("is in a file of no known kind"),
    }
}

/// True if the file is the root of a target, or one that should has it as a module: otherwise it is not even compiled.
/// Without a `main.rs` each file of a folder `tests` is a target.
fn is_mounted(path: &str, read: Read<'_>) -> bool {
    let Some((folder, file)) = path.rsplit_once('/') else { return false };
    let stem = file.trim_end_matches(".rs");
    let is_of_tests = folder == "tests" || folder.ends_with("/tests");
    if matches!(stem, "main" | "lib") || is_of_tests && read(&format!("{folder}/main.rs")).is_none() {
        return true;
    }
    let beside = stem.trim_end_matches("_tests");
    let parents = [format!("{folder}/main.rs"), format!("{folder}/lib.rs"), format!("{folder}/{beside}.rs"), format!("{folder}.rs")];
    let names_it = |text: String| text.contains(&format!("mod {stem};")) || text.contains(&format!("\"{file}\""));
    parents.into_iter().chain([format!("{folder}/Cargo.toml")]).any(|parent| parent != path && read(&parent).is_some_and(names_it))
}

fn of_rust(source: &str, name: &str) -> Option<&'static str> {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let is_it = |line: &str| {
        line.trim_start_matches("async ")
            .strip_prefix("fn ")
            .and_then(|rest| rest.strip_prefix(name))
            .is_some_and(|rest| rest.starts_with('('))
    };
    let Some(place) = lines.iter().position(|line| is_it(line)) else { return Some("does not exist") };
    let above = lines[..place].iter().rev().take_while(|line| line.starts_with("#[") || line.starts_with("//"));
    let attributes: Vec<&&str> = above.filter(|line| line.starts_with("#[")).collect();
    if !attributes.iter().any(|line| line.starts_with("#[test]") || line.starts_with("#[tokio::test")) {
        return Some("is no test");
    }
    attributes.iter().any(|line| line.contains("ignore")).then_some("is switched off")
}

fn of_a_page(source: &str, name: &str) -> Option<&'static str> {
    if ["describe.skip(", ".fixme(", "xdescribe("].iter().any(|off| source.contains(off)) {
        return Some("is in a file where tests are switched off");
    }
    let called = ["test", "it"].into_iter().flat_map(|call| ['\'', '"'].map(|quote| format!("{call}({quote}{name}{quote}")));
    let begins = |line: &str| called.clone().any(|call| line.trim_start().starts_with(&call));
    (!source.lines().any(begins)).then_some("does not exist")
}
