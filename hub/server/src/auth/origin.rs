//! Where a request comes from: the network address, and the site of the page.

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, header};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// True if a connection comes from a declared proxy, or from this machine: then it may name the address of others.
#[derive(Debug, Clone, Copy)]
pub struct Forwards(pub bool);

/// The address for which a sign-in is counted.
///
/// A proxy that was declared, or one on this machine, speaks for others and names them last in `x-forwarded-for`;
/// from anywhere else that header is a claim and is not read.
pub fn address(parts: &Parts) -> IpAddr {
    address_of(&parts.extensions, &parts.headers)
}

/// The same, of a request that is whole.
pub fn address_of(extensions: &Extensions, headers: &HeaderMap) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    let forwards = extensions.get::<Forwards>().map_or(peer.is_loopback(), |forwards| forwards.0);
    if !forwards {
        return peer;
    }
    let claimed = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    claimed.and_then(|list| list.rsplit(',').next()?.trim().parse().ok()).unwrap_or(peer)
}

/// True if the request comes from a page of this site, or from a program that names no page. Browsers send cookies along with a
/// WebSocket from any page, without asking. `is_secure` says that pages are read over HTTPS: then the same host in plain text
/// counts as another site, because anybody on the way could have written its page.
pub fn same_site(headers: &HeaderMap, is_secure: bool) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let own = host.map(|host| format!("{}://{host}", if is_secure { "https" } else { "http" }));
    own.is_some() && origin.to_str().ok() == own.as_deref()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn parts(peer: [u8; 4], forwarded: &str) -> Parts {
        let request = Request::builder().header("x-forwarded-for", forwarded).extension(ConnectInfo(SocketAddr::from((peer, 1))));
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn only_a_proxy_on_this_machine_or_one_that_was_declared_may_name_another_address() {
        assert_eq!(address(&parts([127, 0, 0, 1], "1.1.1.1, 203.0.113.9")).to_string(), "203.0.113.9");
        assert_eq!(address(&parts([198, 51, 100, 7], "203.0.113.9")).to_string(), "198.51.100.7");
        assert_eq!(address(&parts([127, 0, 0, 1], "rubbish")).to_string(), "127.0.0.1");
        let mut declared = parts([198, 51, 100, 7], "203.0.113.9");
        declared.extensions.insert(Forwards(true));
        assert_eq!(address(&declared).to_string(), "203.0.113.9");
    }

    #[test]
    fn a_foreign_page_cannot_open_the_feed() {
        let headers = |origin: &str| {
            HeaderMap::from_iter([(header::HOST, "hub.example:8080".parse().unwrap()), (header::ORIGIN, origin.parse().unwrap())])
        };
        assert!(same_site(&headers("http://hub.example:8080"), false));
        assert!(same_site(&headers("https://hub.example:8080"), true));
        assert!(!same_site(&headers("http://hub.example:8080"), true), "plain text beside HTTPS is another site");
        assert!(!same_site(&headers("http://evil.example"), false));
        assert!(!same_site(&headers("null"), false));
        assert!(same_site(&HeaderMap::new(), true), "a program that names no page");
    }
}
