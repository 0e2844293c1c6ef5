//! Keeps one part alive: starts it, waits until it answers, watches it, restarts it after a growing wait, stops it.
//!
//! The wait before a restart is a pure function of how long the part lived; the loop around it only waits. A part that
//! runs but does not answer is reported, not killed: a kill would only set back a database in recovery, or on a machine
//! that was suspended.

use super::error::PlatformError;
use super::logs;
use nix::errno::Errno;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use std::future::Future;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::process::{Child, Command};
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, sleep, timeout};

/// The condition of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is being started for the first time and has not answered yet.
    Starting,
    /// It runs and answers.
    Up,
    /// It does not answer.
    Down {
        /// When this was first seen, ms since 1970.
        since: hearth_vitals::WallMs,
        /// Why it does not answer, in words, for the log and the alert.
        reason: String,
    },
}

/// What the supervisor must know of a part.
pub trait Part: Send + Sync + 'static {
    /// Its name in messages.
    fn name(&self) -> &'static str;
    /// Clears what stands in the way of a start, such as the process of an earlier hub.
    ///
    /// # Errors
    /// What cannot be cleared.
    fn clear(&self) -> impl Future<Output = Result<(), PlatformError>> + Send;
    /// The command that runs it in the foreground, under its account.
    fn command(&self) -> Command;
    /// Asks the part one question; an error says why there was no good answer.
    fn probe(&self) -> impl Future<Output = Result<(), String>> + Send;
    /// Signals that stop it, in order, each with the time that it has to end; after the last one comes SIGKILL.
    fn stop_signals(&self) -> &'static [(Signal, Duration)];
    /// The file that takes its output.
    fn log(&self) -> PathBuf;
    /// Keeps its logs within their bounds; called from time to time.
    ///
    /// # Errors
    /// When the disk fails.
    fn bound_logs(&self) -> std::io::Result<()> {
        logs::bound(&self.log(), logs::FILE_BYTES, logs::KEPT)
    }
    /// How long it may take to answer at the first start.
    fn patience(&self) -> Duration;
}

/// Shortest and longest wait before a restart.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(10));
/// After living this long a part is restarted with the shortest wait again.
const FORGIVEN_AFTER: Duration = Duration::from_secs(30);
/// How often a running part is asked, and how long its answer may take.
const PROBE_EVERY: Duration = Duration::from_secs(2);
const PROBE_LIMIT: Duration = Duration::from_secs(3);
/// Longer than all stop signals of the slowest part take together.
const ALL_ENDED: Duration = Duration::from_secs(40);
/// How often a starting part is asked.
const STARTING_EVERY: Duration = Duration::from_millis(50);

/// The wait before the next start, from the wait before this one and how long the part lived.
fn next_back_off(last: Duration, lived: Duration) -> Duration {
    if lived >= FORGIVEN_AFTER { BACK_OFF.0 } else { (last * 2).clamp(BACK_OFF.0, BACK_OFF.1) }
}

/// A part under supervision.
pub struct Supervised {
    health: watch::Receiver<State>,
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<()>,
}

impl Supervised {
    /// Starts a part and waits until it answers; from then on it is kept alive.
    ///
    /// # Errors
    /// [`PlatformError`] when the first start fails: it is not tried again, because a person must act.
    pub async fn start<P: Part>(part: Arc<P>) -> Result<Supervised, PlatformError> {
        let (state, health) = watch::channel(State::Starting);
        let child = first_start(&part).await?;
        state.send_replace(State::Up);
        tracing::info!(part = part.name(), pid = child.id(), "started");
        let (stop, stopped) = oneshot::channel();
        let running = Running::one_more();
        let task = tokio::spawn(async move {
            Loop { part, state }.run(child, stopped).await;
            drop(running);
        });
        Ok(Supervised { health, stop, task })
    }

    /// The part's condition, now and from now on.
    pub fn health(&self) -> watch::Receiver<State> {
        self.health.clone()
    }

    /// Stops it and waits until it is gone.
    pub async fn stop(self) {
        // An error means that the task has ended already, and the part with it.
        let _ = self.stop.send(());
        let _ = self.task.await;
    }
}

/// Counts one running part, as long as this value lives.
struct Running;

/// How many parts run in this process.
static RUNNING: LazyLock<watch::Sender<usize>> = LazyLock::new(|| watch::Sender::new(0));

