//! What stands between the machines and a radio.

use super::Address;
use hearth_vitals::Uuid;
use std::future::Future;

/// A radio, or what plays one.
pub trait Transport: Send {
    /// The next thing that happened. Nothing is lost when it is not waited for to the end.
    fn next(&mut self) -> impl Future<Output = Event> + Send;

    /// Carries out an order; it does not wait for that. What has a ticket is answered by [`Event::Done`].
    fn order(&mut self, order: Order);
}

/// An order and its answer have the same one; none is used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The radio can be used, or not any more. All connections are gone in both cases.
    Radio(Result<(), RadioFault>),
    /// A device showed itself.
    Seen(Sighting),
    /// A connection stands.
    Connected(Address),
    /// It is gone.
    Disconnected(Address),
    /// What the device has is known.
    Resolved(Address, Vec<Characteristic>),
    /// The two share a key, or do not any more.
    Bonded(Address, bool),
    /// A notification or indication, or an empty one.
    Value(Address, Uuid, Vec<u8>),
    /// An order was carried out; what was read.
    Done(Ticket, Result<Vec<u8>, Refusal>),
}

/// A device that showed itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Which.
    pub address: Address,
    /// What it calls itself.
    pub name: Option<String>,
    /// How strongly it is heard, dBm.
    pub rssi: i16,
    /// What it says that it has.
    pub services: Vec<Uuid>,
}

/// Why there is no radio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RadioFault {
    /// The message bus or bluetoothd does not answer; in the system's words.
    NoService(String),
    /// No adapter.
    NoAdapter,
    /// It cannot be switched on; in the system's words.
    Off(String),
}

/// What a device has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Characteristic {
    /// Its name.
    pub uuid: Uuid,
    /// The service in which it is.
    pub service: Uuid,
    /// It can be written.
    pub is_writable: bool,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Listens for devices that have one of these services, for all with `None`, for none with an empty list.
    Scan(Option<Vec<Uuid>>),
    /// Connects.
    Connect(Ticket, Address),
    /// Disconnects, or gives up connecting.
    Disconnect(Address),
    /// Reads.
    Read(Ticket, Address, Uuid),
    /// Writes, and waits until the device has said that it took it.
    Write(Ticket, Address, Uuid, Vec<u8>),
    /// Wants notifications or indications.
    Subscribe(Ticket, Address, Uuid),
    /// Makes a key with the device, with these digits if it shows some.
    Pair(Ticket, Address, Option<u32>),
    /// Forgets the device and its key.
    Forget(Ticket, Address),
}

/// Why an order was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The key is missing, or not the one that the other side has.
    Key(String),
    /// It is not there: not connected, unknown, without that characteristic.
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
