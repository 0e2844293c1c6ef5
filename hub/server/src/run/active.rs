//! The hub once database and broker can be reached: store, lease, engine, upkeep and the HTTP surface.

use super::order::{self, Hands};
use super::{links, shards, temporary, upkeep};
use crate::api::{self, ApiState};
use crate::audit;
use crate::audit::heads::Heads;
use crate::audit::looks::Looks;
use crate::auth::Auth;
use crate::auth::directory::Directory;
use crate::backup::revocations::Notes;
use crate::canary;
use crate::clock::Clock;
use crate::config::Config;
use crate::dispatch;
use crate::embedded::Platform;
use crate::embedded::broker_files::BrokerFiles;
use crate::embedded::broker_files::rights::CANARY;
use crate::engine::found::Found;
use crate::engine::{self, Parts, Running};
use crate::escalate;
use crate::feed::{Feed, sentry};
use crate::floors;
use crate::gatekeeper::Gatekeeper;
use crate::ingest::door::Homes;
use crate::ingest::intake;
use crate::newer_store::newer_store;
use crate::readiness::Signs;
use crate::receipts::outgoing;
use crate::reconcile;
use crate::tasks;
use crate::telemetry::Metrics;
use crate::ward;
use crate::workbench::Workbench;
use crate::zone::{self, Zone};
use anyhow::{Context, anyhow, bail};
use axum::Router;
use hearth_store::Store;
use hearth_store::lease::Lease;
use hearth_store::version::Standing;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch as signal;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// Connections to the database: the engine needs one, people and upkeep the others.
const CONNECTIONS: u32 = 12;
/// Connections of those who watch it from beside: two to read the frames of a stay, one for all else.
const CONNECTIONS_BESIDE: u32 = 3;
/// Time between two attempts to reach the database, or to become the active hub.
const AGAIN: Duration = Duration::from_secs(1);
/// How often the lease is checked.
const LEASE_EVERY: Duration = Duration::from_secs(5);
/// How often in a row a lost lease may be refused before another hub is believed to hold it: for a minute.
const LEASE_PATIENCE: u32 = 12;
/// How long readings in flight may take to be committed when the hub stops.
const LAST_COMMITS: Duration = Duration::from_secs(12);
/// How long the engine and the connections to the database may take to end.
const FAREWELL: Duration = Duration::from_secs(3);
const DAY_MS: i64 = 86_400_000;

/// The running hub that holds the lease.
pub struct Active {
    state: ApiState,
    metrics: Metrics,
    signs: Signs,
    held: signal::Sender<bool>,
    stop: signal::Sender<bool>,
    lease: Option<Lease>,
    running: Running,
    escalate: JoinHandle<()>,
    ward: JoinHandle<()>,
    feed_task: JoinHandle<()>,
    upkeep: JoinHandle<()>,
    reconcile: JoinHandle<()>,
    canary: Option<JoinHandle<()>>,
    temporary: JoinHandle<()>,
    tasks: JoinHandle<()>,
    dispatch: JoinHandle<()>,
    order: JoinHandle<()>,
    shards: JoinHandle<()>,
    sentry: JoinHandle<()>,
    audit: JoinHandle<()>,
}

/// What the hub is started from.
pub struct Start<'a> {
    pub config: &'a Config,
    pub platform: &'a Platform,
    pub metrics: Metrics,
    pub hub_zone: &'a Zone,
}

