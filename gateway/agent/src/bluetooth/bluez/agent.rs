//! The pairing agent: answers what BlueZ asks while a person pairs a device, and refuses everything else.

use std::collections::BTreeMap;
use zbus::{Connection, Message, OwnedObjectPath};

/// Path of the agent's object on the bus.
pub(super) const PATH: &str = "/org/hearth/agent";
pub(super) const INTERFACE: &str = "org.bluez.Agent1";
/// What the agent can do in BlueZ's terms: enter digits, and confirm.
pub(super) const CAPABILITY: &str = "KeyboardDisplay";
const REJECTED: &str = "org.bluez.Error.Rejected";

/// Devices that are being paired by a person, by their paths, with the digits that they show.
pub(super) type Pairing = BTreeMap<String, Option<u32>>;

/// The answer to a call of BlueZ.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    Digits(u32),
    Text(String),
    No,
}

/// Answers a call.
pub(super) async fn answer(connection: &Connection, message: &Message, pairing: &Pairing) -> zbus::Result<()> {
    let header = message.header();
    let member = header.member().map(|member| member.to_string()).unwrap_or_default();
    match decide(&member, device(message).as_deref(), pairing) {
        Answer::Yes => connection.reply(&header, &()).await,
        Answer::Digits(digits) => connection.reply(&header, &digits).await,
        Answer::Text(text) => connection.reply(&header, &text).await,
        Answer::No => connection.reply_error(&header, REJECTED, &"nobody pairs this device now").await,
    }
}

/// Each question begins with the device that it is about.
fn device(message: &Message) -> Option<String> {
    let body = message.body();
    let alone = || body.deserialize::<OwnedObjectPath>().ok();
    let with_digits = || body.deserialize::<(OwnedObjectPath, u32)>().ok().map(|(path, _)| path);
    let with_text = || body.deserialize::<(OwnedObjectPath, String)>().ok().map(|(path, _)| path);
    let with_both = || body.deserialize::<(OwnedObjectPath, u32, u16)>().ok().map(|(path, ..)| path);
    let path = alone().or_else(with_digits).or_else(with_text).or_else(with_both)?;
    Some(path.to_string())
}

fn decide(member: &str, device: Option<&str>, pairing: &Pairing) -> Answer {
    let digits = device.and_then(|device| pairing.get(device));
    match (member, digits) {
        ("Release" | "Cancel", _) => Answer::Yes,
        (_, None) => Answer::No,
        ("RequestPasskey", Some(Some(digits))) => Answer::Digits(*digits),
        ("RequestPinCode", Some(Some(digits))) => Answer::Text(format!("{digits:06}")),
        ("RequestPasskey" | "RequestPinCode", Some(None)) => Answer::No,
        // Digits that both sides show: the device has no other way to agree, and the person is at its button.
        ("RequestConfirmation" | "RequestAuthorization" | "AuthorizeService" | "DisplayPasskey" | "DisplayPinCode", Some(_)) => Answer::Yes,
        _ => Answer::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_device_that_a_person_pairs_is_agreed_with() {
        let pairing = Pairing::from([("/cuff".to_owned(), None), ("/meter".to_owned(), Some(7_042))]);
        for member in ["RequestConfirmation", "RequestAuthorization", "AuthorizeService"] {
            assert_eq!(decide(member, Some("/cuff"), &pairing), Answer::Yes, "{member}");
            assert_eq!(decide(member, Some("/other"), &pairing), Answer::No, "{member}");
            assert_eq!(decide(member, None, &pairing), Answer::No, "{member}");
        }
        assert_eq!(decide("RequestPasskey", Some("/meter"), &pairing), Answer::Digits(7_042));
        assert_eq!(decide("RequestPinCode", Some("/meter"), &pairing), Answer::Text("007042".into()));
        assert_eq!(decide("RequestPasskey", Some("/cuff"), &pairing), Answer::No, "nobody has typed any");
        assert_eq!(decide("Release", None, &pairing), Answer::Yes);
    }
}
