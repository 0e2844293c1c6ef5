//! What can go wrong in the store, sorted by what the caller can do about it.

/// Why a statement or a transaction failed.
///
/// Any statement can fail with [`Retry`](StoreError::Retry), [`Unavailable`](StoreError::Unavailable) or
/// [`Defect`](StoreError::Defect). Functions that can fail otherwise say so.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Two transactions conflicted: run the whole transaction again.
    #[error("the database asks to try again: {0}")]
    Retry(String),
    /// The database cannot be reached, or is starting or stopping: run the transaction again later.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The database refuses the data itself: running the transaction again cannot help.
    #[error("the database refuses the data ({code}): {detail}")]
    Data {
        /// The SQLSTATE of five characters, such as `23505`.
        code: String,
        /// The database's message, without the values of the row.
        detail: String,
    },
    /// Bindings, episodes or devices changed since the caller read them: read again, then try again.
    #[error("bindings changed since they were read")]
    BindingsChanged,
    /// An episode or one of its alerts changed since the caller read it: read again, then try again.
    #[error("an episode changed since it was read")]
    EpisodeChanged,
    /// A migration, a statement or a stored row does not fit this program: a fault in the code, or a foreign database.
    #[error("{0}")]
    Defect(String),
}

impl StoreError {
    /// True when the same call may succeed later without any change.
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
                // This connection and the server are out of step, as after bytes that were lost or a statement that was given
                // up half-way; the same statement succeeds on another connection.
                | sqlx::Error::Protocol(_)
                | sqlx::Error::WorkerCrashed => StoreError::Unavailable(error.to_string()),
                other => StoreError::Defect(other.to_string()),
            };
        };
        let code = database.code().unwrap_or_default().into_owned();
        // The message names columns and types. The row's values would be in DETAIL, which is left out: they are a patient's.
        let detail = database.message().to_owned();
        match code.as_str() {
            "55P03" => StoreError::Retry(detail),
            // Shutdown, crash recovery, starting up, a session ended by the server, a standby that only reads.
            "57P01" | "57P02" | "57P03" | "57P05" | "57014" | "25P03" | "25006" => StoreError::Unavailable(detail),
            // Classes: 40 serialisation and deadlock; 53 disk full, out of memory or connections; 08 the connection to the
            // server; 58 the server's own input and output; 22 and 23 values and constraints; 54 a program limit exceeded.
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
