//! Why there is no connection, in words for the person who can mend it.

use rumqttc::mqttbytes::Error;
use rumqttc::{ConnectReturnCode, ConnectionError, StateError};
use std::fmt;
use std::io::ErrorKind;

/// Kinds of reasons, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Nothing answers at the address of the broker.
    Unreachable,
    /// User name or password is wrong, or the user may not connect.
    Credentials,
    /// A certificate is missing, expired, not trusted, or cannot be read.
    Certificate,
    /// The broker refused the connection or a subscription.
    Refused,
    /// The broker ended the connection.
    Closed,
    /// The broker is silent: no answer in time.
    Silent,
    /// Deliveries came faster than they were taken. The broker will send them again.
    TooSlow,
    /// One side did not keep to the protocol.
    Protocol,
    /// We were asked to stop.
    Stopped,
}

/// Why there is no connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The kind of reason, for programs.
    pub cause: Cause,
    /// What happened and what to do, for people.
    pub words: String,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl Reason {
    pub(crate) fn new(cause: Cause, words: impl Into<String>) -> Reason {
        Reason { cause, words: words.into() }
    }

    /// The reason, if this error came over TLS before the broker answered. A broker that wants a client certificate says so,
    /// but often the connection is reset before its message arrives.
    pub(crate) fn before_answer(self) -> Reason {
        if self.cause != Cause::Closed {
            return self;
        }
        let words = format!("{} before it answered: does it accept this client's certificate?", self.words);
        Reason::new(Cause::Certificate, words)
    }

    /// The library's error, met while talking to `address`.
    pub(crate) fn of(error: &ConnectionError, address: &str) -> Reason {
        if let Some(words) = certificate(error) {
            return Reason::new(Cause::Certificate, format!("TLS with {address} failed: {words}"));
        }
        match error {
            ConnectionError::ConnectionRefused(code) => refused(*code, address),
            ConnectionError::Io(error) if is_end(error) => Reason::new(Cause::Closed, format!("{address} closed the connection")),
            ConnectionError::Io(error) => Reason::new(Cause::Unreachable, unreachable(error, address)),
            ConnectionError::NetworkTimeout => Reason::new(Cause::Unreachable, format!("{address} did not answer in time")),
            ConnectionError::Tls(error) => Reason::new(Cause::Unreachable, format!("TLS with {address} failed: {error}")),
            ConnectionError::FlushTimeout => Reason::new(Cause::Silent, format!("{address} does not take what we write")),
            ConnectionError::RequestsDone | ConnectionError::DisconnectTimeout => Reason::new(Cause::Stopped, "disconnected as asked"),
            ConnectionError::MqttState(StateError::Io(_) | StateError::ConnectionAborted | StateError::Deserialization(Error::Io(_))) => {
                Reason::new(Cause::Closed, format!("{address} closed the connection"))
            }
            ConnectionError::MqttState(StateError::AwaitPingResp) => {
                Reason::new(Cause::Silent, format!("{address} does not answer our pings"))
            }
            other => Reason::new(Cause::Protocol, format!("MQTT with {address} failed: {other}")),
        }
    }
}

fn is_end(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::UnexpectedEof | ErrorKind::BrokenPipe)
}

fn refused(code: ConnectReturnCode, address: &str) -> Reason {
    match code {
        ConnectReturnCode::BadUserNamePassword | ConnectReturnCode::NotAuthorized => {
            Reason::new(Cause::Credentials, format!("{address} refused user and password: check the credentials of this client"))
        }
        other => Reason::new(Cause::Refused, format!("{address} refused the connection: {other:?}")),
    }
}

/// Codes of the system errors for too many open files: in this process, and on this machine.
const NO_FILE_LEFT: [i32; 2] = [24, 23];

fn unreachable(error: &std::io::Error, address: &str) -> String {
    if error.raw_os_error().is_some_and(|code| NO_FILE_LEFT.contains(&code)) {
        return format!("cannot reach {address}: this program has too many files open; raise its limit (ulimit -n, LimitNOFILE)");
    }
    match error.kind() {
        ErrorKind::ConnectionRefused => format!("connection refused by {address}: is the broker running there?"),
        ErrorKind::TimedOut => format!("{address} did not answer in time"),
        _ => format!("cannot reach {address}: {error}"),
    }
}

/// The words for an error that is about a certificate. TLS reports some of these as plain input errors, and a missing
/// client certificate only at the first read.
fn certificate(error: &ConnectionError) -> Option<String> {
    let words = match error {
        ConnectionError::Tls(error) => error.to_string(),
        ConnectionError::Io(error) | ConnectionError::MqttState(StateError::Io(error)) => error.to_string(),
        _ => return None,
    };
    let about = ["ertificate", "UnknownCA", "NotValidForName", "PEM", "private key"];
    about.iter().any(|word| words.contains(word)).then(|| format!("{words}{}", mend(&words)))
}

/// What to do about it.
fn mend(words: &str) -> &'static str {
    let known = [
        ("xpired", "; look whether this machine's clock is right, then whether the certificate was renewed"),
        ("UnknownIssuer", "; it is of another authority than the one this gateway trusts: enrol it again"),
        ("NotValidForName", "; it names other hosts: add this one to server.names of the hub"),
        ("not valid for name", "; it names other hosts: add this one to server.names of the hub"),
        ("Revoked", "; this client was revoked: enrol it again"),
    ];
    known.iter().find(|(said, _)| words.contains(said)).map_or("", |(_, mend)| mend)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_a_person_can_mend_has_its_own_words() {
        let of = |error: ConnectionError| Reason::of(&error, "broker:1883");
        let io = |kind: ErrorKind, text: &'static str| std::io::Error::new(kind, text);
        let refused = of(ConnectionError::Io(io(ErrorKind::ConnectionRefused, "refused")));
        assert_eq!(refused.to_string(), "connection refused by broker:1883: is the broker running there?");
        let full = of(ConnectionError::Io(std::io::Error::from_raw_os_error(24)));
        assert!(full.to_string().contains("too many files open") && full.to_string().contains("LimitNOFILE"), "{full}");
        let password = of(ConnectionError::ConnectionRefused(ConnectReturnCode::BadUserNamePassword));
        assert_eq!(password.cause, Cause::Credentials);
        let alert = io(ErrorKind::InvalidData, "received fatal alert: CertificateRequired");
        assert_eq!(of(ConnectionError::MqttState(StateError::Io(alert))).cause, Cause::Certificate);
        assert_eq!(of(ConnectionError::MqttState(StateError::ConnectionAborted)).cause, Cause::Closed);
    }
}
