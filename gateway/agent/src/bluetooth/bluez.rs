//! The real radio: BlueZ over the system's message bus.
//!
//! One task owns the connection to the bus, the mirror of BlueZ's objects, and the pairing agent. An order becomes a call on a task of
//! its own, whose answer is an event. When bluetoothd ends, or the bus, all of it begins anew.

mod agent;
mod call;
mod shell;

use super::transport::{Event, Order, Refusal, Transport};
use shell::Shell;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

/// How many events and how many orders may wait. Beyond that BlueZ has to wait, and an order is refused.
const MAX_WAITING: usize = 1_024;
/// First pause before the bus is looked for again; each further pause is twice as long.
const FIRST_RETRY: Duration = Duration::from_secs(1);
/// The longest pause before the bus is looked for again.
const LAST_RETRY: Duration = Duration::from_secs(15);

/// The way to BlueZ, the Bluetooth service of Linux, over D-Bus.
pub struct Bluez {
    events: mpsc::Receiver<Event>,
    orders: mpsc::Sender<Order>,
}

impl Bluez {
    /// On the bus of the system.
    pub fn start() -> Bluez {
        Bluez::on(None)
    }

    /// On the bus at this address. Its task ends when this is dropped.
    pub fn on(address: Option<String>) -> Bluez {
        let (tell, events) = mpsc::channel(MAX_WAITING);
        let (orders, todo) = mpsc::channel(MAX_WAITING);
        tokio::spawn(run(address, tell, todo));
        Bluez { events, orders }
    }
}

impl Transport for Bluez {
    async fn next(&mut self) -> Event {
        match self.events.recv().await {
            Some(event) => event,
            // Its task ends after this only.
            None => std::future::pending().await,
        }
    }

    fn order(&mut self, order: Order) {
        if self.orders.try_send(order).is_err() {
            // The waiting side gives it up when its time is over.
            tracing::warn!("Bluetooth has too much to do; something that was asked of a device is left out");
        }
    }
}

async fn run(address: Option<String>, events: mpsc::Sender<Event>, mut orders: mpsc::Receiver<Order>) {
    let mut retry = FIRST_RETRY;
    loop {
        let begun = tokio::time::Instant::now();
        let Some(words) = Shell::run(address.as_deref(), &events, &mut orders).await else { return };
        let fault = super::transport::RadioFault::NoService(words);
        if events.send(Event::Radio(Err(fault))).await.is_err() {
            return;
        }
        if begun.elapsed() > LAST_RETRY {
            retry = FIRST_RETRY;
        }
        if refuse_for(retry, &events, &mut orders).await.is_none() {
            return;
        }
        retry = (retry * 2).min(LAST_RETRY);
    }
}

/// Refuses what is ordered while there is no bus; `None` when nobody orders any more.
async fn refuse_for(wait: Duration, events: &mpsc::Sender<Event>, orders: &mut mpsc::Receiver<Order>) -> Option<()> {
    let waited = sleep(wait);
    tokio::pin!(waited);
    loop {
        tokio::select! {
            () = &mut waited => return Some(()),
            order = orders.recv() => {
                if let Some(ticket) = call::ticket(&order?) {
                    let refusal = Refusal::Gone("Bluetooth does not answer".into());
                    events.send(Event::Done(ticket, Err(refusal))).await.ok()?;
                }
            }
        }
    }
}
