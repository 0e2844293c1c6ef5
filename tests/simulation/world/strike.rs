//! What goes wrong, when, and how all faults end.

use super::{ROOM, World};
use crate::clock;
use crate::faults::{Kind, name};
use crate::home::Death;
use crate::link::Link;
use hearth_outbox::sim::Fault;
use hearth_vitals::topic::{Channel, Shard, Topic};
use hearth_vitals::{Class, Stream};

/// A gateway that shall die at an operation of its disk, and has not got there, dies anyway after this, ms.
const DOOM_MS: u64 = 3_000;

impl World {
    pub(super) async fn storm(&mut self, now_ms: u64) {
        if now_ms >= self.next_act_ms {
            self.next_act_ms = now_ms + self.dice.between(1_000, 8_000);
            self.nurse();
        }
        if now_ms >= self.next_strike_ms {
            self.next_strike_ms = now_ms + self.dice.between(500, 9_000);
            let kind = self.allowed.next(&mut self.dice);
            let home = self.dice.between(0, self.homes.len() as u64) as usize;
            if self.strike(kind, home, now_ms).await {
                *self.counts.entry(name(kind)).or_default() += 1;
            }
        }
    }

    /// Lets one fault happen; false when it is not possible now.
    async fn strike(&mut self, kind: Kind, home: usize, now_ms: u64) -> bool {
        match kind {
            Kind::KillGateway => return self.doom(home, Death::Kill),
            Kind::PowerCut => return self.doom(home, Death::Power),
            Kind::DiskError => return self.disk_error(home),
            Kind::DiskFull => return self.fill_disk(home, now_ms),
            Kind::BitRot => return self.flip_bit(home),
            Kind::ClockStep => self.step_clock(home),
            Kind::ClockLost => (self.homes[home].in_1970, self.homes[home].is_kept) = (true, false),
            Kind::CutLink => {
                self.links[home].cut_until_ms = now_ms + self.long(60_000);
                self.disconnect(home, now_ms, 20_000);
            }
            Kind::HalfOpen => {
                self.links[home].half_open_until_ms = now_ms + self.long(60_000);
                self.disconnect(home, now_ms, 45_000);
            }
            Kind::SlowLink => {
                self.links[home].slow_until_ms = now_ms + self.long(30_000);
                self.links[home].slow_ms = self.long(12_000);
            }
            Kind::Duplicates => self.links[home].repeats_until_ms = now_ms + self.long(30_000),
            Kind::KillBroker => self.kill_broker(now_ms),
            Kind::KillHub => self.kill_hub().await,
            Kind::Restore => return self.restore().await,
            Kind::Rebind => self.rebind(home, now_ms),
            Kind::CloneDisk => return self.clone_disk(home),
            Kind::Poison => self.poison(home),
            Kind::BadData => return self.bad_data(home),
            store => self.store_weather(store, now_ms),
        }
        true
    }

    /// A random duration: mostly short, sometimes long.
    fn long(&mut self, most_ms: u64) -> u64 {
        if self.dice.one_in(3) { self.dice.between(most_ms / 4, most_ms) } else { self.dice.between(300, most_ms / 4) }
    }

    fn doom(&mut self, home: usize, death: Death) -> bool {
        if !self.homes[home].is_on() || self.doomed.contains_key(&home) {
            return false;
        }
        let operation = self.dice.between(0, 9);
        self.doomed.insert(home, (operation, death));
        self.homes[home].doomed_ms = clock::elapsed_ms();
        true
    }

    fn disk_error(&mut self, home: usize) -> bool {
        let operation = self.dice.between(0, 25);
        let apt = self.homes[home].is_on() && !self.doomed.contains_key(&home);
        if apt {
            self.homes[home].card.disk.0.borrow_mut().set_fault(Fault::FailNth(operation));
            self.homes[home].disk_failed = true;
        }
        apt
    }

    fn fill_disk(&mut self, home: usize, now_ms: u64) -> bool {
        let room = self.dice.between(0, 90_000);
        let until_ms = now_ms + self.long(60_000);
        self.homes[home].fill_disk(room, until_ms)
    }

    fn flip_bit(&mut self, home: usize) -> bool {
        let home = &mut self.homes[home];
        let names = home.card.disk.0.borrow().names();
        if names.is_empty() {
            return false;
        }
        let name = self.dice.pick(&names).clone();
        let mut disk = home.card.disk.0.borrow_mut();
        let Some(bytes) = disk.contents_mut(&name).filter(|bytes| !bytes.is_empty()) else { return false };
        let at = self.dice.between(0, bytes.len() as u64) as usize;
        bytes[at] ^= 1 << self.dice.between(0, 8);
        home.is_rotten = true;
        true
    }