impl Running {
    fn one_more() -> Running {
        RUNNING.send_modify(|count| *count += 1);
        Running
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.send_modify(|count| *count = count.saturating_sub(1));
    }
}

/// Waits until every part of this process has ended, including those whose handle was dropped: they stop by
/// themselves, by their own signals.
pub async fn all_ended() {
    if timeout(ALL_ENDED, RUNNING.subscribe().wait_for(|count| *count == 0)).await.is_err() {
        tracing::error!("a part of the hub did not end in time; the next start ends it");
    }
}

/// A part that does not answer yet. If the start is interrupted (by a signal or an error) it is ended by its own
/// signals, as it would be later: a database that is killed in its first second leaves its files behind.
struct Starting<P: Part> {
    part: Arc<P>,
    child: Option<Child>,
    running: Option<Running>,
}

impl<P: Part> Drop for Starting<P> {
    fn drop(&mut self) {
        let (Some(mut child), running) = (self.child.take(), self.running.take()) else { return };
        let part = self.part.clone();
        tokio::spawn(async move {
            end(part.as_ref(), &mut child).await;
            drop(running);
        });
    }
}

async fn first_start<P: Part>(part: &Arc<P>) -> Result<Child, PlatformError> {
    part.clear().await?;
    let mut starting = Starting { part: part.clone(), child: Some(spawn(part.as_ref())?), running: Some(Running::one_more()) };
    let deadline = Instant::now() + part.patience();
    loop {
        if let Some(Ok(Some(status))) = starting.child.as_mut().map(Child::try_wait) {
            return Err(ended(part.as_ref(), status));
        }
        let last = match ask(part.as_ref()).await {
            Ok(()) => {
                if let Some(child) = starting.child.take() {
                    return Ok(child);
                }
                "it has gone".to_owned()
            }
            Err(last) => last,
        };
        if Instant::now() >= deadline {
            if let Some(mut child) = starting.child.take() {
                end(part.as_ref(), &mut child).await;
            }
            return Err(PlatformError::Silent { name: part.name(), seconds: part.patience().as_secs(), last, log: part.log() });
        }
        sleep(STARTING_EVERY).await;
    }
}

fn spawn<P: Part>(part: &P) -> Result<Child, PlatformError> {
    let mut command = part.command();
    let log = part.log();
    let at = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let file = logs::open(&log, &format!("{} at {at}", part.name())).map_err(PlatformError::io("write", &log))?;
    let errors = file.try_clone().map_err(PlatformError::io("write", &log))?;
    // The child is dropped without a stop only when the hub itself fails. Then a killed child is better than one that
    // is left running.
    command.stdin(std::process::Stdio::null()).stdout(file).stderr(errors).kill_on_drop(true);
    let program = PathBuf::from(command.as_std().get_program());
    command.spawn().map_err(PlatformError::io("run", &program))
}

fn ended<P: Part>(part: &P, status: ExitStatus) -> PlatformError {
    PlatformError::Ended { name: part.name(), status: status.to_string(), said: logs::tail(&part.log()) }
}

async fn ask<P: Part>(part: &P) -> Result<(), String> {
    timeout(PROBE_LIMIT, part.probe()).await.unwrap_or_else(|_| Err(format!("no answer within {} s", PROBE_LIMIT.as_secs())))
}

/// Ends a child by its own signals, in order, waiting after each as long as the part may take; then by SIGKILL.
async fn end<P: Part>(part: &P, child: &mut Child) {
    for (signal, limit) in part.stop_signals() {
        let Some(pid) = child.id() else { return };
        // Only the leader of the process group gets this signal: PostgreSQL tells its own children.
        let _ = nix::sys::signal::kill(Pid::from_raw(pid.cast_signed()), *signal);
        if timeout(*limit, child.wait()).await.is_ok() {
            return;
        }
        tracing::warn!(part = part.name(), %signal, "did not end in time");
    }
    kill_group(child.id());
    let _ = child.wait().await;
}

fn kill_group(pid: Option<u32>) {
    if let Some(pid) = pid
        && let Err(errno) = killpg(Pid::from_raw(pid.cast_signed()), Signal::SIGKILL)
        && errno != Errno::ESRCH
    {
        tracing::warn!(%errno, pid, "cannot end the process group");
    }
}

struct Loop<P> {
    part: Arc<P>,
    state: watch::Sender<State>,
}

enum Happened {
    Stop,
    Ended(String),
}

