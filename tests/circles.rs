//! Circles of imports: files of one crate that import each other in a loop, so that none can be understood, or
//! moved, without all the others.
//!
//! A file and the files below its folder are one house: a child may take what its parent defines, so an arrow from a file
//! to one of its ancestors does not count. Every other arrow does. What stands in tests does not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A module by its names from the root of its crate; the root itself is empty.
type Module = Vec<String>;

/// The modules of one crate, and what each of them imports.
#[derive(Debug, Default)]
pub struct Crate {
    /// Shipped text of each file.
    sources: BTreeMap<Module, String>,
    /// What a module hands on by `pub use`: the name, and where it comes from.
    handed_on: BTreeMap<(Module, String), Module>,
}

impl Crate {
    /// Reads the crate that begins at this file.
    ///
    /// # Errors
    /// As the file system.
    pub fn read(root: &Path) -> io::Result<Crate> {
        let mut read = Crate::default();
        read.add(Vec::new(), root, root.parent().unwrap_or(root))?;
        Ok(read)
    }

    /// A crate that is written here: the names of each file, joined by `::`, and its text.
    pub fn of(files: &[(&str, &str)]) -> Crate {
        let mut read = Crate::default();
        for (name, text) in files {
            let module = name.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect();
            read.keep(module, text);
        }
        read
    }

    /// A file, and those that it declares; `folder` is where these lie.
    fn add(&mut self, module: Module, file: &Path, folder: &Path) -> io::Result<()> {
        let text = shipped(&fs::read_to_string(file)?);
        for child in declared(&text) {
            let candidates = [folder.join(format!("{child}.rs")), folder.join(&child).join("mod.rs")];
            if let Some(path) = candidates.iter().find(|path| path.exists()) {
                let below: PathBuf = folder.join(&child);
                self.add([module.clone(), vec![child]].concat(), path, &below)?;
            }
        }
        self.keep(module, &text);
        Ok(())
    }

    fn keep(&mut self, module: Module, text: &str) {
        let text = shipped(text);
        for (statement, _) in text.match_indices("pub use ").map(|(at, begin)| (&text[at + begin.len()..], begin)) {
            for path in paths_of(statement) {
                let target = absolute(&module, &path);
                if let Some(name) = target.last().cloned() {
                    self.handed_on.insert((module.clone(), name), target);
                }
            }
        }
        self.sources.insert(module, text);
    }

    /// Each arrow between two files with the names that are taken.
    fn arrows(&self) -> BTreeMap<&Module, BTreeMap<&Module, BTreeSet<String>>> {
        let mut arrows: BTreeMap<&Module, BTreeMap<&Module, BTreeSet<String>>> = BTreeMap::new();
        for (module, text) in &self.sources {
            let children = declared(text);
            for path in mentioned(text, &children) {
                let Some((target, name)) = self.defined_in(absolute(module, &path)) else { continue };
                if target != module && !module.starts_with(target) {
                    arrows.entry(module).or_default().entry(target).or_default().insert(name);
                }
            }
        }
        arrows
    }

    /// The file in which a path ends, through all that only hand it on.
    fn defined_in(&self, mut path: Module) -> Option<(&Module, String)> {
        // Bounded: two modules could hand a name to each other.
        for _ in 0..8 {
            let length = (0..=path.len()).rev().find(|length| self.sources.contains_key(&path[..*length]))?;
            let (module, rest) = path.split_at(length);
            let next = rest.first().and_then(|name| self.handed_on.get(&(module.to_vec(), name.clone())));
            match next {
                Some(target) if *target != path => path = [target.as_slice(), &rest[1..]].concat(),
                _ => {
                    let (module, _) = self.sources.get_key_value(module)?;
                    return Some((module, rest.first().cloned().unwrap_or_else(|| "the file itself".to_owned())));
                }
            }
        }
        None
    }

    /// Every circle, as a sentence that names its files and what each takes from the next.
    pub fn circles(&self) -> Vec<String> {
        let arrows = self.arrows();
        let mut told = BTreeSet::new();
        let mut found = Vec::new();
        for module in self.sources.keys() {
            let Some(circle) = shortest_circle(&arrows, module) else { continue };
            let members: BTreeSet<&Module> = circle.iter().copied().collect();
            if told.insert(members) {
                found.push(sentence(&arrows, &circle));
            }
        }
        found
    }
}

type Arrows<'a> = BTreeMap<&'a Module, BTreeMap<&'a Module, BTreeSet<String>>>;

