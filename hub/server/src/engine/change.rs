//! What is read from the store: at the start, after a change of bindings or limits, and
//! whenever memory and store may differ. The store is right.

use super::gateways::Gateways;
use super::judge::{Outcome, new_alert_id};
use super::ledger::Ledger;
use super::load::{self, Loaded, Read};
use super::outside::Outside;
use super::reload::Reload;
use super::stays::Stays;
use super::{show, steps};
use hearth_store::StoreError;
use hearth_store::binding_changes::BindingChanges;
use hearth_vitals::GatewayId;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

/// How many engines are restored by one look-up, because their frames are held in memory meanwhile.
const RESTORE_AT_ONCE: usize = 200;
/// The longest time that reading everything again may take.
const READ_LIMIT: Duration = Duration::from_secs(60);
/// How often reading everything is tried while changes come in between.
const READS: usize = 10;

type Episodes = BTreeMap<Uuid, Loaded>;

/// Reads everything from the store, at the start.
///
/// # Errors
/// As every statement.
pub async fn begin<L: Ledger>(stays: &mut Stays, gateways: &mut Gateways, outside: &Outside<L>) -> Result<(), StoreError> {
    let also = load::with_open_alerts(outside.store()).await?;
    let Read { version, bindings, episodes, gateways: may_send, names } = read(&also, outside).await?;
    stays.bind(bindings);
    take_over_gateways(&may_send, &episodes, gateways);
    restore_engines(&episodes, &episodes.keys().copied().collect(), stays, outside).await?;
    stays.name(names);
    stays.is_at(version);
    let rows = outside.store().gateways().await?;
    for row in rows {
        if let Ok(id) = GatewayId::new(&row.id) {
            gateways.remember(&id, row.last_heard_at, row.state);
        }
    }
    show::everything(stays, gateways, outside).await
}

async fn read<L: Ledger>(also: &BTreeSet<Uuid>, outside: &Outside<L>) -> Result<Read, StoreError> {
    let mut tries = 0;
    loop {
        match load::read(outside.store(), also).await {
            Err(StoreError::Retry(_)) if tries < READS => tries += 1,
            done => return done,
        }
    }
}

fn take_over_gateways(may_send: &BTreeSet<GatewayId>, episodes: &Episodes, gateways: &mut Gateways) {
    let mut behind: BTreeMap<GatewayId, BTreeSet<Uuid>> = BTreeMap::new();
    for (id, loaded) in episodes {
        for gateway in loaded.gateways() {
            behind.entry(gateway).or_default().insert(*id);
        }
    }
    gateways.set(may_send, |gateway| behind.get(gateway).cloned().unwrap_or_default());
    gateways.list_read(Instant::now());
    gateways.list_holds();
}

async fn restore_engines<L: Ledger>(
    episodes: &Episodes,
    ids: &BTreeSet<Uuid>,
    stays: &mut Stays,
    outside: &Outside<L>,
) -> Result<(), StoreError> {
    let all: Vec<Uuid> = ids.iter().copied().collect();
    for some in all.chunks(RESTORE_AT_ONCE) {
        for (id, engine) in load::engines(outside.store(), stays.bindings(), episodes, some, outside.now()).await? {
            if let Some(loaded) = episodes.get(&id) {
                stays.put(id, loaded.clone(), engine);
            }
        }
    }
    Ok(())
}

/// Reads the store again, judges by what it says, and publishes that. A failure is tried again soon.
///
/// # Errors
/// As the store; it is noted already.
pub async fn read_again<L: Ledger>(
    what: Reload,
    stays: &mut Stays,
    gateways: &mut Gateways,
    outside: &Outside<L>,
) -> Result<(), StoreError> {
    let read = timeout(READ_LIMIT, try_read_again(&what, stays, gateways, outside)).await;
    let read = read.unwrap_or_else(|_| Err(StoreError::Unavailable("reading took too long".to_owned())));
    if let Err(error) = &read {
        tracing::warn!(%error, "what the store holds could not be read again; it is tried again soon");
        // A part of it may have been carried out.
        stays.read_later(if what == Reload::Changes { Reload::Everything } else { what });
    }
    read
}

