//! Finds dependencies that nobody uses; they are compiled, audited and updated for nothing.
//!
//! A dependency of Rust counts as used when its name is a word in the sources that may use it, outside of comments; a text that
//! holds it passes. One of npm counts as used when a file imports it or names its path, or a script starts it.

use cargo_metadata::{DependencyKind, Metadata, Package};
use serde_json::Value;
use std::fs;
use std::io;
use std::path::Path;

/// Folders of a package whose code is not shipped; they may use development dependencies.
const NOT_SHIPPED: [&str; 3] = ["tests", "examples", "benches"];

/// Dependencies that no source of their package names, as sentences.
///
/// # Errors
/// When a source cannot be read.
pub fn unused(metadata: &Metadata) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for package in metadata.workspace_packages() {
        let (shipped, all) = (sources(package, true)?, sources(package, false)?);
        for dependency in &package.dependencies {
            let name = dependency.rename.as_ref().unwrap_or(&dependency.name).replace('-', "_");
            let text = if dependency.kind == DependencyKind::Development { &all } else { &shipped };
            if !has_word(text, &name) {
                found.push(format!("{} declares {name} and does not use it", package.name));
            }
        }
    }
    Ok(found)
}

/// True when `text` contains `word` as a whole word.
#[must_use]
pub fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part))
}

fn sources(package: &Package, only_shipped: bool) -> io::Result<String> {
    let mut text = String::new();
    if let Some(folder) = package.manifest_path.parent() {
        read(folder.as_std_path(), only_shipped, &mut text)?;
    }
    Ok(text)
}

fn read(folder: &Path, only_shipped: bool, text: &mut String) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            // A package inside a package has dependencies of its own.
            let is_other = path.join("Cargo.toml").exists() || name == "node_modules" || name == "target";
            let is_left_out = is_other || only_shipped && NOT_SHIPPED.contains(&name.as_ref());
            if !is_left_out {
                read(&path, only_shipped, text)?;
            }
        } else if name.ends_with(".rs") {
            text.push_str(&without_comments(&fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

/// A source of Rust without its comments.
#[must_use]
pub fn without_comments(source: &str) -> String {
    let mut code = String::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let skipped = comment(rest);
        let taken = if skipped > 0 { skipped } else { text(rest).unwrap_or(first.len_utf8()) };
        if skipped == 0 {
            code.push_str(&rest[..taken]);
        }
        rest = &rest[taken..];
    }
    code
}

/// How long the comment is with which this begins, in bytes; 0 if it begins with none.
fn comment(source: &str) -> usize {
    if source.starts_with("//") {
        return source.find('\n').unwrap_or(source.len());
    }
    if !source.starts_with("/*") {
        return 0;
    }
    let (mut depth, mut at) = (0_usize, 0);
    while at < source.len() {
        let opens = source[at..].starts_with("/*");
        let closes = source[at..].starts_with("*/");
        depth = if opens { depth + 1 } else { depth.saturating_sub(usize::from(closes)) };
        at += if opens || closes { 2 } else { source[at..].chars().next().map_or(1, char::len_utf8) };
        if depth == 0 {
            break;
        }
    }
    at
}

/// How long the rest of a character is after its first quote, in bytes; `'a` without a second quote is a lifetime.
fn character(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    if first == '\\' {
        // What follows the backslash may be a quote itself.
        return Some(2 + rest.get(2..)?.find('\'')? + 1);
    }
    rest[first.len_utf8()..].starts_with('\'').then(|| first.len_utf8() + 1)
}

/// How long the text or character is with which this begins, in bytes.
fn text(source: &str) -> Option<usize> {
    if let Some(rest) = source.strip_prefix('\'') {
        return character(rest).map(|length| 1 + length);
    }
    let raw = source.strip_prefix('r').filter(|rest| rest.starts_with(['"', '#']));
    if let Some(rest) = raw {
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        let end = format!("\"{}", "#".repeat(hashes));
        let body = rest[hashes..].strip_prefix('"')?;
        return Some(1 + hashes + 1 + body.find(&end)? + end.len());
    }
    let body = source.strip_prefix('"')?;
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(1 + at + 1),
            _ => {}
        }
    }
    None
}

/// Folders with a `package.json` and the folders whose files may use it. The browser tests use the dashboard's packages.
const PACKAGES: [(&str, &[&str]); 3] = [
    ("dashboard", &["dashboard", "tests/browser"]),
    ("hub/store/tests/timescale", &["hub/store/tests/timescale"]),
    ("tests/compare", &["tests/compare"]),
];
/// Folders that hold what was made or fetched.
const NOT_WRITTEN: [&str; 4] = ["node_modules", "dist", "results", "paraglide"];
/// Files that import packages.
const IMPORTING: [&str; 9] = ["ts", "mts", "js", "mjs", "svelte", "css", "html", "json", "py"];
/// Packages that another program loads by itself, each with what shows that it is there for.
const LOADED: [(&str, &str); 2] = [("typescript", "tsc "), ("@types/node", "'node:")];

/// Packages of npm that no file of theirs uses, as sentences.
///
/// # Errors
/// When a file cannot be read.
pub fn unused_packages(root: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for (folder, users) in PACKAGES {
        let package: Value = serde_json::from_str(&fs::read_to_string(root.join(folder).join("package.json"))?)?;
        let mut files = String::new();
        for user in users {
            importing(&root.join(user), &mut files)?;
        }
        let scripts = package["scripts"].to_string();
        let names = ["dependencies", "devDependencies"].iter().filter_map(|key| package[key].as_object()).flat_map(|of| of.keys());
        found.extend(
            names.filter(|name| !is_used(name, &files, &scripts)).map(|name| format!("{folder} declares {name} and does not use it")),
        );
    }
    Ok(found)
}

fn is_used(name: &str, files: &str, scripts: &str) -> bool {
    let is_loaded = LOADED.iter().any(|(loaded, sign)| *loaded == name && (files.contains(sign) || scripts.contains(sign)));
    let typed = name.strip_prefix("@types/").is_some_and(|of| imports(files, of));
    is_loaded || typed || imports(files, name) || has_word(scripts, name)
}

/// True when the text imports this package or a part of it, or names its path.
#[must_use]
pub fn imports(text: &str, package: &str) -> bool {
    let ends = |rest: &str| rest.starts_with(['\'', '"', '/']);
    text.match_indices(package).any(|(at, _)| {
        let before = &text[..at];
        let begins = before.ends_with(['\'', '"']) || before.ends_with("node_modules/");
        begins && ends(&text[at + package.len()..])
    })
}

fn importing(folder: &Path, text: &mut String) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        // What is linked belongs to somebody else.
        if entry.file_type()?.is_dir() && !NOT_WRITTEN.contains(&name.as_str()) {
            importing(&path, text)?;
        } else if entry.file_type()?.is_file()
            && IMPORTING.iter().any(|end| name.ends_with(&format!(".{end}")))
            && !name.starts_with("package")
        {
            text.push_str(&fs::read_to_string(&path)?);
        }
    }
    Ok(())
}
