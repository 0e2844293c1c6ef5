//! The gateway's only stateful loop, as a function: takes what happened and when, returns what is to be published.

mod answers;
mod apply;
mod attached;
mod timers;

use crate::changes::{Changes, Trouble};
use crate::clock::{Now, Timekeeper};
use crate::config::{Config, Device};
use crate::keeper::{Hub, Keeper, Medium, Recovered, Standing};
use crate::links::{Kept, LinkId, LinkNews};
use crate::state::{self, Facts};
use crate::uplink::{Lane, Stamp, Uplink};
use hearth_mqtt::Message;
use hearth_vitals::coded::{English, Seconds};
use hearth_vitals::receipt::Refusal;
use hearth_vitals::state::{Ailment, GatewayProblem, LinkState};
use hearth_vitals::topic::{Channel, Shard};
use hearth_vitals::{Class, ClockQuality, DeviceId, GatewayId, MonoMs, Record, WallMs};
use std::collections::BTreeSet;

/// Something that happened, for [`Agent::apply`].
#[derive(Debug)]
pub enum Action {
    /// A link has reported something.
    Link(LinkNews),
    /// A link is new. It is taken away by its own last news ([`crate::links::News::Removed`]).
    Attach {
        /// Id of the link.
        link: LinkId,
        /// The device at its end.
        device: Device,
    },
    /// The connection to the broker stands.
    Connected,
    /// The connection to the broker is gone.
    Disconnected,
    /// The hub has published on our receipt topic.
    Receipt(Vec<u8>),
    /// Time has passed.
    Tick,
    /// The program shall end.
    Stop,
}

/// The whole state of the gateway.
pub struct Agent<M: Medium> {
    gateway: GatewayId,
    shard: Shard,
    folder: String,
    time: Timekeeper,
    keeper: Keeper<M>,
    uplink: Uplink,
    links: attached::Attached,
    answers: answers::Answers,
    hub: Option<Hub>,
    /// True when the memory card durably names `hub`, and the receipts of the hub before it are durably deleted.
    hub_is_noted: bool,
    refusal: Option<Refusal>,
    /// Since when batches have gone without any receipt; `None` while receipts come.
    unconfirmed_since: Option<MonoMs>,
    not_collected: Option<NotCollected>,
    timers: timers::Timers,
    connected: bool,
    told: Option<Told>,
    /// The changes of links and problems that were logged.
    changes: Changes,
}

/// A stretch in which nothing was collected. It is recorded once the clock is known.
#[derive(Debug, Clone, Copy)]
struct NotCollected {
    from: WallMs,
    until: MonoMs,
}

/// The last published state, without the values that change all the time.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    clock: ClockQuality,
    links: Vec<LinkState>,
    problems: Vec<GatewayProblem>,
}

impl<M: Medium> Agent<M> {
    /// The state at the start of the program. The devices of the configuration are attached, as the links 0, 1, 2, ...
    pub fn new(config: &Config, mut time: Timekeeper, mut keeper: Keeper<M>, recovered: Recovered, now: Now) -> Agent<M> {
        let hub = keeper.medium().known_hub();
        time.recall(&recovered.anchors);
        let uplink = Uplink::new(config.gateway.clone(), keeper.generation(), recovered.anchors);
        let mut agent = Agent {
            gateway: config.gateway.clone(),
            shard: config.shard,
            folder: config.data_dir.display().to_string(),
            time,
            keeper,
            uplink,
            links: attached::Attached::default(),
            answers: answers::Answers::default(),
            hub_is_noted: hub.is_some(),
            hub,
            refusal: None,
            unconfirmed_since: None,
            not_collected: recovered.collected_until.map(|from| NotCollected { from, until: now.mono }),
            timers: timers::Timers::new(now.mono),
            connected: false,
            told: None,
            changes: Changes::default(),
        };
        for (link, device) in (0..).zip(&config.devices) {
            agent.attach(LinkId(link), device.clone(), now);
        }
        agent
    }

    /// Begins to listen to a link. For a device that repeats unanswered records, the records already in the outbox are looked up.
    fn attach(&mut self, link: LinkId, device: Device, now: Now) {
        if device.protocol.says_again() {
            self.recall(&device.id);
        }
        self.links.attach(link, device, now.mono);
    }

    fn recall(&mut self, device: &DeviceId) {
        let said = self.keeper.said_by(device, answers::REMEMBERED);
        self.answers.recall(device, &said);
    }

    /// Takes what happened and returns what is to be published.
    pub fn apply(&mut self, action: Action, now: Now) -> Vec<Message> {
        let stops = matches!(action, Action::Stop);
        self.time.observe(now);
        self.happen(action, now);
        self.pass(now);
        for (seq, loss) in self.keeper.record_losses(now.mono) {
            self.uplink.appended(loss.class(), seq, loss.mono(), now.mono);
        }
        self.keeper.sync(now.mono);
        self.answers.settle(self.keeper.standing(Class::Numerics));
        let mut out = self.batches(now);
        out.extend(self.tell(now, stops));
        out
    }

    /// When to call [`Agent::apply`] with [`Action::Tick`] if nothing happens before.
    pub fn next_due(&self) -> MonoMs {
        let dues = [Some(self.timers.next_due()), self.keeper.next_due(), self.uplink.next_due()];
        dues.into_iter().flatten().min().unwrap_or(MonoMs(0))
    }

    /// Records that became durable since the last call, of devices that wait for that answer.
    pub fn kept(&mut self) -> Vec<Kept> {
        self.answers.kept()
    }

