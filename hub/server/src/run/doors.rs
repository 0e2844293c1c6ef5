//! The listener: bound before anything else, so that it answers from the first second.
//!
//! While the hub starts, `/healthz` says that the process lives, and every other address says what the hub waits for.
//! Then the whole router takes over on the same socket; a connection made in between waits in the kernel's queue.

use super::Waiting;
use super::serving::{Entrance, serve};
use crate::problem::{Cause, Problem};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hearth_vitals::coded::English;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// The bound socket.
pub struct Doors {
    socket: std::net::TcpListener,
    entrance: Entrance,
}

/// A server that is running.
pub struct Open {
    address: SocketAddr,
    task: JoinHandle<io::Result<()>>,
}

/// The server that answers until the hub is ready.
pub struct Starting {
    close: watch::Sender<bool>,
    task: JoinHandle<io::Result<()>>,
}

impl Doors {
    /// Binds the address; `entrance` says who may come in, and how.
    ///
    /// # Errors
    /// When the address is in use, or is not an address of this machine.
    pub fn bind(address: SocketAddr, entrance: Entrance) -> io::Result<Doors> {
        let socket = std::net::TcpListener::bind(address)?;
        socket.set_nonblocking(true)?;
        Ok(Doors { socket, entrance })
    }

    fn listener(&self) -> io::Result<TcpListener> {
        TcpListener::from_std(self.socket.try_clone()?)
    }

    /// Answers while the hub starts; `waits` holds what it waits for.
    ///
    /// # Errors
    /// When the socket cannot be used any more.
    pub fn starting(&self, waits: Waiting) -> io::Result<Starting> {
        let router = Router::new().route("/healthz", get(|| async { "alive\n" })).fallback(not_yet).with_state(waits);
        let (close, closed) = watch::channel(false);
        Ok(Starting { close, task: tokio::spawn(serve(self.listener()?, router, self.entrance.clone(), closed)) })
    }

    /// Serves the hub until `stop` holds true.
    ///
    /// # Errors
    /// When the socket cannot be used any more.
    pub fn open(&self, router: Router, stop: watch::Receiver<bool>) -> io::Result<Open> {
        let address = self.socket.local_addr()?;
        Ok(Open { address, task: tokio::spawn(serve(self.listener()?, router, self.entrance.clone(), stop)) })
    }
}

impl Open {
    /// The address it listens on.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until the requests under way are answered, but no longer than `limit`.
    pub async fn closed(self, limit: Duration) {
        let abort = self.task.abort_handle();
        if timeout(limit, self.task).await.is_err() {
            abort.abort();
        }
    }
}

impl Starting {
    /// Takes no more requests, and ends once those under way are answered.
    pub async fn close(self) {
        let _ = self.close.send(true);
        let abort = self.task.abort_handle();
        if timeout(Duration::from_secs(1), self.task).await.is_err() {
            abort.abort();
        }
    }
}

async fn not_yet(State(waits): State<Waiting>) -> Response {
    let waits = English(waits.borrow().to_string());
    let mut response = Problem::from(Cause::HubStarting { waits }).into_response();
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn status(address: SocketAddr, path: &str) -> String {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn a_hub_that_starts_says_what_it_waits_for_and_then_serves_on_the_same_port() {
        let doors = Doors::bind("127.0.0.1:0".parse().unwrap(), Entrance::plain()).unwrap();
        let address = doors.socket.local_addr().unwrap();
        let (_waiting, waits) = watch::channel("the database does not answer".to_owned());
        let starting = doors.starting(waits).unwrap();
        assert!(status(address, "/healthz").await.starts_with("HTTP/1.1 200"));
        let answer = status(address, "/readyz").await;
        assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("the database does not answer"), "{answer}");
        starting.close().await;
        let (stop, stops) = watch::channel(false);
        let open = doors.open(Router::new().route("/", get(|| async { "open" })), stops).unwrap();
        assert!(status(address, "/").await.contains("open"));
        stop.send_replace(true);
        open.closed(Duration::from_secs(5)).await;
        assert!(tokio::net::TcpStream::connect(address).await.is_ok(), "the socket is the hub's until it ends");
    }
}
