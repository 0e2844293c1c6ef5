//! Renews this gateway's certificate at two thirds of its life, with the key that it has.

use crate::clock::SystemClock;
use crate::enrol::request;
use crate::hub::{HubUrl, ask};
use crate::private;
use hearth_mqtt::{Identity, TlsFiles, tls};
use hearth_trust::messages::{Enrolled, RENEW};
use hearth_trust::{Certificate, Standing};
use rcgen::KeyPair;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// How often it looks whether it is time.
const LOOK: Duration = Duration::from_secs(60);
/// The pause after a refusal, or no answer.
const AGAIN: Duration = Duration::from_secs(3_600);
/// The pause after a renewal while this clock is clearly wrong: it cannot tell when the next one is due.
const BY_A_WRONG_CLOCK: Duration = Duration::from_secs(7 * 86_400);

/// The identity that is renewed, and the hub that renews it.
#[derive(Debug, Clone)]
pub struct Renewal {
    /// Address of the hub.
    pub hub: HubUrl,
    /// The authority that vouches for it.
    pub authority: PathBuf,
    /// The certificate and its key.
    pub identity: Identity,
}

#[derive(Serialize)]
struct Wish {
    request: String,
}

impl Renewal {
    /// For a gateway that was enrolled; `None` for one that was not.
    pub fn of(hub: Option<&HubUrl>, tls: Option<&TlsFiles>) -> Option<Renewal> {
        let TlsFiles { ca, identity } = tls?;
        Some(Renewal { hub: hub?.clone(), authority: ca.clone(), identity: identity.clone()? })
    }

    /// Renews for ever; ends when its future is dropped. The connection to the broker goes on: the next one shows the new
    /// certificate.
    pub async fn run(self) {
        let mut told = None;
        loop {
            let pause = match self.standing() {
                Ok((Standing::Good, _)) => LOOK,
                Ok((standing, announced)) => match self.renew().await {
                    Ok(()) if standing == Standing::NotYet => BY_A_WRONG_CLOCK,
                    Ok(()) => LOOK,
                    Err(why) => {
                        if told.replace((announced, why.clone())) != Some((announced, why.clone())) {
                            tracing::warn!(ends_within_days = announced, "the certificate cannot be renewed yet, trying each hour: {why}");
                        }
                        AGAIN
                    }
                },
                Err(why) => {
                    if told.replace((None, why.clone())) != Some((None, why.clone())) {
                        tracing::error!("{why}");
                    }
                    AGAIN
                }
            };
            sleep(pause).await;
        }
    }

    fn standing(&self) -> Result<(Standing, Option<u32>), String> {
        let read =
            std::fs::read(&self.identity.cert).map_err(|error| format!("{} cannot be read: {error}", self.identity.cert.display()))?;
        let life = Certificate::first(&read).map_err(|error| format!("{} {error}", self.identity.cert.display()))?.life;
        let now = SystemClock.now().wall;
        Ok((life.standing(now), life.announced(now)))
    }

    /// Asks for the next certificate, and writes it.
    ///
    /// # Errors
    /// In words.
    pub async fn renew(&self) -> Result<(), String> {
        let read = |path: &PathBuf| std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()));
        let key = String::from_utf8(read(&self.identity.key)?).map_err(|_| "the private key is damaged".to_owned())?;
        let key = KeyPair::from_pem(&key).map_err(|_| format!("{} holds no whole private key", self.identity.key.display()))?;
        let tls = Arc::new(tls::client_of_site(&read(&self.authority)?)?);
        let wish = Wish { request: request(&key)? };
        let made: Enrolled = ask(&self.hub, tls, RENEW, &wish).await.map_err(|error| error.to_string())?;
        private::write(&self.identity.cert, made.certificate.as_bytes())?;
        tracing::info!("the certificate was renewed");
        Ok(())
    }
}
