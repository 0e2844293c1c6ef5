//! Makes a box a gateway by a code, once, and renews its certificate.

use super::Gatekeeper;
use crate::certificates::authority::key_of;
use crate::clock;
use anyhow::anyhow;
use hearth_store::enrolment::{CodeUse, NewCertificate, NewCode};
use hearth_trust::code::{self, Code, LIFE_MS};
use hearth_trust::messages::{Enrolled, Greeting};
use hearth_trust::{Certificate, Life, certificate};
use hearth_vitals::topic::Shard;
use hearth_vitals::{GatewayId, WallMs};
use rand::Rng;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A gateway that was offline while its certificate ended may still renew it for this long: the key has to be its own, and
/// nobody may have revoked it.
const GRACE_MS: i64 = 30 * 86_400_000;
/// A certificate may be renewed this long before two thirds of its life are over: clocks differ.
const AHEAD_MS: i64 = 86_400_000;
/// Who is told to wait asks again after this long, at most.
const WAIT_MAX_S: u64 = 3_600;
/// How often a box may have missed the answer to its enrolment.
const AGAIN_MAX: usize = 8;
/// The longest request that is read: one with a key of 4,096 bits fits.
pub const REQUEST_BYTES_MAX: usize = 8 * 1024;

/// A code, to be shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeMade {
    /// The eight words of the code.
    pub words: String,
    /// When it ends.
    pub until: WallMs,
}

/// Why a box was not enrolled.
#[derive(Debug)]
pub enum NotEnrolled {
    /// Nobody made that code, or the proof is not made with it, or for another request.
    NoSuchCode,
    /// The code's quarter of an hour is over.
    Late,
    /// The code was used already.
    Used,
    /// The request is no request, or is not signed with the key that it names.
    BadRequest,
    /// No certificate with this key holds, or its gateway was revoked.
    UnknownKey,
    /// The gateway is not registered, or was revoked.
    NoGateway,
    /// The gateway is cut off for a while, or its certificate is not due yet: how long to wait.
    Early {
        /// How long the gateway has to wait before it asks again, in seconds.
        wait_s: u64,
    },
    /// Gateways do not show certificates of the hub at this broker: it is reached by this machine alone, or is the site's own.
    NoTls,
    /// The store, the authority, or the broker's files.
    Failed(anyhow::Error),
}

impl NotEnrolled {
    /// One word for the log.
    pub const fn word(&self) -> &'static str {
        match self {
            NotEnrolled::NoSuchCode => "no_such_code",
            NotEnrolled::Late => "late",
            NotEnrolled::Used => "used",
            NotEnrolled::BadRequest => "bad_request",
            NotEnrolled::UnknownKey => "unknown_key",
            NotEnrolled::NoGateway => "no_gateway",
            NotEnrolled::Early { .. } => "early",
            NotEnrolled::NoTls => "no_tls",
            NotEnrolled::Failed(_) => "failed",
        }
    }
}

impl<E: Into<anyhow::Error>> From<E> for NotEnrolled {
    fn from(error: E) -> NotEnrolled {
        NotEnrolled::Failed(error.into())
    }
}

impl Gatekeeper {
    /// Makes the code with which a box becomes this gateway, in the place of the box that is it now, if there is one. A code
    /// that was made before and not used is void.
    ///
    /// # Errors
    /// [`NotEnrolled`].
    pub async fn make_code(&self, gateway: &GatewayId, made_by: Option<Uuid>) -> Result<CodeMade, NotEnrolled> {
        if self.broker.tls.is_none() {
            return Err(NotEnrolled::NoTls);
        }
        let now = clock::wall_ms();
        let authority = self.house.authority(now)?;
        let mut random = [0; code::RANDOM_BYTES];
        rand::rng().fill_bytes(&mut random);
        let code = Code::new(random);
        let (seal, kept) = (code.seal(&authority.certificate.fingerprint()), code.kept().ok_or_else(|| anyhow!("the code has no key"))?);
        let made = NewCode { mark: code.mark(), gateway: gateway.clone(), seal, kept, made_at: now, made_by, until: now.plus(LIFE_MS) };
        if !self.store.keep_code(&made).await? {
            return Err(NotEnrolled::NoGateway);
        }
        Ok(CodeMade { words: code.words().join(" "), until: made.until })
    }

