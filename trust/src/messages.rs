//! The messages of gateway and hub at an enrolment and at a renewal: JSON over HTTPS, under `/api/v1/enrolment`.

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

/// What a gateway gets: at the enrolment it uses every field, at a renewal only the certificate.
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
