//! Certificates and keys as files: checked when they are read, written whole and private.

use super::fault::Fault;
use hearth_trust::{Certificate, Standing};
use hearth_vitals::WallMs;
use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::sign::CertifiedKey;

/// The longest key file that is read, bytes; a key has a few kilobytes.
const KEY_BYTES_MAX: u64 = 64 * 1024;
/// Rights of those who are neither owner nor group.
const OTHERS_READ: u32 = 0o007;
const OTHERS_WRITE: u32 = 0o002;

/// A certificate and its key, read and found to belong together.
#[derive(Debug, Clone)]
pub struct Pair {
    /// What the certificate says.
    pub certificate: Certificate,
    /// The whole chain, as TLS shows it.
    pub shown: std::sync::Arc<CertifiedKey>,
    /// The text of the chain, to see whether it changed.
    pub pem: Vec<u8>,
    /// The text of the key.
    pub key_pem: Vec<u8>,
}

fn mode(path: &Path) -> Result<u32, Fault> {
    Ok(fs::metadata(path).map_err(Fault::unreadable(path))?.permissions().mode() & 0o777)
}

fn read(path: &Path, most: u64) -> Result<Vec<u8>, Fault> {
    use std::io::Read;
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(Fault::unreadable(path))?;
    file.take(most).read_to_end(&mut bytes).map_err(Fault::unreadable(path))?;
    Ok(bytes)
}

/// Reads a certificate that nobody else may change; its chain behind it.
///
/// # Errors
/// [`Fault`].
pub fn chain(path: &Path) -> Result<(Vec<Certificate>, Vec<u8>), Fault> {
    let mode = mode(path)?;
    if mode & OTHERS_WRITE != 0 {
        return Err(Fault::WorldWritable { path: path.to_owned(), mode });
    }
    let pem = read(path, hearth_trust::certificate::MAX_BYTES as u64 + 1)?;
    let damaged = |why: hearth_trust::Unreadable| Fault::Damaged { path: path.to_owned(), why: why.to_string() };
    Ok((Certificate::chain(&pem).map_err(damaged)?, pem))
}

/// Reads a key that nobody else may read.
///
/// # Errors
/// [`Fault`].
pub fn key(path: &Path) -> Result<Vec<u8>, Fault> {
    let mode = mode(path)?;
    if mode & OTHERS_READ != 0 {
        return Err(Fault::WorldReadable { path: path.to_owned(), mode });
    }
    read(path, KEY_BYTES_MAX)
}

/// Reads a certificate with its key; whether it is valid now is not checked ([`holds`] does that).
///
/// # Errors
/// [`Fault`].
pub fn pair(certificate: &Path, key_file: &Path) -> Result<Pair, Fault> {
    let (read, pem) = chain(certificate)?;
    let key_pem = key(key_file)?;
    let private = PrivateKeyDer::from_pem_slice(&key_pem).map_err(|_| Fault::NoKey { path: key_file.to_owned() })?;
    let shown: Vec<CertificateDer<'static>> = read.iter().map(|one| CertificateDer::from(one.der.clone())).collect();
    let certified = CertifiedKey::from_der(shown, private, &aws_lc_rs::default_provider());
    let other = |_| Fault::OtherKey { certificate: certificate.to_owned(), key: key_file.to_owned() };
    let shown = std::sync::Arc::new(certified.map_err(other)?);
    let certificate = read.into_iter().next().ok_or(Fault::NoKey { path: key_file.to_owned() })?;
    Ok(Pair { certificate, shown, pem, key_pem })
}

/// Checks that a certificate is valid now.
///
/// # Errors
/// [`Fault::NotYet`], [`Fault::Over`].
pub fn holds(path: &Path, certificate: &Certificate, now: WallMs) -> Result<(), Fault> {
    let path = path.to_owned();
    match certificate.life.standing(now) {
        Standing::NotYet => Err(Fault::NotYet { path, from: certificate.life.from, now }),
        Standing::Over => Err(Fault::Over { path, until: certificate.life.until, now }),
        Standing::Good | Standing::Due => Ok(()),
    }
}

/// Makes a folder that nobody else may enter.
///
/// # Errors
/// [`Fault::Unwritable`].
pub fn folder(path: &Path) -> Result<(), Fault> {
    if !path.is_dir() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(Fault::unwritable(path))?;
    }
    Ok(())
}

/// Replaces a file whole, readable for the hub alone: a reader finds the old or the new one, even after a power cut.
///
/// # Errors
/// [`Fault::Unwritable`].
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let fresh: PathBuf = path.with_extension("new");
    let written = || -> std::io::Result<()> {
        // A left-over of a crash may belong to another mode: start afresh.
        let _ = fs::remove_file(&fresh);
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&fresh, path)?;
        path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
    };
    written().map_err(Fault::unwritable(path))
}