    fn step_clock(&mut self, home: usize) {
        let home = &mut self.homes[home];
        home.is_kept = false;
        home.wall_step_ms = *self.dice.pick(&[-3_600_000, 3_600_000, 0, 40_000]);
    }

    fn kill_broker(&mut self, now_ms: u64) {
        self.net.forget();
        self.broker_back_ms = now_ms + self.dice.between(300, 5_000);
        for home in 0..self.homes.len() {
            self.disconnect(home, now_ms, 500);
        }
    }

    fn rebind(&mut self, home: usize, now_ms: u64) {
        let episode = *self.dice.pick(&self.episodes);
        let device = self.homes[home].device.clone();
        self.store.books().bind(&device, episode, clock::truth(now_ms));
        if let Some(hub) = &self.hub {
            let engine = hub.engine.clone();
            tokio::task::spawn_local(async move { drop(engine.bindings_changed().await) });
        }
    }

    /// Runs the same card a second time, without a device.
    fn clone_disk(&mut self, home: usize) -> bool {
        if self.homes.len() > 5 || !self.homes[home].is_on() {
            return false;
        }
        let number = 100 + self.homes.len() as u64;
        let mut twin = self.homes[home].twin(number);
        twin.start(true);
        self.homes.push(twin);
        self.links.push(Link::default());
        true
    }

    fn poison(&mut self, home: usize) {
        let topic =
            Topic { shard: Shard::of(&self.homes[home].gateway), gateway: self.homes[home].gateway.clone(), channel: Channel::Live }
                .to_string();
        let junk: Vec<u8> = (0..self.dice.between(0, 200)).map(|_| self.dice.between(0, 256) as u8).collect();
        if let Some(hub) = &self.hub {
            hub.deliver(&topic, junk);
        }
    }

    fn bad_data(&mut self, home: usize) -> bool {
        let Some((stream, next)) = self.homes[home].next_number() else { return false };
        let refused = (self.homes[home].gateway.clone(), Stream { class: Class::Numerics, ..stream }, next + self.dice.between(0, 10));
        self.store.weather.change(|forecast| forecast.refused = Some(refused));
        true
    }

    fn store_weather(&mut self, kind: Kind, now_ms: u64) {
        let (for_ms, chance) = (self.long(25_000), self.dice.between(50, 500));
        let slow_ms = self.long(14_000);
        self.store.weather.change(|forecast| match kind {
            Kind::KillHubAtCommit => forecast.kills = chance / 4,
            Kind::StoreDown => forecast.down_until_ms = now_ms + for_ms,
            Kind::StoreSlow => (forecast.slow_until_ms, forecast.slow_ms) = (now_ms + for_ms, slow_ms),
            Kind::CommitUnknown => forecast.unknown = chance,
            Kind::CommitLate => forecast.late = chance,
            _ => forecast.conflicts = chance,
        });
    }

    /// Takes a backup; later the store is set back to it, and its epoch rises.
    async fn restore(&mut self) -> bool {
        let Some(mut backup) = self.backup.take() else {
            self.backup = Some(self.store.books().clone());
            return false;
        };
        self.kill_hub().await;
        backup.epoch = self.store.books().epoch + 1;
        // People enter again what they had changed since the backup.
        let now = self.store.books().clone();
        (backup.bindings, backup.episodes, backup.devices) = (now.bindings, now.episodes, now.devices);
        backup.bindings_version = now.bindings_version + 1;
        *self.store.books() = backup;
        self.acts.borrow_mut().clear();
        self.restored = true;
        true
    }

    /// Ends all faults for good.
    pub(super) fn heal(&mut self, now_ms: u64) {
        self.healed_ms = now_ms;
        self.store
            .weather
            .change(|forecast| *forecast = crate::store::weather::Forecast { refused: forecast.refused.clone(), ..Default::default() });
        self.broker_back_ms = self.broker_back_ms.min(now_ms);
        self.doomed.clear();
        for (home, link) in self.homes.iter_mut().zip(&mut self.links) {
            link.heal();
            home.card.disk.0.borrow_mut().set_fault(Fault::None);
            home.card.disk.0.borrow_mut().set_capacity(ROOM);
            home.full_until_ms = 0;
        }
    }

    /// Ends faults that are overdue: gateways that should have died at an operation die now, and disks get room again.
    pub(super) fn overdue(&mut self, now_ms: u64) {
        for home in 0..self.homes.len() {
            if self.homes[home].full_until_ms != 0 && self.homes[home].full_until_ms <= now_ms {
                self.homes[home].full_until_ms = 0;
                self.homes[home].card.disk.0.borrow_mut().set_capacity(ROOM);
            }
            if let Some((_, death)) = self.doomed.get(&home).copied()
                && self.homes[home].doomed_ms + DOOM_MS <= now_ms
            {
                self.homes[home].die(death);
                self.after(home, now_ms);
            }
        }
    }
}
