//! A socket that sends acknowledgements together.
//!
//! The library writes each acknowledgement out by itself; for a busy intake that is a system call for every message, here
//! and at the broker. This socket keeps acknowledgements until whoever owns the connection has nothing else to do and waits
//! for the broker, or has something else to say. The order of what is sent stays. Under TLS it sees no packets, so there it
//! keeps nothing.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The most bytes that are kept, at 4 an acknowledgement. Then they are sent.
const MOST: usize = 16 * 1024;
/// How a PUBACK of MQTT 3.1.1 begins; two bytes with the number of the message follow.
const PUBACK: [u8; 2] = [0x40, 2];

/// The socket of an intake.
#[derive(Debug)]
pub(crate) struct AcksTogether<S> {
    socket: S,
    kept: Vec<u8>,
    /// True while what is kept holds more than acknowledgements, so that it must be sent at once.
    is_urgent: bool,
}

impl<S> AcksTogether<S> {
    pub(crate) fn new(socket: S) -> Self {
        Self { socket, kept: Vec::new(), is_urgent: false }
    }
}

/// True for bytes that are whole acknowledgements and nothing else. The library writes whole packets.
fn are_acks(bytes: &[u8]) -> bool {
    bytes.len().is_multiple_of(4) && bytes.chunks_exact(4).all(|packet| packet.starts_with(&PUBACK))
}

impl<S: AsyncWrite + Unpin> AcksTogether<S> {
    fn poll_send(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.kept.is_empty() {
            let sent = ready!(Pin::new(&mut self.socket).poll_write(cx, &self.kept))?;
            if sent == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.kept.drain(..sent);
        }
        self.is_urgent = false;
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for AcksTogether<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        // If the socket takes no more now, it wakes this task when it does.
        if let Poll::Ready(Err(error)) = self.poll_send(cx) {
            return Poll::Ready(Err(error));
        }
        Pin::new(&mut self.socket).poll_read(cx, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for AcksTogether<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.kept.len() >= MOST {
            ready!(self.poll_send(cx))?;
        }
        self.is_urgent |= !are_acks(bytes);
        self.kept.extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.is_urgent {
            return Poll::Ready(Ok(()));
        }
        ready!(self.poll_send(cx))?;
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_send(cx))?;
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// A test socket that keeps each write apart and has nothing to read.
    #[derive(Default)]
    struct Wire(Vec<Vec<u8>>);

    impl AsyncRead for Wire {
        fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    impl AsyncWrite for Wire {
        fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            self.0.push(bytes.to_vec());
            Poll::Ready(Ok(bytes.len()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    async fn say(socket: &mut AcksTogether<Wire>, packet: &[u8]) {
        socket.write_all(packet).await.unwrap();
        socket.flush().await.unwrap();
    }

    fn ack(number: u8) -> [u8; 4] {
        [0x40, 2, 0, number]
    }

    #[tokio::test]
    async fn acknowledgements_leave_in_one_write_once_the_broker_is_waited_for() {
        let mut socket = AcksTogether::new(Wire::default());
        for number in 1..=100 {
            say(&mut socket, &ack(number)).await;
        }
        assert_eq!(socket.socket.0.len(), 0);
        let said = socket.read(&mut [0; 8]).await.unwrap();
        assert_eq!(said, 0, "this wire says nothing");
        assert_eq!(socket.socket.0, [(1..=100).flat_map(ack).collect::<Vec<u8>>()]);
    }

    #[tokio::test]
    async fn whatever_else_is_said_leaves_at_once_and_after_the_acknowledgements_before_it() {
        let mut socket = AcksTogether::new(Wire::default());
        say(&mut socket, &ack(1)).await;
        let disconnect = [0xe0, 0];
        say(&mut socket, &disconnect).await;
        assert_eq!(socket.socket.0.concat(), [&ack(1)[..], &disconnect].concat());
        say(&mut socket, &ack(2)).await;
        socket.shutdown().await.unwrap();
        assert_eq!(socket.socket.0.concat(), [&ack(1)[..], &disconnect, &ack(2)].concat());
    }

    #[tokio::test]
    async fn no_more_is_kept_than_the_limit() {
        let mut socket = AcksTogether::new(Wire::default());
        for _ in 0..3 * MOST / 4 {
            say(&mut socket, &ack(1)).await;
            assert!(socket.kept.len() <= MOST);
        }
        assert_eq!(socket.socket.0.len(), 2);
    }
}
