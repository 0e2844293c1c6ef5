//! What can go wrong in the store, by what the caller can do about it.

/// Why a statement or a transaction did not happen.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Two transactions stood in each other's way: do it again, whole.
    #[error("the database asks to try again: {0}")]
    Retry(String),
    /// The database cannot be reached or is starting or stopping: do it again later.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The data itself cannot be stored: trying again cannot help.
    #[error("the database refuses the data ({code}): {detail}")]
    Data {
        /// SQLSTATE.
        code: String,
        /// What the database says, without the row.
        detail: String,
    },
    /// Bindings, episodes or devices changed since the caller read them.
    #[error("bindings changed since they were read")]
    RosterChanged,
    /// An episode or one of its alerts changed since the caller read it.
    #[error("an episode changed since it was read")]
    EpisodeChanged,
    /// A migration or statement of ours is wrong.
    #[error("{0}")]
    Defect(String),
}

impl StoreError {
    /// True when the same transaction may succeed later.
    pub const fn is_transient(&self) -> bool {
        matches!(self, StoreError::Retry(_) | StoreError::Unavailable(_))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        let sqlx::Error::Database(database) = &error else {
            return match error {
                sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::Tls(_)
                | sqlx::Error::WorkerCrashed => StoreError::Unavailable(error.to_string()),
                other => StoreError::Defect(other.to_string()),
            };
        };
        let code = database.code().unwrap_or_default().into_owned();
        // The message names columns and types; the row itself would be in DETAIL, which is left out.
        let detail = database.message().to_owned();
        match code.as_str() {
            "40001" | "40P01" | "55P03" => StoreError::Retry(detail),
            // Shutdown, crash, not yet up, out of connections, disk full: all pass.
            "57P01" | "57P02" | "57P03" | "57014" | "53000" | "53100" | "53200" | "53300" => StoreError::Unavailable(detail),
            other if other.starts_with("08") || other.starts_with("58") => StoreError::Unavailable(detail),
            other if other.starts_with("22") || other.starts_with("23") => StoreError::Data { code, detail },
            _ => StoreError::Defect(format!("{code}: {detail}")),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> StoreError {
        match error {
            sqlx::migrate::MigrateError::Execute(error) => error.into(),
            other => StoreError::Defect(format!("migration: {other}")),
        }
    }
}
