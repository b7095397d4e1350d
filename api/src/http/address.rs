//! Where a request comes from: the address of its client, also behind proxies that are trusted.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::HttpRequest;

/// The header that proxies write: each adds whom it was asked by.
const FORWARDED: &str = "x-forwarded-for";

/// The address of the client: the last one that no trusted proxy has. What a client writes there itself stands before it.
pub(super) fn of(request: &HttpRequest, proxies: &[IpAddr]) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.ip().to_canonical());
    let headers = request.headers().get_all(FORWARDED).filter_map(|value| value.to_str().ok());
    let named: Vec<&str> = headers.flat_map(|value| value.split(',')).map(str::trim).collect();
    client(peer, &named, proxies)
}

fn client(peer: IpAddr, named: &[&str], proxies: &[IpAddr]) -> IpAddr {
    let mut client = peer;
    for name in named.iter().rev() {
        if !proxies.contains(&client) {
            break;
        }
        match name.parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    client
}

#[cfg(test)]
mod test {
    use super::client;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let of = |peer: &str, named: &[&str], proxies: &[&str]| {
            let proxies: Vec<_> = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
            client(peer.parse().unwrap(), named, &proxies).to_string()
        };
        assert_eq!(of("198.51.100.7", &["203.0.113.9"], &[]), "198.51.100.7");
        assert_eq!(of("10.0.0.1", &["203.0.113.9"], &["10.0.0.1"]), "203.0.113.9");
        assert_eq!(of("10.0.0.1", &["192.0.2.1", "203.0.113.9", "10.0.0.2"], &["10.0.0.1", "10.0.0.2"]), "203.0.113.9");
        assert_eq!(of("10.0.0.1", &["203.0.113.9", "nonsense"], &["10.0.0.1"]), "10.0.0.1");
        assert_eq!(of("10.0.0.1", &[], &["10.0.0.1"]), "10.0.0.1");
    }
}
