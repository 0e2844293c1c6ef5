//! What is sent between homes and hub, and what people do.

use super::World;
use crate::clock;
use crate::hub::Hub;
use crate::net::Parcel;
use hearth_gateway::agent::Action;
use hearth_mqtt::Message;
use hearth_vitals::GatewayId;
use uuid::Uuid;

impl World {
    /// Gives an agent an action.
    pub(super) fn apply(&mut self, home: usize, action: Action, now_ms: u64) {
        let crash = self.doomed.get(&home).copied();
        let out = self.homes[home].apply(action, crash);
        self.post(home, out, now_ms);
        self.after(home, now_ms);
    }

    /// Lets a gateway that died start again some time later.
    pub(super) fn after(&mut self, home: usize, now_ms: u64) {
        if self.homes[home].is_on() || self.wakes.contains_key(&home) {
            return;
        }
        let new_boot = self.doomed.remove(&home).is_none_or(|(_, death)| death == crate::home::Death::Power);
        let wait_ms = if self.dice.one_in(3) { self.dice.between(5_000, 40_000) } else { self.dice.between(200, 3_000) };
        self.wakes.insert(home, (now_ms + wait_ms, new_boot));
    }

    /// Sends what an agent published, if it has a connection.
    pub(super) fn post(&mut self, home: usize, messages: Vec<Message>, now_ms: u64) {
        for message in messages {
            if self.links[home].is_dead(now_ms) || self.broker_back_ms > now_ms {
                continue;
            }
            let connection = self.links[home].connection;
            let parcel = Parcel::ToHub { gateway: home, connection, topic: message.topic, payload: message.payload.to_vec() };
            let is_state = matches!(&parcel, Parcel::ToHub { topic, .. } if topic.ends_with("/state"));
            if is_state { self.send_in_order(home, parcel, now_ms) } else { self.send(home, parcel, now_ms) }
        }
    }

    /// Sends a message that keeps its order within a connection: the hub sees by that order when an opening follows another.
    fn send_in_order(&mut self, home: usize, parcel: Parcel, now_ms: u64) {
        let delay_ms = self.dice.between(2, 40);
        let link = &mut self.links[home];
        link.in_order_ms = link.in_order_ms.max(now_ms + delay_ms);
        self.net.send(link.in_order_ms, parcel);
    }

    pub(super) fn post_receipt(&mut self, gateway: &GatewayId, payload: Vec<u8>) {
        let now_ms = clock::elapsed_ms();
        let homes: Vec<usize> = (0..self.homes.len()).filter(|home| self.homes[*home].gateway == *gateway).collect();
        for home in homes {
            if !self.links[home].is_dead(now_ms) && self.broker_back_ms <= now_ms {
                self.send(home, Parcel::ToGateway { gateway: home, payload: payload.clone() }, now_ms);
            }
        }
    }

    fn send(&mut self, home: usize, parcel: Parcel, now_ms: u64) {
        let link = &self.links[home];
        let mut delay_ms = self.dice.between(2, 40);
        if link.is_slow(now_ms) {
            delay_ms += self.dice.between(0, link.slow_ms);
        }
        if link.repeats(now_ms) && self.dice.one_in(3) {
            let again_ms = delay_ms + self.dice.between(0, 90_000);
            *self.counts.entry("messages repeated").or_default() += 1;
            self.net.send(now_ms + again_ms, parcel.clone());
        }
        self.net.send(now_ms + delay_ms, parcel);
    }

    /// Lets a gateway without a connection make one, if that is possible.
    pub(super) fn connect(&mut self, home: usize, now_ms: u64) {
        let link = &mut self.links[home];
        let can = self.homes[home].is_on() && !self.homes[home].connected && !link.connecting;
        if can && !link.is_dead(now_ms) && self.broker_back_ms <= now_ms {
            link.connecting = true;
            link.connection += 1;
            let connection = link.connection;
            let wait_ms = self.dice.between(50, 2_000);
            self.net.send(now_ms + wait_ms, Parcel::Connected { gateway: home, connection });
        }
    }

