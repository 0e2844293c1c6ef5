//! Reads the facts that a certificate states from its PEM text.

use crate::life::Life;
use crate::seal::hex;
use hearth_vitals::WallMs;
use sha2::{Digest, Sha256};
use x509_parser::extensions::GeneralName;
use x509_parser::pem::Pem;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::revocation_list::CertificateRevocationList;

/// The largest PEM text that is read, in bytes: a chain of ten certificates is far below it.
pub const MAX_BYTES: usize = 256 * 1024;
/// The largest number of certificates in a chain; more are an error.
const MAX_CHAIN: usize = 16;

/// The facts that a certificate states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The common name of the subject; empty if the certificate gives none.
    pub subject: String,
    /// The common name of the issuer, who signed it.
    pub issuer: String,
    /// The host names and addresses for which the certificate is valid.
    pub names: Vec<String>,
    /// The time in which the certificate is valid.
    pub life: Life,
    /// The serial number at its authority, in hexadecimal.
    pub serial: String,
    /// True if the certificate may sign others.
    pub is_authority: bool,
    /// The certificate itself, as DER bytes.
    pub der: Vec<u8>,
    /// The public key of the certificate, as DER bytes (SubjectPublicKeyInfo).
    pub key: Vec<u8>,
}

/// Why a text cannot be read as a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The text holds no beginning of a certificate.
    #[error("holds no certificate in PEM")]
    None,
    /// The text ends in the middle of a certificate, or its lines are damaged.
    #[error("is cut off or damaged")]
    Damaged,
    /// The text is longer than any chain of certificates.
    #[error("is longer than any chain of certificates")]
    TooLong,
}

impl Certificate {
    /// The certificates of a PEM text, in their order: first that of the subject, then those of the authorities that signed.
    ///
    /// # Errors
    /// [`Unreadable`]. A text in which one certificate is damaged gives none.
    pub fn chain(pem: &[u8]) -> Result<Vec<Certificate>, Unreadable> {
        if pem.len() > MAX_BYTES {
            return Err(Unreadable::TooLong);
        }
        let begun = String::from_utf8_lossy(pem).matches("-----BEGIN CERTIFICATE-----").count();
        if begun == 0 {
            return Err(Unreadable::None);
        }
        let parts: Vec<Pem> = Pem::iter_from_buffer(pem).take(MAX_CHAIN + 1).collect::<Result<_, _>>().map_err(|_| Unreadable::Damaged)?;
        let read: Vec<Certificate> =
            parts.iter().filter(|part| part.label == "CERTIFICATE").map(|part| Self::of(&part.contents)).collect::<Result<_, _>>()?;
        if read.len() == begun && read.len() <= MAX_CHAIN { Ok(read) } else { Err(Unreadable::Damaged) }
    }

    /// The first certificate of a PEM text.
    ///
    /// # Errors
    /// As [`Certificate::chain`].
    pub fn first(pem: &[u8]) -> Result<Certificate, Unreadable> {
        Self::chain(pem)?.into_iter().next().ok_or(Unreadable::None)
    }

    /// Reads the facts from the DER bytes of a certificate.
    ///
    /// # Errors
    /// [`Unreadable::Damaged`].
    pub fn of(der: &[u8]) -> Result<Certificate, Unreadable> {
        let (rest, read) = X509Certificate::from_der(der).map_err(|_| Unreadable::Damaged)?;
        if !rest.is_empty() {
            return Err(Unreadable::Damaged);
        }
        let (from, until) = (read.validity().not_before.timestamp(), read.validity().not_after.timestamp());
        Ok(Certificate {
            subject: common_name(read.subject()),
            issuer: common_name(read.issuer()),
            names: names(&read),
            life: Life { from: at(from), until: at(until) },
            serial: hex(read.raw_serial()),
            is_authority: read.is_ca(),
            key: read.public_key().raw.to_vec(),
            der: der.to_vec(),
        })
    }

    /// True if `authority` signed this certificate and is allowed to sign.
    pub fn is_signed_by(&self, authority: &Certificate) -> bool {
        let (Ok((_, own)), Ok((_, other))) = (X509Certificate::from_der(&self.der), X509Certificate::from_der(&authority.der)) else {
            return false;
        };
        authority.is_authority && own.issuer() == other.subject() && own.verify_signature(Some(other.public_key())).is_ok()
    }

    /// The SHA-256 of the whole certificate.
    pub fn fingerprint(&self) -> [u8; 32] {
        Sha256::digest(&self.der).into()
    }

    /// The fingerprint as text, in the form in which people compare it.
    pub fn fingerprint_text(&self) -> String {
        hex(&self.fingerprint())
    }

    /// The SHA-256 of the public key, in hexadecimal: it stays the same when a certificate is renewed with the same key.
    pub fn key_text(&self) -> String {
        key_text(&self.key)
    }
}

/// The serial numbers, in hexadecimal, on a revocation list (PEM); empty for a text that is no such list.
pub fn taken_back(list: &[u8]) -> Vec<String> {
    let Some(Ok(block)) = Pem::iter_from_buffer(list).next() else { return Vec::new() };
    let Ok((_, read)) = CertificateRevocationList::from_der(&block.contents) else { return Vec::new() };
    read.iter_revoked_certificates().map(|one| hex(one.raw_serial())).collect()
}

/// The SHA-256 of a public key (SubjectPublicKeyInfo), in hexadecimal.
pub fn key_text(key: &[u8]) -> String {
    hex(&Sha256::digest(key))
}

fn at(seconds: i64) -> WallMs {
    WallMs(seconds.saturating_mul(1_000))
}

fn common_name(name: &x509_parser::x509::X509Name<'_>) -> String {
    name.iter_common_name().next().and_then(|name| name.as_str().ok()).unwrap_or_default().to_owned()
}

fn names(read: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(given)) = read.subject_alternative_name() else { return Vec::new() };
    given.value.general_names.iter().filter_map(name).collect()
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => address(bytes).map(|address| address.to_string()),
        _ => None,
    }
}

fn address(bytes: &[u8]) -> Option<std::net::IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(std::net::IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(bytes).map(std::net::IpAddr::from)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_said_to_be_none_and_a_half_one_damaged() {
        assert_eq!(Certificate::first(b""), Err(Unreadable::None));
        assert_eq!(Certificate::first(b"-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n"), Err(Unreadable::None));
        assert_eq!(Certificate::first(b"-----BEGIN CERTIFICATE-----\nMIIB"), Err(Unreadable::Damaged));
        assert_eq!(Certificate::first(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), Err(Unreadable::Damaged));
        assert_eq!(Certificate::first(&vec![b'x'; MAX_BYTES + 1]), Err(Unreadable::TooLong));
    }
}