/// The shortest way from a file back to itself, breadth first.
fn shortest_circle<'a>(arrows: &Arrows<'a>, begin: &'a Module) -> Option<Vec<&'a Module>> {
    let mut from: BTreeMap<&Module, &'a Module> = BTreeMap::new();
    let mut waiting = std::collections::VecDeque::from([begin]);
    while let Some(at) = waiting.pop_front() {
        for next in arrows.get(at).into_iter().flat_map(BTreeMap::keys).copied() {
            if next == begin {
                let mut way = vec![at];
                while let Some(before) = way.last().and_then(|at| from.get(at)) {
                    way.push(before);
                }
                way.reverse();
                return Some(way);
            }
            if !from.contains_key(next) {
                from.insert(next, at);
                waiting.push_back(next);
            }
        }
    }
    None
}

fn sentence(arrows: &Arrows<'_>, circle: &[&Module]) -> String {
    let name = |module: &Module| if module.is_empty() { "the root".to_owned() } else { module.join("::") };
    let step = |at: usize| {
        let (from, to) = (circle[at], circle[(at + 1) % circle.len()]);
        let names: Vec<&str> = arrows.get(from).and_then(|to_all| to_all.get(to)).into_iter().flatten().map(String::as_str).collect();
        format!("{} takes {} from {}", name(from), names.join(", "), name(to))
    };
    (0..circle.len()).map(step).collect::<Vec<_>>().join("; ")
}

/// A source without its tests, comments and attributes of documentation.
fn shipped(source: &str) -> String {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().map(|line| line.find("//").map_or(line, |at| &line[..at]));
    lines.fold(String::with_capacity(code.len()), |text, line| text + line + "\n")
}

/// The modules that a file declares in files of their own.
fn declared(text: &str) -> Vec<String> {
    let one = |line: &str| {
        let rest = line.trim().strip_suffix(';')?;
        let name = rest.strip_prefix("mod ").or_else(|| rest.split_once(" mod ").map(|(_, name)| name))?;
        name.chars().all(is_of_a_name).then(|| name.to_owned())
    };
    text.lines().filter_map(one).collect()
}

fn is_of_a_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Every path in a text that begins in this crate.
fn mentioned(text: &str, children: &[String]) -> Vec<Module> {
    let begins = ["crate", "super", "self"].into_iter().chain(children.iter().map(String::as_str));
    let mut found = Vec::new();
    for begin in begins {
        for (at, _) in text.match_indices(&format!("{begin}::")) {
            let is_whole = !text[..at].ends_with(|before| is_of_a_name(before) || before == ':');
            if is_whole {
                found.extend(paths_of(&text[at..]));
            }
        }
    }
    found
}

/// The paths of one tree, as in `a::{b, c::{self, d}}`.
fn paths_of(tree: &str) -> Vec<Module> {
    let mut found = Vec::new();
    read_tree(tree, &Vec::new(), &mut found);
    found
}

/// Reads one tree and gives what follows it.
fn read_tree<'a>(tree: &'a str, before: &Module, found: &mut Vec<Module>) -> &'a str {
    let mut path = before.clone();
    let mut rest = tree.trim_start();
    loop {
        if let Some(mut inner) = rest.strip_prefix('{') {
            while !inner.trim_start().starts_with('}') && !inner.trim_start().is_empty() {
                inner = read_tree(inner, &path, found);
                // `as name` and the comma between two.
                inner = inner.trim_start_matches(|character: char| !matches!(character, ',' | '}'));
                inner = inner.strip_prefix(',').unwrap_or(inner);
            }
            return inner.trim_start().strip_prefix('}').unwrap_or_default();
        }
        let end = rest.find(|character| !is_of_a_name(character)).unwrap_or(rest.len());
        if end > 0 && &rest[..end] != "self" || path.is_empty() {
            path.push(rest[..end].to_owned());
        }
        rest = &rest[end..];
        match rest.strip_prefix("::") {
            Some(more) => rest = more.trim_start(),
            None => {
                found.push(path);
                return rest;
            }
        }
    }
}

/// A path from the root of the crate, as the module means it that writes it.
fn absolute(module: &Module, path: &Module) -> Module {
    let mut at = module.clone();
    for (index, name) in path.iter().enumerate() {
        match name.as_str() {
            "crate" => at.clear(),
            "super" => drop(at.pop()),
            "self" if index == 0 => {}
            _ => at.push(name.clone()),
        }
    }
    at
}
