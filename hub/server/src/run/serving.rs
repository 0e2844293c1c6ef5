//! Serves a router on the listener: TLS before HTTP where it is wanted, everything that a caller may take is bounded.
//!
//! The first byte of a handshake has three seconds to come, its first message three more, and the rest ten; a request's head has
//! thirty. Nobody waits for another's handshake: what one costs is a signature, and then it waits for its client by itself. How many
//! connections there are, and from where, is limited (see [`Guests`]).
//! Who speaks plain text to an encrypted port is sent to https.

use super::guests::{Guest, Guests};
use super::line::{Line, Wire};
use crate::auth::origin::Forwards;
use crate::certificates::shown::Shown;
use crate::config::{Door, Server};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::server::Acceptor;
use tower::Service;

/// How long the first byte of a TLS handshake may take to come, and then its first message.
const HELLO: Duration = Duration::from_secs(3);
/// How long the rest of a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long the head of a request may take to come, and a connection may stand open between two.
const HEAD: Duration = Duration::from_secs(30);
/// The pause after the system has refused a connection: when files run out, some are closed soon.
const REFUSED: Duration = Duration::from_millis(200);
/// The first byte of a TLS connection.
const HANDSHAKE_RECORD: u8 = 0x16;

/// Who may come in, and how.
#[derive(Clone)]
pub struct Entrance {
    tls: Option<Arc<ServerConfig>>,
    proxies: Arc<[IpAddr]>,
    /// Only proxies and this machine may come in.
    is_for_proxies: bool,
    /// One of this machine's accounts may be a proxy.
    has_proxy_here: bool,
    guests: Guests,
}

impl Entrance {
    /// As configured; `shown` is the certificate, `None` for plain text; `files` is how many this process may open.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(server: &Server, shown: Option<&Shown>, files: u64) -> io::Result<Entrance> {
        let rules = shown.map(Shown::rules).transpose().map_err(io::Error::other)?;
        Ok(Entrance {
            tls: rules,
            proxies: server.proxies.clone().into(),
            is_for_proxies: server.door() == Door::Proxied,
            has_proxy_here: server.door() == Door::Proxied || server.secure_cookies,
            guests: Guests::within(files),
        })
    }

    /// Plain text for everybody on this machine; for tests.
    #[cfg(test)]
    pub fn plain() -> Entrance {
        Entrance::new(&Server::default(), None, 4_096).unwrap()
    }

    /// True for a proxy: whom it names in `x-forwarded-for` is believed. Where none stands in front, nobody is.
    fn forwards(&self, address: IpAddr) -> bool {
        self.proxies.contains(&address) || self.has_proxy_here && address.is_loopback()
    }

    fn admit(&self, address: IpAddr) -> Option<Guest> {
        if self.is_for_proxies && !self.forwards(address) {
            return None;
        }
        self.guests.admit(address, address.is_loopback() || self.proxies.contains(&address))
    }
}

/// Serves until `stop` holds true; then answers what is under way.
pub async fn serve(listener: TcpListener, router: Router, entrance: Entrance, mut stop: watch::Receiver<bool>) -> io::Result<()> {
    let mut open = JoinSet::new();
    let of_each = stop.clone();
    loop {
        tokio::select! {
            () = stopped(&mut stop) => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    // A listener for both kinds of addresses writes those of the older kind in the newer way.
                    let peer = SocketAddr::new(peer.ip().to_canonical(), peer.port());
                    if let Some(guest) = entrance.admit(peer.ip()) {
                        open.spawn(connection(stream, peer, guest, router.clone(), entrance.clone(), of_each.clone()));
                    } else {
                        metrics::counter!("hearth_http_turned_away_total").increment(1);
                    }
                }
                // A caller that hung up at once is no reason to wait; a system without files is.
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted || error.kind() == io::ErrorKind::ConnectionReset => {}
                Err(error) => {
                    tracing::warn!(%error, "cannot take connections");
                    sleep(REFUSED).await;
                }
            },
            Some(_) = open.join_next() => {}
        }
    }
    while open.join_next().await.is_some() {}
    Ok(())
}

/// Returns when the hub stops; a sender that is gone means the same.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn connection(stream: TcpStream, peer: SocketAddr, guest: Guest, router: Router, entrance: Entrance, stop: watch::Receiver<bool>) {
    // Small answers leave at once.
    let _ = stream.set_nodelay(true);
    let forwards = Forwards(entrance.forwards(peer.ip()));
    let (wire, router) = match &entrance.tls {
        None => (Wire::Plain(stream), router),
        Some(rules) => match encrypted(stream, rules).await {
            Some(Wire::Plain(stream)) => (Wire::Plain(stream), Router::new().fallback(elsewhere)),
            Some(wire) => (wire, router),
            None => return,
        },
    };
    answer(Line::new(wire, guest), peer, forwards, router, stop).await;
}

/// The connection after its handshake; plain where the caller speaks plain text, `None` when there is no use in going on.
async fn encrypted(stream: TcpStream, rules: &Arc<ServerConfig>) -> Option<Wire> {
    let mut first = [0];
    if timeout(HELLO, stream.peek(&mut first)).await.ok()?.ok()? == 0 {
        return None;
    }
    if first != [HANDSHAKE_RECORD] {
        return Some(Wire::Plain(stream));
    }
    let hello = timeout(HELLO, LazyConfigAcceptor::new(Acceptor::default(), stream)).await.ok()?.ok()?;
    let finished = timeout(HANDSHAKE, hello.into_stream(rules.clone())).await.ok()?;
    finished.ok().map(|stream| Wire::Tls(Box::new(stream)))
}

async fn answer(line: Line, peer: SocketAddr, forwards: Forwards, router: Router, mut stop: watch::Receiver<bool>) {
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(forwards);
        router.clone().call(request)
    });
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let mut serving = pin!(http.serve_connection(TokioIo::new(line), service).with_upgrades());
    tokio::select! {
        _ = serving.as_mut() => return,
        () = stopped(&mut stop) => serving.as_mut().graceful_shutdown(),
    }
    let _ = serving.await;
}

/// Sends who speaks plain text to an encrypted port to the same page over https.
async fn elsewhere(headers: HeaderMap, uri: Uri) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    match host.filter(|host| host.bytes().all(|byte| byte.is_ascii_graphic() && !b"/@\\".contains(&byte))) {
        Some(host) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, format!("https://{host}{path}"))]).into_response(),
        None => (StatusCode::BAD_REQUEST, "This port speaks https.\n").into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Tls;

    #[test]
    fn nobody_on_this_machine_speaks_for_others_unless_a_proxy_was_declared() {
        let here = IpAddr::from([127, 0, 0, 1]);
        let forwards = |server: Server| Entrance::new(&server, None, 4_096).unwrap().forwards(here);
        assert!(!forwards(Server::default()));
        assert!(forwards(Server { tls: Tls::Proxy, ..Server::default() }));
        assert!(forwards(Server { secure_cookies: true, ..Server::default() }), "one that encrypts in front of loopback");
    }
}
