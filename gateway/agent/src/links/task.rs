//! The task of one link: opens, reads, decodes, reports, and starts over until it is told to end.

use super::health::Fault;
use super::replay::Replay;
use super::serial;
use crate::clock::SystemClock;
use crate::config::{Device, Source};
use hearth_devices::{Decoded, Decoder, Talker, Word};
use hearth_vitals::MonoMs;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep, timeout};
use tokio_serial::SerialStream;

/// A port is looked for again after this, doubling.
const FIRST_RETRY: Duration = Duration::from_millis(200);
/// ... up to this.
const LAST_RETRY: Duration = Duration::from_secs(5);
/// Bytes are let gather for this before the next read: a slow line would wake us for each.
const GATHER: Duration = Duration::from_millis(20);
/// Bytes that mean nothing (yet) are reported this often at most.
const HEARD: Duration = Duration::from_secs(1);
/// A port that takes no byte for so long is written to no more this time: what its device says is read still.
const WRITE: Duration = Duration::from_secs(1);
/// So many of the bytes that were rejected are handed on.
const EXAMPLE_BYTES: usize = 64;

/// A link of this run of the program; never used again for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);

/// News from a link.
#[derive(Debug)]
pub struct LinkNews {
    /// Which link.
    pub link: LinkId,
    /// When, on the monotonic clock.
    pub at: MonoMs,
    /// What.
    pub news: News,
}

/// What happened on a link.
#[derive(Debug)]
pub enum News {
    /// The port is open.
    Opened,
    /// Bytes arrived that complete nothing.
    Heard,
    /// Bytes arrived of which some were rejected and none were valid: some of them, at most once a second.
    Rejected(Vec<u8>),
    /// Bytes arrived that complete this.
    Decoded(Vec<Decoded>),
    /// The port cannot be used; it will be tried again.
    Failed(Fault),
    /// It was told to end, and its port is closed: its last news.
    Removed,
}

/// What a link said at an instant is durable. Only devices that wait for an answer are told ([`hearth_devices::Answers`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Which link.
    pub link: LinkId,
    /// When it said it ([`LinkNews::at`]).
    pub at: MonoMs,
}

/// What a task is told.
pub(super) struct Ears {
    /// It ends when the other half is dropped.
    pub stopped: oneshot::Receiver<()>,
    /// When it said what is durable now.
    pub kept: mpsc::Receiver<MonoMs>,
}

/// Starts the task of one link. It ends when it is told to, or when nobody listens any more.
pub(super) fn spawn(link: LinkId, device: Device, clock: SystemClock, news: mpsc::Sender<LinkNews>, ears: Ears) {
    let task = Task { link, device, clock, news };
    tokio::spawn(async move { task.run(ears).await });
}

struct Task {
    link: LinkId,
    device: Device,
    clock: SystemClock,
    news: mpsc::Sender<LinkNews>,
}

enum Port {
    Serial(SerialStream),
    Replay(Replay),
}

impl Port {
    async fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Port::Serial(port) => port.read(into).await,
            Port::Replay(replay) => replay.read(into).await,
        }
    }

    /// Does what is to be done on the line. To a recording nothing can be said.
    async fn obey(&mut self, word: Word) -> io::Result<()> {
        let Port::Serial(port) = self else { return Ok(()) };
        match word {
            Word::Write(bytes) => timeout(WRITE, port.write_all(&bytes)).await.unwrap_or(Ok(())),
            Word::Set(settings) => serial::set(port, settings),
        }
    }
}

/// What a link waits for while its port is open.
enum Turn {
    Stopped,
    Due,
    Kept(MonoMs),
    Read(io::Result<usize>),
}

/// Nobody listens any more.
struct Ended;

impl Task {
    async fn run(&self, mut ears: Ears) -> Option<()> {
        let mut retry = FIRST_RETRY;
        loop {
            let fault = match self.open() {
                Ok(port) => {
                    retry = FIRST_RETRY;
                    self.tell(News::Opened).await.ok()?;
                    match self.read(port, &mut ears).await.ok()? {
                        Some(fault) => fault,
                        None => break,
                    }
                }
                Err(fault) => fault,
            };
            self.tell(News::Failed(fault)).await.ok()?;
            tokio::select! {
                _ = &mut ears.stopped => break,
                () = sleep(retry) => {}
            }
            retry = (retry * 2).min(LAST_RETRY);
        }
        self.tell(News::Removed).await.ok()
    }

