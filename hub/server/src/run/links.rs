//! The hub's connections to the broker.

use crate::embedded::BrokerAddress;
use hearth_mqtt::{Credentials, Identity, Options, TlsFiles};
use std::time::Duration;

/// The hub tries again soon: while it is away, every home is.
const RECONNECT_CAP: Duration = Duration::from_secs(2);

/// Options of one connection.
pub fn options(broker: &BrokerAddress, client_id: &str) -> Options {
    let mut options = Options::new(client_id, broker.host.clone(), broker.port);
    options.reconnect_cap = RECONNECT_CAP;
    options.credentials = broker.login.clone().map(|(user, password)| Credentials { user, password });
    options.tls = broker.tls.clone().map(|tls| TlsFiles { ca: tls.ca, identity: tls.client.map(|(cert, key)| Identity { cert, key }) });
    options
}
