//! Shuts gateways out, for good or for a while, and makes good what could not be told to the broker at once.

use super::Gatekeeper;
use crate::clock;
use crate::embedded::broker_files::BrokerFiles;
use anyhow::anyhow;
use hearth_store::gateways::Revoked;
use hearth_vitals::GatewayId;
use hearth_vitals::topic::Shard;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::timeout;

/// How long the store may take to answer before what it last said counts: a home may be flooding meanwhile.
const ANSWER: Duration = Duration::from_secs(2);

/// The serials of who has certificates, who was revoked, and whose shard does not follow from the id.
type Said = (BTreeMap<GatewayId, Vec<String>>, Vec<GatewayId>, BTreeMap<GatewayId, Shard>);

async fn in_time<T>(asked: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    timeout(ANSWER, asked).await.unwrap_or_else(|_| Err(anyhow!("the store does not answer")))
}

/// Keeps the first error and goes on.
#[derive(Default)]
struct First(Option<anyhow::Error>);

impl First {
    fn keep<T: Default, E: Into<anyhow::Error>>(&mut self, done: Result<T, E>) -> T {
        done.unwrap_or_else(|error| {
            self.0.get_or_insert(error.into());
            T::default()
        })
    }

    fn end(self) -> anyhow::Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}

impl Gatekeeper {
    /// Takes the sign-in away, whatever the gateway is used for. It is shut out although the store does not answer, and the
    /// store is told later.
    ///
    /// # Errors
    /// What the store or the broker's files say.
    pub async fn revoke(&self, id: &GatewayId) -> anyhow::Result<bool> {
        let _turn = self.turn.lock().await;
        self.memory().revoke(id);
        let mut first = First::default();
        let serials = self.serials(id).await;
        first.keep(self.shut_out(id, serials).await);
        let revoked = match self.taken_by_store(id).await {
            Ok(revoked) => revoked,
            Err(error) => return Err(self.behind(error)),
        };
        first.keep(self.note_revoked(id).await);
        // A renewal of another process that came in between is on the list now.
        first.keep(self.tell_taken_back(Vec::new()).await);
        first.keep(self.reload());
        first.end().map_err(|error| self.behind(error))?;
        Ok(revoked)
    }

    /// Takes the sign-in away, unless a patient is watched through it.
    ///
    /// # Errors
    /// What the store or the broker's files say.
    pub async fn revoke_idle(&self, id: &GatewayId) -> anyhow::Result<Revoked> {
        let _turn = self.turn.lock().await;
        let revoked = self.store.revoke_idle_gateway(id).await?;
        if revoked == Revoked::Done {
            let mut first = First::default();
            self.memory().unnoted.insert(id.clone());
            first.keep(self.shut_out(id, Vec::new()).await);
            first.keep(self.note_revoked(id).await);
            first.end().map_err(|error| self.behind(error))?;
        }
        Ok(revoked)
    }

    /// Ends what a hub that was killed may have left half done: no gateway that was revoked keeps its sign-in, and who has a
    /// certificate that holds is let in by it. Each part is done although another fails; [`Gatekeeper::catch_up`] repeats it.
    ///
    /// # Errors
    /// The first that the store or the broker's files say.
    pub async fn settle(&self) -> anyhow::Result<()> {
        let _turn = self.turn.lock().await;
        let Some(files) = &self.broker.files else { return Ok(()) };
        let mut first = First::default();
        self.memory().is_keeper = true;
        first.keep(in_time(self.tell_store()).await);
        // A store that did not take that is not asked: each question would wait, and a home that floods with it.
        let said = if first.0.is_none() { first.keep(in_time(self.asked()).await.map(Some)) } else { None };
        if said.is_some() {
            first.keep(in_time(self.note_open()).await);
        }
        let (certified, revoked) = match said {
            Some((certified, revoked, shards)) => {
                first.keep(files.give_shards(&shards));
                self.memory().certify(certified.clone());
                (certified.into_keys().collect(), revoked)
            }
            None => (Vec::new(), Vec::new()),
        };
        // The list first: who is put out must not come back.
        first.keep(self.tell_taken_back(Vec::new()).await);
        first.keep(self.reload());
        first.keep(self.end_open(files).await);
        first.keep(self.write_lines(files, &certified, &revoked));
        first.keep(self.reload());
        self.memory().is_behind = first.0.is_some();
        first.end()
    }

