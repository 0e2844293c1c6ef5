//! What is wrong with a certificate or a key: which file, and what to do.

use hearth_vitals::WallMs;
use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// Why a certificate or key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The file is not there, or may not be read.
    #[error("{} cannot be read ({why}); put it there, readable for the hub", path.display())]
    Unreadable {
        /// The file that cannot be read.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// The file could not be written.
    #[error("{} cannot be written ({why}); free the disk, or mend the folder's rights", path.display())]
    Unwritable {
        /// The file that cannot be written.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// Everybody on the machine may read the key.
    #[error("{} can be read by every account of this machine (mode {mode:03o}); make it private: chmod 600 {}", path.display(), path.display())]
    WorldReadable {
        /// The file of the key.
        path: PathBuf,
        /// Permission bits of the file.
        mode: u32,
    },
    /// Everybody on the machine may replace it.
    #[error("{} can be changed by every account of this machine (mode {mode:03o}); close it: chmod o-w {}", path.display(), path.display())]
    WorldWritable {
        /// The file that others may change.
        path: PathBuf,
        /// Permission bits of the file.
        mode: u32,
    },
    /// No certificate, or half of one.
    #[error("{} {why}; copy the whole PEM file again", path.display())]
    Damaged {
        /// The file that is damaged.
        path: PathBuf,
        /// What it is.
        why: String,
    },
    /// No private key, or half of one.
    #[error("{} holds no whole private key; copy the whole PEM file again", path.display())]
    NoKey {
        /// The file without a key.
        path: PathBuf,
    },
    /// Certificate and key were made apart.
    #[error("{} and {} do not belong together; put the key beside it with which it was requested", certificate.display(), key.display())]
    OtherKey {
        /// The file of the certificate.
        certificate: PathBuf,
        /// The file of the key.
        key: PathBuf,
    },
    /// It begins later.
    #[error("{} is not valid before {}, and this machine's clock says {}; set the clock, or use a certificate that holds now", path.display(), time(*from), time(*now))]
    NotYet {
        /// The file of the certificate.
        path: PathBuf,
        /// When it begins.
        from: WallMs,
        /// What the clock says.
        now: WallMs,
    },
    /// It has ended.
    #[error("{} ended at {}, and this machine's clock says {}; put a new one in its place", path.display(), time(*until), time(*now))]
    Over {
        /// The file of the certificate.
        path: PathBuf,
        /// When it ended.
        until: WallMs,
        /// What the clock says.
        now: WallMs,
    },
    /// Another authority signed it.
    #[error("{} was not signed by {}; use one that was, or put its authority there", path.display(), authority.display())]
    Foreign {
        /// The file of the certificate.
        path: PathBuf,
        /// The authority that should have signed it.
        authority: PathBuf,
    },
    /// It may not sign, or is signed by another.
    #[error("{} is no root authority (it must be allowed to sign, and be signed by itself); use one that is", path.display())]
    NoRoot {
        /// The file of the certificate.
        path: PathBuf,
    },
    /// The key of the authority is gone.
    #[error("{} is gone, so nothing can be signed any more; put it back from a backup. To begin anew remove {} too: then every gateway has to be enrolled again", key.display(), certificate.display())]
    KeyGone {
        /// The certificate that is there.
        certificate: PathBuf,
        /// The key that is not.
        key: PathBuf,
    },
    /// The clock cannot be right.
    #[error("this machine's clock says {}, which cannot be: certificates that are made now would not hold; set the clock and start again", time(*now))]
    Clock {
        /// What the clock says.
        now: WallMs,
    },
    /// The library refuses to sign.
    #[error("cannot be signed: {0}")]
    Signing(String),
}

/// An instant as people read it.
pub fn time(at: WallMs) -> String {
    Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

impl Fault {
    /// For a file that cannot be read.
    pub fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> Fault {
        let path = path.to_owned();
        move |error| Fault::Unreadable { path, why: error.to_string() }
    }

    /// For a file that cannot be written.
    pub fn unwritable(path: &Path) -> impl FnOnce(std::io::Error) -> Fault {
        let path = path.to_owned();
        move |error| Fault::Unwritable { path, why: error.to_string() }
    }
}

impl From<rcgen::Error> for Fault {
    fn from(error: rcgen::Error) -> Fault {
        Fault::Signing(error.to_string())
    }
}
