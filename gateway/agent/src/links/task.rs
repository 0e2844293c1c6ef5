//! The task of one link: opens, reads, decodes, reports, and starts over until it is told to end.

use super::health::{Fault, Stage};
use super::replay::Replay;
use super::serial;
use super::unread::Unread;
use crate::clock::SystemClock;
use crate::config::Source;
use hearth_devices::{Decoded, Dialogue, StreamProtocol, Word};
use hearth_vitals::MonoMs;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep, timeout};
use tokio_serial::SerialStream;

/// First pause before a port is opened again; each further pause is twice as long.
const FIRST_RETRY: Duration = Duration::from_millis(200);
/// The longest pause before a port is opened again.
const LAST_RETRY: Duration = Duration::from_secs(5);
/// How long bytes gather before the next read: a slow line would otherwise wake the task for each byte.
const GATHER: Duration = Duration::from_millis(20);
/// The shortest time between two reports of bytes that mean nothing yet.
const HEARD: Duration = Duration::from_secs(1);
/// After so long without taking a byte, a port is no longer written to until it is opened again; it is still read.
const WRITE: Duration = Duration::from_secs(1);

/// Id of a link within this run of the program; it is never used again for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);

/// News from a link.
#[derive(Debug)]
pub struct LinkNews {
    /// Id of the link.
    pub link: LinkId,
    /// When it was said, on the monotonic clock.
    pub at: MonoMs,
    /// What the link says.
    pub news: News,
}

/// What happened on a link.
#[derive(Debug)]
pub enum News {
    /// The port is open.
    Opened,
    /// Bytes arrived that complete nothing.
    Heard,
    /// Bytes were rejected since the last such news, and none were valid; at most once a second.
    Rejected {
        /// How many bytes were rejected.
        bytes: usize,
        /// The newest bytes, a few dozen at most.
        example: Vec<u8>,
    },
    /// Bytes arrived that complete this.
    Decoded(Vec<Decoded>),
    /// Measurements of another instant than now, earlier or the same.
    Measured {
        /// When it was measured, on the monotonic clock.
        measured: MonoMs,
        /// What the bytes decoded to.
        decoded: Vec<Decoded>,
    },
    /// A record was understood that had been said before.
    Again,
    /// The connection of a Bluetooth device has come this far.
    Stage(Stage),
    /// The port cannot be used; it will be tried again.
    Failed(Fault),
    /// The link was told to end, and its port is closed: this is its last news.
    Removed,
}

/// What a link said at some instant is durable. Only devices that wait for an answer are told ([`hearth_devices::Answers`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Id of the link.
    pub link: LinkId,
    /// When it said it ([`LinkNews::at`]).
    pub at: MonoMs,
}

/// What tells a task something.
pub(super) struct Ears {
    /// The task ends when the other half is dropped.
    pub stopped: oneshot::Receiver<()>,
    /// Instants of records that are durable now.
    pub kept: mpsc::Receiver<MonoMs>,
}

/// Starts the task of one link. It ends when it is told to, or when nobody listens any more.
pub(super) fn spawn(
    link: LinkId,
    (source, protocol): (Source, StreamProtocol),
    clock: SystemClock,
    news: mpsc::Sender<LinkNews>,
    ears: Ears,
) {
    let task = LinkTask { link, source, protocol, clock, news };
    tokio::spawn(async move { task.run(ears).await });
}

struct LinkTask {
    link: LinkId,
    source: Source,
    protocol: StreamProtocol,
    clock: SystemClock,
    news: mpsc::Sender<LinkNews>,
}

enum Port {
    Serial {
        stream: SerialStream,
        /// True once it took no bytes: then it is only read until it is opened again.
        is_deaf: bool,
    },
    Replay(Replay),
}

