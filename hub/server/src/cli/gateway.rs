//! `gateway`: who may send measurements, and with which credentials.
//!
//! One gateway is registered by `gatekeeper`, as the API does it; a fleet of a load test only here.

use super::args::GatewayCommand;
use super::store::Opened;
use super::{Mistake, say};
use crate::backup::revocations::{self, Subject};
use crate::canary::bird;
use crate::config::Config;
use crate::embedded::broker_files::{BrokerFiles, FLEET, FLEET_CONNECTIONS, random_password};
use crate::gatekeeper::{CodeMade, Denied, Gatekeeper, NotEnrolled, SignIn};
use anyhow::bail;
use hearth_store::gateways::GatewayRow;
use hearth_vitals::GatewayId;
use hearth_vitals::topic::Shard;
use jiff::Timestamp;
use serde::Serialize;
use std::io::Write;
use std::net::Ipv4Addr;

/// Runs one command.
///
/// # Errors
/// A wrong id, or what PostgreSQL or the broker says.
pub async fn run(config: Config, command: GatewayCommand) -> anyhow::Result<()> {
    let wanted = wanted(&config, &command)?;
    let opened = Opened::open(&config).await?;
    let done = match &command {
        GatewayCommand::Add { json, fleet: Some(_), .. } => add_fleet(&config, &opened, &wanted, *json).await,
        GatewayCommand::Add { json, beside, .. } => match wanted.first() {
            Some(id) => add(&config, &opened, id, beside.as_ref(), *json).await,
            None => Ok(()),
        },
        GatewayCommand::List => list(&opened).await,
        GatewayCommand::Revoke { id } => revoke(&config, &opened, id).await,
        GatewayCommand::Code { id, json } => code(&config, &opened, id, *json).await,
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

/// Advice where the broker is not the hub's own.
const ELSEWHERE: &str = "enter this name and password at your broker, with rights under its own id only";

async fn add(config: &Config, opened: &Opened, id: &GatewayId, beside: Option<&GatewayId>, json: bool) -> anyhow::Result<()> {
    let gatekeeper = Gatekeeper::of(config, opened.store.clone())?;
    let SignIn { host, port, username, password, shard, let_in } = match gatekeeper.register(id, beside).await {
        Ok(sign_in) => sign_in,
        Err(Denied::InUse) => {
            bail!("gateway {id} is registered; for new credentials revoke it first ('hearth-hub gateway revoke {id}')")
        }
        Err(Denied::NobodyBeside) => {
            let other = beside.map_or("", GatewayId::as_str);
            bail!("gateway {other} is not registered, so nothing can be beside it; look at 'hearth-hub gateway list'")
        }
        Err(Denied::Failed(error)) => return Err(error),
    };
    if !let_in {
        note(ELSEWHERE);
    }
    tell(json, &Login { host, port, username: &username, password: &password, shard: Some(shard.to_string()), connections: None })
}

async fn add_fleet(config: &Config, opened: &Opened, ids: &[GatewayId], json: bool) -> anyhow::Result<()> {
    let again: Vec<String> =
        opened.store.gateways().await?.into_iter().filter(|known| known.revoked_at.is_some()).map(|known| known.id).collect();
    opened.store.register_gateways(ids).await?;
    let store = opened.store.identity().await?.id;
    for id in ids.iter().filter(|id| again.iter().any(|known| known == id.as_str())) {
        revocations::note(config, store, Subject::Gateway(id.to_string()), true)?;
    }
    let password = random_password();
    let (host, port) = let_in(config, ids, &password).await?;
    let connections = config.embeds_broker().then_some(FLEET_CONNECTIONS);
    tell(json, &Login { host, port, username: FLEET, password: &password, shard: None, connections })
}

/// Lets the fleet in at the hub's own broker; says where the broker is.
async fn let_in(config: &Config, members: &[GatewayId], password: &str) -> anyhow::Result<(String, u16)> {
    if let Some(host) = &config.broker.host {
        note(ELSEWHERE);
        return Ok((host.clone(), config.broker.port()));
    }
    let files = BrokerFiles::of(config)?;
    if files.add_fleet(members)? {
        note("a fleet this large may speak for every gateway of this hub: use it for load tests only");
    }
    files.set_fleet_password(password).await?;
    files.reload()?;
    Ok((Ipv4Addr::LOCALHOST.to_string(), files.port()?))
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

/// Makes a code with which a box becomes this gateway.
async fn code(config: &Config, opened: &Opened, id: &GatewayId, json: bool) -> anyhow::Result<()> {
    let CodeMade { words, until } = match Gatekeeper::of(config, opened.store.clone())?.make_code(id, None).await {
        Ok(made) => made,
        Err(NotEnrolled::NoGateway) => bail!("gateway {id} is not registered, or was revoked; 'hearth-hub gateway add {id}' registers it"),
        Err(NotEnrolled::NoTls) => {
            let mend = "the broker is for this machine alone; set embedded.broker_address (or embedded.broker_tls_port)";
            bail!(Mistake(format!("{mend}, and start the hub again")))
        }
        Err(NotEnrolled::Failed(error)) => return Err(error),
        Err(other) => bail!("{other:?}"),
    };
    let until = Timestamp::from_millisecond(until.0).map_or_else(|_| until.0.to_string(), |until| until.to_string());
    if json {
        return say(&serde_json::json!({ "gateway": id.as_str(), "words": words, "until": until }).to_string());
    }
    say(&format!("code:  {words}"))?;
    say(&format!("until: {until}"))
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
    if !Gatekeeper::of(config, opened.store.clone())?.revoke(id).await? {
        bail!("gateway {id} is not registered, or was revoked before");
    }
    say(&format!("revoked {id}"))
}
