//! A configuration mistake in one line: where, which key, and the mend.

use figment::error::Kind;

/// Why the configuration is refused. Printed as one line: `hub.toml: server.listen: …`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {key}: {detail}")]
pub struct ConfigError {
    /// The file, or the environment.
    place: String,
    /// The key, with dots.
    key: String,
    /// What is wrong and how to mend it.
    detail: String,
}

impl ConfigError {
    /// A mistake found by our own checks.
    pub fn new(place: &str, key: &str, detail: String) -> Self {
        Self { place: place.to_owned(), key: key.to_owned(), detail: one_line(&detail) }
    }

    /// A mistake found while reading.
    pub(super) fn from_figment(file: &str, error: figment::Error) -> Self {
        // A figment error is a list; the first is told, the next shows when it is mended.
        let from_env = error.metadata.as_ref().is_some_and(|m| m.name.contains("environment"));
        let mut path = error.path.clone();
        if let Kind::UnknownField(name, _) = &error.kind
            && path.last() != Some(name)
        {
            path.push(name.clone());
        }
        let key = if path.is_empty() { "file".to_owned() } else { path.join(".") };
        let place = if from_env { variable(&path) } else { file.to_owned() };
        Self::new(&place, &key, detail(&error.kind))
    }
}

fn variable(path: &[String]) -> String {
    format!("environment {}{}", super::ENV_PREFIX, path.join("__").to_uppercase())
}

fn detail(kind: &Kind) -> String {
    match kind {
        Kind::UnknownField(_, known) => format!("no such key; the keys here are {}", known.join(", ")),
        Kind::InvalidType(actual, wanted) | Kind::InvalidValue(actual, wanted) => format!("found {actual}, write {wanted}"),
        Kind::UnknownVariant(actual, known) => format!("found \"{actual}\", write one of {}", known.join(", ")),
        Kind::Message(text) => format!("{text}; correct the file"),
        other => other.to_string(),
    }
}

/// The TOML reader points with several lines; a log and a terminal want one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
