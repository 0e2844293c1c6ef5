//! One world: homes, network, hub, store, and the order in which things happen. The same seed makes the same world.

mod act;
mod strike;

use crate::body::Body;
use crate::card::Card;
use crate::clock;
use crate::faults::{Allowed, Kind};
use crate::home::{Death, Home};
use crate::hub::{Hub, Receipt};
use crate::link::Link;
use crate::net::Net;
use crate::random::Dice;
use crate::store::SimStore;
use crate::store::books::{Books, Device};
use crate::store::weather::{Stage, Weather};
use hearth_vitals::{DeviceId, GatewayId};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use tokio::sync::mpsc;
use tokio::time::sleep_until;
use uuid::Uuid;

/// After all faults have ended, everything that was accepted must be stored within this time, ms.
const DRAIN_MS: u64 = 240_000;
/// How long homes are then watched, so that what is true by then has been judged, ms.
const CALM_MS: u64 = 45_000;
use crate::home::ROOM_AT_ALL as ROOM;
/// What was promised this long before the end must be kept at the end, ms.
const SETTLE_MS: u64 = 15_000;
/// The most rounds within one millisecond; more of them are an endless loop.
const TURNS: u64 = 20_000;
/// The smallest allowed segment, bytes, so that segments are often sealed, freed and shed.
const SEGMENT: u64 = 66_000;

/// Acknowledgements that the hub confirmed: alert and version.
pub type Acts = Rc<RefCell<Vec<(Uuid, u32)>>>;

pub struct World {
    pub homes: Vec<Home>,
    pub store: SimStore,
    pub hub: Option<Hub>,
    pub counts: BTreeMap<&'static str, u64>,
    pub acts: Acts,
    pub allowed: Allowed,
    /// True when the store was set back to a backup at some time.
    pub restored: bool,
    /// True when something wanted to be woken at once again and again.
    pub stood_still: bool,
    /// When all faults had ended, ms.
    pub healed_ms: u64,
    /// When everything was stored after that, ms; `None` if it never was.
    pub drained_ms: Option<u64>,
    links: Vec<Link>,
    net: Net,
    dice: Dice,
    episodes: Vec<Uuid>,
    backup: Option<Books>,
    doomed: BTreeMap<usize, (u64, Death)>,
    wakes: BTreeMap<usize, (u64, bool)>,
    broker_back_ms: u64,
    hub_back_ms: u64,
    /// Stretches in which no hub was running, ms.
    pub absences: Vec<(u64, u64)>,
    next_strike_ms: u64,
    next_act_ms: u64,
    receipts: mpsc::UnboundedReceiver<Receipt>,
    to_receipts: mpsc::UnboundedSender<Receipt>,
    kills: mpsc::UnboundedReceiver<Stage>,
    storm_ms: u64,
}

impl World {
    /// A world at its beginning: gateways and hub are off.
    pub fn new(seed: u64) -> World {
        clock::begin();
        let mut dice = Dice::new(seed, 0);
        let allowed = Allowed::draw(&mut dice);
        let (kill, kills) = mpsc::unbounded_channel();
        let (to_receipts, receipts) = mpsc::unbounded_channel();
        let count = dice.between(1, 4) as usize;
        let storm_ms = dice.between(60_000, 200_000);
        let mut books = Books { epoch: 1, ..Books::default() };
        let episodes: Vec<Uuid> = (0..count + 2).map(|number| books.admit(number as u128 + 1, clock::truth(0).plus(-3_600_000))).collect();
        let mut homes = Vec::new();
        for (index, episode) in episodes.iter().take(count).enumerate() {
            let home = new_home(seed, index, &mut dice, storm_ms, &allowed);
            books.devices.push(Device { id: home.device.clone(), protocol: "nonin-df7", gateway: home.gateway.clone() });
            books.bind(&home.device, *episode, clock::truth(0).plus(-1_000_000));
            homes.push(home);
        }
        World {
            links: homes.iter().map(|_| Link::default()).collect(),
            homes,
            store: SimStore::new(books, Weather::new(Dice::new(seed, 1), kill)),
            hub: None,
            counts: BTreeMap::new(),
            acts: Acts::default(),
            allowed,
            restored: false,
            stood_still: false,
            healed_ms: 0,
            drained_ms: None,
            net: Net::default(),
            dice,
            episodes,
            backup: None,
            doomed: BTreeMap::new(),
            wakes: BTreeMap::new(),
            broker_back_ms: 0,
            hub_back_ms: 0,
            absences: Vec::new(),
            next_strike_ms: 8_000,
            next_act_ms: 5_000,
            receipts,
            to_receipts,
            kills,
            storm_ms,
        }
    }

