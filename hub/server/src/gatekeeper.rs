//! Decides which gateways may send: registers them, makes their sign-in at the broker, and takes it away.
//!
//! The store says which gateways exist, and the broker lets them in. The command `gateway` and the API do it by this room,
//! so that a technician in a home needs no shell at the hub.

mod enrolment;
mod memory;
mod shut;

pub use enrolment::{CodeMade, NotEnrolled};

use crate::backup::revocations::Notes;
use crate::canary::bird;
use crate::certificates::House;
use crate::config::Config;
use crate::embedded::broker_files::{BrokerFiles, FLEET, random_password};
use hearth_store::Store;
use hearth_store::enrolment::NewCertificate;
use hearth_store::gateways::Admitted;
use hearth_vitals::GatewayId;
use hearth_vitals::topic::Shard;
use memory::Memory;
use std::net::Ipv4Addr;
use std::sync::{Arc, PoisonError};
use tokio::sync::Mutex;

/// What a gateway's configuration asks for. It can be shown only once, because only a hash of the password is kept.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// Where the broker is.
    pub host: String,
    /// TCP port of the broker.
    pub port: u16,
    /// The name to sign in with: the gateway's id.
    pub username: String,
    /// The password, in plain text.
    pub password: String,
    /// The shard in which its topics lie.
    pub shard: Shard,
    /// False where somebody has to enter name and password at a broker that is not the hub's own.
    pub let_in: bool,
}

/// Why a gateway was not registered.
#[derive(Debug)]
pub enum Denied {
    /// The gateway is registered already, and may send.
    InUse,
    /// The gateway whose home it should share is not registered.
    NobodyBeside,
    /// The store, or the broker's files, failed.
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Denied {
    fn from(error: E) -> Denied {
        Denied::Failed(error.into())
    }
}

/// True for names that no gateway can have: that of load tests at the broker, and that of the canary.
pub fn is_reserved(id: &GatewayId) -> bool {
    id.as_str() == FLEET || bird::is_canary(id)
}

/// Registers gateways and revokes them; cheap to clone.
#[derive(Debug, Clone)]
pub struct Gatekeeper {
    store: Store,
    broker: Broker,
    notes: Notes,
    house: House,
    /// What the broker has to be told, although the store may not answer.
    memory: Arc<std::sync::Mutex<Memory>>,
    /// One act at a time: otherwise one could take away the sign-in that another has just made.
    turn: Arc<Mutex<()>>,
}

/// Where gateways sign in.
#[derive(Debug, Clone)]
struct Broker {
    host: String,
    port: u16,
    /// The port on which gateways with a certificate of the hub reach it over TLS.
    tls: Option<u16>,
    /// `None` for a broker that is not the hub's own.
    files: Option<BrokerFiles>,
}

impl Broker {
    fn of(config: &Config) -> anyhow::Result<Broker> {
        if let Some(host) = &config.broker.host {
            // The site's broker knows neither the hub's authority nor its list: there a gateway has a password, or what the site gives.
            return Ok(Broker { host: host.clone(), port: config.broker.port(), tls: None, files: None });
        }
        let files = BrokerFiles::of(config)?;
        let tls = config.embedded.tls_address().map(|address| address.port());
        // A password is good on this machine alone: elsewhere a gateway shows a certificate.
        Ok(Broker { host: Ipv4Addr::LOCALHOST.to_string(), port: files.port()?, tls, files: Some(files) })
    }
}

impl Gatekeeper {
    /// Made for the hub of this configuration.
    ///
    /// # Errors
    /// What the folders of the hub's own broker say.
    pub fn of(config: &Config, store: Store) -> anyhow::Result<Gatekeeper> {
        let (broker, notes, house) = (Broker::of(config)?, Notes::of(&config.data_dir), House::of(config));
        Ok(Gatekeeper { store, broker, notes, house, memory: Arc::default(), turn: Arc::default() })
    }

    /// Registers a gateway, perhaps in the home of another, and lets it in. It is registered before its sign-in is made, so
    /// that none that the hub does not know can send.
    ///
    /// # Errors
    /// [`Denied`]. A gateway whose sign-in could not be made may not send: registering it again begins anew.
    pub async fn register(&self, id: &GatewayId, beside: Option<&GatewayId>) -> Result<SignIn, Denied> {
        let _turn = self.turn.lock().await;
        let shard = match beside {
            Some(other) => self.shard_of(other).await?,
            None => Shard::of(id),
        };
        self.end_revoking(id).await?;
        let again = match self.store.admit_gateway(id, shard).await? {
            Admitted::InUse => return Err(Denied::InUse),
            Admitted::Anew => true,
            Admitted::First => false,
        };
        match self.sign_in(id, shard, again).await {
            Ok(sign_in) => Ok(sign_in),
            Err(error) => {
                self.store.revoke_gateway(id).await?;
                Err(Denied::Failed(error))
            }
        }
    }

    async fn shard_of(&self, gateway: &GatewayId) -> Result<Shard, Denied> {
        if !self.store.known_gateways().await?.contains(gateway) {
            return Err(Denied::NobodyBeside);
        }
        Ok(self.store.given_shards().await?.get(gateway).copied().unwrap_or_else(|| Shard::of(gateway)))
    }

    async fn sign_in(&self, id: &GatewayId, shard: Shard, again: bool) -> anyhow::Result<SignIn> {
        if again {
            self.note(id, true).await?;
        }
        let password = random_password();
        if let Some(files) = &self.broker.files {
            files.give_shards(&self.store.given_shards().await?)?;
            // By the line that is replaced now: a session of before must not have the new rights.
            if self.is_open(id) {
                self.end_session(files, id).await?;
            }
            files.set_password(id.as_str(), &password).await?;
            files.reload()?;
        }
        let Broker { host, port, files, .. } = &self.broker;
        Ok(SignIn { host: host.clone(), port: *port, username: id.to_string(), password, shard, let_in: files.is_some() })
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        // Nothing that holds this lock can leave it half changed.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a certificate where a restore does not reach. The box has it already: what fails is told, and keeps nobody out.
    async fn note_certificate(&self, made: &NewCertificate, is_only: bool) {
        let noted = async { self.notes.of_certificate(self.store.identity().await?.id, made, is_only).await };
        if let Err(error) = noted.await {
            tracing::error!(gateway = %made.gateway, error = format!("{error:#}"), "a certificate could not be noted in the data folder");
        }
    }

    async fn note(&self, id: &GatewayId, allowed: bool) -> anyhow::Result<()> {
        let store = self.store.identity().await?.id;
        self.notes.of_gateway(store, id, allowed).await
    }
}