async fn try_read_again<L: Ledger>(
    what: &Reload,
    stays: &mut Stays,
    gateways: &mut Gateways,
    outside: &Outside<L>,
) -> Result<(), StoreError> {
    if *what == Reload::Changes
        && let Some(changes) = outside.store().binding_changes(stays.version()).await?
    {
        metrics::counter!("hearth_binding_reads_total", "what" => "changes").increment(1);
        return take_changes(changes, stays, gateways, outside).await;
    }
    metrics::counter!("hearth_binding_reads_total", "what" => "everything").increment(1);
    let known: BTreeSet<Uuid> = stays.iter().map(|(id, _)| id).collect();
    let Read { version, bindings, episodes, gateways: may_send, names } = read(&known, outside).await?;
    let mut anew: BTreeSet<Uuid> = episodes.keys().filter(|id| !known.contains(id)).copied().collect();
    if let Reload::Episodes(ids) = what {
        anew.extend(ids);
    }
    stays.name(names);
    stays.bind(bindings);
    take_over_gateways(&may_send, &episodes, gateways);
    judge_by(version, &episodes, &anew, stays, outside).await
}

/// Takes only what changed since the version that is known.
async fn take_changes<L: Ledger>(
    changes: BindingChanges,
    stays: &mut Stays,
    gateways: &mut Gateways,
    outside: &Outside<L>,
) -> Result<(), StoreError> {
    let BindingChanges { version, devices, bindings, gateways: speak_through, episodes, bound, may_send } = changes;
    if version == stays.version() {
        return Ok(());
    }
    let mut episodes = load::loaded(episodes, bound)?;
    // An ended episode still matters while an alert of it is open.
    episodes.retain(|id, loaded| loaded.row.ended_at.is_none() || stays.get(*id).is_some());
    stays.bind_anew(&devices, bindings, speak_through);
    gateways.add(may_send);
    for (id, loaded) in &episodes {
        let before = stays.loaded(*id).map(Loaded::gateways).unwrap_or_default();
        gateways.serve(*id, &before, &loaded.gateways());
    }
    let anew = episodes.keys().filter(|id| stays.get(**id).is_none()).copied().collect();
    judge_by(version, &episodes, &anew, stays, outside).await
}

/// Makes new engines and configures the running ones by these episodes.
async fn judge_by<L: Ledger>(
    version: i64,
    episodes: &Episodes,
    anew: &BTreeSet<Uuid>,
    stays: &mut Stays,
    outside: &Outside<L>,
) -> Result<(), StoreError> {
    let shown: Vec<_> = anew.iter().filter_map(|id| stays.get(*id)).flat_map(|one| one.engine.open_alerts()).map(|a| a.id).collect();
    restore_engines(episodes, anew, stays, outside).await?;
    show::read_again(anew, &shown, stays, outside).await;
    configure(episodes, anew, stays, outside).await?;
    // The version is set last. Until then the store refuses an ingest that is concerned, and all of this is asked for again.
    stays.is_at(version);
    Ok(())
}

/// New limits and devices for engines that run.
async fn configure<L: Ledger>(
    episodes: &Episodes,
    fresh: &BTreeSet<Uuid>,
    stays: &mut Stays,
    outside: &Outside<L>,
) -> Result<(), StoreError> {
    let changed: Vec<(Uuid, Loaded)> = episodes
        .iter()
        .filter(|(id, loaded)| !fresh.contains(id) && stays.loaded(**id) != Some(*loaded))
        .map(|(id, loaded)| (*id, loaded.clone()))
        .collect();
    let (mut outcome, now) = (Outcome::default(), outside.now());
    for (id, loaded) in &changed {
        stays.set_row(*id, loaded);
        if let Some(engine) = stays.copy(&mut outcome.copies, *id) {
            let mut steps = engine.configure(loaded.limits.clone(), loaded.expected(), now, &mut new_alert_id);
            steps.extend(engine.set_course(loaded.course, now, &mut new_alert_id));
            engine.keep_quiet(loaded.quiet.clone());
            outcome.add(*id, steps);
        }
    }
    let touched: BTreeSet<Uuid> = outcome.steps.keys().copied().collect();
    if let Err(error) = steps::carry_out(outcome, stays, outside).await {
        // Perhaps it was committed after all; then these engines know less than the store, and read it again.
        stays.read_later(Reload::Episodes(touched));
        return Err(error);
    }
    for (id, loaded) in changed {
        stays.set_loaded(id, loaded);
        show::tile(id, stays, outside).await;
    }
    steps::let_go(stays, outside).await;
    Ok(())
}
