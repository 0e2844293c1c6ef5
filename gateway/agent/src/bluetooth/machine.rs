//! One device, from its first sighting to what it measured (pure).
//!
//! ```text
//! away <- no radio
//! asleep -> (seen, and its turn) connecting -> resolving -> preparing -> ready -> (it goes) asleep
//!    ^----- leaving <- any of them that took too long, or is of no use ----------'
//! ```
//! A slot of the radio is held by every phase but the first two, and each of those ends by itself. So no slot is lost, whatever the
//! radio says or does not say.

mod heard;

use super::Address;
use super::plan::{self, Step};
use super::transport::{Characteristic, Event, Order, Refusal, Sighting, Ticket};
use crate::links::{Fault, News, Stage};
use hearth_devices::session::{Clocks, Seen, Session};
use hearth_devices::{MessageDecoder, MessageProtocol, Records, clock_setting};
use hearth_vitals::{DeviceTime, Pace, Uuid};
use std::collections::VecDeque;

/// The longest time for connecting, ms. It takes two seconds; a device that does not answer for longer has gone to sleep.
const CONNECT_MS: u64 = 20_000;
/// The longest time for finding its services, ms: a device with many characteristics and a bad radio link needs ten seconds.
const RESOLVE_MS: u64 = 30_000;
/// The longest time for one read, write or subscription, ms.
const STEP_MS: u64 = 10_000;
/// A connection that was told to end counts as gone after this, ms.
const LEAVE_MS: u64 = 5_000;
/// How long after it was seen a device can be connected to, ms; after that it has to be seen again.
const AWAKE_MS: u64 = 10_000;
/// First pause after a connection that came to nothing, ms; each further pause is twice as long.
const FIRST_REST_MS: u64 = 1_000;
/// The longest such pause, ms. A cuff shows itself for half a minute.
const LAST_REST_MS: u64 = 15_000;
/// Pause after a device proved useless or had lost its key, ms. Somebody has to mend that, so trying sooner is of no use.
const USELESS_REST_MS: u64 = 60_000;
/// After so many connections in a row that broke before anything could be asked, a bonded device has lost its key.
const BROKEN_IN_A_ROW: u32 = 3;
/// Connections count as in a row if they broke within this time, ms.
const IN_A_ROW_MS: u64 = 600_000;
/// After so many broken connections in a row a problem is reported, whatever the reason.
const BROKEN_LONG: u32 = 8;
/// The words of that problem.
const BREAKS: &str = "each connection breaks before the device is ready: bring it nearer to the gateway, or change its batteries";
/// After so much silence a device that is ready has nothing more to send, ms.
const QUIET_MS: u64 = 5_000;
/// What a machine is given with an event, and where it puts orders and news.
pub(super) struct Turn<'a> {
    /// The monotonic clock, ms.
    pub now_ms: u64,
    /// The wall clock in UTC as a device would show it; `None` while it is not known.
    pub wall: Option<DeviceTime>,
    pub tickets: &'a mut u64,
    pub orders: &'a mut Vec<Order>,
    pub news: &'a mut Vec<News>,
}

