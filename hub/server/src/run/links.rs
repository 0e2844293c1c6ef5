//! The hub's connections to the broker.

use crate::embedded::BrokerAddress;
use hearth_mqtt::{Credentials, Identity, Options, TlsFiles};
use std::time::Duration;

/// The hub tries again soon: while it is away, every home is.
const RECONNECT_CAP: Duration = Duration::from_secs(2);

/// Options of one link. A broker of one's own takes the name for the client id; any other might give
/// a link to whoever comes under the same id, so nobody can know it: it is drawn at random.
pub fn options(broker: &BrokerAddress, link: &str) -> Options {
    let random: u64 = rand::random();
    let client_id = format!("hub-{link}-{:010x}", random >> 24);
    let mut options = Options::new(client_id, broker.host.clone(), broker.port);
    options.reconnect_cap = RECONNECT_CAP;
    options.credentials = broker.login_for(link).map(|(user, password)| Credentials { user, password });
    options.tls = broker.tls.clone().map(|tls| TlsFiles { ca: tls.ca, identity: tls.client.map(|(cert, key)| Identity { cert, key }) });
    options
}
