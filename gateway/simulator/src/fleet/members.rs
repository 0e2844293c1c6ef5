//! The ids of a fleet: gateway `PREFIX0001` has one device, `PREFIX0001-mon`.

use hearth_vitals::{DeviceId, GatewayId};
use serde_json::{Value, json};

/// What a gateway's id and its device's differ by.
const DEVICE_SUFFIX: &str = "-mon";
/// The most homes in one fleet.
const MAX_HOMES: usize = 100_000;
/// Protocol and model of the one device in each home.
pub const MONITOR: &str = "hearth-fleet-monitor";

/// Why these arguments do not make a fleet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MembersError {
    /// There are none, or too many.
    #[error("{0} homes: give 1 to {MAX_HOMES}")]
    Homes(usize),
    /// The prefix makes ids that are not valid.
    #[error("--prefix '{prefix}' makes the device id '{device}': use up to 8 of a-z, 0-9 and '-', so that it has at most 16")]
    Prefix {
        /// The prefix that was given.
        prefix: String,
        /// The longest id that it makes.
        device: String,
    },
}

/// The homes of a fleet, by number from 0.
#[derive(Debug, Clone)]
pub struct Members {
    members: Vec<(GatewayId, DeviceId)>,
}

impl Members {
    /// A fleet of this many homes.
    ///
    /// # Errors
    /// Too many homes, or a prefix that makes no ids.
    pub fn new(prefix: &str, homes: usize) -> Result<Members, MembersError> {
        if homes == 0 || homes > MAX_HOMES {
            return Err(MembersError::Homes(homes));
        }
        let members = (1..=homes).map(|number| {
            let gateway = format!("{prefix}{number:04}");
            let device = format!("{gateway}{DEVICE_SUFFIX}");
            match (GatewayId::new(&gateway), DeviceId::new(&device)) {
                (Ok(gateway), Ok(device)) => Ok((gateway, device)),
                _ => Err(MembersError::Prefix { prefix: prefix.to_owned(), device }),
            }
        });
        Ok(Members { members: members.collect::<Result<_, _>>()? })
    }

    /// How many homes there are.
    pub fn homes(&self) -> usize {
        self.members.len()
    }

    /// Gateway and device of home number `home`, from 0.
    pub fn member(&self, home: usize) -> &(GatewayId, DeviceId) {
        &self.members[home]
    }

    /// All homes in a form for registering them through the hub's API: an array of `{gateway, devices: [{id, model, protocol,
    /// serial_number}], vitals: [key]}`.
    pub fn list(&self) -> Value {
        let vitals = super::VITALS.map(|vital| vital.key());
        let home = |(gateway, device): &(GatewayId, DeviceId)| {
            let device = json!({ "id": device, "model": MONITOR, "protocol": MONITOR, "serial_number": gateway });
            json!({ "gateway": gateway, "devices": [device], "vitals": vitals })
        };
        self.members.iter().map(home).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_derived_and_fit() {
        let members = Members::new("home-", 12_000).unwrap();
        assert_eq!(members.member(0).1.as_str(), "home-0001-mon");
        assert_eq!(members.member(11_999).0.as_str(), "home-12000");
        let list = Members::new("sim-", 2).unwrap().list();
        assert_eq!(list[1]["gateway"], "sim-0002");
        assert_eq!(list[1]["devices"][0]["id"], "sim-0002-mon");
        assert_eq!(list[1]["vitals"][0], "heart_rate");
    }

    #[test]
    fn fleets_without_valid_ids_are_refused_in_words() {
        assert_eq!(Members::new("home-", 0).unwrap_err(), MembersError::Homes(0));
        for bad in ["Home", "far-too-long-", "höme"] {
            let error = Members::new(bad, 1).unwrap_err().to_string();
            assert!(error.contains("--prefix"), "{error}");
        }
    }
}
