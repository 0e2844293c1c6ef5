//! A client of BlueZ for the duration of one command.

use crate::bluetooth::Address;
use crate::bluetooth::bluez::Bluez;
use crate::bluetooth::transport::{Event, Order, RadioFault, Sighting, Ticket, Transport};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::time::timeout;

/// The longest wait for an answer of BlueZ.
const ANSWER: Duration = Duration::from_secs(10);
/// Within this time after the adapter BlueZ has reported the devices it knows.
const KNOWN: Duration = Duration::from_millis(500);
/// The longest wait for pairing, which may need a person.
const PAIRING: Duration = Duration::from_secs(60);

pub(super) struct Guest {
    bluez: Bluez,
    tickets: u64,
    is_ready: bool,
    bonded: BTreeSet<Address>,
}

impl Guest {
    pub fn new() -> Guest {
        Guest { bluez: Bluez::start(), tickets: 0, is_ready: false, bonded: BTreeSet::new() }
    }

    /// Waits for the adapter.
    async fn ready(&mut self) -> Result<(), String> {
        let mut fault = "Bluetooth does not answer".to_owned();
        let begun = tokio::time::Instant::now();
        while !self.is_ready {
            let left = ANSWER.saturating_sub(begun.elapsed());
            match timeout(left, self.bluez.next()).await {
                Err(_) => return Err(fault),
                Ok(Event::Radio(Err(reason))) => fault = words(&reason),
                Ok(event) => self.note(&event),
            }
        }
        Ok(())
    }

    fn note(&mut self, event: &Event) {
        match event {
            Event::Radio(state) => self.is_ready = state.is_ok(),
            Event::Bonded(address, true) => _ = self.bonded.insert(*address),
            Event::Bonded(address, false) => _ = self.bonded.remove(address),
            _ => {}
        }
    }

    /// The devices that share a key with this machine.
    pub async fn bonded(mut self) -> Result<BTreeSet<Address>, String> {
        self.ready().await?;
        // They are reported right after the adapter.
        let until = tokio::time::Instant::now() + KNOWN;
        while let Ok(event) = tokio::time::timeout_at(until, self.bluez.next()).await {
            self.note(&event);
        }
        Ok(self.bonded)
    }

    /// Reports devices in range until the caller has enough; false if the time is over before.
    pub async fn listen(&mut self, wait: Duration, mut is_enough: impl FnMut(Sighting) -> bool) -> Result<bool, String> {
        self.ready().await?;
        self.bluez.order(Order::Scan(None));
        let until = tokio::time::Instant::now() + wait;
        let is_found = loop {
            match tokio::time::timeout_at(until, self.bluez.next()).await {
                Err(_) => break false,
                Ok(Event::Seen(sighting)) if is_enough(sighting.clone()) => break true,
                Ok(Event::Radio(Err(reason))) => return Err(words(&reason)),
                Ok(event) => self.note(&event),
            }
        };
        Ok(is_found)
    }

    /// Waits until the device shows itself.
    pub async fn await_device(&mut self, address: Address, wait: Duration) -> Result<Sighting, String> {
        let mut found = None;
        let is_found = self
            .listen(wait, |sighting| {
                found = Some(sighting).filter(|sighting| sighting.address == address);
                found.is_some()
            })
            .await?;
        found.filter(|_| is_found).ok_or_else(|| format!("{address} was not heard: put it into pairing mode by its button, and try again"))
    }

    /// Pairs with the device.
    pub async fn pair(&mut self, address: Address, digits: Option<u32>) -> Result<(), String> {
        self.ordered(PAIRING, |ticket| Order::Pair(ticket, address, digits))
            .await
            .map_err(|words| format!("{address} was not paired: {words}"))
    }

    /// Forgets a device.
    pub async fn forget(&mut self, address: Address) -> Result<(), String> {
        self.ready().await?;
        self.ordered(ANSWER, |ticket| Order::Forget(ticket, address)).await.map_err(|words| format!("{address} was not forgotten: {words}"))
    }

    async fn ordered(&mut self, wait: Duration, order: impl FnOnce(Ticket) -> Order) -> Result<(), String> {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.bluez.order(order(ticket));
        let until = tokio::time::Instant::now() + wait;
        loop {
            match tokio::time::timeout_at(until, self.bluez.next()).await {
                Err(_) => return Err("no answer in time".into()),
                Ok(Event::Done(done, result)) if done == ticket => return result.map(|_| ()).map_err(|refusal| refusal.to_string()),
                Ok(event) => self.note(&event),
            }
        }
    }
}

pub(super) fn words(fault: &RadioFault) -> String {
    match fault {
        RadioFault::NoService(words) => format!("Bluetooth does not work here: {words}"),
        RadioFault::NoAdapter => "there is no Bluetooth adapter".into(),
        RadioFault::Off(words) => format!("the Bluetooth adapter cannot be switched on: {words}"),
    }
}
