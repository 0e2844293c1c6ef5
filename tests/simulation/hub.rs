//! The hub's process: the real loop over the simulated store, and the task that sends its receipts. It can be killed and
//! started again.

use crate::clock;
use crate::store::SimStore;
use bytes::Bytes;
use hearth_alerts::ActError;
use hearth_hub::clock::Clock;
use hearth_hub::embedded::{Health, State};
use hearth_hub::engine::handle::{EngineHandle, Order, Refused};
use hearth_hub::engine::task::EngineLoop;
use hearth_hub::engine::{IntakeSignal, Parts};
use hearth_hub::feed::Feed;
use hearth_hub::ingest::delivery::open;
use hearth_hub::ingest::intake::{Arrived, Connected, Lanes, StatusReport};
use hearth_hub::receipts::outgoing::Answer;
use hearth_hub::receipts::schedule::Receipts;
use hearth_vitals::GatewayId;
use hearth_vitals::topic::{Channel, Topic};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// How many opened deliveries may wait for the loop on each lane; the same as in the real intake.
const LANE: usize = 1_024;
/// How long measurements are kept, ms.
pub const RETENTION_MS: i64 = 400 * 86_400_000;
/// After how long a hub that could not read its store is started again.
const AGAIN: Duration = Duration::from_secs(1);

/// A receipt that is sent: the gateway, and the bytes.
pub type Receipt = (GatewayId, Vec<u8>);

/// A running hub.
pub struct Hub {
    live: mpsc::Sender<Arrived>,
    backfill: mpsc::Sender<Arrived>,
    states: mpsc::Sender<StatusReport>,
    link: watch::Sender<Connected>,
    pub engine: EngineHandle,
    pub feed: Feed,
    tasks: Vec<JoinHandle<()>>,
    _states: Vec<watch::Sender<State>>,
    _stop: watch::Sender<bool>,
}

impl Hub {
    /// Starts the process.
    pub fn start(store: &SimStore, receipts: mpsc::UnboundedSender<Receipt>) -> Hub {
        let (feed, feed_task) = Feed::start();
        let (live, live_out) = mpsc::channel(LANE);
        let (backfill, backfill_out) = mpsc::channel(LANE);
        let (states, states_out) = mpsc::channel(LANE);
        let (link, connected) = watch::channel(Connected { up: true, reason: String::new() });
        let (answers_in, answers) = mpsc::channel(LANE);
        let (database, database_out) = watch::channel(State::Up);
        let (broker, broker_out) = watch::channel(State::Up);
        let (stop, stops) = watch::channel(false);
        let (engine, orders) = EngineHandle::new();
        let parts = Parts {
            store: store.clone(),
            clock: Clock(clock::hub_now),
            feed: feed.clone(),
            answers: answers_in,
            lanes: Lanes { live: live_out, backfill: backfill_out, states: states_out, connected },
            health: Health { database: database_out, broker: broker_out },
            found: hearth_hub::engine::found::Found::default(),
            retention_ms: RETENTION_MS,
            stop: stops,
        };
        let epoch = store.books().epoch;
        let loop_task = tokio::spawn(run(parts, orders));
        let sender = tokio::spawn(send(answers, receipts, epoch));
        Hub {
            live,
            backfill,
            states,
            link,
            engine,
            feed,
            tasks: vec![loop_task, sender, feed_task],
            _states: vec![database, broker],
            _stop: stop,
        }
    }

    /// The broker delivers a message. One that finds no room is lost, as when a connection is dropped.
    pub fn deliver(&self, topic: &str, payload: Vec<u8>) {
        let now = clock::hub_now();
        let bytes = Bytes::from(payload);
        let channel = topic.parse::<Topic>().map(|topic| topic.channel);
        if let (Ok(Channel::State), Ok(state)) = (&channel, serde_json::from_slice(&bytes)) {
            let _ = self.states.try_send(StatusReport { state, mono: now.mono, is_retained: false });
            return;
        }
        let is_backfill = channel.is_ok_and(|channel| channel == Channel::Backfill);
        let arrived = Arrived { wall: now.wall, mono: now.mono, opened: open(topic, &bytes), bytes };
        let lane = if is_backfill { &self.backfill } else { &self.live };
        let _ = lane.try_send(arrived);
    }

    /// Tells the hub that the link to the broker came up or went down.
    pub fn link(&self, up: bool) {
        self.link.send_replace(Connected { up, reason: String::new() });
    }

    /// True when it has ended by itself.
    pub fn has_ended(&self) -> bool {
        self.tasks.iter().any(JoinHandle::is_finished)
    }

    /// Like kill -9: drops everything that is being awaited.
    pub async fn kill(self) {
        for task in self.tasks {
            task.abort();
            let _ = task.await;
        }
    }
}

async fn run(parts: Parts<SimStore>, orders: mpsc::Receiver<Order>) {
    let (to_faults, fault_orders) = mpsc::channel(8);
    // This task ends with the loop, which has the other end of the channel.
    tokio::spawn(own_alerts(fault_orders));
    let (signal, _signals) = watch::channel(IntakeSignal::default());
    // The real hub ends when its database is down, and is started again. Here it waits for the store instead.
    while parts.store.lease().await.is_err() {
        sleep(AGAIN).await;
    }
    if let Ok(task) = EngineLoop::restore(parts, orders, to_faults, signal).await {
        task.run().await;
    }
}

/// Answers for the hub's own alerts, of which there are none here.
async fn own_alerts(mut orders: mpsc::Receiver<Order>) {
    while let Some(order) = orders.recv().await {
        if let Order::Acknowledge { reply, .. } | Order::Review { reply, .. } = order {
            let _ = reply.send(Err(Refused::Act(ActError::NotFound)));
        }
    }
}

/// Sends receipts by the real rules for when one is due, without sockets.
async fn send(mut answers: mpsc::Receiver<Answer>, out: mpsc::UnboundedSender<Receipt>, epoch: u32) {
    let mut receipts = Receipts::new("simulated".to_owned(), epoch);
    let mut gathered = Vec::new();
    loop {
        let wait_ms = receipts.next_due().map_or(3_600_000, |due| due.since(clock::hub_now().mono));
        tokio::select! {
            biased;
            count = answers.recv_many(&mut gathered, LANE) => if count == 0 { return },
            () = sleep(Duration::from_millis(wait_ms)) => {}
        }
        for answer in gathered.drain(..) {
            match answer {
                Answer::Held(gateway, receipt) => receipts.held(&gateway, receipt),
                Answer::Refused(gateway, refusal) => receipts.refuse(&gateway, refusal),
            }
        }
        let now = clock::hub_now();
        for (gateway, receipt) in receipts.due(now.mono, now.wall, usize::MAX) {
            let _ = out.send((gateway, serde_json::to_vec(&receipt).unwrap_or_default()));
        }
    }
}
