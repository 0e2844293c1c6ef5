//! Settings of the embedded broker.

use crate::embedded::broker_files::BrokerFiles;
use crate::open_files;
use hearth_mqtt::MAX_PACKET_BYTES;
use std::net::SocketAddr;

/// What holds for each listener.
const LISTENER: &str = "# Who signs in is who he is: nobody ends another's connection by its id, and nobody has more than one.
use_username_as_clientid true
max_qos 1
max_topic_alias 0
";

/// Connections at the listener for gateways, on a machine with any number of files.
const MOST: u64 = 16_384;

/// How many connections strangers and gateways may hold: three quarters of the files that the broker may open, so that the hub's
/// own on loopback always find room.
fn most(files: u64) -> u64 {
    (files / 4 * 3).clamp(64, MOST)
}

/// The listener for gateways: who shows a certificate is whom it names, and a password counts for nothing.
fn encrypted(files: &BrokerFiles, address: SocketAddr) -> String {
    format!(
        "
listener {} {}
{LISTENER}cafile {}
certfile {}
keyfile {}
crlfile {}
require_certificate true
use_identity_as_username true
tls_version tlsv1.2
max_connections {}
",
        address.port(),
        address.ip(),
        files.authority().display(),
        files.certificate().display(),
        files.key().display(),
        files.taken_back().display(),
        most(open_files::limit()),
    )
}

/// The configuration file. `address` is for this machine, `tls` for gateways elsewhere.
pub fn text(files: &BrokerFiles, address: SocketAddr, tls: Option<SocketAddr>) -> String {
    format!(
        "# Written by hearth-hub at each start; changes here are lost.
listener {} {}
{LISTENER}{}
pid_file {}
password_file {}
acl_file {}
allow_anonymous false
persistence false

# Nothing is kept for later: what one home leaves behind would meet the hub at every connect, and a
# thousand topics would fill the memory. A gateway says how it is doing each few seconds anyway.
retain_available false
# A client that is gone leaves no session for long.
persistent_client_expiration 1h

# The hub reads packets of any size; a batch has at most half of this.
max_packet_size {MAX_PACKET_BYTES}
max_keepalive 60
sys_interval 0
# The last resort before the machine's own: a thousand homes take a hundredth of it.
memory_limit 1073741824
# The hub takes at most this many unanswered; what a gateway sends beyond waits at the gateway.
max_inflight_messages 1000
# Finite, so that a hub that stands still cannot fill the memory. What does not fit is sent
# again by its gateway, which keeps it until the hub's receipt.
max_queued_messages 20000
max_queued_bytes 67108864
# Without it an answer waits two milliseconds for company.
set_tcp_nodelay true

log_dest stderr
log_type error
log_type warning
connection_messages false
",
        address.port(),
        address.ip(),
        tls.map(|tls| encrypted(files, tls)).unwrap_or_default(),
        files.pid().display(),
        files.passwords().display(),
        files.rights().display(),
    )
}

#[cfg(test)]
mod tests {
    use super::most;

    #[test]
    fn connections_of_gateways_leave_the_broker_files_for_the_hubs_own() {
        assert_eq!([1_024, 4_096, 1_048_576].map(most), [768, 3_072, 16_384]);
    }
}
