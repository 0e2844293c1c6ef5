//! A group: the homes that share one connection. It is one loop that waits for an event and then applies it.

mod send;
mod token;

use super::member::{EVENTS, Member, NUMERICS, Now};
use super::send_queue::Receipted;
use super::stats::Shared;
use super::{Control, Options, Share};
use bytes::Bytes;
use hearth_mqtt::{Sender, SenderEvent, SenderEvents};
use hearth_vitals::WallMs;
use hearth_vitals::receipt::Receipt;
use hearth_vitals::topic::Channel;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use token::{UNTRACKED, untoken};
use tokio::time::MissedTickBehavior;

/// How often the group looks for homes that are due.
const TICK: Duration = Duration::from_millis(10);
/// After how many ticks the group looks for batches to send again and for status to make.
const ROUND_TICKS: u64 = 25;

/// Everything that can happen to a group.
enum Action {
    Tick,
    Sender(Option<SenderEvent>),
}

/// Something to send as soon as the connection has room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Job {
    /// The state of a home (its index).
    State(usize),
    /// Every batch that is due in a stream of a home (their indices).
    Due(usize, usize),
    /// New frames of a home (its index).
    Frames(usize),
}

/// A group of homes.
pub(super) struct Group {
    members: Vec<Member>,
    by_topic: HashMap<String, usize>,
    sender: Sender,
    sender_events: SenderEvents,
    control: Arc<Control>,
    share: Share,
    /// Jobs that can be done as soon as there is room, most urgent first.
    urgent: VecDeque<Job>,
    ready: VecDeque<Job>,
    /// Homes that wait for the time of their next frames, and that time.
    waiting: BinaryHeap<Reverse<(u64, usize)>>,
    /// For each home, true while it waits for a receipt.
    blocked: Vec<bool>,
    ticks: u64,
    /// How many batches of status have no receipt; counted from time to time.
    open_status: usize,
}

impl Group {
    /// `number` is the number of this group in the fleet, from 0.
    pub(super) fn new(options: &Options, number: usize, homes: &[usize], control: Arc<Control>, share: Share) -> Group {
        let spread_us = options.pace.period_us * options.pace.frames_per_batch as u64;
        let member = |home: &usize| {
            let first_us = if options.pace.flat_out { 0 } else { spread_us * *home as u64 / options.members.homes() as u64 };
            let random = (rand::random(), rand::random());
            Member::new(options.members.member(*home).clone(), options.seed.wrapping_add(*home as u64), random, options.pace, first_us)
        };
        let members: Vec<Member> = homes.iter().map(member).collect();
        let topic = |member: &Member| member.topic(Channel::Receipt);
        let by_topic: HashMap<String, usize> = members.iter().enumerate().map(|(index, member)| (topic(member), index)).collect();
        let (sender, sender_events) = Sender::listening(connection(options, number, &members), by_topic.keys().cloned().collect());
        let waiting = members.iter().enumerate().map(|(index, member)| Reverse((member.due_us(), index))).collect();
        let blocked = vec![false; members.len()];
        let (urgent, ready) = (VecDeque::new(), VecDeque::new());
        Group { members, by_topic, sender, sender_events, control, share, urgent, ready, waiting, blocked, ticks: 0, open_status: 0 }
    }

    pub(super) async fn run(mut self) {
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        while self.control.running.load(Ordering::Relaxed) {
            let action = tokio::select! {
                _ = ticks.tick() => Action::Tick,
                event = self.sender_events.recv() => Action::Sender(event),
            };
            self.apply(action);
            self.pump();
        }
        self.goodbye().await;
    }

    fn apply(&mut self, action: Action) {
        match action {
            Action::Tick => self.tick(),
            Action::Sender(Some(SenderEvent::Connected)) => {
                self.share().total.connects += 1;
                self.urgent.extend((0..self.members.len()).map(Job::State));
            }
            Action::Sender(Some(SenderEvent::Disconnected { reason })) => {
                tracing::warn!(%reason, "a connection of the fleet is down");
                self.urgent.retain(|job| !matches!(job, Job::State(_)));
            }
            Action::Sender(Some(SenderEvent::Failed(token))) if token != UNTRACKED => self.failed(token),
            Action::Sender(Some(SenderEvent::Heard { topic, payload })) => self.receipt(&topic, &payload),
            Action::Sender(_) => {}
        }
    }