impl Active {
    /// Connects to the store, waits until this is the active hub, and starts everything.
    ///
    /// # Errors
    /// Whatever does not go away by waiting.
    pub async fn start(parts: Start<'_>, waiting: &signal::Sender<String>) -> anyhow::Result<Active> {
        let Start { config, platform, metrics, hub_zone } = parts;
        let store = reached(platform, waiting).await?;
        // Before the schema is touched: another hub may still be working with it.
        let lease = granted(&store, waiting).await?;
        migrated(&store, waiting).await?;
        zone::mend(&store, hub_zone).await?;
        floors::tell(&store).await;
        let identity = store.identity().await?;
        tracing::info!(store = %identity.id, epoch = identity.epoch, timescale = store.timescale(), "the store is at this version");
        waiting.send_replace("the alert rules are being set up".to_owned());
        let (feed, feed_task) = Feed::start();
        let (stop, stops) = signal::channel(false);
        let broker = platform.broker().clone();
        let epoch = u32::try_from(identity.epoch).unwrap_or(1);
        let homes = Homes::default();
        let own_broker = config.embeds_broker().then(|| BrokerFiles::of(config)).transpose()?;
        let shards = shards::Keeper::start(store.clone(), homes.clone(), own_broker).await?;
        let answers = outgoing::start(links::options(&broker, "receipts"), identity.id.to_string(), epoch, homes.clone());
        let lanes = intake::start(&homes, |link| links::options(&broker, link));
        let retention_ms = i64::from(config.retention.frames_days) * DAY_MS;
        let connected = lanes.connected.clone();
        let found = Found::default();
        let parts = Parts {
            store: store.clone(),
            clock: Clock::SYSTEM,
            feed: feed.clone(),
            answers,
            lanes,
            health: platform.health(),
            retention_ms,
            found: found.clone(),
            stop: stops,
        };
        let stops = stop.subscribe();
        let running = engine::start(parts).await.context("the alert rules cannot be set up from the store")?;
        let ladders = config.escalation.ladders().map_err(|(key, error)| anyhow!("{key}: {error}"))?;
        escalate::tell_unheld(&store, &ladders).await;
        let parts = escalate::Parts {
            store: store.clone(),
            feed: feed.clone(),
            engine: running.engine.clone(),
            ladders: ladders.clone(),
            settling_ms: escalate::SETTLING_MS,
            stop: stops,
        };
        let escalate = escalate::start(parts).await.context("escalation cannot be set up from the store")?;
        let parts = ward::Parts {
            store: store.clone(),
            clock: Clock::SYSTEM,
            feed: feed.clone(),
            found: found.clone(),
            away_ms: ward::AWAY_MS,
            stop: stop.subscribe(),
        };
        let (watches, ward) = ward::start(parts).await;
        let parts = reconcile::Parts {
            store: beside(platform).await?,
            clock: Clock::SYSTEM,
            found: found.clone(),
            pace: reconcile::Pace::default(),
            stop: stop.subscribe(),
        };
        let reconcile = tokio::spawn(reconcile::run(parts));
        let canary = config.canary.period().map(|period| {
            let send = canary::through(links::options(&broker, CANARY));
            let missing_after = period * canary::MISSED_PERIODS;
            let parts = canary::Parts { feed: feed.clone(), found: found.clone(), period, missing_after, send, stop: stop.subscribe() };
            tokio::spawn(canary::run(parts))
        });
        if canary.is_none() {
            tracing::warn!("canary.period_s is 0: nothing tells when alerts no longer reach the screens");
        }
        let tidy = Box::new(move || links::options(&broker, "tidy"));
        let gatekeeper = Gatekeeper::of(config, store.clone())?;
        let hands = Hands { homes, engine: running.engine.clone(), gatekeeper: gatekeeper.clone(), options: tidy };
        let order = tokio::spawn(order::run(hands));
        let auth = Auth::remembered(Directory::new(store.clone()), config.server.is_secure(), config.server.strict_transport_s())?;
        let (held, lease_is) = signal::channel(true);
        let (looked_at, dispatch_is) = signal::channel(None);
        let (health, intake, faults) = (platform.health(), running.intake.clone(), running.told.clone());
        let signs = Signs { health, connected, intake, faults, dispatch: dispatch_is, lease: lease_is };
        let upkeep = tokio::spawn(upkeep::run(store.clone(), config.retention, metrics.clone(), signs.clone()));
        let sentry = tokio::spawn(sentry::keep(auth.clone(), feed.viewers().clone(), stop.subscribe()));
        let temporary = tokio::spawn(temporary::run(store.clone(), running.engine.clone()));
        let tasks = tokio::spawn(tasks::run(store.clone(), running.engine.clone(), feed.clone()));
        let crews = dispatch::DispatchHandle::default();
        let opens_incident = config.escalation.opens_incident;
        let parts = dispatch::Parts { store: store.clone(), feed: feed.clone(), found, opens_incident, dispatch: crews.clone(), looked_at };
        let dispatch = tokio::spawn(dispatch::run(parts));
        if let Err(error) = gatekeeper.settle().await {
            tracing::warn!(%error, "not all is settled of who is let in at the broker: a gateway that was revoked may still sign in; it is tried again each 5 s");
        }
        let audit = tokio::spawn(audit::run(store.clone(), Heads::of(&config.data_dir, identity.id)));
        let state = ApiState {
            looks: Looks::new(store.clone()),
            gatekeeper,
            guesses: Arc::default(),
            store,
            auth,
            engine: running.engine.clone(),
            watches,
            dispatch: crews,
            feed,
            ladders,
            revocations: Notes::of(&config.data_dir),
            workbench: Workbench::default(),
            dial_link: config.server.dial_link.as_str().into(),
        };
        Ok(Active {
            state,
            metrics,
            signs,
            held,
            stop,
            lease: Some(lease),
            running,
            escalate,
            ward,
            feed_task,
            upkeep,
            reconcile,
            canary,
            temporary,
            tasks,
            dispatch,
            order,
            shards,
            sentry,
            audit,
        })
    }