    /// Shows the authority, with the seal by which the box knows that it is this hub's.
    ///
    /// # Errors
    /// [`NotEnrolled`].
    pub async fn greet(&self, mark: &[u8]) -> Result<Greeting, NotEnrolled> {
        let (now, known) = (clock::wall_ms(), self.store.code(mark).await?.ok_or(NotEnrolled::NoSuchCode)?);
        let authority = self.house.authority(now)?;
        // A used one is greeted, too: the box may not have heard what came of it.
        if now > known.until {
            return Err(NotEnrolled::Late);
        }
        Ok(Greeting { authority: authority.pem, seal: known.seal.iter().map(|byte| format!("{byte:02x}")).collect() })
    }

    /// Makes a box the gateway of the code: signs its request, lets it in, and shuts out the box that was it before. A box that
    /// did not hear the answer may ask again as long as the code holds.
    ///
    /// # Errors
    /// [`NotEnrolled`]; nothing was changed. What cannot be told to the broker is told later.
    pub async fn enrol(&self, mark: &[u8], proof: &str, request: &str) -> Result<Enrolled, NotEnrolled> {
        let _turn = self.turn.lock().await;
        let (now, known) = (clock::wall_ms(), self.store.code(mark).await?.ok_or(NotEnrolled::NoSuchCode)?);
        if !code::is_proven(&known.kept, request, proof) {
            return Err(NotEnrolled::NoSuchCode);
        }
        let gateway = GatewayId::new(&known.gateway)?;
        if known.is_used {
            return self.enrolled_again(&gateway, request, (known.until, now)).await;
        }
        if now > known.until {
            return Err(NotEnrolled::Late);
        }
        // A revocation that the store has not taken yet ends the code, too.
        self.end_revoking(&gateway).await?;
        let (made, certificate) = self.signed(&gateway, request, now)?;
        let (before, shards) = (self.store.serials_of(&gateway).await?, self.store.given_shards().await?);
        let answer = self.answer(&gateway, &shards, certificate, now)?;
        if self.store.use_code(mark, &made).await? == CodeUse::TooLate {
            return Err(NotEnrolled::Used);
        }
        // The code is used: from here on nothing keeps the box from its answer.
        self.memory().signed(&made, true);
        self.note_certificate(&made, true).await;
        if let Err(error) = self.admit(&gateway, &shards, before).await {
            let error = self.behind(error);
            tracing::warn!(%gateway, error = format!("{error:#}"), "the broker does not know yet that another box is this gateway");
        }
        tracing::info!(%gateway, "a box was enrolled");
        Ok(answer)
    }

    /// The answer once more, for a box that has used the code with this key: each has a certificate of its own, and there are few.
    async fn enrolled_again(&self, gateway: &GatewayId, request: &str, (until, now): (WallMs, WallMs)) -> Result<Enrolled, NotEnrolled> {
        let key = key_of(request).map_err(|_| NotEnrolled::BadRequest)?;
        let is_its_own = self.store.gateway_by_key(&key, now, 0).await?.as_ref() == Some(gateway);
        if !is_its_own || now > until || self.store.serials_of(gateway).await?.len() > AGAIN_MAX {
            return Err(NotEnrolled::Used);
        }
        let (made, certificate) = self.signed(gateway, request, now)?;
        let answer = self.answer(gateway, &self.store.given_shards().await?, certificate, now)?;
        if !self.store.renew_certificate(&made).await? {
            return Err(NotEnrolled::Used);
        }
        self.memory().signed(&made, false);
        self.note_certificate(&made, false).await;
        tracing::info!(%gateway, "a box was told once more that it is enrolled");
        Ok(answer)
    }