    /// Has the store take the revocations that it has not taken, until one fails.
    async fn tell_store(&self) -> anyhow::Result<()> {
        let revoking = self.memory().revoking.clone();
        for id in &revoking {
            self.taken_by_store(id).await?;
        }
        Ok(())
    }

    /// Notes the revocations that are not noted, until one fails.
    async fn note_open(&self) -> anyhow::Result<()> {
        let unnoted = self.memory().unnoted.clone();
        for id in &unnoted {
            self.note_revoked(id).await?;
        }
        Ok(())
    }

    /// What the store says of certificates, revocations and shards.
    async fn asked(&self) -> anyhow::Result<Said> {
        let (certified, revoked) = (self.store.certified_gateways().await?, self.store.revoked_gateways().await?);
        Ok((certified, revoked, self.store.given_shards().await?))
    }

    /// Writes who signs in, and with which rights, at one time for all.
    fn write_lines(&self, files: &BrokerFiles, certified: &[GatewayId], revoked: &[GatewayId]) -> anyhow::Result<()> {
        let memory = self.memory();
        let cut: BTreeSet<&str> = memory.held.keys().chain(&memory.to_end).map(GatewayId::as_str).collect();
        let stays_in = |id: &&GatewayId| !cut.contains(id.as_str()) && !memory.revoking.contains(*id);
        let certified = certified.iter().filter(stays_in).map(GatewayId::as_str).collect();
        let gone = revoked.iter().chain(&memory.revoking).filter(|id| !memory.to_end.contains(id)).map(GatewayId::as_str).collect();
        files.settle(&certified, &cut, &gone)?;
        revoked.iter().try_for_each(|id| files.remove_from_fleet(id))?;
        Ok(())
    }

    /// Ends the sessions that could not be ended before, until one cannot be now.
    async fn end_open(&self, files: &BrokerFiles) -> anyhow::Result<()> {
        let open = self.memory().to_end.clone();
        for id in &open {
            self.end_session(files, id).await?;
        }
        Ok(())
    }

    pub(super) async fn end_session(&self, files: &BrokerFiles, id: &GatewayId) -> anyhow::Result<()> {
        self.memory().to_end.insert(id.clone());
        let ended = files.end_session(id.as_str()).await;
        ended.map_err(|why| anyhow!("the session of {id} could not be ended: {why}"))?;
        self.memory().to_end.remove(id);
        Ok(())
    }

    pub(super) fn is_open(&self, id: &GatewayId) -> bool {
        self.memory().to_end.contains(id)
    }

    /// Tells the broker again what it could not be told, if there is any; false while it still cannot.
    pub async fn catch_up(&self) -> bool {
        self.end_silent().await;
        if !self.memory().is_behind {
            return true;
        }
        let done = self.settle().await;
        if done.is_ok() {
            tracing::info!("the broker knows again who is let in");
        }
        done.is_ok()
    }

    /// Cuts a gateway off for a while.
    ///
    /// # Errors
    /// What the store or the broker's files say.
    pub async fn cut_off(&self, id: &GatewayId) -> anyhow::Result<()> {
        let _turn = self.turn.lock().await;
        let Some(files) = &self.broker.files else { return Ok(()) };
        let serials = self.serials(id).await;
        self.memory().held.insert(id.clone(), serials);
        let mut first = First::default();
        first.keep(self.end(id, Vec::new()).await);
        first.keep(files.cut_off(id));
        first.keep(self.reload());
        first.end().map_err(|error| self.behind(error))
    }

    /// Lets a gateway in again that was cut off.
    ///
    /// # Errors
    /// What the store or the broker's files say.
    pub async fn let_in(&self, id: &GatewayId) -> anyhow::Result<()> {
        let _turn = self.turn.lock().await;
        let Some(files) = &self.broker.files else { return Ok(()) };
        self.memory().held.remove(id);
        let mut first = First::default();
        // Who could not be put out is put out once, and let in after that.
        if !self.is_open(id) {
            first.keep(files.let_in(id));
        }
        first.keep(self.tell_taken_back(Vec::new()).await);
        first.keep(self.reload());
        first.end().map_err(|error| self.behind(error))
    }