    /// The router of all that is served over HTTP.
    pub fn router(&self) -> Router {
        api::router(self.state.clone(), self.metrics.clone(), self.signs.clone())
    }

    /// Runs until `told` completes, or until the hub must not go on.
    ///
    /// # Errors
    /// When another hub has become the active one, or a loop that must never end has ended.
    pub async fn run_until(&mut self, told: impl Future<Output = ()>) -> anyhow::Result<()> {
        tokio::select! {
            () = told => Ok(()),
            error = keep_lease(&self.state.store, &mut self.lease, &self.held) => Err(error),
            ended = &mut self.running.task => Err(anyhow!("the loop that stores readings has ended by itself ({ended:?})")),
            ended = &mut self.ward => Err(anyhow!("the loop that tells who holds the watch has ended by itself ({ended:?})")),
            ended = &mut self.sentry => Err(anyhow!("the loop that ends the screens of who may not see them has ended by itself ({ended:?})")),
            ended = &mut self.escalate => Err(anyhow!("the loop that escalates alerts has ended by itself ({ended:?})")),
            ended = &mut self.audit => Err(anyhow!("the loop that seals the audit has ended by itself ({ended:?})")),
            ended = &mut self.dispatch => Err(anyhow!("the loop that looks at incidents has ended by itself ({ended:?})")),
            ended = &mut self.running.faults => Err(anyhow!("the loop that tells the hub's faults has ended by itself ({ended:?})")),
        }
    }

    /// Takes no more readings, commits those in flight, then closes the feed and the connections.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        self.upkeep.abort();
        self.reconcile.abort();
        if let Some(canary) = self.canary {
            canary.abort();
        }
        self.state.workbench.cancel_all();
        self.temporary.abort();
        self.tasks.abort();
        self.dispatch.abort();
        self.order.abort();
        self.shards.abort();
        self.sentry.abort();
        self.audit.abort();
        if !self.running.task.is_finished() {
            let abort = self.running.task.abort_handle();
            if timeout(LAST_COMMITS, self.running.task).await.is_err() {
                abort.abort();
            }
        }
        self.escalate.abort();
        self.ward.abort();
        self.running.faults.abort();
        self.running.runs.abort();
        // Ends the feed: each viewer learns that the hub is stopping.
        self.feed_task.abort();
        let (lease, store) = (self.lease, self.state.store);
        let farewell = async move {
            if let Some(lease) = lease {
                lease.release().await;
            }
            store.close().await;
        };
        // A database that hangs must not keep the hub from ending.
        if timeout(FAREWELL, farewell).await.is_err() {
            tracing::warn!("the database did not take its leave in time");
        }
    }
}