    fn tick(&mut self) {
        let now_us = self.control.now_us();
        while self.waiting.peek().is_some_and(|Reverse((due_us, _))| *due_us <= now_us) {
            if let Some(Reverse((_, index))) = self.waiting.pop() {
                self.ready.push_back(Job::Frames(index));
            }
        }
        self.ticks += 1;
        if self.ticks.is_multiple_of(ROUND_TICKS) {
            self.round();
        }
        let connected = u64::from(self.sender.is_connected());
        let states = self.urgent.iter().filter(|job| matches!(job, Job::State(_))).count();
        if self.ticks.is_multiple_of(ROUND_TICKS) || !self.control.making.load(Ordering::Relaxed) {
            self.open_status = self.members.iter_mut().map(|member| member.queue(EVENTS).open_batches()).sum();
        }
        let mut share = self.share();
        share.total.connected = connected;
        share.total.unsent = (states + self.open_status) as u64;
    }

    /// Looks for batches to send again, and makes status.
    fn round(&mut self) {
        let now = self.now();
        let making = self.control.making.load(Ordering::Relaxed);
        for (index, member) in self.members.iter_mut().enumerate() {
            let made = if making { member.make_status(now) } else { None };
            let skipped = member.take_skipped();
            if made.is_some() || skipped > 0 {
                let mut share = self.share.lock().unwrap_or_else(PoisonError::into_inner);
                share.total.status_batches += u64::from(made.is_some());
                share.total.skipped += skipped;
            }
            for queue in [EVENTS, NUMERICS] {
                let job = Job::Due(index, queue);
                if member.queue(queue).due(now.us).is_some() && !self.urgent.contains(&job) {
                    self.urgent.push_back(job);
                }
            }
        }
    }

    fn failed(&mut self, token: u64) {
        let (index, queue, first) = untoken(token);
        if let Some(member) = self.members.get_mut(index) {
            member.queue(queue).failed(first);
            self.urgent.push_back(Job::Due(index, queue));
        }
    }

    fn receipt(&mut self, topic: &str, payload: &Bytes) {
        let Some(&index) = self.by_topic.get(topic) else { return };
        let mut share = self.share.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(receipt) = serde_json::from_slice::<Receipt>(payload) else {
            share.total.unread_receipts += 1;
            return;
        };
        share.total.receipts += 1;
        take(&mut self.members[index], &receipt, self.control.now_us(), &mut share);
        drop(share);
        if receipt.streams.iter().any(|stream| stream.resend_from.is_some()) {
            self.urgent.extend([Job::Due(index, EVENTS), Job::Due(index, NUMERICS)]);
        }
        if std::mem::take(&mut self.blocked[index]) {
            self.schedule(index);
        }
    }

    /// Puts a home where it waits for its next batch.
    fn schedule(&mut self, index: usize) {
        let member = &self.members[index];
        if !member.has_room() {
            self.blocked[index] = true;
        } else if member.due_us() <= self.control.now_us() {
            self.ready.push_back(Job::Frames(index));
        } else {
            self.waiting.push(Reverse((member.due_us(), index)));
        }
    }

    fn now(&self) -> Now {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64);
        Now { us: self.control.now_us(), wall: WallMs(wall) }
    }

    fn share(&self) -> MutexGuard<'_, Shared> {
        self.share.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives a home its receipt.
fn take(member: &mut Member, receipt: &Receipt, now_us: u64, share: &mut Shared) {
    for stream in &receipt.streams {
        member.queue(EVENTS).receipt(stream, now_us, |_| {});
        member.queue(NUMERICS).receipt(stream, now_us, |Receipted { records, lag_us, age_us }| {
            share.total.receipted_frames += records;
            share.total.open_frames -= records;
            share.lag.note(lag_us, records);
            share.age.note(age_us, records);
        });
    }
    if let Some(refusal) = &receipt.refused {
        if share.total.refused == 0 {
            // Logged once: a fleet is mostly refused as a whole.
            tracing::warn!(gateway = %member.gateway(), reason = ?refusal.reason, "the hub refuses batches");
        }
        share.total.refused += 1;
        let until_us = now_us.saturating_add(refusal.retry_after_ms.saturating_mul(1_000));
        member.queues().iter_mut().for_each(|queue| queue.hold_back(until_us));
    }
}

fn connection(options: &Options, number: usize, members: &[Member]) -> hearth_mqtt::Options {
    // The process id keeps the client ids of two fleets on one machine apart.
    let first = members.first().map(|member| member.gateway());
    let id = first.map_or(String::new(), |gateway| format!("hearth-fleet-{}-{gateway}", std::process::id()));
    let credentials = first.and_then(|gateway| options.logins.of(gateway, number));
    hearth_mqtt::Options {
        credentials,
        reconnect_cap: Duration::from_secs(5),
        ..hearth_mqtt::Options::new(id, &options.host, options.port)
    }
}
