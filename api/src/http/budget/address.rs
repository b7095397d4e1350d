//! From which address a request comes: the peer's, or what trusted proxies say of whom they speak for.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::{HttpRequest, http::header::HeaderMap};
use ipnet::IpNet;

const FORWARDED: &str = "forwarded";
const X_FORWARDED_FOR: &str = "x-forwarded-for";

/// The client's address. Headers are believed only as far as the addresses that added to them are trusted proxies: from
/// the right, the first address that is none is the client. What cannot be read is as if it were not there.
pub(crate) fn client(request: &HttpRequest, trusted: &[IpNet]) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |peer| peer.ip());
    from(peer, request.headers(), trusted)
}

fn from(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    let mut client = peer.to_canonical();
    if !is_trusted(&client) {
        return client;
    }
    for said in chain(headers).into_iter().rev() {
        let Some(address) = said else { break };
        client = address;
        if !is_trusted(&client) {
            break;
        }
    }
    client
}

/// The addresses that the headers name, in their order; `Forwarded` (RFC 7239) where it is there.
fn chain(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let all = |name| headers.get_all(name).filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    if headers.contains_key(FORWARDED) {
        return all(FORWARDED).map(forwarded).collect();
    }
    all(X_FORWARDED_FOR).map(|text| address(text.trim())).collect()
}

fn forwarded(element: &str) -> Option<IpAddr> {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let (_, node) = pairs.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
    address(node.trim().trim_matches('"'))
}

/// An address with or without brackets and port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.parse::<IpAddr>().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    let address = bare.or_else(|| text.strip_prefix('[')?.strip_suffix(']')?.parse().ok())?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod test {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn client_of(peer: &str, headers: &[(&'static str, &str)]) -> String {
        let trusted = ["10.0.0.0/8", "fd00::/8"].map(|net| net.parse().unwrap());
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        from(peer.parse().unwrap(), &map, &trusted).to_string()
    }

    #[test]
    fn a_stranger_is_who_it_is_whatever_it_says() {
        for header in [("x-forwarded-for", "1.2.3.4"), ("forwarded", "for=1.2.3.4")] {
            assert_eq!(client_of("203.0.113.9", &[header]), "203.0.113.9");
        }
        assert_eq!(client_of("::ffff:203.0.113.9", &[]), "203.0.113.9");
    }

    #[test]
    fn a_proxy_speaks_for_the_last_that_is_no_proxy() {
        let said = |value| client_of("10.0.0.1", &[("x-forwarded-for", value)]);
        assert_eq!(said("203.0.113.9"), "203.0.113.9");
        // What the client wrote itself stands to the left of what the proxy saw.
        assert_eq!(said("1.2.3.4, 203.0.113.9"), "203.0.113.9");
        assert_eq!(said("1.2.3.4, 203.0.113.9, 10.9.9.9"), "203.0.113.9");
        assert_eq!(said("10.3.3.3, 10.9.9.9"), "10.3.3.3");
        assert_eq!(said("1.2.3.4, unknown"), "10.0.0.1");
        assert_eq!(said("203.0.113.9:4711"), "203.0.113.9");
        assert_eq!(client_of("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(
            client_of("10.0.0.1", &[("x-forwarded-for", "1.2.3.4"), ("x-forwarded-for", "203.0.113.9")]),
            "203.0.113.9"
        );
    }

    #[test]
    fn forwarded_is_read_as_the_standard_writes_it() {
        let said = |value| client_of("fd00::1", &[("forwarded", value), ("x-forwarded-for", "1.1.1.1")]);
        assert_eq!(said("for=203.0.113.9;proto=https;by=10.0.0.1"), "203.0.113.9");
        assert_eq!(said("For=\"[2001:db8:cafe::17]:4711\", for=10.1.1.1"), "2001:db8:cafe::17");
        assert_eq!(said("for=\"[2001:db8:cafe::17]\""), "2001:db8:cafe::17");
        assert_eq!(said("for=_hidden"), "fd00::1");
    }
}
