//! A mirror of the objects of BlueZ, kept by its signals, and the events that follow from changes (pure).

use super::Address;
use super::transport::{Characteristic, Event, Sighting};
use hearth_vitals::Uuid;
use std::collections::BTreeMap;

pub(super) const ADAPTER: &str = "org.bluez.Adapter1";
pub(super) const DEVICE: &str = "org.bluez.Device1";
const SERVICE: &str = "org.bluez.GattService1";
pub(super) const CHARACTERISTIC: &str = "org.bluez.GattCharacteristic1";
/// How many objects of BlueZ are mirrored: enough for a house full of devices with all their characteristics. Objects beyond that
/// are not seen.
const OBJECTS_MAX: usize = 16_384;

/// The value of a property, of the kinds that are used here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Property {
    Flag(bool),
    Number(i16),
    Text(String),
    Texts(Vec<String>),
    Bytes(Vec<u8>),
    Other,
}

pub(super) type Properties = BTreeMap<String, Property>;

#[derive(Debug, Default)]
struct Adapter {
    is_powered: bool,
    is_discovering: bool,
}

#[derive(Debug)]
struct Device {
    address: Address,
    name: Option<String>,
    services: Vec<Uuid>,
    is_connected: bool,
    is_resolved: bool,
    is_bonded: bool,
}

#[derive(Debug)]
struct Held {
    uuid: Uuid,
    service: String,
    is_writable: bool,
}

/// The objects of BlueZ, by their paths.
#[derive(Debug, Default)]
pub(super) struct Mirror {
    adapters: BTreeMap<String, Adapter>,
    devices: BTreeMap<String, Device>,
    services: BTreeMap<String, Uuid>,
    characteristics: BTreeMap<String, Held>,
}

impl Mirror {
    /// The adapter that is used: the first one.
    pub fn adapter(&self) -> Option<&str> {
        self.adapters.keys().next().map(String::as_str)
    }

    /// Whether the adapter is switched on, and whether it is listening.
    pub fn adapter_state(&self) -> Option<(bool, bool)> {
        self.adapters.values().next().map(|adapter| (adapter.is_powered, adapter.is_discovering))
    }

    /// True while any device is connected.
    pub fn is_any_connected(&self) -> bool {
        self.devices.values().any(|device| device.is_connected)
    }

    /// Path of a device's object.
    pub fn device(&self, address: Address) -> Option<&str> {
        let adapter = format!("{}/", self.adapter()?);
        self.devices.iter().find(|(path, device)| device.address == address && path.starts_with(&adapter)).map(|(path, _)| path.as_str())
    }

    /// Path of a characteristic of a device.
    pub fn characteristic(&self, address: Address, uuid: Uuid) -> Option<&str> {
        let device = format!("{}/", self.device(address)?);
        self.characteristics.iter().find(|(path, held)| held.uuid == uuid && path.starts_with(&device)).map(|(path, _)| path.as_str())
    }

    /// The events that a device which is connected already would have caused.
    pub fn told_of(&self, address: Address) -> Vec<Event> {
        let Some(device) = self.device(address).and_then(|path| self.devices.get(path)) else { return Vec::new() };
        let mut events = Vec::new();
        if device.is_connected {
            events.push(Event::Connected(address));
        }
        if device.is_connected && device.is_resolved {
            events.push(Event::Resolved(address, self.characteristics_of(address)));
        }
        events
    }

    fn is_full(&self) -> bool {
        self.devices.len() + self.services.len() + self.characteristics.len() >= OBJECTS_MAX
    }

    /// Notes that an interface of an object has appeared.
    pub fn appeared(&mut self, path: &str, interface: &str, properties: &Properties, out: &mut Vec<Event>) {
        match interface {
            ADAPTER => {
                self.adapters.entry(path.to_owned()).or_default();
                self.changed(path, interface, properties, out);
            }
            DEVICE if !self.is_full() => {
                let address = text(properties, "Address").and_then(|text| text.parse().ok());
                if let Some(address) = address {
                    let device =
                        Device { address, name: None, services: Vec::new(), is_connected: false, is_resolved: false, is_bonded: false };
                    self.devices.insert(path.to_owned(), device);
                    self.changed(path, interface, properties, out);
                }
            }
            SERVICE if !self.is_full() => {
                if let Some(uuid) = text(properties, "UUID").and_then(Uuid::parse) {
                    self.services.insert(path.to_owned(), uuid);
                }
            }
            CHARACTERISTIC if !self.is_full() => {
                let uuid = text(properties, "UUID").and_then(Uuid::parse);
                let service = text(properties, "Service").map(ToOwned::to_owned);
                if let (Some(uuid), Some(service)) = (uuid, service) {
                    let is_writable =
                        matches!(properties.get("Flags"), Some(Property::Texts(flags)) if flags.iter().any(|flag| flag == "write"));
                    self.characteristics.insert(path.to_owned(), Held { uuid, service, is_writable });
                }
            }
            _ => {}
        }
    }

