//! The task of the radio: passes events, orders and news on, and does not interpret them.

use super::Address;
use super::radio::{Now, Radio};
use super::transport::Transport;
use crate::clock::SystemClock;
use crate::links::{LinkId, LinkNews};
use hearth_devices::MessageProtocol;
use hearth_vitals::{DeviceTime, MonoMs};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

/// How many commands may wait for the radio: more than a configuration has devices.
const MAX_COMMANDS: usize = 128;
/// 2025-01-01, before this program was built. A wall clock that shows an earlier time was never set, and sets no other.
const BUILT_MS: i64 = 1_735_689_600_000;

/// Commands to the radio.
#[derive(Debug, Clone, Copy)]
pub enum Command {
    /// Begin to read a device.
    Attach(LinkId, Address, MessageProtocol),
    /// Stop reading a device; its last news is [`crate::links::News::Removed`].
    Detach(LinkId),
    /// What the device said could not be kept.
    Forget(LinkId),
}

/// Starts the task of a radio, which ends when all senders of commands are gone.
pub fn start<T: Transport + 'static>(transport: T, clock: SystemClock, news: mpsc::Sender<LinkNews>) -> mpsc::Sender<Command> {
    let (tell, commands) = mpsc::channel(MAX_COMMANDS);
    tokio::spawn(run(transport, clock, news, commands));
    tell
}

/// Runs a radio until all senders of commands are gone, or nobody receives its news.
pub async fn run<T: Transport>(mut transport: T, clock: SystemClock, news: mpsc::Sender<LinkNews>, mut commands: mpsc::Receiver<Command>) {
    let mut radio = Radio::default();
    loop {
        let due = radio.due_ms();
        tokio::select! {
            biased;
            command = commands.recv() => match command {
                Some(Command::Attach(link, address, protocol)) => radio.attach(link, address, protocol, now(clock)),
                Some(Command::Detach(link)) => radio.detach(link, now(clock)),
                Some(Command::Forget(link)) => radio.forget(link, now(clock)),
                None => return,
            },
            event = transport.next() => radio.event(&event, now(clock)),
            () = until(due, clock) => radio.tick(now(clock)),
        }
        for order in radio.orders() {
            transport.order(order);
        }
        let at = clock.mono();
        for (link, item) in radio.news() {
            if news.send(LinkNews { link, at, news: item }).await.is_err() {
                return;
            }
        }
    }
}

async fn until(due_ms: Option<u64>, clock: SystemClock) {
    match due_ms {
        Some(due_ms) => sleep(Duration::from_millis(MonoMs(due_ms).since(clock.mono()))).await,
        None => std::future::pending().await,
    }
}

fn now(clock: SystemClock) -> Now {
    let now = clock.now();
    Now { mono_ms: now.mono.0, wall: Some(DeviceTime(now.wall.0)).filter(|wall| wall.0 >= BUILT_MS) }
}
