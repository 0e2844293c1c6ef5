//! The settings of a connection to a broker.

use crate::acks::AcksTogether;
use crate::reason::{Cause, Reason};
use crate::{MAX_PACKET_BYTES, MAX_READ_BYTES};
use bytes::Bytes;
use rumqttc::{
    AckMode, AsyncClient, EventLoop, LastWill, MqttOptions, NetworkOptions, QoS, TlsConfiguration, Transport, default_socket_connect,
};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// How long the TCP connection, the TLS handshake and the CONNACK may take together, in seconds.
const CONNECT_TIMEOUT_S: u64 = 5;
/// The most publishes that one system call writes.
const WRITE_BATCH: usize = 64;

/// Where to connect, and with which identity.
#[derive(Debug, Clone)]
pub struct Options {
    /// The client id: unique on the broker, and always the same for one client, because a second connection with the same id ends
    /// the first.
    pub client_id: String,
    /// Host name or address of the broker.
    pub host: String,
    /// TCP port of the broker.
    pub port: u16,
    /// The user and password, if the broker asks for them.
    pub credentials: Option<Credentials>,
    /// The files for TLS; plain TCP when `None`.
    pub tls: Option<TlsFiles>,
    /// What the broker publishes when this connection ends without a goodbye.
    pub last_will: Option<Message>,
    /// How often an idle connection is checked by a ping, in seconds.
    pub keep_alive_s: u16,
    /// The longest pause between two attempts to connect.
    pub reconnect_cap: Duration,
}

/// User and password. The password is not shown in debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The user name that the broker knows.
    pub user: String,
    /// The password in plain text.
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({}, ...)", self.user)
    }
}

/// PEM files for TLS. They are read again for every connection, so that renewed certificates are used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The file of authorities that may have signed the broker's certificate.
    pub ca: PathBuf,
    /// This client's own certificate, if the broker asks for one.
    pub identity: Option<Identity>,
}

/// A client certificate and its key, as PEM files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The file of the certificate chain.
    pub cert: PathBuf,
    /// The file of the private key.
    pub key: PathBuf,
}

/// A message to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The topic to publish to.
    pub topic: String,
    /// The bytes of the message.
    pub payload: Bytes,
    /// True when the broker shall keep it for later subscribers.
    pub retain: bool,
}

impl Options {
    /// Options for plain TCP without credentials; keep-alive 10 s, attempts at most 30 s apart.
    pub fn new(client_id: impl Into<String>, host: impl Into<String>, port: u16) -> Options {
        Options {
            client_id: client_id.into(),
            host: host.into(),
            port,
            credentials: None,
            tls: None,
            last_will: None,
            keep_alive_s: 10,
            reconnect_cap: Duration::from_secs(30),
        }
    }

    /// The address as `host:port`, for messages to people.
    pub fn address(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// A client and event loop for one connection that is not made yet.
    /// `acks_together`: acknowledgements may wait a moment for others ([`crate::acks`]).
    pub(crate) fn open(&self, capacity: usize, acks_together: bool) -> Result<(AsyncClient, EventLoop), Reason> {
        let mut mqtt = MqttOptions::new(self.client_id.clone(), (self.host.clone(), self.port));
        mqtt.set_keep_alive(self.keep_alive_s.max(1))
            .set_clean_session(true)
            .set_max_packet_size(MAX_READ_BYTES, MAX_PACKET_BYTES)
            .set_max_request_batch(WRITE_BATCH)
            .set_inflight(crate::MAX_IN_FLIGHT as u16)
            .set_ack_mode(AckMode::Manual);
        if let Some(credentials) = &self.credentials {
            mqtt.set_credentials(credentials.user.clone(), credentials.password.clone());
        }
        if let Some(will) = &self.last_will {
            mqtt.set_last_will(LastWill::new(will.topic.clone(), will.payload.to_vec(), QoS::AtLeastOnce, will.retain));
        }
        if acks_together {
            mqtt.set_socket_connector(|host, options| async { default_socket_connect(host, options).await.map(AcksTogether::new) });
        }
        if let Some(files) = &self.tls {
            mqtt.set_transport(Transport::tls_with_config(TlsConfiguration::Rustls(files.read()?)));
        }
        let (client, mut events) = AsyncClient::builder(mqtt)
            .capacity(capacity)
            .try_build()
            .map_err(|error| Reason::new(Cause::Protocol, format!("the MQTT options are not valid: {error}")))?;
        let mut network = NetworkOptions::new();
        network.set_tcp_nodelay(true);
        network.set_connection_timeout(CONNECT_TIMEOUT_S);
        events.set_network_options(network);
        Ok((client, events))
    }
}
