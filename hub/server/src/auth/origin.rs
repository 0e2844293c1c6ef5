//! Where a request comes from: the network address, and the site of the page.

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The address that a sign-in is counted for.
///
/// A proxy on this machine speaks for others and names them last in `x-forwarded-for`;
/// from anywhere else that header is a claim and is not read.
pub fn address(parts: &Parts) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    if !peer.is_loopback() {
        return peer;
    }
    let claimed = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    claimed.and_then(|list| list.rsplit(',').next()?.trim().parse().ok()).unwrap_or(peer)
}

/// True if a WebSocket is opened by a page of this very site, or by a program that names
/// no page. Browsers send cookies along with a WebSocket from any page, and do not ask.
pub fn same_site(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let site = origin.to_str().ok().and_then(|text| text.split_once("://")).map(|(_, site)| site);
    site.is_some() && site == host
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
    fn only_a_proxy_on_this_machine_may_name_another_address() {
        assert_eq!(address(&parts([127, 0, 0, 1], "1.1.1.1, 203.0.113.9")).to_string(), "203.0.113.9");
        assert_eq!(address(&parts([198, 51, 100, 7], "203.0.113.9")).to_string(), "198.51.100.7");
        assert_eq!(address(&parts([127, 0, 0, 1], "rubbish")).to_string(), "127.0.0.1");
    }

    #[test]
    fn a_foreign_page_cannot_open_the_feed() {
        let headers = |origin: &str| {
            HeaderMap::from_iter([(header::HOST, "hub.example:8080".parse().unwrap()), (header::ORIGIN, origin.parse().unwrap())])
        };
        assert!(same_site(&headers("http://hub.example:8080")));
        assert!(!same_site(&headers("http://evil.example")));
        assert!(!same_site(&headers("null")));
    }
}