    /// Links with records since the last call that could not be kept, or may be lost: these count as new when the device repeats
    /// them.
    pub fn lost(&mut self) -> BTreeSet<LinkId> {
        self.answers.lost()
    }

    /// How many records have no receipt.
    pub fn backlog(&self) -> u64 {
        self.keeper.backlog()
    }

    /// Which numbers of a class were issued, and which of them are durable.
    pub fn standing(&self, class: Class) -> Option<Standing> {
        self.keeper.standing(class)
    }

    /// Closes the outbox in order. After that every record that was taken is durable.
    pub fn close(self) -> Result<(), String> {
        self.keeper.close()
    }

    fn record_all(&mut self, records: Vec<Record>, now: Now) {
        for record in records {
            self.record(&record, now);
        }
    }

    /// Puts a record into the outbox; returns its number, or `None` if there was no room.
    fn record(&mut self, record: &Record, now: Now) -> Option<u64> {
        let seq = self.keeper.record(now.mono, record);
        if let Some(seq) = seq {
            self.uplink.appended(record.class(), seq, record.mono(), now.mono);
        }
        seq
    }

    fn batches(&mut self, now: Now) -> Vec<Message> {
        let stamp = Stamp { anchor: self.time.anchor(now), is_compared: self.time.is_compared(now) };
        let outgoing = self.uplink.pump(&stamp, &mut self.keeper);
        if !outgoing.is_empty() {
            self.unconfirmed_since.get_or_insert(now.mono);
        }
        #[cfg(feature = "breakages")]
        if hearth_breakages::is("trim_on_puback") {
            for header in outgoing.iter().filter_map(|batch| hearth_vitals::batch::v1::peek(&batch.bytes).ok()) {
                let held = hearth_vitals::SeqRange::new(header.first, header.first + u64::from(header.count)).into_iter().collect();
                let receipt = hearth_vitals::receipt::StreamReceipt { stream: header.stream, held, resend_from: None };
                self.keeper.receipt(now.mono, &receipt);
            }
        }
        let (gateway, shard) = (&self.gateway, self.shard);
        let message = |lane, bytes: Vec<u8>| {
            let channel = if lane == Lane::Live { Channel::Live } else { Channel::Backfill };
            Message { topic: state::topic(gateway, shard, channel), payload: bytes.into(), retain: false }
        };
        outgoing.into_iter().map(|batch| message(batch.lane, batch.bytes)).collect()
    }

    /// The state message, when something changed or the regular time has come.
    fn tell(&mut self, now: Now, stops: bool) -> Option<Message> {
        if !self.connected {
            self.told = None;
            return None;
        }
        let due = self.timers.state_due(now.mono);
        let anchor = self.time.anchor(now);
        let problems = self.problems(now, anchor.quality);
        let told = Told { clock: anchor.quality, links: self.links.states(), problems };
        if !due && !stops && self.told.as_ref() == Some(&told) {
            return None;
        }
        let facts = Facts {
            boot: self.time.boot(),
            generation: self.keeper.generation(),
            at: anchor.wall,
            clock: anchor.quality,
            backlog: self.keeper.backlog(),
            links: self.links.states_since(&anchor),
            problems: told.problems.clone(),
        };
        self.told = Some(told);
        Some(state::state(&self.gateway, self.shard, !stops, &facts))
    }

    fn problems(&self, now: Now, clock: ClockQuality) -> Vec<GatewayProblem> {
        self.own_problems(now, clock).into_iter().chain(self.links.problems()).map(GatewayProblem::from).collect()
    }

    /// Problems of the gateway itself, not of a link.
    fn own_problems(&self, now: Now, clock: ClockQuality) -> Vec<Ailment> {
        let mut problems = Vec::new();
        if let Some(fault) = self.keeper.fault() {
            problems.push(Ailment::DiskFault { folder: self.folder.clone(), reason: English(fault.words.clone()) });
        }
        problems.extend(self.keeper.full(now.mono).map(|records| Ailment::DiskFull { folder: self.folder.clone(), records }));
        if clock == ClockQuality::Unknown {
            problems.push(Ailment::ClockUnknown {});
        }
        problems.extend(self.refusal.as_ref().map(|refusal| state::refused(&self.gateway, refusal)));
        problems.extend(self.unconfirmed(now));
        problems
    }

    /// Logs changes; also while the network is down.
    fn log_changes(&mut self, now: Now) {
        let problems = self.own_problems(now, self.time.anchor(now).quality);
        let own = ["disk_fault", "disk_full", "clock_unknown", "refused", "no_receipts"];
        let own = own.map(|code| (code.to_owned(), problems.iter().find(|problem| problem.code().starts_with(code)).cloned()));
        let links = self.links.lines().filter(|line| line.is_decided());
        let links = links.map(|line| (link_of(&line.state().device), line.problem()));
        for (thing, problem) in own.into_iter().chain(links.collect::<Vec<_>>()) {
            let said = problem.as_ref().map(|problem| (problem.code(), problem.english()));
            let trouble = said.as_ref().map(|(code, words)| Trouble { code, words });
            if let Some(line) = self.changes.note(now.mono, &thing, trouble) {
                line.write();
            }
        }
    }

    fn unconfirmed(&self, now: Now) -> Option<Ailment> {
        let seconds = now.mono.since(self.unconfirmed_since?) / 1000;
        // In steps of a minute; otherwise the state would change each second and be published each time.
        (seconds >= 60).then(|| Ailment::NoReceipts { wait: Seconds(seconds / 60 * 60) })
    }
}

/// Name of a link in the log.
fn link_of(device: &DeviceId) -> String {
    format!("link of {device}")
}
