//! What gateway and hub say at an enrolment and at a renewal: JSON over HTTPS, under `/api/v1/enrolment`.

use serde::{Deserialize, Serialize};

/// Where a gateway greets: it shows the mark of a code, the hub its authority.
pub const HELLO: &str = "/api/v1/enrolment/hello";
/// Where a gateway is enrolled.
pub const ENROL: &str = "/api/v1/enrolment";
/// Where a gateway gets its next certificate.
pub const RENEW: &str = "/api/v1/enrolment/renewal";

/// The hub's answer to a mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    /// The certificate of the hub's authority, PEM.
    pub authority: String,
    /// The seal of the code over that authority, hexadecimal.
    pub seal: String,
}

/// What a gateway gets: at the enrolment all of it counts, at a renewal the certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// The gateway's id.
    pub gateway: String,
    /// The shard of its topics.
    pub shard: String,
    /// Its certificate, PEM.
    pub certificate: String,
    /// The authority that signed it and the broker's, PEM.
    pub authority: String,
    /// Where the broker is; `None` means: where the hub is.
    pub broker_host: Option<String>,
    /// The broker's port for TLS.
    pub broker_port: u16,
}
