//! What can go wrong in the store, by what the caller can do about it.

/// Why a statement or a transaction did not happen.
#[derive(Debug, Clone, thiserror::Error)]
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
    BindingsChanged,
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
                | sqlx::Error::BeginFailed
                | sqlx::Error::WorkerCrashed => StoreError::Unavailable(error.to_string()),
                other => StoreError::Defect(other.to_string()),
            };
        };
        let code = database.code().unwrap_or_default().into_owned();
        // The message names columns and types; the row itself would be in DETAIL, which is left out.
        let detail = database.message().to_owned();
        match code.as_str() {
            "55P03" => StoreError::Retry(detail),
            // Shutdown, crash, not yet up, a session that was ended; a standby that is not the primary yet.
            "57P01" | "57P02" | "57P03" | "57P05" | "57014" | "25P03" | "25006" => StoreError::Unavailable(detail),
            // 40: serialisation, deadlock; 53: disk full, out of memory or connections; 08 and 58: the way
            // to the server, the server's way to its disk; 22 and 23: values and constraints; 54: too large.
            other => match &other[..other.len().min(2)] {
                "40" => StoreError::Retry(detail),
                "53" | "08" | "58" => StoreError::Unavailable(detail),
                "22" | "23" | "54" => StoreError::Data { code, detail },
                _ => StoreError::Defect(format!("{code}: {detail}")),
            },
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
