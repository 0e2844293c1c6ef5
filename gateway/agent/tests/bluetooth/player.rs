//! A radio that a test plays: it says what happens, and looks at what is ordered and told.

use hearth_devices::Decoded;
use hearth_gateway::bluetooth::Address;
use hearth_gateway::bluetooth::radio::{Now, Radio};
use hearth_gateway::bluetooth::transport::{Characteristic, Event, Order, Refusal, Sighting, Ticket};
use hearth_gateway::links::{Fault, LinkId, News};
use hearth_vitals::{DeviceTime, Uuid};

/// The beginning of every story on the monotonic clock, ms: years after its beginning.
pub const START: u64 = 100_000_000_000;
/// 2026-11-20 08:15:00 in UTC, when a story begins.
pub const TODAY: i64 = 1_795_162_500_000;

pub struct Player {
    pub radio: Radio,
    pub now_ms: u64,
    pub orders: Vec<Order>,
    pub news: Vec<(LinkId, News)>,
}

pub const fn uuid(number: u16) -> Uuid {
    Uuid::assigned(number)
}

pub fn address(number: u8) -> Address {
    format!("F0:00:00:00:00:{number:02X}").parse().unwrap()
}

/// What a device has: a service with this characteristic, and others beside it.
pub fn has(service: u16, main: u16, others: &[u16]) -> Vec<Characteristic> {
    let of = |number: &u16| Characteristic { uuid: uuid(*number), service: uuid(service), is_writable: true };
    [main].iter().chain(others).map(of).collect()
}

/// A message of a cuff: pressure, and what its clock showed.
pub fn cuff(systolic: u8, time: DeviceTime) -> Vec<u8> {
    let mut message = vec![0x02, systolic, 0, 81, 0, 95, 0];
    message.extend(hearth_devices::clock_setting(uuid(0x2A08), time).unwrap());
    message
}

impl Player {
    /// With these devices, numbered from 1 on, and a radio that works.
    pub fn with(drivers: &[&str]) -> Player {
        let mut player = Player { radio: Radio::default(), now_ms: START, orders: Vec::new(), news: Vec::new() };
        for (number, driver) in (1..).zip(drivers) {
            player.radio.attach(LinkId(number.into()), address(number), driver.parse().unwrap(), player.now());
        }
        player.happens(Event::Radio(Ok(())));
        player
    }

    pub fn now(&self) -> Now {
        let wall = TODAY + (self.now_ms - START).cast_signed();
        Now { mono_ms: self.now_ms, wall: Some(DeviceTime(wall)) }
    }

    pub fn happens(&mut self, event: Event) {
        self.radio.event(&event, self.now());
        self.gather();
    }

    /// Lets `ms` pass, in which nothing happens but what is due.
    pub fn passes(&mut self, ms: u64) {
        let until = self.now_ms + ms;
        let mut turns = 0;
        while let Some(due) = self.radio.due_ms().filter(|due| *due <= until) {
            self.now_ms = self.now_ms.max(due);
            self.radio.tick(self.now());
            self.gather();
            turns += 1;
            assert!(turns < 10_000, "it is due again and again");
        }
        self.now_ms = until;
    }

    fn gather(&mut self) {
        self.orders.extend(self.radio.orders());
        self.news.extend(self.radio.news());
    }

    pub fn seen(&mut self, number: u8) {
        self.seen_as(number, None);
    }

    pub fn seen_as(&mut self, number: u8, name: Option<&str>) {
        let sighting = Sighting { address: address(number), name: name.map(ToOwned::to_owned), rssi: -60, services: Vec::new() };
        self.happens(Event::Seen(sighting));
    }

    /// The tickets of what was ordered since the last call, with the orders.
    pub fn take(&mut self) -> Vec<Order> {
        std::mem::take(&mut self.orders)
    }

    pub fn take_news(&mut self) -> Vec<News> {
        std::mem::take(&mut self.news).into_iter().map(|(_, news)| news).collect()
    }

    pub fn answers(&mut self, ticket: Ticket, result: Result<Vec<u8>, Refusal>) {
        self.happens(Event::Done(ticket, result));
    }

    /// The device shows itself, is connected to, and what it has becomes known.
    pub fn connects(&mut self, number: u8, has: &[Characteristic]) {
        self.seen(number);
        self.happens(Event::Connected(address(number)));
        self.happens(Event::Resolved(address(number), has.to_vec()));
    }

    /// Carries out every step until none is left: reads of a clock show `clock`, everything else works. What was ordered.
    pub fn works(&mut self, clock: Option<DeviceTime>) -> Vec<Order> {
        let mut all = Vec::new();
        loop {
            let orders = self.take();
            if orders.is_empty() {
                return all;
            }
            for order in &orders {
                match order {
                    Order::Read(ticket, _, uuid) => {
                        let shown = clock.and_then(|clock| hearth_devices::clock_setting(*uuid, clock));
                        self.answers(*ticket, shown.ok_or(Refusal::Failed("no".into())));
                    }
                    Order::Write(ticket, ..) | Order::Subscribe(ticket, ..) => self.answers(*ticket, Ok(Vec::new())),
                    _ => {}
                }
            }
            all.extend(orders);
        }
    }

    pub fn says(&mut self, number: u8, characteristic: u16, payload: &[u8]) {
        self.happens(Event::Value(address(number), uuid(characteristic), payload.to_vec()));
    }

    /// What was measured since the last call: how long ago, ms, and the first value.
    pub fn measured(&mut self) -> Vec<(u64, Option<i32>)> {
        let now_ms = self.now_ms;
        let of = |news: News| match news {
            News::Measured { measured, decoded } => match &decoded[..] {
                [Decoded::Numerics { readings, .. }] => Some((now_ms - measured.0, readings[0].raw)),
                other => panic!("{other:?}"),
            },
            _ => None,
        };
        self.take_news().into_iter().filter_map(of).collect()
    }

    /// The faults since the last call, and `None` for each time that all was well again.
    pub fn faults(&mut self) -> Vec<Option<Fault>> {
        let of = |news: News| match news {
            News::Failed(fault) => Some(Some(fault)),
            News::Opened => Some(None),
            _ => None,
        };
        self.take_news().into_iter().filter_map(of).collect()
    }
}