impl Turn<'_> {
    fn ticket(&mut self) -> Ticket {
        *self.tickets += 1;
        Ticket(*self.tickets)
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Phase {
    Away,
    Asleep,
    Connecting { ticket: Ticket, until_ms: u64 },
    Resolving { until_ms: u64 },
    Pausing { until_ms: u64, steps: VecDeque<Step> },
    Preparing { ticket: Ticket, until_ms: u64, step: Step, steps: VecDeque<Step> },
    Ready,
    Leaving { until_ms: u64 },
}

/// What the gateway knows of one Bluetooth device and does next with it.
pub struct Machine {
    address: Address,
    protocol: MessageProtocol,
    decoder: Box<dyn MessageDecoder + Send>,
    phase: Phase,
    name: Option<String>,
    is_bonded: bool,
    seen_ms: Option<u64>,
    rest_until_ms: u64,
    broken: u32,
    /// When the last connection broke, ms.
    broke_ms: u64,
    /// True once the connection was prepared.
    was_ready: bool,
    /// True once the device said something in this connection.
    has_spoken: bool,
    session: Option<Session>,
    clocks: Clocks,
    said: Seen,
    records: Records,
    /// When the device last said something, or became ready, ms.
    heard_ms: u64,
    /// The fault that was last reported; `None` for none.
    fault: Option<Fault>,
    stage: Option<Stage>,
}

impl Machine {
    /// A device of which nothing is known; there is no radio yet.
    pub(super) fn new(address: Address, protocol: MessageProtocol) -> Machine {
        Machine {
            address,
            protocol,
            decoder: protocol.decoder(),
            phase: Phase::Away,
            name: None,
            is_bonded: false,
            seen_ms: None,
            rest_until_ms: 0,
            broken: 0,
            broke_ms: 0,
            was_ready: false,
            has_spoken: false,
            session: None,
            clocks: Clocks::default(),
            said: Seen::default(),
            records: Machine::records(protocol),
            heard_ms: 0,
            fault: None,
            stage: None,
        }
    }

    pub(super) const fn address(&self) -> Address {
        self.address
    }

    /// UUID of the service by which the device is found.
    pub(super) const fn service(&self) -> Uuid {
        self.protocol.service()
    }

    /// True while it holds a slot of the radio.
    pub(super) const fn is_linked(&self) -> bool {
        !matches!(self.phase, Phase::Away | Phase::Asleep)
    }

    /// True while it is being connected to, which the radio does for one device at a time.
    pub(super) const fn is_connecting(&self) -> bool {
        matches!(self.phase, Phase::Connecting { .. })
    }

    /// Since when it has been awake and waiting for a connection; `None` while it is not.
    pub(super) fn waits_since(&self, now_ms: u64) -> Option<u64> {
        let seen_ms = self.seen_ms.filter(|seen| now_ms.saturating_sub(*seen) <= AWAKE_MS)?;
        (self.phase == Phase::Asleep && now_ms >= self.rest_until_ms).then_some(seen_ms)
    }

    /// Since when it has been connected and silent; `None` for a device whose silence means something.
    pub(super) fn idle_since(&self) -> Option<u64> {
        (self.phase == Phase::Ready && self.protocol.driver().pace == Pace::OnDemand).then_some(self.heard_ms)
    }

    /// Takes the state of the radio.
    pub(super) fn radio(&mut self, state: Result<(), Fault>, turn: &mut Turn<'_>) {
        self.hang_up(turn);
        self.was_ready = false;
        match state {
            Ok(()) => {
                self.phase = Phase::Asleep;
                if self.stage.is_none() || self.fault.as_ref().is_some_and(Fault::is_of_radio) {
                    self.fault = None;
                    turn.news.push(News::Opened);
                }
                self.enter(Stage::Asleep, turn);
            }
            Err(fault) => {
                (self.phase, self.seen_ms) = (Phase::Away, None);
                self.fail(fault, turn);
            }
        }
    }

    /// Notes that the device showed itself.
    pub(super) fn sighted(&mut self, sighting: &Sighting, turn: &Turn<'_>) {
        self.name = sighting.name.clone().or(self.name.take());
        // A sighting from just before the radio went says nothing about the time when it is back.
        self.seen_ms = (self.phase != Phase::Away).then_some(turn.now_ms);
    }

    /// Notes that the device is connected although nobody uses that. It does not show itself then, and is used as soon as its
    /// turn comes.
    pub(super) fn is_held(&mut self, now_ms: u64) {
        if self.phase == Phase::Asleep {
            self.seen_ms = Some(now_ms);
        }
    }

    /// Forgets what the device said, because it could not be kept: it counts as new when it is repeated.
    pub(super) fn forget(&mut self) {
        (self.said, self.records) = (Seen::default(), Machine::records(self.protocol));
    }

    /// The state of asking for records: meters number theirs.
    fn records(protocol: MessageProtocol) -> Records {
        if protocol.driver().key == "gatt-2a18" { Records::after(None) } else { Records::unnumbered() }
    }

    /// Connects, because it is this device's turn.
    pub(super) fn connect(&mut self, turn: &mut Turn<'_>) {
        let ticket = turn.ticket();
        self.seen_ms = None;
        self.phase = Phase::Connecting { ticket, until_ms: turn.now_ms + CONNECT_MS };
        turn.orders.push(Order::Connect(ticket, self.address));
        self.enter(Stage::Connecting, turn);
    }

    /// Ends the connection.
    pub(super) fn leave(&mut self, turn: &mut Turn<'_>) {
        if self.is_linked() && !matches!(self.phase, Phase::Leaving { .. }) {
            self.phase = Phase::Leaving { until_ms: turn.now_ms + LEAVE_MS };
            turn.orders.push(Order::Disconnect(self.address));
        }
    }

    /// Takes an event about this device.
    pub(super) fn happen(&mut self, event: &Event, turn: &mut Turn<'_>) {
        match event {
            Event::Connected(_) => self.connected(turn),
            Event::Disconnected(_) => self.disconnected(turn),
            Event::Resolved(_, has) => self.resolved(has, turn),
            Event::Bonded(_, is_bonded) => self.bonded(*is_bonded),
            Event::Value(_, characteristic, payload) => self.value(*characteristic, payload, turn),
            Event::Done(ticket, result) => self.done(*ticket, result, turn),
            Event::Radio(_) | Event::Seen(_) => {}
        }
    }

    /// Notes whether there is a key; a new one is tried at once.
    fn bonded(&mut self, is_bonded: bool) {
        if is_bonded && !self.is_bonded {
            (self.broken, self.rest_until_ms) = (0, 0);
        }
        self.is_bonded = is_bonded;
    }

    fn connected(&mut self, turn: &mut Turn<'_>) {
        if matches!(self.phase, Phase::Connecting { .. } | Phase::Asleep) {
            self.phase = Phase::Resolving { until_ms: turn.now_ms + RESOLVE_MS };
            self.open(turn.now_ms);
            self.enter(Stage::Preparing, turn);
        }
    }

    /// Begins a session. A device that measures on demand is asked for its clock first, if it has one; what it says until then
    /// waits.
    fn open(&mut self, now_ms: u64) {
        let mut session = Session::after(self.clocks, now_ms);
        if self.protocol.driver().pace == Pace::OnDemand {
            session.ask_clock();
        }
        self.session = Some(session);
    }

    fn disconnected(&mut self, turn: &mut Turn<'_>) {
        if !self.is_linked() {
            return;
        }
        let was_told_to = matches!(self.phase, Phase::Leaving { .. });
        self.hang_up(turn);
        self.phase = Phase::Asleep;
        self.enter(Stage::Asleep, turn);
        if std::mem::take(&mut self.was_ready) {
            self.broken = 0;
            self.rest_until_ms = self.rest_until_ms.max(turn.now_ms + FIRST_REST_MS);
        } else {
            self.broke(was_told_to, turn);
        }
    }

    /// Handles a connection that ended without success.
    fn broke(&mut self, was_told_to: bool, turn: &mut Turn<'_>) {
        // A break long ago says nothing of the present.
        let is_in_a_row = turn.now_ms.saturating_sub(self.broke_ms) <= IN_A_ROW_MS;
        self.broken = if is_in_a_row { self.broken.saturating_add(1) } else { 1 };
        self.broke_ms = turn.now_ms;
        let rest_ms = FIRST_REST_MS.checked_shl(self.broken.min(8) - 1).map_or(LAST_REST_MS, |rest| rest.min(LAST_REST_MS));
        self.rest_until_ms = self.rest_until_ms.max(turn.now_ms + rest_ms);
        if self.is_bonded && !was_told_to && self.broken >= BROKEN_IN_A_ROW {
            self.fail(Fault::BondLost, turn);
        } else if self.broken >= BROKEN_LONG && self.fault.is_none() {
            self.fail(Fault::Other(BREAKS.into()), turn);
        }
    }

    fn resolved(&mut self, has: &[Characteristic], turn: &mut Turn<'_>) {
        if !matches!(self.phase, Phase::Resolving { .. } | Phase::Connecting { .. }) {
            return;
        }
        if self.session.is_none() {
            self.open(turn.now_ms);
        }
        let quirk = plan::quirk(self.name.as_deref());
        match plan::steps(self.protocol, has, quirk) {
            Some(steps) => {
                self.phase = Phase::Pausing { until_ms: turn.now_ms + quirk.pause_ms, steps: steps.into() };
                self.tick(turn);
            }
            None => self.useless(Fault::NoService, turn),
        }
    }

    /// Gives the device up until a person has mended something.
    fn useless(&mut self, fault: Fault, turn: &mut Turn<'_>) {
        self.rest_until_ms = turn.now_ms + USELESS_REST_MS;
        self.fail(fault, turn);
        self.leave(turn);
    }

    fn advance(&mut self, mut steps: VecDeque<Step>, turn: &mut Turn<'_>) {
        if !steps.iter().any(|step| matches!(step, Step::ReadClock(_))) {
            self.clock_answered(turn);
        }
        while let Some(step) = steps.pop_front() {
            if let Some(ticket) = self.begin(step, turn) {
                self.phase = Phase::Preparing { ticket, until_ms: turn.now_ms + STEP_MS, step, steps };
                return;
            }
        }
        self.phase = Phase::Ready;
        self.ready(turn);
    }

    /// Marks the connection as prepared.
    fn ready(&mut self, turn: &mut Turn<'_>) {
        if !self.was_ready {
            (self.was_ready, self.broken, self.heard_ms) = (true, 0, turn.now_ms);
            if self.fault.take().is_some() {
                turn.news.push(News::Opened);
            }
            self.enter(Stage::Ready, turn);
        }
    }

    /// Orders a step; `None` for one that is not needed.
    fn begin(&mut self, step: Step, turn: &mut Turn<'_>) -> Option<Ticket> {
        let (ticket, address) = (turn.ticket(), self.address);
        turn.orders.push(match step {
            Step::ReadClock(uuid) | Step::Look(uuid) => Order::Read(ticket, address, uuid),
            Step::SetClock(uuid) => Order::Write(ticket, address, uuid, clock_setting(uuid, self.setting(turn)?)?),
            Step::Subscribe(uuid) | Step::Try(uuid) => Order::Subscribe(ticket, address, uuid),
            Step::AskRecords => Order::Write(ticket, address, plan::RECORDS, self.records.ask(turn.now_ms)),
        });
        Some(ticket)
    }

    fn done(&mut self, ticket: Ticket, result: &Result<Vec<u8>, Refusal>, turn: &mut Turn<'_>) {
        match &mut self.phase {
            Phase::Connecting { ticket: own, .. } if *own == ticket => {
                match result {
                    Ok(_) => {}
                    Err(Refusal::Key(_)) => self.unpaired(turn),
                    // There is no connection to wait for; it is ended all the same, in case there is one.
                    Err(_) => {
                        self.leave(turn);
                        self.disconnected(turn);
                    }
                }
            }
            Phase::Preparing { ticket: own, step, steps, .. } if *own == ticket => {
                let (step, steps) = (*step, std::mem::take(steps));
                self.stepped(step, result, steps, turn);
            }
            _ => {}
        }
    }

    fn stepped(&mut self, step: Step, result: &Result<Vec<u8>, Refusal>, steps: VecDeque<Step>, turn: &mut Turn<'_>) {
        match (step, result) {
            (Step::Subscribe(_), Err(refusal)) => return self.refused(refusal, turn),
            // Without its records a meter says nothing; an oximeter needs none.
            (Step::AskRecords, Err(refusal)) if self.protocol.driver().key == "gatt-2a18" => return self.refused(refusal, turn),
            (Step::ReadClock(uuid), Ok(payload)) => self.clock_read(uuid, payload, turn),
            (Step::SetClock(_), Ok(_)) => self.clock_was_set(turn),
            _ => {}
        }
        if !steps.iter().any(|step| matches!(step, Step::Subscribe(_) | Step::AskRecords))
            && matches!(step, Step::Subscribe(_) | Step::AskRecords)
        {
            self.ready(turn);
        }
        self.advance(steps, turn);
    }

    fn refused(&mut self, refusal: &Refusal, turn: &mut Turn<'_>) {
        match refusal {
            Refusal::Key(_) => self.unpaired(turn),
            _ => self.leave(turn),
        }
    }

    /// Handles a missing key, or one that the device does not accept.
    fn unpaired(&mut self, turn: &mut Turn<'_>) {
        self.useless(if self.is_bonded { Fault::BondLost } else { Fault::NotPaired }, turn);
    }

    /// Handles the end of the connection.
    fn hang_up(&mut self, turn: &mut Turn<'_>) {
        self.settle(turn);
        let has_said_all =
            self.was_ready && (std::mem::take(&mut self.has_spoken) || turn.now_ms.saturating_sub(self.heard_ms) >= QUIET_MS);
        if let Some(session) = self.session.take() {
            self.clocks = session.clocks(has_said_all);
        }
        self.records.ended();
    }

    fn sleep(&mut self, now_ms: u64) {
        if self.rest_until_ms <= now_ms {
            self.rest_until_ms = 0;
        }
        self.seen_ms = self.seen_ms.filter(|seen| now_ms.saturating_sub(*seen) <= AWAKE_MS);
    }

    fn fail(&mut self, fault: Fault, turn: &mut Turn<'_>) {
        if self.fault.as_ref() != Some(&fault) {
            self.fault = Some(fault.clone());
            turn.news.push(News::Failed(fault));
        }
    }

    fn enter(&mut self, stage: Stage, turn: &mut Turn<'_>) {
        if self.stage != Some(stage) {
            self.stage = Some(stage);
            turn.news.push(News::Stage(stage));
        }
    }

    /// When [`Machine::tick`] has something to do if nothing happens.
    pub(super) fn due_ms(&self) -> Option<u64> {
        let phase = match &self.phase {
            Phase::Away | Phase::Ready => None,
            Phase::Asleep if self.rest_until_ms > 0 => self.seen_ms.map(|_| self.rest_until_ms),
            Phase::Asleep => self.seen_ms.map(|seen| seen + AWAKE_MS + 1),
            Phase::Connecting { until_ms, .. }
            | Phase::Resolving { until_ms }
            | Phase::Pausing { until_ms, .. }
            | Phase::Preparing { until_ms, .. }
            | Phase::Leaving { until_ms } => Some(*until_ms),
        };
        let session = self.burst_ends_ms();
        phase.into_iter().chain(session).chain(self.records.due_ms()).min()
    }

    /// Does what has become due.
    pub(super) fn tick(&mut self, turn: &mut Turn<'_>) {
        let write = self.records.tick(turn.now_ms).write;
        self.write_records(write, turn);
        if self.burst_ends_ms().is_some_and(|due| due <= turn.now_ms) {
            self.settle(turn);
        }
        match &mut self.phase {
            Phase::Pausing { until_ms, steps } if *until_ms <= turn.now_ms => {
                let steps = std::mem::take(steps);
                self.advance(steps, turn);
            }
            Phase::Connecting { until_ms, .. } | Phase::Resolving { until_ms } if *until_ms <= turn.now_ms => self.leave(turn),
            Phase::Preparing { until_ms, step, steps, .. } if *until_ms <= turn.now_ms => {
                let (step, steps) = (*step, std::mem::take(steps));
                self.stepped(step, &Err(Refusal::TimedOut), steps, turn);
            }
            Phase::Leaving { until_ms } if *until_ms <= turn.now_ms => self.disconnected(turn),
            Phase::Asleep => self.sleep(turn.now_ms),
            _ => {}
        }
    }
}