    /// Notes that an interface of an object has vanished.
    pub fn vanished(&mut self, path: &str, interface: &str, out: &mut Vec<Event>) {
        match interface {
            ADAPTER => _ = self.adapters.remove(path),
            DEVICE => {
                if let Some(device) = self.devices.remove(path) {
                    out.extend(device.is_connected.then_some(Event::Disconnected(device.address)));
                    out.extend(device.is_bonded.then_some(Event::Bonded(device.address, false)));
                }
            }
            SERVICE => _ = self.services.remove(path),
            CHARACTERISTIC => _ = self.characteristics.remove(path),
            _ => {}
        }
    }

    /// Notes changed properties of an interface.
    pub fn changed(&mut self, path: &str, interface: &str, properties: &Properties, out: &mut Vec<Event>) {
        match interface {
            ADAPTER => {
                if let Some(adapter) = self.adapters.get_mut(path) {
                    adapter.is_powered = flag(properties, "Powered").unwrap_or(adapter.is_powered);
                    adapter.is_discovering = flag(properties, "Discovering").unwrap_or(adapter.is_discovering);
                }
            }
            DEVICE => self.device_changed(path, properties, out),
            CHARACTERISTIC => {
                if let (Some(held), Some(Property::Bytes(value))) = (self.characteristics.get(path), properties.get("Value")) {
                    let owner = self
                        .devices
                        .iter()
                        .find(|(device, _)| path.strip_prefix(device.as_str()).is_some_and(|rest| rest.starts_with('/')));
                    out.extend(owner.map(|(_, device)| Event::Value(device.address, held.uuid, value.clone())));
                }
            }
            _ => {}
        }
    }

    fn device_changed(&mut self, path: &str, properties: &Properties, out: &mut Vec<Event>) {
        let Some(device) = self.devices.get_mut(path) else { return };
        if let Some(name) = text(properties, "Name") {
            device.name = Some(name.to_owned());
        }
        if let Some(Property::Texts(uuids)) = properties.get("UUIDs") {
            device.services = uuids.iter().filter_map(|uuid| Uuid::parse(uuid)).collect();
        }
        let address = device.address;
        // Older versions of BlueZ report only that it is paired.
        if let Some(is_bonded) = flag(properties, "Bonded").or(flag(properties, "Paired")).filter(|is| *is != device.is_bonded) {
            device.is_bonded = is_bonded;
            out.push(Event::Bonded(address, is_bonded));
        }
        if let Some(Property::Number(rssi)) = properties.get("RSSI") {
            let sighting = Sighting { address, name: device.name.clone(), rssi: *rssi, services: device.services.clone() };
            out.push(Event::Seen(sighting));
        }
        let connected = flag(properties, "Connected").filter(|is| *is != device.is_connected);
        let resolved = flag(properties, "ServicesResolved").filter(|is| *is != device.is_resolved);
        (device.is_connected, device.is_resolved) = (connected.unwrap_or(device.is_connected), resolved.unwrap_or(device.is_resolved));
        match (connected, resolved) {
            (Some(false), _) => out.push(Event::Disconnected(address)),
            (Some(true), _) => out.push(Event::Connected(address)),
            _ => {}
        }
        if resolved == Some(true) && self.devices.get(path).is_some_and(|device| device.is_connected) {
            out.push(Event::Resolved(address, self.characteristics_of(address)));
        }
    }

    fn characteristics_of(&self, address: Address) -> Vec<Characteristic> {
        let Some(device) = self.device(address).map(|path| format!("{path}/")) else { return Vec::new() };
        let held = self.characteristics.iter().filter(|(path, _)| path.starts_with(&device));
        held.filter_map(|(_, held)| {
            let service = *self.services.get(&held.service)?;
            Some(Characteristic { uuid: held.uuid, service, is_writable: held.is_writable })
        })
        .collect()
    }
}

fn text<'a>(properties: &'a Properties, name: &str) -> Option<&'a str> {
    match properties.get(name)? {
        Property::Text(text) => Some(text),
        _ => None,
    }
}

fn flag(properties: &Properties, name: &str) -> Option<bool> {
    match properties.get(name)? {
        Property::Flag(flag) => Some(*flag),
        _ => None,
    }
}
