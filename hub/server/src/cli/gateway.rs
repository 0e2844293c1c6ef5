//! `gateway`: who may send measurements, and with which credentials.
//!
//! The store says which gateways exist, and the broker lets them in. A gateway is registered before its credentials are
//! made, and loses its credentials before it is revoked, so that no gateway that the hub does not know can send.

use super::args::GatewayCommand;
use super::store::Opened;
use super::{Mistake, say};
use crate::backup::revocations::{self, Subject};
use crate::canary::bird;
use crate::config::Config;
use crate::embedded::broker_files::{BrokerFiles, FLEET, FLEET_CONNECTIONS, random_password};
use anyhow::bail;
use hearth_store::gateways::GatewayRow;
use hearth_vitals::GatewayId;
use hearth_vitals::topic::Shard;
use jiff::Timestamp;
use serde::Serialize;
use std::io::Write;

/// Runs one command.
///
/// # Errors
/// A wrong id, or what PostgreSQL or the broker says.
pub async fn run(config: Config, command: GatewayCommand) -> anyhow::Result<()> {
    let wanted = wanted(&config, &command)?;
    let opened = Opened::open(&config).await?;
    let done = match &command {
        GatewayCommand::Add { fleet, json, beside, .. } => {
            let kind = if fleet.is_some() { Kind::Fleet } else { Kind::Home { beside: beside.as_ref() } };
            add(&config, &opened, &wanted, kind, *json).await
        }
        GatewayCommand::List => list(&opened).await,
        GatewayCommand::Revoke { id } => revoke(&config, &opened, id).await,
    };
    opened.close().await;
    done
}

/// The gateways to add, checked before anything is opened.
fn wanted(config: &Config, command: &GatewayCommand) -> anyhow::Result<Vec<GatewayId>> {
    let GatewayCommand::Add { id, fleet, count, .. } = command else { return Ok(Vec::new()) };
    let ids = match (id, fleet, count) {
        (Some(id), ..) => vec![id.clone()],
        (None, Some(prefix), Some(count)) => members(config, prefix, *count)?,
        _ => bail!(Mistake("write an id, or --fleet PREFIX --count N".into())),
    };
    if ids.iter().any(|id| id.as_str() == FLEET) {
        bail!(Mistake(format!("'{FLEET}' is the broker's name for load tests; choose another id")));
    }
    if ids.iter().any(bird::is_canary) {
        bail!(Mistake(format!("'{}' is the name under which the hub tests itself; choose another id", bird::GATEWAY)));
    }
    Ok(ids)
}

fn members(config: &Config, prefix: &str, count: u32) -> anyhow::Result<Vec<GatewayId>> {
    if config.embeds_broker() && !config.embedded.fleet {
        bail!(Mistake("a fleet is not allowed here; set embedded.fleet = true (load tests and demo only)".into()));
    }
    (1..=count).map(|number| GatewayId::new(&format!("{prefix}{number:04}")).map_err(|error| Mistake(error.to_string()).into())).collect()
}

/// What is added.
enum Kind<'a> {
    /// Many with one credential.
    Fleet,
    /// One, perhaps in the home of another.
    Home { beside: Option<&'a GatewayId> },
}

async fn add(config: &Config, opened: &Opened, ids: &[GatewayId], kind: Kind<'_>, json: bool) -> anyhow::Result<()> {
    let fleet = matches!(kind, Kind::Fleet);
    if !fleet {
        refuse_known(opened, ids).await?;
    }
    let shard = match kind {
        Kind::Home { beside: Some(other) } => Some(shard_of(opened, other).await?),
        Kind::Home { beside: None } => ids.first().map(Shard::of),
        Kind::Fleet => None,
    };
    let again: Vec<String> =
        opened.store.gateways().await?.into_iter().filter(|known| known.revoked_at.is_some()).map(|known| known.id).collect();
    opened.store.register_gateways(ids).await?;
    if let (Some(shard), Some(id)) = (shard, ids.first()) {
        opened.store.give_shard(id, shard).await?;
    }
    let store = opened.store.identity().await?.id;
    for id in ids.iter().filter(|id| again.iter().any(|known| known == id.as_str())) {
        revocations::note(config, store, Subject::Gateway(id.to_string()), true)?;
    }
    let username = if fleet { FLEET } else { ids.first().map_or("", GatewayId::as_str) };
    let password = random_password();
    if config.embeds_broker() {
        BrokerFiles::of(config)?.give_shards(&opened.store.given_shards().await?)?;
    }
    let (host, port) = let_in(config, fleet.then_some(ids), username, &password).await?;
    let connections = (fleet && config.embeds_broker()).then_some(FLEET_CONNECTIONS);
    tell(json, &Login { host, port, username, password: &password, shard: shard.map(|shard| shard.to_string()), connections })
}

