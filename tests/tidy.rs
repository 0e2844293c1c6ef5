//! Checks the repository against its own rules: arrows between crates, purity, licences, sources, leftovers. For each rule
//! there is also a test that it can fail.

use cargo_metadata::{Metadata, MetadataCommand};
use hearth_tests::{arrows, circles, code_map, limits, parts, safety, supply::Rules, unused, words};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn metadata() -> Metadata {
    MetadataCommand::new().manifest_path(root().join("Cargo.toml")).other_options(vec!["--locked".into()]).exec().unwrap()
}

#[test]
fn every_arrow_between_rooms_is_an_allowed_one() {
    assert_eq!(arrows::forbidden(&arrows::arrows(&metadata())), Vec::<String>::new());
}

#[test]
fn a_forbidden_arrow_is_found() {
    let mut with_one_more = arrows::arrows(&metadata());
    with_one_more.insert(("hearth-gateway".into(), "hearth-store".into()));
    assert_eq!(arrows::forbidden(&with_one_more), ["hearth-gateway may not import hearth-store"]);
}

#[test]
fn no_files_of_a_crate_import_each_other_in_a_circle() {
    let mut found = Vec::new();
    for package in metadata().workspace_packages() {
        for target in package.targets.iter().filter(|target| target.is_lib() || target.is_bin()) {
            let circles = circles::Crate::read(target.src_path.as_std_path()).unwrap().circles();
            found.extend(circles.into_iter().map(|circle| format!("{}: {circle}", target.name)));
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_circle_of_imports_is_found_and_what_a_child_takes_from_its_parent_is_none() {
    let house = [
        ("", "mod a; mod b;\npub use b::Known;"),
        ("a", "use crate::b::{self, deep::{Thing as Other, Else}};\nmod inner;\nuse inner::Part; pub struct Whole;"),
        ("a::inner", "use super::Whole;"),
        ("b", "pub mod deep;\nuse deep::Thing; pub struct Known;"),
        ("b::deep", "fn take() { crate::b::Known::new(); }"),
    ];
    assert_eq!(circles::Crate::of(&house).circles(), Vec::<String>::new());
    let through = |text| circles::Crate::of(&[house.as_slice(), &[("b::deep", text)]].concat()).circles();
    assert_eq!(
        through("fn take(whole: super::super::a::Whole) {}"),
        [
            "a takes Else, Thing from b::deep; b::deep takes Whole from a",
            "b takes Thing from b::deep; b::deep takes Whole from a; a takes the file itself from b"
        ]
    );
    assert_eq!(through("#[cfg(test)] mod tests { use crate::a::Whole; }"), Vec::<String>::new(), "in tests it ties nothing");
    let handed_on = [("", "pub mod a;\npub mod c; pub use a::Face;"), ("a", "use crate::c::Body;"), ("c", "use crate::Face;")];
    assert_eq!(circles::Crate::of(&handed_on).circles(), ["a takes Body from c; c takes Face from a"]);
}

#[test]
fn a_file_of_the_engines_loop_reaches_its_own_part_of_the_state_alone() {
    assert_eq!(parts::shown(&root().join("hub/server/src/engine"), "EngineLoop").unwrap(), Vec::<String>::new());
}

#[test]
fn a_part_of_the_loop_that_others_could_reach_into_is_found() {
    let found = |files: &[(&str, &str)]| {
        let files: Vec<(String, String)> = files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
        parts::shown_in(&files, "Task")
    };
    let task = ("task.rs", "pub struct Task<L: Ledger> {\n    desk: Desk<L>,\n    lanes: Vec<Lane>,\n}\n");
    let desk = ("desk.rs", "/// pub word: in a comment\npub struct Desk<L> {\n    waiting: Option<L>,\n}\n");
    let lane = ("lane.rs", "pub struct Lane(Receiver);\npub struct Told {\n    pub of_no_part: bool,\n}\n");
    assert_eq!(found(&[task, desk, lane]), Vec::<String>::new());
    let open = ("desk.rs", "pub struct Desk<L> {\n    /// Waits.\n    pub(super) waiting: Option<L>,\n}\n");
    assert_eq!(found(&[task, open, lane]), ["desk.rs: Desk shows `pub(super) waiting: Option<L>`"]);
    assert_eq!(found(&[task, desk, ("lane.rs", "pub struct Lane(Sender, pub Receiver);")]), ["lane.rs: Lane shows `pub Receiver`"]);
    let both = ("desk.rs", "struct Desk {\n    a: A,\n}\nstruct Lane {\n    b: B,\n}\n");
    assert_eq!(found(&[task, both]), ["desk.rs holds both Desk and Lane"]);
    let below = ("desk/drawer.rs", "use super::Desk;\n");
    assert_eq!(found(&[task, desk, below, lane]), ["desk/drawer.rs lies below desk.rs and takes Desk"]);
    assert_eq!(found(&[desk]), ["there is no Task"]);
}

#[test]
fn the_architecture_page_names_every_file_of_the_engine() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    assert_eq!(code_map::wrong(&page, &code_map::files(&root().join("hub/server/src/engine")).unwrap()), Vec::<String>::new());
}

#[test]
fn a_file_of_the_engine_that_the_page_does_not_name_and_one_that_is_gone_are_found() {
    let files = ["task", "judge", "ledger"].map(str::to_owned).into();
    let page = |row: &str| {
        format!("Inside `engine`, the loop (`engine/task`)\n| part | what |\n| --- | --- |\n{row}\n**Invariant: x**\n| `other` | y |\n")
    };
    assert_eq!(code_map::wrong(&page("| `task`, `judge` | a `word` |\n| `ledger` | b |"), &files), Vec::<String>::new());
    assert_eq!(code_map::wrong(&page("| `task`, `ledger` | judge |"), &files), ["engine/judge.rs is not in ARCHITECTURE.md"]);
    let gone = code_map::wrong(&page("| `task`, `judge`, `ledger`, `desk` | a |"), &files);
    assert_eq!(gone, ["ARCHITECTURE.md names engine/desk.rs, which is not there"]);
}

#[test]
fn pure_rooms_reach_nothing_that_keeps_time_or_touches_the_world() {
    assert_eq!(arrows::impurities().unwrap(), Vec::<String>::new());
}

#[test]
fn the_reach_of_an_impure_room_is_seen() {
    // The same search, from the hub, must find what pure crates may not have.
    let reached = arrows::reach("hearth-hub").unwrap();
    assert!(reached.contains("tokio") && reached.contains("sqlx"), "{reached:?}");
}

#[test]
fn no_program_is_built_with_breakages() {
    for program in ["hearth-gateway", "hearth-hub", "hearth-sim"] {
        assert!(!arrows::reach(program).unwrap().contains("hearth-breakages"), "{program}");
    }
}

#[test]
fn licences_sources_and_bans_hold() {
    let rules = Rules::parse(&fs::read_to_string(root().join("deny.toml")).unwrap()).unwrap();
    assert_eq!(rules.broken(&metadata()).unwrap(), Vec::<String>::new());
}

#[test]
fn a_licence_that_is_not_allowed_and_a_banned_crate_are_found() {
    let rules = Rules::parse("[licenses]\nallow = [\"0BSD\"]\n[bans]\ndeny = [{ crate = \"tokio\" }]\n").unwrap();
    let broken = rules.broken(&metadata()).unwrap();
    assert!(broken.iter().any(|b| b.starts_with("tokio ") && b.contains("MIT")), "{broken:?}");
    assert!(broken.contains(&"tokio is banned and yet compiled into hearth-hub".to_owned()), "{broken:?}");
}

#[test]
fn every_dependency_is_used() {
    assert_eq!(unused::unused(&metadata()).unwrap(), Vec::<String>::new());
}

#[test]
fn a_dependency_without_a_use_is_found() {
    let mut metadata = metadata();
    let package = metadata.packages.iter_mut().find(|package| package.name.as_str() == "hearth-vitals").unwrap();
    let mut left = package.dependencies[0].clone();
    (left.name, left.rename) = ("left-over".into(), None);
    package.dependencies.push(left);
    assert_eq!(unused::unused(&metadata).unwrap(), ["hearth-vitals declares left_over and does not use it"]);
    assert!(unused::has_word("use serde::Serialize;", "serde") && !unused::has_word("serde_json::to_vec", "serde"));
}

#[test]
fn a_dependency_that_only_a_comment_names_is_not_used() {
    let code = |text: &str| unused::without_comments(text);
    assert_eq!(code("a // serde\nb /* serde\n/* x */ serde */ c"), "a \nb  c", "comments of Rust may lie in each other");
    assert_eq!(code(r##"let a = "http://x"; let b = r#"// "y" "#; '"' // z"##), r##"let a = "http://x"; let b = r#"// "y" "#; '"' "##);
    assert_eq!(code("fn a<'a>(b: &'a str) {} // c"), "fn a<'a>(b: &'a str) {} ", "a lifetime is no character");
}

#[test]
fn every_package_of_the_dashboard_is_used() {
    assert_eq!(unused::unused_packages(&root()).unwrap(), Vec::<String>::new());
}

#[test]
fn a_package_that_no_file_imports_is_found() {
    let text = "import { a } from 'svelte/store';\nawait import(\"@scope/b/c\");\n'/node_modules/left/x'";
    for named in ["svelte", "@scope/b", "left"] {
        assert!(unused::imports(text, named), "{named}");
    }
    for other in ["svelt", "b", "store"] {
        assert!(!unused::imports(text, other), "{other}");
    }
}

#[test]
fn every_channel_has_a_limit_that_is_on_the_page() {
    let page = fs::read_to_string(root().join(limits::PAGE)).unwrap();
    for room in ["vitals", "mqtt", "gateway/agent", "gateway/outbox", "hub/server", "hub/store"] {
        assert_eq!(limits::unlisted_under(&root().join(room).join("src"), &page).unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_channel_without_a_limit_and_one_that_is_not_on_the_page_are_found() {
    let source = "let a = mpsc::unbounded_channel(); let b = mpsc::channel(desk::SECRET); let c = mpsc::channel(KNOWN); #[cfg(test)] mpsc::channel(64)";
    assert_eq!(limits::unlisted(source, "`KNOWN`"), ["a channel without a limit", "a channel of desk::SECRET, which is not on the page"]);
}

#[test]
fn every_doc_comment_says_something() {
    assert_eq!(words::empty_docs_under(&root()).unwrap(), Vec::<String>::new());
}

#[test]
fn a_doc_comment_that_is_a_riddle_is_found() {
    let source = |doc: &str| format!("pub struct Stay {{\n    {doc}\n    pub from: WallMs,\n}}\n");
    for riddle in ["/// When.", "/// Since when, ms.", "/// All of them.", "/// Its id.", "/// Who; `None` for\n    /// what time does."] {
        assert_eq!(words::empty_docs(&source(riddle)).len(), 1, "{riddle}");
    }
    assert_eq!(words::empty_docs(&source("/// Why,\n    /// in words.")), ["2: 'Why, in words.'"]);
    for said in ["/// When it begins.", "// When.", "/// What\n    /// it\n    /// is."] {
        assert_eq!(words::empty_docs(&source(said)), Vec::<String>::new(), "{said}");
    }
}

/// What is wrong with the safety file, and its counts: hazards, controls, open points, incidents answered and not.
fn safety_file() -> (Vec<String>, [usize; 5]) {
    let read = |path: &str| fs::read_to_string(root().join(path)).ok();
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("docs/safety")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut wrong, mut counts) = (Vec::new(), [0; 5]);
    for file in files.iter().filter(|file| !file.ends_with("README.md")) {
        let is_incidents = file.ends_with(safety::INCIDENTS);
        let text = fs::read_to_string(file).unwrap();
        let (found, count) = if is_incidents { safety::incidents(&text, &read) } else { safety::hazard(&text, &read) };
        wrong.extend(found.into_iter().map(|what| format!("{}: {what}", file.file_name().unwrap().display())));
        if is_incidents {
            (counts[3], counts[4]) = (count.controlled, count.open);
        } else {
            (counts[0], counts[1], counts[2]) = (counts[0] + 1, counts[1] + count.controlled, counts[2] + count.open);
        }
    }
    (wrong, counts)
}

#[test]
fn every_control_of_a_hazard_is_verified_by_tests_that_run_and_the_page_says_how_many_are_open() {
    let (wrong, [hazards, controls, open, answered, unanswered]) = safety_file();
    assert_eq!(wrong, Vec::<String>::new());
    let page = fs::read_to_string(root().join("docs/safety/README.md")).unwrap();
    let line = format!(
        "**{hazards} hazards, {controls} controls, {open} points not controlled yet; {answered} incidents answered, {unanswered} not.**"
    );
    assert!(page.contains(&line), "docs/safety/README.md does not say: {line}");
}

#[test]
fn a_control_without_a_test_or_with_one_that_is_not_there_or_does_not_run_is_found() {
    let rust = "    #[test]\n    fn a_runs() {}\n#[test]\n#[ignored]\nfn b_is_off() {}\nfn c_helps() {}\n".replace("ignored", "ignore");
    let read = |path: &str| match path {
        "x/tests/a.rs" | "x/src/deep/b.rs" | "x/src/deep/c.rs" | "y/tests/a.rs" | "y/tests/c.rs" => Some(rust.clone()),
        "y/tests/main.rs" => Some("mod a;".to_owned()),
        "x/src/deep.rs" => Some("mod b;".to_owned()),
        "a.ts" => Some("  it('says \"so\"', () => {})".to_owned()),
        "x/scenarios/a.toml" | "x/a.toml" => Some("title = \"A story\"\n".to_owned()),
        _ => None,
    };
    let page = |control: &str| {
        let facts = "| | |\n| --- | --- |\n| Cause | c |\n| Situation | s |\n| Harm | h |\n";
        let rest = "| Severity | for the clinical safety officer |\n| Probability | for the clinical safety officer |\n";
        format!("{facts}{rest}\n| Control | Verified by |\n| --- | --- |\n{control}\n")
    };
    let found = |control: &str| safety::hazard(&page(control), &read);
    let good = "| It holds | `x/tests/a.rs` :: `a_runs`<br>`a.ts` :: `says \"so\"`<br>`x/scenarios/a.toml` :: `A story` |";
    assert_eq!(found(good), (Vec::new(), safety::Count { controlled: 1, open: 0 }));
    let one = |test: &str| found(&format!("| It holds | {test} |")).0.concat();
    assert_eq!(one(""), "'It holds' names no test");
    assert_eq!(one("`x/tests/a.rs` :: `a_run`"), "'It holds': `x/tests/a.rs` :: `a_run` does not exist");
    assert_eq!(one("`x/tests/a.rs` :: `b_is_off`"), "'It holds': `x/tests/a.rs` :: `b_is_off` is switched off");
    assert_eq!(one("`x/tests/a.rs` :: `c_helps`"), "'It holds': `x/tests/a.rs` :: `c_helps` is no test");
    assert_eq!(one("`b.rs` :: `a_runs`"), "'It holds': `b.rs` :: `a_runs` is in a file that is not there");
    assert_eq!(one("`x/src/deep/b.rs` :: `a_runs`"), "");
    assert_eq!(one("`x/src/deep/c.rs` :: `a_runs`"), "'It holds': `x/src/deep/c.rs` :: `a_runs` is in a file that no crate has");
    assert_eq!(found("| It holds | `y/tests/a.rs` :: `a_runs` |").0, Vec::<String>::new());
    assert_eq!(one("`y/tests/c.rs` :: `a_runs`"), "'It holds': `y/tests/c.rs` :: `a_runs` is in a file that no crate has");
    assert_eq!(one("`x/a.toml` :: `A story`"), "'It holds': `x/a.toml` :: `A story` is in no folder of stories");
    assert_eq!(one("`a.ts` :: `says`"), "'It holds': `a.ts` :: `says` does not exist");
    assert_eq!(one("`x/scenarios/a.toml` :: `A`"), "'It holds': `x/scenarios/a.toml` :: `A` is no title of that story");
    assert_eq!(one("a_runs"), "'It holds': a_runs is not written as `path` :: `name`");
    assert_eq!(safety::hazard(&page(""), &read).0, ["it has no control and does not say '## Not controlled yet'"]);
    assert_eq!(safety::hazard(&page("\n## Not controlled yet\n\n- all of it"), &read).1.open, 1);
    let scored = page(good).replace("| Severity | for the clinical safety officer |", "| Severity | low |");
    assert_eq!(safety::hazard(&scored, &read).0, ["Severity says 'low'"]);
    let table = "| What | Answer | Verified by |\n| --- | --- | --- |\n| A | so | |\n| B | Not answered: no. | |\n";
    let counted = safety::Count { controlled: 1, open: 1 };
    assert_eq!(safety::incidents(table, &read), (vec!["'A' names no test".to_owned()], counted));
}

/// Marks of unfinished work, and of tests that are switched off.
const LEFTOVERS: &[&str] = &["TODO", "FIXME", "XXX", "HACK:", "#[ignore", "dbg!(", "@ts-ignore", "test.skip(", "it.skip(", "test.only("];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["target", "node_modules", "dist", ".git", "paraglide", "results", "results-pages"].contains(&name.as_str())
                && !name.ends_with("-data")
            {
                sources(&path, found);
            }
        } else if ["rs", "ts", "svelte", "mjs", "toml", "sql", "sh"].iter().any(|end| name.ends_with(&format!(".{end}"))) {
            found.push(path);
        }
    }
}

fn leftovers(text: &str) -> Vec<&'static str> {
    LEFTOVERS.iter().copied().filter(|mark| text.contains(mark)).collect()
}

#[test]
fn no_source_file_holds_a_leftover() {
    let mut files = Vec::new();
    sources(&root(), &mut files);
    assert!(files.len() > 50, "the walk found only {} files", files.len());
    for file in files.iter().filter(|f| !f.ends_with("tests/tidy.rs")) {
        let text = fs::read_to_string(file).unwrap();
        assert_eq!(leftovers(&text), Vec::<&str>::new(), "{}", file.display());
    }
}

#[test]
fn a_leftover_is_found() {
    assert_eq!(leftovers(&["// TO", "DO: later"].concat()), ["TODO"]);
}

#[test]
fn lock_files_name_no_registry_but_the_public_ones() {
    let cargo = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for line in cargo.lines().filter(|l| l.starts_with("source = ")) {
        assert!(line.contains("registry+https://github.com/rust-lang/crates.io-index"), "{line}");
    }
    let mut locks = Vec::new();
    named(&root(), "package-lock.json", &mut locks);
    for lock in locks {
        let npm = fs::read_to_string(&lock).unwrap();
        for line in npm.lines().filter(|l| l.trim_start().starts_with("\"resolved\"")) {
            assert!(line.contains("https://registry.npmjs.org/") || line.contains("\"resolved\": \"src"), "{}: {line}", lock.display());
        }
    }
}

fn named(folder: &Path, wanted: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !["target", "node_modules", ".git"].contains(&name.as_str()) {
            named(&path, wanted, found);
        } else if name == wanted {
            found.push(path);
        }
    }
}