    /// Plays the world: first with faults, then without.
    pub async fn live(&mut self) {
        self.hub = Some(Hub::start(&self.store, self.to_receipts.clone()));
        for home in 0..self.homes.len() {
            self.homes[home].start(true);
        }
        let mut next_second_ms = 1_000;
        let mut end_ms = u64::MAX;
        let mut turns = (0, 0);
        while clock::elapsed_ms() < end_ms {
            self.wait(next_second_ms).await;
            let now_ms = clock::elapsed_ms();
            turns = if turns.0 == now_ms { (now_ms, turns.1 + 1) } else { (now_ms, 0) };
            if turns.1 > TURNS {
                self.stood_still = true;
                return;
            }
            self.overdue(now_ms);
            self.bring_back(now_ms);
            self.arrivals(now_ms);
            self.ticks(now_ms);
            if now_ms >= next_second_ms {
                next_second_ms += 1_000;
                self.second(now_ms);
            }
            if now_ms < self.storm_ms {
                self.storm(now_ms).await;
            } else if self.healed_ms == 0 {
                self.heal(now_ms);
            } else if now_ms.saturating_add(SETTLE_MS) > end_ms {
                self.homes.iter_mut().filter(|home| home.promised.is_empty()).for_each(|home| home.promised = home.durable.clone());
            } else if end_ms == u64::MAX && (self.is_drained() || now_ms > self.healed_ms + DRAIN_MS) {
                self.drained_ms = self.is_drained().then_some(now_ms);
                end_ms = now_ms + CALM_MS;
            }
        }
    }

    /// Waits until the next thing happens anywhere.
    async fn wait(&mut self, next_second_ms: u64) {
        let agents = self.homes.iter().filter_map(Home::next_due).min();
        let backs = self.wakes.values().map(|wake| wake.0).min();
        let strikes = (self.healed_ms == 0).then_some(self.next_strike_ms.min(self.next_act_ms));
        let hub = self.hub.is_none().then_some(self.hub_back_ms);
        let due = [agents, backs, self.net.next_due(), strikes, hub].into_iter().flatten().fold(next_second_ms, u64::min);
        let due = due.max(clock::elapsed_ms());
        tokio::select! {
            biased;
            Some(_) = self.kills.recv() => self.kill_hub().await,
            Some((gateway, payload)) = self.receipts.recv() => self.post_receipt(&gateway, payload),
            () = sleep_until(clock::instant(due)) => {}
        }
    }

    /// Lets one second pass in every home.
    fn second(&mut self, now_ms: u64) {
        for home in 0..self.homes.len() {
            if self.homes[home].has_device {
                let crash = self.doomed.get(&home).copied();
                let out = self.homes[home].measure(crash);
                self.post(home, out, now_ms);
                self.after(home, now_ms);
            }
        }
    }

    /// Lets agents act that have something to do by themselves.
    fn ticks(&mut self, now_ms: u64) {
        for home in 0..self.homes.len() {
            if self.homes[home].next_due().is_some_and(|due| due <= now_ms) {
                self.apply(home, hearth_gateway::agent::Action::Tick, now_ms);
            }
            self.connect(home, now_ms);
        }
    }

    /// True when everything that was accepted is stored and no gateway has anything left to send.
    fn is_drained(&self) -> bool {
        let books = self.store.books();
        self.homes.iter().all(|home| {
            let held = |(stream, end): (&hearth_vitals::Stream, &u64)| {
                let Ok(range) = hearth_vitals::SeqRange::new(0, *end) else { return true };
                books.streams.get(&(home.gateway.clone(), *stream)).is_some_and(|row| row.held.missing_in(range).is_empty())
            };
            home.is_on() && home.connected && home.durable.iter().all(held)
        })
    }
}

fn new_home(seed: u64, index: usize, dice: &mut Dice, storm_ms: u64, allowed: &Allowed) -> Home {
    let number = index as u64 + 1;
    let (gateway, device) = (GatewayId::new(&format!("home-{number:04}")), DeviceId::new(&format!("oxi-{number:04}")));
    let (Ok(gateway), Ok(device)) = (gateway, device) else { unreachable!("made of letters and digits") };
    let body = Body::new(dice, (storm_ms + DRAIN_MS + CALM_MS) / 1_000);
    let outbox = hearth_outbox::Config { max_bytes: 8 << 20, segment_bytes: SEGMENT, keep_receipted_bytes: 8 << 20, min_free_bytes: 0 };
    let mut home = Home::new(number, gateway, device, Card::new(seed, number, ROOM), body, outbox);
    home.sends_waveform = dice.one_in(4);
    if allowed.has(Kind::ClockStep) && dice.one_in(3) {
        home.is_kept = false;
    }
    home
}
