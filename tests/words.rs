//! Comments that say something: a doc comment has a few words at least, and is not a question word with nothing behind it.
//!
//! "When." beside a field is a riddle to whoever does not know the answer already, and it ends up in the description of the
//! API. Where a name says it all, a private item needs no comment, and a public one says what its name cannot: unit, form, when
//! it is absent.

use serde_json::Value;
use std::path::Path;
use std::{fs, io};

/// The fewest words of a doc comment.
const WORDS_MIN: usize = 3;
/// The fewest words of a description in the API: programs and people read it far from the code.
const DESCRIPTION_WORDS_MIN: usize = 4;
/// What is no sentence by itself, and often stands before a comma: "When, ms since 1970".
const BARE: [&str; 22] = [
    "all of them",
    "as what",
    "by what",
    "by when",
    "from when",
    "how",
    "in which",
    "of what",
    "of which",
    "of whom",
    "since when",
    "these",
    "those",
    "to which",
    "to whom",
    "until when",
    "what",
    "when",
    "where",
    "which",
    "who",
    "why",
];

/// True if a text begins with a question word or pronoun that nothing follows but a mark of punctuation.
fn is_bare(text: &str) -> bool {
    let begin = text.split(['.', ',', ';', ':']).next().unwrap_or_default();
    BARE.contains(&begin.trim().to_lowercase().as_str())
}

/// The doc comments of a source text that say too little, each with the number of its first line.
pub fn empty_docs(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = source.lines().map(str::trim).enumerate().peekable();
    while let Some((at, line)) = lines.next() {
        let Some(begin) = line.strip_prefix("///").filter(|rest| !rest.starts_with('/')) else { continue };
        let mut text = begin.trim().to_owned();
        while let Some((_, more)) = lines.next_if(|(_, line)| line.starts_with("///")) {
            text = format!("{text} {}", more.trim_start_matches('/').trim());
        }
        if text.split_whitespace().count() < WORDS_MIN || is_bare(&text) {
            found.push(format!("{}: '{text}'", at + 1));
        }
    }
    found
}

/// The same for every source file below a folder, with the name of the file.
///
/// # Errors
/// When a file cannot be read.
pub fn empty_docs_under(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !["target", "node_modules", ".git"].contains(&name.as_str()) {
            found.extend(empty_docs_under(&path)?);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.extend(empty_docs(&fs::read_to_string(&path)?).into_iter().map(|what| format!("{}:{what}", path.display())));
        }
    }
    Ok(found)
}

/// True if a description says no more than the name beside it: `gateway_id` and "The gateway's id."
fn repeats(name: &str, text: &str) -> bool {
    let words = |text: &str| {
        let lower = text.to_lowercase().replace("'s", "");
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !["", "a", "an", "its", "of", "the"].contains(word));
        let mut words: Vec<String> = words.map(str::to_owned).collect();
        words.sort();
        words
    };
    words(name) == words(text)
}

/// The descriptions of the API's types that say too little, or only repeat the name of what they describe.
pub fn empty_descriptions(at: &str, described: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let name = at.rsplit('.').next().unwrap_or_default();
    if let Some(text) = described.get("description").and_then(Value::as_str)
        && (text.split_whitespace().count() < DESCRIPTION_WORDS_MIN || is_bare(text) || repeats(name, text))
    {
        found.push(format!("{at}: '{text}'"));
    }
    let parts = described.as_object().into_iter().flatten().filter(|(_, part)| part.is_object());
    found.extend(parts.flat_map(|(key, part)| empty_descriptions(&format!("{at}.{key}"), part)));
    let choices = described.as_object().into_iter().flatten().filter_map(|(key, part)| Some((key, part.as_array()?)));
    let choices = choices.flat_map(|(key, list)| list.iter().enumerate().map(move |(number, part)| (key, number, part)));
    found.extend(choices.flat_map(|(key, number, part)| empty_descriptions(&format!("{at}.{key}.{number}"), part)));
    found
}
