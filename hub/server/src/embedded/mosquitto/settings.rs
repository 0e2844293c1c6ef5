//! Settings of the embedded broker.

use crate::embedded::broker_files::BrokerFiles;
use std::net::SocketAddr;

/// The configuration file.
pub fn text(files: &BrokerFiles, address: SocketAddr) -> String {
    format!(
        "# Written by hearth-hub at each start; changes here are lost.
listener {} {}
pid_file {}
password_file {}
acl_file {}
allow_anonymous false
persistence false

# A batch is at most 64 KiB; a packet of 256 KiB is a fault or an attack.
message_size_limit 262144
max_packet_size 270336
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
        files.pid().display(),
        files.passwords().display(),
        files.rights().display(),
    )
}
