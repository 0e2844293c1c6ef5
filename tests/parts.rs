//! The parts of a loop: a struct that owns the others and dispatches, each of its parts in a file of its own, which alone
//! reaches the part's fields. Rust keeps a private field within its module and the files below it; what is left to check is
//! that no field is shown to others, that no two parts share a file, and that no file below a part takes the part itself.

use std::path::Path;
use std::{fs, io};

/// One struct: its name, and its fields as they are written.
struct Struct {
    name: String,
    fields: Vec<String>,
}

/// What is shown to more files than its own, as sentences. `owner` is the struct that owns the parts.
///
/// # Errors
/// As the file system.
pub fn shown(folder: &Path, owner: &str) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    read(folder, "", &mut files)?;
    Ok(shown_in(&files, owner))
}

/// Every file below a folder, by its path from there.
fn read(folder: &Path, before: &str, files: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = format!("{before}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            read(&path, &format!("{name}/"), files)?;
        } else if name.ends_with(".rs") {
            files.push((name, fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(())
}

/// The same for files that are given as their paths and texts.
pub fn shown_in(files: &[(String, String)], owner: &str) -> Vec<String> {
    let all: Vec<(&str, Struct)> =
        files.iter().flat_map(|(file, text)| structs(text).into_iter().map(move |one| (file.as_str(), one))).collect();
    let Some((home, whole)) = all.iter().find(|(_, one)| one.name == owner) else { return vec![format!("there is no {owner}")] };
    let types: Vec<&str> = whole.fields.iter().flat_map(|field| words(field)).collect();
    let parts = all.iter().filter(|(file, one)| file != home && types.contains(&one.name.as_str()));
    let mut found = open_fields(home, whole);
    let mut homes: Vec<(&str, &str)> = vec![(home, owner)];
    for (file, part) in parts {
        found.extend(open_fields(file, part));
        found.extend(
            homes.iter().filter(|(taken, _)| taken == file).map(|(_, other)| format!("{file} holds both {other} and {}", part.name)),
        );
        homes.push((file, &part.name));
    }
    for (file, name) in homes {
        let below = format!("{}/", file.trim_end_matches(".rs"));
        let reaching = files.iter().filter(|(path, text)| path.starts_with(&below) && words(&code(text)).any(|word| word == name));
        found.extend(reaching.map(|(path, _)| format!("{path} lies below {file} and takes {name}")));
    }
    found
}

fn open_fields(file: &str, part: &Struct) -> Vec<String> {
    let open = part.fields.iter().filter(|field| field.starts_with("pub"));
    open.map(|field| format!("{file}: {} shows `{}`", part.name, field.trim_end_matches(','))).collect()
}

/// Every struct with named fields, or with fields that have none.
fn structs(text: &str) -> Vec<Struct> {
    let code = code(text);
    let mut found = Vec::new();
    for (at, begin) in code.match_indices("struct ") {
        let rest = &code[at + begin.len()..];
        let name: String = rest.chars().take_while(|one| is_of_a_name(*one)).collect();
        let Some(open) = rest.find(['{', '(', ';']).filter(|open| &rest[*open..=*open] != ";") else { continue };
        let (between, close) = if rest[open..].starts_with('{') { ('\n', "\n}") } else { (',', ");") };
        let body = rest[open + 1..].split(close).next().unwrap_or_default();
        let fields = body.split(between).map(str::trim).filter(|field| !field.is_empty() && !field.starts_with('#'));
        found.push(Struct { name, fields: fields.map(str::to_owned).collect() });
    }
    found
}

/// A source without its tests and comments.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().map(|line| line.split("//").next().unwrap_or_default()).fold(String::new(), |text, line| text + line + "\n")
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|one| !is_of_a_name(one)).filter(|word| !word.is_empty())
}

fn is_of_a_name(one: char) -> bool {
    one.is_alphanumeric() || one == '_'
}
