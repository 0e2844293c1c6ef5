//! What gateway and hub say at an enrolment and at a renewal: JSON over HTTPS, under `/api/v1/enrolment`.
//!
//! A box believes no answer because of the connection it came on: the machine may trust many authorities besides the hub's.

use crate::certificate::{Certificate, key_text};
use serde::{Deserialize, Serialize};

/// The path where a gateway begins: it shows the mark of its code, and the hub shows its authority.
pub const HELLO: &str = "/api/v1/enrolment/hello";
/// The path where a gateway is enrolled.
pub const ENROL: &str = "/api/v1/enrolment";
/// The path where a gateway gets its next certificate.
pub const RENEW: &str = "/api/v1/enrolment/renewal";

/// The hub's answer to a mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    /// The certificate of the hub's authority, as PEM.
    pub authority: String,
    /// The seal of the code over that authority, in hexadecimal.
    pub seal: String,
}

/// Why what the hub answers is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// It is no certificate, or more than one.
    #[error("is not one whole certificate")]
    Unreadable,
    /// It names another authority than the one that was proven.
    #[error("comes with another authority than the one that has proven itself")]
    Authority,
    /// The authority did not sign it.
    #[error("is not signed by the hub's authority")]
    Signature,
    /// It is for another key than the box's own.
    #[error("is for another key than this box's")]
    Key,
    /// It is for another gateway.
    #[error("is for another gateway")]
    Name,
    /// It does not end later than the one there is.
    #[error("does not end later than the one there is")]
    Older,
}

/// The one certificate of a text; `None` if there is none or another one hides behind it.
pub fn only(pem: &str) -> Option<Certificate> {
    <[Certificate; 1]>::try_from(Certificate::chain(pem.as_bytes()).ok()?).ok().map(|[one]| one)
}

/// What a gateway gets: at the enrolment all of it counts, at a renewal the certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// The gateway's id.
    pub gateway: String,
    /// The shard of its topics.
    pub shard: String,
    /// The gateway's certificate, as PEM.
    pub certificate: String,
    /// The authorities that signed this certificate and the broker's, as PEM.
    pub authority: String,
    /// The host of the broker; `None` when it is the host of the hub.
    pub broker_host: Option<String>,
    /// The TCP port at which the broker takes TLS connections.
    pub broker_port: u16,
}

impl Enrolled {
    /// The certificate, if it is this authority's, for this key (SubjectPublicKeyInfo) and the gateway that is named.
    ///
    /// # Errors
    /// [`Mismatch`].
    pub fn signed_by(&self, authority: &Certificate, key: &[u8]) -> Result<Certificate, Mismatch> {
        let read = only(&self.certificate).ok_or(Mismatch::Unreadable)?;
        if !read.is_signed_by(authority) {
            return Err(Mismatch::Signature);
        }
        if read.key_text() != key_text(key) {
            return Err(Mismatch::Key);
        }
        if read.subject != self.gateway {
            return Err(Mismatch::Name);
        }
        Ok(read)
    }

    /// The same at an enrolment: the authority has to be the one that was proven, and no other beside it.
    ///
    /// # Errors
    /// [`Mismatch`].
    pub fn enrolled_by(&self, authority: &Certificate, key: &[u8]) -> Result<Certificate, Mismatch> {
        if only(&self.authority).is_none_or(|named| named.der != authority.der) {
            return Err(Mismatch::Authority);
        }
        self.signed_by(authority, key)
    }

    /// The same at a renewal: it takes the place of `present`.
    ///
    /// # Errors
    /// [`Mismatch`].
    pub fn renews(&self, present: &Certificate, authority: &Certificate, key: &[u8]) -> Result<Certificate, Mismatch> {
        let next = self.signed_by(authority, key)?;
        if next.subject != present.subject {
            return Err(Mismatch::Name);
        }
        if next.life.until <= present.life.until {
            return Err(Mismatch::Older);
        }
        Ok(next)
    }
}