    fn open(&self) -> Result<Port, Fault> {
        match &self.device.source {
            Source::Serial { port, baud } => serial::open(port, self.device.protocol.serial(), *baud).map(Port::Serial),
            Source::Replay { file, baud } => Replay::open(file, *baud).map(Port::Replay),
        }
    }

    /// Reads until the port goes away, or until the link is told to end (`None`).
    async fn read(&self, mut port: Port, ears: &mut Ears) -> Result<Option<Fault>, Ended> {
        let mut decoder = self.device.protocol.decoder();
        let mut talker = Talker::opened(self.device.protocol, self.clock.mono().0);
        let mut buffer = [0; 4096];
        let (mut told, mut told_rejected) = (Instant::now() - HEARD, Instant::now() - HEARD);
        let mut heard = self.clock.mono();
        loop {
            let count = match self.turn(&mut port, &talker, ears, &mut buffer).await {
                Turn::Stopped => break self.end(decoder, heard, None).await,
                // An adapter that is pulled out reads as end of file, or as EIO.
                Turn::Read(Ok(0)) => break self.end(decoder, heard, Some(Fault::Unplugged)).await,
                Turn::Read(Err(error)) => break self.end(decoder, heard, Some(gone(&error))).await,
                Turn::Read(Ok(count)) => count,
                Turn::Kept(at) => {
                    talker.kept(at.0);
                    0
                }
                Turn::Due => 0,
            };
            let mut decoded = Vec::new();
            if count > 0 {
                heard = self.clock.mono();
                decoder.push(&buffer[..count], &mut decoded);
                talker.heard(&decoded, heard.0);
            }
            for word in talker.words(self.clock.mono().0) {
                if let Err(error) = port.obey(word).await {
                    return self.end(decoder, heard, Some(gone(&error))).await;
                }
            }
            if count == 0 {
                continue;
            }
            if is_rejected(&decoded) && told_rejected.elapsed() >= HEARD {
                told_rejected = Instant::now();
                self.tell(News::Rejected(buffer[..count.min(EXAMPLE_BYTES)].to_vec())).await?;
            }
            if !decoded.is_empty() {
                self.tell_of(heard, News::Decoded(decoded)).await?;
            } else if told.elapsed() >= HEARD {
                told = Instant::now();
                self.tell(News::Heard).await?;
            }
            sleep(GATHER).await;
        }
    }

    async fn turn(&self, port: &mut Port, talker: &Talker, ears: &mut Ears, buffer: &mut [u8]) -> Turn {
        let wait = talker.due_ms().map(|due_ms| Duration::from_millis(due_ms.saturating_sub(self.clock.mono().0)));
        tokio::select! {
            biased;
            _ = &mut ears.stopped => Turn::Stopped,
            Some(at) = ears.kept.recv() => Turn::Kept(at),
            () = pause(wait) => Turn::Due,
            read = port.read(buffer) => Turn::Read(read),
        }
    }

    /// What the decoder still held was measured when its last bytes came: a device may have been
    /// silent for long before its line went away.
    async fn end(&self, mut decoder: Box<dyn Decoder + Send>, heard: MonoMs, fault: Option<Fault>) -> Result<Option<Fault>, Ended> {
        let mut decoded = Vec::new();
        decoder.finish(&mut decoded);
        if !decoded.is_empty() {
            self.tell_of(heard, News::Decoded(decoded)).await?;
        }
        Ok(fault)
    }

    /// Waits while the agent is busy: the kernel keeps four seconds of a slow line.
    async fn tell(&self, news: News) -> Result<(), Ended> {
        self.tell_of(self.clock.mono(), news).await
    }

    async fn tell_of(&self, at: MonoMs, news: News) -> Result<(), Ended> {
        let news = LinkNews { link: self.link, at, news };
        self.news.send(news).await.map_err(|_| Ended)
    }
}

/// For so long; for ever when there is nothing to wait for.
async fn pause(wait: Option<Duration>) {
    match wait {
        Some(wait) => sleep(wait).await,
        None => std::future::pending().await,
    }
}

/// Something was rejected, and nothing was understood.
fn is_rejected(decoded: &[Decoded]) -> bool {
    !decoded.is_empty() && decoded.iter().all(|item| matches!(item, Decoded::Rejected { .. }))
}

fn gone(error: &io::Error) -> Fault {
    use nix::errno::Errno;
    match error.raw_os_error().map(Errno::from_raw) {
        Some(Errno::EIO | Errno::ENODEV | Errno::ENXIO) => Fault::Unplugged,
        _ if error.kind() == io::ErrorKind::BrokenPipe => Fault::Unplugged,
        _ => Fault::Other(error.to_string()),
    }
}
