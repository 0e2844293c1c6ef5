//! The interface between the machines and a radio.

use super::Address;
use hearth_vitals::Uuid;
use std::future::Future;

/// A radio, real or simulated.
pub trait Transport: Send {
    /// The next event. Nothing is lost when this future is dropped while it waits.
    fn next(&mut self) -> impl Future<Output = Event> + Send;

    /// Starts an order without waiting for it. Orders with a ticket are answered by [`Event::Done`].
    fn order(&mut self, order: Order);
}

/// Number that an order and its answer share; none is used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// What happened at the radio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The radio can be used, or not any more. All connections are gone in both cases.
    Radio(Result<(), RadioFault>),
    /// A device showed itself.
    Seen(Sighting),
    /// The device is connected.
    Connected(Address),
    /// The device is disconnected.
    Disconnected(Address),
    /// The characteristics of the device are known.
    Resolved(Address, Vec<Characteristic>),
    /// Whether the device shares a key with this machine.
    Bonded(Address, bool),
    /// A notification or indication with its value, which may be empty.
    Value(Address, Uuid, Vec<u8>),
    /// An order was carried out or refused; holds what was read.
    Done(Ticket, Result<Vec<u8>, Refusal>),
}

/// A device that showed itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Address of the device.
    pub address: Address,
    /// The name that it shows.
    pub name: Option<String>,
    /// Strength of its signal, dBm.
    pub rssi: i16,
    /// UUIDs of the services that it announces.
    pub services: Vec<Uuid>,
}

/// Why there is no radio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RadioFault {
    /// The message bus or bluetoothd does not answer; in the system's words.
    NoService(String),
    /// This machine has no Bluetooth adapter.
    NoAdapter,
    /// The adapter cannot be switched on; in the system's words.
    Off(String),
}

/// A characteristic of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Characteristic {
    /// UUID of the characteristic.
    pub uuid: Uuid,
    /// UUID of the service that it belongs to.
    pub service: Uuid,
    /// True if it can be written.
    pub is_writable: bool,
}

/// An order to the radio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Listens for devices that have one of these services, for all with `None`, for none with an empty list.
    Scan(Option<Vec<Uuid>>),
    /// Connects to the device.
    Connect(Ticket, Address),
    /// Disconnects, or gives up connecting.
    Disconnect(Address),
    /// Reads a characteristic once.
    Read(Ticket, Address, Uuid),
    /// Writes, and waits until the device has said that it took it.
    Write(Ticket, Address, Uuid, Vec<u8>),
    /// Subscribes to notifications or indications.
    Subscribe(Ticket, Address, Uuid),
    /// Pairs with the device, with these digits if it shows some.
    Pair(Ticket, Address, Option<u32>),
    /// Forgets the device and its key.
    Forget(Ticket, Address),
}

/// Why an order was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The key is missing, or not the one that the other side has.
    Key(String),
    /// The device or characteristic is not there or not connected.
    Gone(String),
    /// It took too long.
    TimedOut,
    /// Anything else, in the system's words.
    Failed(String),
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refusal::Key(words) | Refusal::Gone(words) | Refusal::Failed(words) => f.write_str(words),
            Refusal::TimedOut => f.write_str("no answer in time"),
        }
    }
}
