//! Renews this gateway's certificate at two thirds of its life, with the key that it has.

use crate::clock::SystemClock;
use crate::enrol::request;
use crate::hub::{HubUrl, ask};
use crate::private;
use hearth_mqtt::{Identity, TlsFiles, tls};
use hearth_trust::messages::{Enrolled, RENEW};
use hearth_trust::{Certificate, Standing};
use rcgen::{KeyPair, PublicKeyData};
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

    /// Looks at an answer before it takes the place of a certificate that is good.
    fn look_at(&self, made: &Enrolled, key: &KeyPair) -> Result<(), String> {
        let read = |path: &PathBuf| {
            let bytes = std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
            Certificate::first(&bytes).map_err(|error| format!("{} {error}", path.display()))
        };
        let (present, authority) = (read(&self.identity.cert)?, read(&self.authority)?);
        let taken = made.renews(&present, &authority, &key.subject_public_key_info());
        taken.map(drop).map_err(|why| format!("the certificate that {} answered with {why}; the one there is was kept", self.hub))
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
        self.look_at(&made, &key)?;
        private::write(&self.identity.cert, made.certificate.as_bytes())?;
        tracing::info!("the certificate was renewed");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_trust::messages::Mismatch;
    use rcgen::{CertificateParams, DnType, IsCa, Issuer};

    struct Authority(String, Issuer<'static, KeyPair>);

    fn authority(name: &str) -> Authority {
        let (mut wish, key) = (CertificateParams::default(), KeyPair::generate().unwrap());
        wish.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        wish.distinguished_name.push(DnType::CommonName, name);
        Authority(wish.self_signed(&key).unwrap().pem(), Issuer::new(wish, key))
    }

    impl Authority {
        fn answer(&self, gateway: &str, key: &KeyPair, year: i32) -> Enrolled {
            let mut wish = CertificateParams::default();
            wish.distinguished_name.push(DnType::CommonName, gateway);
            wish.not_after = rcgen::date_time_ymd(year, 1, 1);
            let certificate = wish.signed_by(key, &self.1).unwrap().pem();
            let (gateway, authority) = (gateway.to_owned(), self.0.clone());
            Enrolled { gateway, shard: "2c".to_owned(), certificate, authority, broker_host: None, broker_port: 8883 }
        }
    }

    #[test]
    fn only_a_certificate_of_the_hub_for_this_gateways_key_that_ends_later_takes_the_place_of_a_good_one() {
        let (dir, hub, other) = (tempfile::tempdir().unwrap(), authority("hub"), authority("other"));
        let [key, foreign] = [(); 2].map(|()| KeyPair::generate().unwrap());
        let file = |name: &str, text: &str| {
            std::fs::write(dir.path().join(name), text).unwrap();
            dir.path().join(name)
        };
        let cert = file("gateway.pem", &hub.answer("home-0001", &key, 2030).certificate);
        let identity = Identity { cert, key: file("gateway.key", &key.serialize_pem()) };
        let renewal = Renewal { hub: "https://hub".parse().unwrap(), authority: file("authority.pem", &hub.0), identity };
        assert_eq!(renewal.look_at(&hub.answer("home-0001", &key, 2031), &key), Ok(()));
        let empty = Enrolled { certificate: String::new(), ..hub.answer("home-0001", &key, 2031) };
        let refused = [
            (empty, Mismatch::Unreadable),
            (other.answer("home-0001", &key, 2031), Mismatch::Signature),
            (hub.answer("home-0001", &foreign, 2031), Mismatch::Key),
            (hub.answer("home-0002", &key, 2031), Mismatch::Name),
            (hub.answer("home-0001", &key, 2030), Mismatch::Older),
        ];
        for (made, why) in refused {
            let said = renewal.look_at(&made, &key).unwrap_err();
            assert!(said.contains(&why.to_string()) && said.contains("was kept"), "{said}");
        }
    }

    #[test]
    fn an_enrolment_takes_no_authority_but_the_one_that_was_proven() {
        let (hub, other, key) = (authority("hub"), authority("other"), KeyPair::generate().unwrap());
        let (proven, own) = (Certificate::first(hub.0.as_bytes()).unwrap(), key.subject_public_key_info());
        let good = hub.answer("home-0001", &key, 2031);
        assert!(good.enrolled_by(&proven, &own).is_ok());
        let hidden = Enrolled { authority: format!("{}{}", hub.0, other.0), ..good };
        for made in [hidden, other.answer("home-0001", &key, 2031)] {
            assert_eq!(made.enrolled_by(&proven, &own).unwrap_err(), Mismatch::Authority);
        }
    }
}