    /// Puts out who made a connection before he was shut out and signed in on it afterwards: the broker looks at the list in the
    /// handshake alone.
    async fn end_silent(&self) {
        let due = self.memory().due(clock::mono_ms());
        let Some(files) = self.broker.files.as_ref().filter(|_| !due.is_empty()) else { return };
        let _turn = self.turn.lock().await;
        for (at, id) in due.iter().enumerate() {
            if let Err(error) = files.end_session(id.as_str()).await {
                tracing::warn!(gateway = %id, %error, "a session that may be of a box that was shut out could not be ended yet");
                return self.memory().end_later(due[at..].to_vec(), clock::mono_ms());
            }
        }
    }

    /// Has the broker be told again later.
    pub(super) fn behind(&self, error: anyhow::Error) -> anyhow::Error {
        self.memory().is_behind = true;
        error
    }

    /// Has the store take a revocation that it has not taken yet, if there is one of this gateway.
    pub(super) async fn end_revoking(&self, id: &GatewayId) -> anyhow::Result<()> {
        let (is_untaken, is_unnoted) = {
            let memory = self.memory();
            (memory.revoking.contains(id), memory.unnoted.contains(id))
        };
        if is_untaken {
            self.taken_by_store(id).await?;
        }
        if is_untaken || is_unnoted {
            self.note_revoked(id).await?;
        }
        Ok(())
    }

    async fn taken_by_store(&self, id: &GatewayId) -> anyhow::Result<bool> {
        let revoked = self.store.revoke_gateway(id).await?;
        let mut memory = self.memory();
        memory.revoking.remove(id);
        memory.unnoted.insert(id.clone());
        Ok(revoked)
    }

    /// Notes a revocation, also one that the store knew already: the note may have failed before, and a second one does no harm.
    async fn note_revoked(&self, id: &GatewayId) -> anyhow::Result<()> {
        self.note(id, false).await?;
        self.memory().unnoted.remove(id);
        Ok(())
    }

    async fn serials(&self, id: &GatewayId) -> Vec<String> {
        let said = in_time(async { Ok(self.store.serials_of(id).await?) }).await;
        if said.is_err() {
            self.memory().is_behind = true;
        }
        self.memory().serials(id, said.ok())
    }

    fn reload(&self) -> anyhow::Result<()> {
        if let Some(files) = &self.broker.files {
            files.reload()?;
        }
        Ok(())
    }

    /// Certificates first, so that the gateway cannot come back; then its session; then its line at the broker.
    async fn shut_out(&self, id: &GatewayId, serials: Vec<String>) -> anyhow::Result<()> {
        let Some(files) = &self.broker.files else { return Ok(()) };
        let mut first = First::default();
        first.keep(self.end(id, serials).await);
        // The hub ends a session by its line: it stays, without rights, until there is none.
        first.keep(if self.is_open(id) { files.cut_off(id) } else { files.remove(id.as_str()) });
        first.keep(files.remove_from_fleet(id));
        first.keep(self.reload());
        first.end()
    }

    /// Ends the session of a gateway that shows a certificate. The broker reads the list of what was taken back before it
    /// reads the next connection, and lets each name in once: what takes its place is the hub itself.
    pub(super) async fn end(&self, id: &GatewayId, serials: Vec<String>) -> anyhow::Result<()> {
        let Some(files) = &self.broker.files else { return Ok(()) };
        let mut first = First::default();
        first.keep(self.tell_taken_back(serials).await);
        first.keep(self.reload());
        self.memory().end_again(id, clock::mono_ms());
        first.keep(self.end_session(files, id).await);
        first.end()
    }

    /// Tells the broker which certificates were taken back: those of the store, of who is cut off, and `also`. While the store
    /// does not answer, what it last said holds. One process at a time: a command and the hub do not undo each other's list.
    async fn tell_taken_back(&self, also: Vec<String>) -> anyhow::Result<()> {
        let Some(files) = self.broker.files.as_ref().filter(|_| self.broker.tls.is_some()) else { return Ok(()) };
        let now = clock::wall_ms();
        let mut first = First::default();
        let _list = first.keep(files.hold_list().await.map(Some));
        let said = first.keep(in_time(async { Ok(Some(self.store.taken_back(now).await?)) }).await);
        let listed = first.keep(files.listed());
        let serials = {
            let mut memory = self.memory();
            memory.take_back(said, listed, also);
            memory.shut_out()
        };
        let list = self.house.authority(now).and_then(|authority| authority.taken_back(&serials, now))?;
        first.keep(files.take_back(&list));
        first.end()
    }
}
