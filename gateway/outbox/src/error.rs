//! The errors of the outbox, in words for the person who can act.

use std::io;

/// Why an outbox was not opened. Nothing on the disk was changed, except in the case of [`OpenError::Io`].
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A newer program has written in this folder.
    #[error(
        "{file} in the outbox is of format {version}, this program reads up to {supported}: nothing was touched; start the newer program again, or empty the outbox with it first"
    )]
    Newer {
        /// The file that is of a newer format.
        file: String,
        /// The format of that file.
        version: u32,
        /// The newest format this program reads.
        supported: u32,
    },
    /// The generation is not fresh: numbers would be issued twice.
    #[error("generation {0:016x} was used before in this outbox: open it with a fresh random number")]
    GenerationUsed(u64),
    /// A setting is out of its range.
    #[error("outbox setting {key}: {mend}")]
    Config {
        /// Name of the setting.
        key: &'static str,
        /// What a person should do to correct it.
        mend: &'static str,
    },
    /// More files than a sound outbox can have.
    #[error("the outbox holds {files} segments, more than the limit of {limit}: let it drain, or raise segment_bytes")]
    TooManySegments {
        /// How many segments were found.
        files: usize,
        /// How many there may be.
        limit: usize,
    },
    /// The disk refused.
    #[error("cannot {action} in the outbox: {source}")]
    Io {
        /// What the outbox was doing.
        action: &'static str,
        /// What the disk said.
        source: io::Error,
    },
}

/// Why a record was not taken. A record that is not taken gets no number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The record is empty or larger than 65,536 bytes.
    #[error("a record of {bytes} bytes: the outbox takes 1 to {limit}")]
    Size {
        /// Its size, bytes.
        bytes: usize,
        /// The largest size, bytes.
        limit: usize,
    },
    /// There is no room, and nothing that may be shed for this class.
    #[error("the outbox is full and nothing may be shed for this class: free the disk or reach the hub")]
    Full,
    /// The outbox takes no more records.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// Why records are not durable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SyncError {
    /// No room on the disk: the records wait in memory, try again when there is.
    #[error("the disk is full: records wait in memory and are not durable; free the disk or reach the hub")]
    Full,
    /// The outbox takes no more records.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// The outbox takes no more records, because a write or fsync failed. After that nobody can know what the kernel still
/// holds of it. What is here can still be read and sent. To go on, open the outbox anew under a new generation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the outbox stopped taking records: {0}; check the disk, then open it anew")]
pub struct Stopped(pub String);

/// Why records could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The outbox has no such stream.
    #[error("the outbox has no stream {generation:016x}/{class}")]
    UnknownStream {
        /// The generation asked for.
        generation: u64,
        /// The class asked for.
        class: u8,
    },
    /// The medium failed. Try again; if it keeps failing, use [`crate::Outbox::salvage`].
    #[error("cannot read records {first}..{end} of {generation:016x}/{class} from the outbox: {source}")]
    Io {
        /// Generation of the stream.
        generation: u64,
        /// Class of the stream.
        class: u8,
        /// The first number that cannot be read.
        first: u64,
        /// The number after the last one of its segment.
        end: u64,
        /// What the disk said.
        source: io::Error,
    },
}

/// True for errors that mean "no room", which are not failures of the medium.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}