/// Lets the name in at the hub's own broker; says where the broker is.
async fn let_in(config: &Config, fleet: Option<&[GatewayId]>, name: &str, password: &str) -> anyhow::Result<(String, u16)> {
    if let Some(host) = &config.broker.host {
        note("enter this name and password at your broker, with rights under its own id only");
        return Ok((host.clone(), config.broker.port()));
    }
    let files = BrokerFiles::of(config)?;
    if let Some(members) = fleet
        && files.add_fleet(members)?
    {
        note("a fleet this large may speak for every gateway of this hub: use it for load tests only");
    }
    match fleet {
        Some(_) => files.set_fleet_password(password).await?,
        None => files.set_password(name, password).await?,
    }
    files.reload()?;
    Ok((config.embedded.broker_address.to_string(), files.port(config)?))
}

/// Writes a note to standard error, so that standard output holds nothing but the credentials.
fn note(text: &str) {
    // When standard error is closed there is nobody to read the note.
    let _ = writeln!(std::io::stderr(), "hearth-hub: {text}");
}

/// What a gateway's configuration asks for.
#[derive(Serialize)]
struct Login<'a> {
    host: String,
    port: u16,
    username: &'a str,
    password: &'a str,
    /// The shard of a single gateway; `None` for a fleet, where each shard follows from the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    shard: Option<String>,
    /// A fleet signs in as `fleet.0` to one less than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    connections: Option<usize>,
}

/// Prints the credentials. They can be shown only now, because only a hash of the password is kept.
fn tell(json: bool, login: &Login<'_>) -> anyhow::Result<()> {
    if json {
        return say(&serde_json::to_string(login)?);
    }
    say(&format!("host: {}", login.host))?;
    say(&format!("port: {}", login.port))?;
    say(&format!("username: {}", login.username))?;
    say(&format!("password: {}", login.password))?;
    login.shard.iter().try_for_each(|shard| say(&format!("shard: {shard}")))
}

/// The shard of a gateway that may send.
async fn shard_of(opened: &Opened, gateway: &GatewayId) -> anyhow::Result<Shard> {
    if !opened.store.known_gateways().await?.contains(gateway) {
        bail!("gateway {gateway} is not registered, so nothing can be beside it; look at 'hearth-hub gateway list'");
    }
    Ok(opened.store.given_shards().await?.get(gateway).copied().unwrap_or_else(|| Shard::of(gateway)))
}

/// New credentials for a gateway in use would lock it out, and with it its patient.
async fn refuse_known(opened: &Opened, ids: &[GatewayId]) -> anyhow::Result<()> {
    let known = opened.store.gateways().await?;
    let in_use = known.iter().find(|known| known.revoked_at.is_none() && ids.iter().any(|id| id.as_str() == known.id));
    match in_use {
        Some(GatewayRow { id, .. }) => {
            bail!("gateway {id} is registered; for new credentials revoke it first ('hearth-hub gateway revoke {id}')")
        }
        None => Ok(()),
    }
}

async fn list(opened: &Opened) -> anyhow::Result<()> {
    for gateway in opened.store.gateways().await? {
        say(&line(&gateway))?;
    }
    Ok(())
}

fn line(gateway: &GatewayRow) -> String {
    let time = |at: hearth_vitals::WallMs| Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |time| time.to_string());
    let state = gateway.revoked_at.map_or_else(|| "allowed".to_owned(), |at| format!("revoked {}", time(at)));
    let heard = gateway.last_heard_at.map_or_else(|| "never heard".to_owned(), |at| format!("heard {}", time(at)));
    let given = gateway.shard.and_then(Shard::new);
    let shard = given.map_or_else(
        || GatewayId::new(&gateway.id).map_or_else(|_| "?".to_owned(), |id| Shard::of(&id).to_string()),
        |shard| shard.to_string(),
    );
    format!("{} registered {} {state} {heard} shard {shard}", gateway.id, time(gateway.registered_at))
}

async fn revoke(config: &Config, opened: &Opened, id: &GatewayId) -> anyhow::Result<()> {
    if config.embeds_broker() {
        let files = BrokerFiles::of(config)?;
        files.remove(id.as_str())?;
        files.remove_from_fleet(id)?;
        files.reload()?;
    }
    if !opened.store.revoke_gateway(id).await? {
        bail!("gateway {id} is not registered, or was revoked before");
    }
    let store = opened.store.identity().await?.id;
    revocations::note(config, store, Subject::Gateway(id.to_string()), false)?;
    say(&format!("revoked {id}"))
}