impl Port {
    async fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Port::Serial { stream, .. } => stream.read(into).await,
            Port::Replay(replay) => replay.read(into).await,
        }
    }

    /// Carries out a word on the line; a recording ignores it.
    async fn obey(&mut self, word: Word) -> io::Result<()> {
        let Port::Serial { stream, is_deaf } = self else { return Ok(()) };
        match word {
            Word::Write(_) if *is_deaf => Ok(()),
            Word::Write(bytes) => timeout(WRITE, stream.write_all(&bytes)).await.unwrap_or_else(|_| {
                *is_deaf = true;
                Ok(())
            }),
            Word::Set(settings) => serial::set(stream, settings),
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

impl LinkTask {
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
        match &self.source {
            Source::Serial { port, baud } => {
                serial::open(port, self.protocol.serial(), *baud).map(|stream| Port::Serial { stream, is_deaf: false })
            }
            Source::Replay { file, baud } => Replay::open(file, *baud).map(Port::Replay),
            // The radio reads Bluetooth devices.
            Source::Bluetooth { .. } => Err(Fault::Missing),
        }
    }

    /// Reads until the port goes away, or until the link is told to end (`None`).
    async fn read(&self, mut port: Port, ears: &mut Ears) -> Result<Option<Fault>, Ended> {
        let mut line = Dialogue::opened(self.protocol, self.clock.mono().0);
        let (mut buffer, mut unread) = ([0; 4096], Unread::default());
        let (mut told, mut told_rejected) = (Instant::now() - HEARD, Instant::now() - HEARD);
        let mut heard = self.clock.mono();
        loop {
            let retell = unread.waits().then(|| HEARD.saturating_sub(told_rejected.elapsed()));
            let count = match turn(&mut port, self.due(&line, retell), ears, &mut buffer).await {
                Turn::Stopped => break self.end(line, heard, None).await,
                // An adapter that is pulled out reads as end of file, or as EIO.
                Turn::Read(Ok(0)) => break self.end(line, heard, Some(Fault::Unplugged)).await,
                Turn::Read(Err(error)) => break self.end(line, heard, Some(gone(&error))).await,
                Turn::Read(Ok(count)) => count,
                Turn::Kept(at) => {
                    line.kept(at.0);
                    0
                }
                Turn::Due => 0,
            };
            let mut decoded = Vec::new();
            if count > 0 {
                heard = self.clock.mono();
                decoded = line.heard(&buffer[..count], heard.0);
            }
            for word in line.words(self.clock.mono().0, &mut decoded) {
                if let Err(error) = port.obey(word).await {
                    self.hand_on(heard, decoded).await?;
                    return self.end(line, heard, Some(gone(&error))).await;
                }
            }
            unread.take(&buffer[..count], &decoded);
            if told_rejected.elapsed() >= HEARD
                && let Some((bytes, example)) = unread.tell()
            {
                told_rejected = Instant::now();
                self.tell(News::Rejected { bytes, example }).await?;
            }
            if !decoded.is_empty() {
                self.tell_of(heard, News::Decoded(decoded)).await?;
            } else if count == 0 {
                continue;
            } else if told.elapsed() >= HEARD {
                told = Instant::now();
                self.tell(News::Heard).await?;
            }
            sleep(GATHER).await;
        }
    }

    /// Time until something has to be written or reported again; `None` for never.
    fn due(&self, line: &Dialogue, retell: Option<Duration>) -> Option<Duration> {
        let write = line.due_ms().map(|due_ms| Duration::from_millis(due_ms.saturating_sub(self.clock.mono().0)));
        write.into_iter().chain(retell).min()
    }

    /// Reports what the decoder still held as of its last bytes: a device may have been silent for long before its line went
    /// away.
    async fn end(&self, line: Dialogue, heard: MonoMs, fault: Option<Fault>) -> Result<Option<Fault>, Ended> {
        self.hand_on(heard, line.finish()).await?;
        Ok(fault)
    }

    async fn hand_on(&self, heard: MonoMs, decoded: Vec<Decoded>) -> Result<(), Ended> {
        if decoded.is_empty() { Ok(()) } else { self.tell_of(heard, News::Decoded(decoded)).await }
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

/// Waits for what happens next. Bytes that have come are read before the line is set differently, which would drop them.
async fn turn(port: &mut Port, wait: Option<Duration>, ears: &mut Ears, buffer: &mut [u8]) -> Turn {
    tokio::select! {
        biased;
        _ = &mut ears.stopped => Turn::Stopped,
        Some(at) = ears.kept.recv() => Turn::Kept(at),
        read = port.read(buffer) => Turn::Read(read),
        () = pause(wait) => Turn::Due,
    }
}

/// Waits that long; for ever with `None`.
async fn pause(wait: Option<Duration>) {
    match wait {
        Some(Duration::ZERO) => {}
        Some(wait) => sleep(wait).await,
        None => std::future::pending().await,
    }
}

fn gone(error: &io::Error) -> Fault {
    use nix::errno::Errno;
    match error.raw_os_error().map(Errno::from_raw) {
        Some(Errno::EIO | Errno::ENODEV | Errno::ENXIO) => Fault::Unplugged,
        _ if error.kind() == io::ErrorKind::BrokenPipe => Fault::Unplugged,
        _ => Fault::Other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A port, and what hangs on it.
    fn port() -> (Port, SerialStream) {
        let (stream, device) = SerialStream::pair().unwrap();
        (Port::Serial { stream, is_deaf: false }, device)
    }

    #[tokio::test]
    async fn bytes_that_are_there_are_read_before_the_line_is_set_otherwise() {
        let (mut port, mut device) = port();
        device.write_all(b"record").await.unwrap();
        let Port::Serial { stream, .. } = &port else { unreachable!() };
        stream.readable().await.unwrap();
        let ((_stop, stopped), (_tell, kept)) = (oneshot::channel(), mpsc::channel(1));
        let (mut ears, mut buffer) = (Ears { stopped, kept }, [0; 16]);
        let next = turn(&mut port, Some(Duration::ZERO), &mut ears, &mut buffer).await;
        assert!(matches!(next, Turn::Read(Ok(6))));
        assert!(matches!(turn(&mut port, Some(Duration::ZERO), &mut ears, &mut buffer).await, Turn::Due));
    }

    #[tokio::test]
    async fn a_port_that_takes_no_bytes_holds_up_what_its_device_says_once() {
        let (mut port, mut device) = port();
        let Port::Serial { stream, .. } = &mut port else { unreachable!() };
        stream.writable().await.unwrap();
        while stream.try_write(&[0x7D; 1_024]).is_ok() {}
        let ask = || Word::Write(vec![0x7D; 64]);
        port.obey(ask()).await.unwrap();
        let is_free = tokio::select! {
            biased;
            done = port.obey(ask()) => done.is_ok(),
            () = std::future::ready(()) => false,
        };
        assert!(is_free, "the next poll is not waited for");
        device.write_all(b"record").await.unwrap();
        assert!(matches!(port.read(&mut [0; 16]).await, Ok(6)));
    }
}
