//! Why a configuration is refused, in one line.

use figment::error::Kind;
use std::path::Path;

/// One line: which file and key, what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

impl ConfigError {
    pub(super) fn new(file: &Path, key: &str, wrong: impl std::fmt::Display, mend: &str) -> ConfigError {
        let colon = if key.is_empty() { "" } else { ": " };
        let line = format!("{}{colon}{key}: {wrong}; {mend}", file.display());
        // Messages of libraries may have several lines; this one must not.
        ConfigError(line.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    pub(super) fn of(file: &Path, error: &figment::Error) -> ConfigError {
        let mut key = error.path.join(".");
        let (wrong, mend) = match &error.kind {
            Kind::MissingField(name) => {
                key = if key.is_empty() { name.to_string() } else { format!("{key}.{name}") };
                ("is missing".to_owned(), "add it".to_owned())
            }
            Kind::UnknownField(name, known) => {
                if error.path.last().is_none_or(|last| last != name) {
                    key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                }
                ("is no key known here".to_owned(), format!("remove it or use one of {}", known.join(", ")))
            }
            Kind::UnknownVariant(given, known) => (format!("'{given}' is not known"), format!("use one of {}", known.join(", "))),
            Kind::InvalidType(actual, expected) => (format!("is {actual}"), format!("give {expected}")),
            Kind::InvalidValue(actual, expected) => (format!("is {actual}"), format!("give {expected}")),
            other => (other.to_string(), "mend the TOML".to_owned()),
        };
        ConfigError::new(file, &key, wrong, &mend)
    }
}