/// Connects to the store, and waits while the database cannot be reached.
async fn reached(platform: &Platform, waiting: &signal::Sender<String>) -> anyhow::Result<Store> {
    loop {
        let error = match Store::connect(platform.database_url(), CONNECTIONS).await {
            Ok(store) => return Ok(store),
            Err(error) => error,
        };
        if !error.is_transient() {
            bail!("the database cannot be used: {error}");
        }
        tell(waiting, format!("the database does not answer ({error})"));
        sleep(AGAIN).await;
    }
}

/// A store with connections of its own, for who watches the hub from beside it.
async fn beside(platform: &Platform) -> anyhow::Result<Store> {
    Ok(Store::connect(platform.database_url(), CONNECTIONS_BESIDE).await?)
}

/// Brings the schema to this version.
async fn migrated(store: &Store, waiting: &signal::Sender<String>) -> anyhow::Result<()> {
    loop {
        if matches!(store.standing().await, Ok(Standing::Newer)) {
            bail!("{}", newer_store());
        }
        match store.migrate().await {
            Ok(()) => return Ok(()),
            Err(error) if error.is_transient() => tell(waiting, format!("the database does not answer ({error})")),
            Err(error) => bail!("the database cannot be brought to this version: {error}"),
        }
        sleep(AGAIN).await;
    }
}

/// Keeps the lease; returns only when another hub is active.
async fn keep_lease(store: &Store, lease: &mut Option<Lease>, is_held: &signal::Sender<bool>) -> anyhow::Error {
    let mut refused = 0;
    loop {
        is_held.send_replace(lease.is_some());
        sleep(LEASE_EVERY).await;
        if let Some(held) = lease.as_mut()
            && !matches!(timeout(LEASE_EVERY, held.check()).await, Ok(Ok(())))
        {
            *lease = None;
            is_held.send_replace(false);
        }
        if lease.is_some() {
            refused = 0;
            continue;
        }
        match timeout(LEASE_EVERY, store.lease_again()).await {
            Ok(Ok(Some(again))) => *lease = Some(again),
            // The server may still count our own lost connection as the holder, until it notices the loss.
            Ok(Ok(None)) if refused < LEASE_PATIENCE => refused += 1,
            Ok(Ok(None)) => return anyhow!("another hub has taken over while the database was away; this one ends"),
            Ok(Err(error)) => tracing::warn!(%error, "the lease of the active hub cannot be taken again yet"),
            Err(_) => tracing::warn!("the lease of the active hub cannot be taken again yet: no answer"),
        }
    }
}

/// Waits until no other hub is active.
async fn granted(store: &Store, waiting: &signal::Sender<String>) -> anyhow::Result<Lease> {
    loop {
        match store.lease().await {
            Ok(Some(lease)) => return Ok(lease),
            Ok(None) => tell(waiting, "another hub is active on this database; this one takes over when it ends".to_owned()),
            Err(error) if error.is_transient() => tell(waiting, format!("the database does not answer ({error})")),
            Err(error) => return Err(error.into()),
        }
        sleep(AGAIN).await;
    }
}

/// Shows what the hub waits for, and logs it when it is something new.
fn tell(waiting: &signal::Sender<String>, what: String) {
    let news = waiting.send_if_modified(|known| std::mem::replace(known, what.clone()) != what);
    if news {
        tracing::warn!("not ready: {what}");
    }
}