    /// The next certificate of a gateway, for the key that it has: when the newest is due, and while it is not cut off. A gateway
    /// that may not have heard the answer, for the one before is due, gets the same certificate again: thus it has few that hold.
    ///
    /// # Errors
    /// [`NotEnrolled`].
    pub async fn renew(&self, request: &str) -> Result<Enrolled, NotEnrolled> {
        let now = clock::wall_ms();
        let key = key_of(request).map_err(|_| NotEnrolled::BadRequest)?;
        let _turn = self.turn.lock().await;
        let gateway = self.store.gateway_by_key(&key, now, GRACE_MS).await?.ok_or(NotEnrolled::UnknownKey)?;
        self.is_let_in(&gateway)?;
        let (before, shards) = (self.store.certificates_of_key(&gateway, &key).await?, self.store.given_shards().await?);
        let made = match next(&before, now) {
            Next::Wait(wait_s) => return Err(NotEnrolled::Early { wait_s }),
            Next::Again(newest) => {
                let certificate = self.house.authority(now)?.gateway_again(newest, request, now)?;
                tracing::info!(%gateway, "a gateway got its newest certificate once more");
                return self.answer(&gateway, &shards, certificate, now);
            }
            Next::Sign => self.signed(&gateway, request, now)?,
        };
        self.renewed(made, &shards, now).await
    }

    async fn renewed(
        &self,
        (made, certificate): (NewCertificate, String),
        shards: &BTreeMap<GatewayId, Shard>,
        now: WallMs,
    ) -> Result<Enrolled, NotEnrolled> {
        let answer = self.answer(&made.gateway, shards, certificate, now)?;
        if !self.store.renew_certificate(&made).await? {
            return Err(NotEnrolled::UnknownKey);
        }
        self.memory().signed(&made, false);
        self.note_certificate(&made, false).await;
        tracing::info!(gateway = %made.gateway, "renewed a gateway's certificate");
        Ok(answer)
    }

    fn is_let_in(&self, gateway: &GatewayId) -> Result<(), NotEnrolled> {
        let memory = self.memory();
        if memory.revoking.contains(gateway) {
            return Err(NotEnrolled::UnknownKey);
        }
        if memory.held.contains_key(gateway) {
            return Err(NotEnrolled::Early { wait_s: WAIT_MAX_S });
        }
        Ok(())
    }

    fn signed(&self, gateway: &GatewayId, request: &str, now: WallMs) -> Result<(NewCertificate, String), NotEnrolled> {
        if request.len() > REQUEST_BYTES_MAX || key_of(request).is_err() {
            return Err(NotEnrolled::BadRequest);
        }
        let pem = self.house.authority(now)?.gateway(gateway, request, now)?;
        let read = Certificate::first(pem.as_bytes())?;
        let key = certificate::key_text(&read.key);
        let made = NewCertificate { serial: read.serial, gateway: gateway.clone(), key, issued_at: now, until: read.life.until };
        Ok((made, pem))
    }

    /// Lets the new box in, after the one that was this gateway before, by the certificates `before`, was shut out.
    async fn admit(&self, gateway: &GatewayId, shards: &BTreeMap<GatewayId, Shard>, before: Vec<String>) -> anyhow::Result<()> {
        let Some(files) = &self.broker.files else { return Ok(()) };
        self.memory().held.remove(gateway);
        files.give_shards(shards)?;
        // The code is used: what keeps the old session from its end must not keep the new box out.
        if !before.is_empty()
            && let Err(error) = self.end(gateway, before).await
        {
            let error = self.behind(error);
            tracing::warn!(%gateway, error = format!("{error:#}"), "the box that was this gateway before may not be out yet");
        }
        // Also the end of a password that the gateway had, and of the session that was made with it.
        // Where the old session could not be ended, the name gets its rights when it has.
        if self.is_open(gateway) {
            files.cut_off(gateway)?;
        } else {
            files.let_in_by_certificate(gateway.as_str())?;
        }
        files.reload()?;
        Ok(())
    }