impl<P: Part> Loop<P> {
    async fn run(self, mut child: Child, mut stopped: oneshot::Receiver<()>) {
        let mut back_off = BACK_OFF.0;
        loop {
            let started = Instant::now();
            match self.watch(&mut child, &mut stopped).await {
                Happened::Stop => break end(self.part.as_ref(), &mut child).await,
                Happened::Ended(reason) => self.down(reason),
            }
            back_off = next_back_off(back_off, started.elapsed());
            match self.restart(&mut back_off, &mut stopped).await {
                Some(fresh) => child = fresh,
                None => break,
            }
        }
        tracing::info!(part = self.part.name(), "stopped");
    }

    /// Asks the part regularly; returns when it has ended or is to be stopped.
    async fn watch(&self, child: &mut Child, stopped: &mut oneshot::Receiver<()>) -> Happened {
        loop {
            tokio::select! {
                // A dropped handle means stop as well, so that no part is left running without its hub.
                _ = &mut *stopped => return Happened::Stop,
                status = child.wait() => return Happened::Ended(status.map_or_else(|e| e.to_string(), |s| s.to_string())),
                answer = async { sleep(PROBE_EVERY).await; ask(self.part.as_ref()).await } => {
                    self.answered(answer);
                    if let Err(error) = self.part.bound_logs() {
                        tracing::warn!(part = self.part.name(), %error, "its log cannot be put aside");
                    }
                }
            }
        }
    }

    /// Starts the part again until it answers; `None` when it is to be stopped instead.
    async fn restart(&self, back_off: &mut Duration, stopped: &mut oneshot::Receiver<()>) -> Option<Child> {
        loop {
            tokio::select! {
                _ = &mut *stopped => return None,
                () = sleep(*back_off) => {}
            }
            let started = match self.part.clear().await {
                Ok(()) => spawn(self.part.as_ref()),
                Err(error) => Err(error),
            };
            match started {
                Ok(mut child) => {
                    metrics::counter!("hearth_part_restarts_total", "part" => self.part.name()).increment(1);
                    if self.until_it_answers(&mut child, stopped).await {
                        return Some(child);
                    }
                }
                Err(error) => self.down(error.to_string()),
            }
            if stopped_already(stopped) {
                return None;
            }
            *back_off = next_back_off(*back_off, Duration::ZERO);
        }
    }

    async fn until_it_answers(&self, child: &mut Child, stopped: &mut oneshot::Receiver<()>) -> bool {
        loop {
            tokio::select! {
                _ = &mut *stopped => {
                    end(self.part.as_ref(), child).await;
                    stopped.close();
                    return false;
                }
                status = child.wait() => {
                    let status = status.map_or_else(|e| e.to_string(), |s| s.to_string());
                    self.down(format!("{status}: {}", logs::tail(&self.part.log())));
                    return false;
                }
                answer = async { sleep(STARTING_EVERY).await; ask(self.part.as_ref()).await } => if answer.is_ok() {
                    self.answered(answer);
                    return true;
                },
            }
        }
    }

    fn answered(&self, answer: Result<(), String>) {
        match answer {
            Ok(()) => {
                let was_down = self.state.send_if_modified(|state| std::mem::replace(state, State::Up) != State::Up);
                if was_down {
                    tracing::info!(part = self.part.name(), "answers again");
                }
            }
            Err(reason) => self.down(reason),
        }
    }

    fn down(&self, reason: String) {
        tracing::error!(part = self.part.name(), reason, "down");
        self.state.send_if_modified(|state| match state {
            // `since` stays the time of the first failure.
            State::Down { reason: known, .. } => {
                let news = *known != reason;
                *known = reason;
                news
            }
            _ => {
                *state = State::Down { since: crate::clock::wall_ms(), reason };
                true
            }
        });
    }
}

fn stopped_already(stopped: &mut oneshot::Receiver<()>) -> bool {
    !matches!(stopped.try_recv(), Err(oneshot::error::TryRecvError::Empty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_keeps_dying_waits_longer_and_one_that_lived_is_forgiven() {
        let mut wait = BACK_OFF.0;
        for _ in 0..10 {
            let next = next_back_off(wait, Duration::from_secs(1));
            assert!(next >= wait && next <= BACK_OFF.1);
            wait = next;
        }
        assert_eq!(wait, BACK_OFF.1);
        assert_eq!(next_back_off(wait, FORGIVEN_AFTER), BACK_OFF.0);
    }
}
