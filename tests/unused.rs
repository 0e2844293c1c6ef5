//! Finds dependencies that nobody uses; they are compiled, audited and updated for nothing.
//!
//! A dependency counts as used when its name is a word in the sources that may use it. So one that is only named in a
//! comment passes; what is found for certain is one whose last use is gone.

use cargo_metadata::{DependencyKind, Metadata, Package};
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
            text.push_str(&fs::read_to_string(&path)?);
        }
    }
    Ok(())
}
