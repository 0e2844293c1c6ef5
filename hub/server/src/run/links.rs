//! The hub's connections to the broker.

use crate::embedded::BrokerAddress;
use hearth_mqtt::{Credentials, Identity, Options, TlsFiles};
use std::time::Duration;

/// The longest wait between two attempts to connect. It is short because while the hub is away, so is every home.
const RECONNECT_CAP: Duration = Duration::from_secs(2);

/// The options of one link. The hub's own broker takes the link's name as the client id. Any other broker might give the
/// link to whoever connects with the same client id, so there it is drawn at random and nobody can know it.
pub fn options(broker: &BrokerAddress, link: &str) -> Options {
    let random: u64 = rand::random();
    let client_id = format!("hub-{link}-{:010x}", random >> 24);
    let mut options = Options::new(client_id, broker.host.clone(), broker.port);
    options.reconnect_cap = RECONNECT_CAP;
    options.credentials = broker.login_for(link).map(|(user, password)| Credentials { user, password });
    options.tls = broker.tls.clone().map(|tls| TlsFiles { ca: tls.ca, identity: tls.client.map(|(cert, key)| Identity { cert, key }) });
    options
}