    /// Lets the gateway learn, within some time, that its connection is gone.
    pub(super) fn disconnect(&mut self, home: usize, now_ms: u64, within_ms: u64) {
        let wait_ms = self.dice.between(0, within_ms);
        let connection = self.links[home].connection;
        self.net.send(now_ms + wait_ms, Parcel::Disconnected { gateway: home, connection });
    }

    pub(super) fn arrivals(&mut self, now_ms: u64) {
        while let Some(parcel) = self.net.take(now_ms) {
            match parcel {
                Parcel::ToHub { gateway, connection, topic, payload } => {
                    // The gateway has made a new connection since, which ended the old one.
                    let is_gone = topic.ends_with("/state") && self.links[gateway].connection != connection;
                    if let Some(hub) = self.hub.as_ref().filter(|_| !is_gone) {
                        hub.deliver(&topic, payload);
                    }
                }
                Parcel::ToGateway { gateway, payload } => {
                    if !self.links[gateway].is_dead(now_ms) {
                        self.apply(gateway, Action::Receipt(payload), now_ms);
                    }
                }
                Parcel::Connected { gateway, connection } => self.connected(gateway, connection, now_ms),
                Parcel::Disconnected { gateway, connection } => {
                    if self.links[gateway].connection == connection && self.homes[gateway].connected {
                        self.homes[gateway].connected = false;
                        self.apply(gateway, Action::Disconnected, now_ms);
                    }
                }
            }
        }
    }

    fn connected(&mut self, home: usize, connection: u64, now_ms: u64) {
        let link = &mut self.links[home];
        if link.connection != connection {
            return;
        }
        link.connecting = false;
        let can = !link.is_dead(now_ms) && self.broker_back_ms <= now_ms && self.homes[home].is_on();
        if can {
            self.homes[home].connected = true;
            self.apply(home, Action::Connected, now_ms);
        }
    }

    /// Brings back whatever is due to come back.
    pub(super) fn bring_back(&mut self, now_ms: u64) {
        let due: Vec<(usize, bool)> = self.wakes.iter().filter(|(_, wake)| wake.0 <= now_ms).map(|(home, wake)| (*home, wake.1)).collect();
        for (home, new_boot) in due {
            self.wakes.remove(&home);
            self.links[home].connecting = false;
            self.homes[home].start(new_boot);
            self.after(home, now_ms);
        }
        let ended = self.hub.as_ref().is_some_and(Hub::has_ended);
        if ended {
            self.hub = None;
            self.hub_back_ms = now_ms + 1_000;
            self.absences.push((now_ms, self.hub_back_ms));
        }
        if self.hub.is_none() && self.hub_back_ms <= now_ms {
            self.hub = Some(Hub::start(&self.store, self.to_receipts.clone()));
        }
        if let Some(hub) = &self.hub {
            hub.link(self.broker_back_ms <= now_ms);
        }
    }

    pub(super) async fn kill_hub(&mut self) {
        if let Some(hub) = self.hub.take() {
            hub.kill().await;
            let now_ms = clock::elapsed_ms();
            self.hub_back_ms = now_ms + if self.dice.one_in(4) { self.dice.between(3_000, 30_000) } else { self.dice.between(100, 2_000) };
            self.absences.push((now_ms, self.hub_back_ms));
        }
        // The receipts that it was sending are lost with it.
        while self.receipts.try_recv().is_ok() {}
    }

    /// A nurse acknowledges an alert, or reviews one that has ended.
    pub(super) fn nurse(&mut self) {
        let Some(hub) = &self.hub else { return };
        let open: Vec<_> = self.store.books().alerts.values().filter(|row| row.alert.open).map(|row| row.alert.clone()).collect();
        if open.is_empty() {
            return;
        }
        let alert = self.dice.pick(&open).clone();
        let (engine, acts) = (hub.engine.clone(), self.acts.clone());
        let (id, version, staff) = (Uuid::from_u128(alert.id.0), alert.version, Uuid::from_u128(77));
        let reviews = self.dice.one_in(2);
        tokio::task::spawn_local(async move {
            if reviews {
                let _ = engine.review(id, version, staff, "seen".to_owned()).await;
            } else if let Ok(row) = engine.acknowledge(id, version, staff).await {
                acts.borrow_mut().push((id, row.alert.version));
            }
        });
    }
}
