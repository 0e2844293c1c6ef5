//! One question to the hub over HTTPS: its address, and its answer.

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::{Request, Uri, header};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

/// How long the whole question may take.
const ANSWER: Duration = Duration::from_secs(30);
/// The largest answer that is read, bytes: certificates are a few thousand.
const ANSWER_BYTES_MAX: usize = 256 * 1024;

/// Address of the hub: `https://host` or `https://host:port`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubUrl {
    /// Host name or address.
    pub host: String,
    /// Its port; 443 if none is given.
    pub port: u16,
}

impl FromStr for HubUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<HubUrl, String> {
        let wrong = || format!("'{text}' is no address of a hub; write it as https://hub.example.org:8443");
        let uri: Uri = text.parse().map_err(|_| wrong())?;
        let is_plain = uri.scheme_str() == Some("https") && matches!(uri.path(), "" | "/") && uri.query().is_none();
        let host = uri.host().filter(|host| is_plain && !host.is_empty()).ok_or_else(wrong)?;
        // An address of version 6 stands in brackets in a URL, and nowhere else.
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        Ok(HubUrl { host, port: uri.port_u16().unwrap_or(443) })
    }
}

impl fmt::Display for HubUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let HubUrl { host, port } = self;
        if host.contains(':') { write!(f, "https://[{host}]:{port}") } else { write!(f, "https://{host}:{port}") }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// The hub could not be reached.
    #[error("{0}")]
    Unreachable(String),
    /// The hub refuses, and says why.
    #[error("the hub refuses: {0}")]
    Refused(String),
    /// The server that answers is not a hub, or a hub of another version.
    #[error("{0}")]
    NoHub(String),
}

/// Asks the hub, and reads its answer.
///
/// # Errors
/// [`NoAnswer`], in words.
pub async fn ask<A: DeserializeOwned>(hub: &HubUrl, tls: Arc<ClientConfig>, path: &str, question: &impl Serialize) -> Result<A, NoAnswer> {
    let answer = timeout(ANSWER, post(hub, tls, path, question)).await;
    let (status, body) = answer.map_err(|_| NoAnswer::Unreachable(format!("{hub} did not answer within {} s", ANSWER.as_secs())))??;
    if (200..300).contains(&status) {
        return serde_json::from_slice(&body).map_err(|_| NoAnswer::NoHub(format!("{hub} answers, but not as a hub of this version does")));
    }
    let problem: Option<Problem> = serde_json::from_slice(&body).ok();
    Err(match problem {
        Some(Problem { detail }) => NoAnswer::Refused(detail),
        None => NoAnswer::NoHub(format!("{hub} answers {status}, but not as a hub does; is it the hub's address?")),
    })
}

/// The part of a hub's refusal that is read.
#[derive(serde::Deserialize)]
struct Problem {
    detail: String,
}

async fn post(hub: &HubUrl, tls: Arc<ClientConfig>, path: &str, question: &impl Serialize) -> Result<(u16, Bytes), NoAnswer> {
    let unreachable = |error: String| NoAnswer::Unreachable(format!("cannot reach {hub}: {error}"));
    let stream = TcpStream::connect((hub.host.as_str(), hub.port)).await.map_err(|error| unreachable(error.to_string()))?;
    let name = ServerName::try_from(hub.host.clone()).map_err(|_| unreachable("its name is no host name".to_owned()))?;
    let stream = TlsConnector::from(tls).connect(name, stream).await.map_err(|error| unreachable(words(&error.to_string())))?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|error| unreachable(error.to_string()))?;
    let talking = tokio::spawn(connection);
    let body = serde_json::to_vec(question).map_err(|error| unreachable(error.to_string()))?;
    let host = hub.to_string().trim_start_matches("https://").to_owned();
    let request = Request::post(path)
        .header(header::HOST, host)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONNECTION, "close")
        .body(Full::new(Bytes::from(body)))
        .map_err(|error| unreachable(error.to_string()))?;
    let answer = sender.send_request(request).await.map_err(|error| unreachable(error.to_string()))?;
    let status = answer.status().as_u16();
    let body = Limited::new(answer.into_body(), ANSWER_BYTES_MAX).collect().await.map_err(|error| unreachable(error.to_string()))?;
    talking.abort();
    Ok((status, body.to_bytes()))
}

/// The message of TLS, with what to do about it.
fn words(said: &str) -> String {
    let mend = if said.contains("NotValidForName") || said.contains("not valid for name") {
        "; the hub's certificate names other hosts: add this one to server.names of the hub"
    } else if said.contains("xpired") {
        "; look whether this machine's clock is right"
    } else if said.contains("UnknownIssuer") {
        "; its certificate is of another authority than this gateway's: it is another hub, or its authority was replaced. Enrol again"
    } else {
        ""
    };
    format!("{said}{mend}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_hub_is_https_and_nothing_more() {
        let read = |text: &str| text.parse::<HubUrl>().map(|url| url.to_string());
        assert_eq!(read("https://hub.example.org"), Ok("https://hub.example.org:443".to_owned()));
        assert_eq!(read("https://[fd00::1]:8443/"), Ok("https://[fd00::1]:8443".to_owned()));
        for text in ["http://hub.example.org", "hub.example.org", "https://", "https://hub/x", "https://hub/?a", "ftp://hub"] {
            assert!(read(text).unwrap_err().contains("https://hub.example.org:8443"), "{text}");
        }
    }
}
