//! Turns orders into calls of BlueZ, and its errors into refusals.

use super::super::transport::{Order, Refusal, Ticket};
use std::collections::HashMap;
use zbus::{Connection, OwnedObjectPath, Variant};

pub(super) const BLUEZ: &str = "org.bluez";

/// A call that is ready to be made.
#[derive(Debug, Clone)]
pub(super) enum Call {
    /// A call without arguments.
    Plain {
        path: String,
        interface: &'static str,
        member: &'static str,
    },
    Read {
        path: String,
    },
    Write {
        path: String,
        payload: Vec<u8>,
    },
    /// Asks an adapter to forget a device.
    Remove {
        adapter: String,
        device: String,
    },
    /// Pairs a device and trusts it from then on.
    Pair {
        path: String,
    },
}

/// The ticket under which an order is answered, if it has one.
pub(super) const fn ticket(order: &Order) -> Option<Ticket> {
    match order {
        Order::Connect(ticket, _)
        | Order::Read(ticket, ..)
        | Order::Write(ticket, ..)
        | Order::Subscribe(ticket, ..)
        | Order::Pair(ticket, ..)
        | Order::Forget(ticket, _) => Some(*ticket),
        Order::Scan(_) | Order::Disconnect(_) => None,
    }
}

impl Call {
    /// Makes the call; returns what was read.
    pub async fn make(self, connection: &Connection) -> Result<Vec<u8>, Refusal> {
        let options = HashMap::<&str, Variant<'_>>::new();
        let gatt = Some(super::super::mirror::CHARACTERISTIC);
        let result = match self {
            Call::Plain { path, interface, member } => connection.call_method(Some(BLUEZ), path, Some(interface), member, &()).await,
            Call::Read { path } => {
                let value = connection.call_method(Some(BLUEZ), path, gatt, "ReadValue", &(options,)).await.map_err(refusal)?;
                return value.body().deserialize::<Vec<u8>>().map_err(|error| Refusal::Failed(error.to_string()));
            }
            Call::Write { path, payload } => {
                let options = HashMap::from([("type", Variant::from("request"))]);
                connection.call_method(Some(BLUEZ), path, gatt, "WriteValue", &(payload, options)).await
            }
            Call::Remove { adapter, device } => {
                let device = OwnedObjectPath::try_from(device).map_err(refusal)?;
                connection.call_method(Some(BLUEZ), adapter, Some(super::super::mirror::ADAPTER), "RemoveDevice", &(device,)).await
            }
            Call::Pair { path } => {
                let paired = connection.call_method(Some(BLUEZ), path.clone(), Some(super::super::mirror::DEVICE), "Pair", &()).await;
                done(paired)?;
                set(connection, path, super::super::mirror::DEVICE, "Trusted", Variant::from(true)).await
            }
        };
        done(result)
    }
}

/// Sets a property.
pub(super) async fn set(
    connection: &Connection,
    path: String,
    interface: &str,
    name: &str,
    value: Variant<'_>,
) -> zbus::Result<zbus::Message> {
    connection.call_method(Some(BLUEZ), path, Some("org.freedesktop.DBus.Properties"), "Set", &(interface, name, value)).await
}

/// An error which says that the wish holds already counts as success.
fn done(result: zbus::Result<zbus::Message>) -> Result<Vec<u8>, Refusal> {
    match result {
        Ok(_) => Ok(Vec::new()),
        Err(error) if is_so_already(&error) => Ok(Vec::new()),
        Err(error) => Err(refusal(error)),
    }
}

fn is_so_already(error: &zbus::Error) -> bool {
    let zbus::Error::MethodError(name, words, _) = error else { return false };
    let is_notifying = name.as_str() == "org.bluez.Error.InProgress" && words.as_deref().is_some_and(|words| words.contains("otify"));
    matches!(name.as_str(), "org.bluez.Error.AlreadyConnected" | "org.bluez.Error.AlreadyExists") || is_notifying
}

/// Why a call was refused.
pub(super) fn refusal(error: impl Into<zbus::Error>) -> Refusal {
    match error.into() {
        zbus::Error::MethodError(name, words, _) => named(name.as_str(), words.as_deref().unwrap_or_default()),
        zbus::Error::InputOutput(error) if error.kind() == std::io::ErrorKind::TimedOut => Refusal::TimedOut,
        other => Refusal::Failed(other.to_string()),
    }
}

/// The refusal behind an error. BlueZ has names for some reasons, and gives others only in words.
fn named(name: &str, words: &str) -> Refusal {
    let short = name.strip_prefix("org.bluez.Error.").unwrap_or(name);
    let said = if words.is_empty() { short.to_owned() } else { format!("{short}: {words}") };
    let is_key = short.starts_with("Authentication")
        || short == "NotAuthorized"
        || ["nsufficient Auth", "nsufficient Enc", "Not paired", "ncryption"].iter().any(|part| words.contains(part));
    match short {
        _ if is_key => Refusal::Key(said),
        "DoesNotExist" | "NotConnected" | "org.freedesktop.DBus.Error.UnknownObject" => Refusal::Gone(said),
        _ => Refusal::Failed(said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_key_is_told_from_a_device_that_is_gone_and_from_any_other_failure() {
        let key = ["AuthenticationFailed", "AuthenticationCanceled", "AuthenticationTimeout", "NotAuthorized"];
        for name in key {
            assert!(matches!(named(&format!("org.bluez.Error.{name}"), ""), Refusal::Key(_)), "{name}");
        }
        for words in ["Insufficient Authentication", "Insufficient Encryption", "Not paired"] {
            assert!(matches!(named("org.bluez.Error.NotPermitted", words), Refusal::Key(_)), "{words}");
        }
        assert!(matches!(named("org.bluez.Error.Failed", "Insufficient Resources"), Refusal::Failed(_)), "no key helps");
        assert!(matches!(named("org.bluez.Error.NotConnected", ""), Refusal::Gone(_)));
        let said = Refusal::Failed("Failed: le-connection-abort-by-local".into());
        assert_eq!(named("org.bluez.Error.Failed", "le-connection-abort-by-local"), said);
        assert!(matches!(named("org.bluez.Error.NotPermitted", "Write not permitted"), Refusal::Failed(_)));
    }
}