    /// Made before anything is changed: what it needs may be missing.
    fn answer(
        &self,
        gateway: &GatewayId,
        shards: &BTreeMap<GatewayId, Shard>,
        certificate: String,
        now: WallMs,
    ) -> Result<Enrolled, NotEnrolled> {
        let shard = shards.get(gateway).copied().unwrap_or_else(|| Shard::of(gateway));
        let (broker_host, broker_port) = (None, self.broker.tls.ok_or(NotEnrolled::NoTls)?);
        let authority = self.house.authority(now)?.pem;
        Ok(Enrolled { gateway: gateway.to_string(), shard: shard.to_string(), certificate, authority, broker_host, broker_port })
    }
}

/// What comes of a wish for the next certificate.
#[derive(Debug, PartialEq, Eq)]
enum Next<'a> {
    /// A new one.
    Sign,
    /// The newest once more: the gateway may have missed it.
    Again(&'a NewCertificate),
    /// None yet, for so many seconds.
    Wait(u64),
}

/// Looks at the certificates that a gateway got, the newest first. One that was signed by a clock that was ahead does not count: it
/// is of no use yet.
fn next(before: &[NewCertificate], now: WallMs) -> Next<'_> {
    let life = |one: &NewCertificate| Life { from: one.issued_at, until: one.until };
    let Some(newest) = before.iter().find(|one| one.issued_at <= now) else { return Next::Sign };
    let Some(wait_s) = early_s(life(newest), now) else { return Next::Sign };
    // Another one that the gateway may still have, and with which it has to ask.
    let asks = |one: &NewCertificate| one.issued_at > now || early_s(life(one), now).is_none() && one.until >= now.plus(-GRACE_MS);
    if before.iter().any(|one| one.serial != newest.serial && asks(one)) { Next::Again(newest) } else { Next::Wait(wait_s) }
}

/// How long a renewal comes too early, in seconds; `None` if it is time.
fn early_s(newest: Life, now: WallMs) -> Option<u64> {
    let left_ms = newest.renewal().plus(-AHEAD_MS).since(now);
    (left_ms > 0).then(|| u64::try_from(left_ms / 1_000 + 1).map_or(WAIT_MAX_S, |left_s| left_s.min(WAIT_MAX_S)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_renewed_when_it_is_due_and_not_before() {
        const DAY_MS: i64 = 86_400_000;
        let life = Life { from: WallMs(0), until: WallMs(90 * DAY_MS) };
        assert_eq!(early_s(life, WallMs(DAY_MS)), Some(WAIT_MAX_S), "who asks in a loop gets no second one");
        assert_eq!(early_s(life, WallMs(59 * DAY_MS - 10_000)), Some(11));
        assert_eq!([59, 60, 90, 100].map(|day| early_s(life, WallMs(day * DAY_MS))), [None; 4]);
    }

    #[test]
    fn a_lost_answer_is_given_again_and_a_certificate_from_the_future_keeps_nobody_from_the_next() {
        const DAY_MS: i64 = 86_400_000;
        let signed = |serial: &str, day: i64| NewCertificate {
            serial: serial.to_owned(),
            gateway: GatewayId::new("home-0001").unwrap(),
            key: String::new(),
            issued_at: WallMs(day * DAY_MS),
            until: WallMs((day + 90) * DAY_MS),
        };
        let both = [signed("b", 60), signed("a", 0)];
        let told = [60, 89, 118, 119].map(|day| next(&both, WallMs(day * DAY_MS)));
        assert_eq!(told, [Next::Again(&both[0]), Next::Again(&both[0]), Next::Again(&both[0]), Next::Sign]);
        let ahead = [signed("f", 4_000), signed("a", 0)];
        assert_eq!(next(&ahead, WallMs(60 * DAY_MS)), Next::Sign);
        assert_eq!(next(&ahead, WallMs(DAY_MS)), Next::Again(&ahead[1]), "the gateway may have the other one");
        assert_eq!(next(&ahead[..1], WallMs(DAY_MS)), Next::Sign);
        assert_eq!(next(&both[1..], WallMs(DAY_MS)), Next::Wait(WAIT_MAX_S));
        let old = [signed("c", 140), signed("a", 0)];
        assert_eq!(next(&old, WallMs(141 * DAY_MS)), Next::Wait(WAIT_MAX_S), "with one that is long over nobody comes");
    }
}
