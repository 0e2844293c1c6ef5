use super::authority::{CERTIFICATE, KEY, SIGNED_DAYS, key_of};
use super::house::{House, Server};
use super::{Authority, Fault, check, files};
use crate::clock;
use crate::config::Config;
use hearth_trust::{Certificate, Standing};
use hearth_vitals::{GatewayId, WallMs};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

const DAY_MS: i64 = 86_400_000;

struct Site {
    place: tempfile::TempDir,
    house: House,
    config: Config,
    now: WallMs,
}

impl Site {
    fn new() -> Site {
        let place = tempfile::tempdir().unwrap();
        let config = Config { data_dir: place.path().to_owned(), ..Config::default() };
        Site { house: House::of(&config), place, config, now: clock::wall_ms() }
    }

    fn authority(&self) -> Authority {
        self.house.authority(self.now).unwrap()
    }

    /// A pair of the site's own, made by the authority at another time.
    fn given(&self, at: WallMs) -> (PathBuf, PathBuf) {
        let (pem, key) = self.authority().server(&["localhost".to_owned()], at).unwrap();
        let (certificate, key_path) = (self.place.path().join("given.pem"), self.place.path().join("given.key"));
        files::replace(&certificate, pem.as_bytes()).unwrap();
        files::replace(&key_path, key.as_bytes()).unwrap();
        (certificate, key_path)
    }

    fn checked(&self, certificate: &Path, key: &Path) -> Result<Certificate, Fault> {
        check::given(certificate, key, self.now)
    }
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn the_authority_is_made_once_and_its_key_is_for_the_hub_alone() {
    let site = Site::new();
    let made = site.authority();
    assert!(made.certificate.is_authority && made.certificate.is_signed_by(&made.certificate));
    assert_eq!(site.authority().pem, made.pem, "the next start finds it");
    for file in [CERTIFICATE, KEY] {
        assert_eq!(site.house.folder().join(file).metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file}");
    }
    let other = Site::new();
    assert_ne!(other.authority().certificate.subject, made.certificate.subject);
    other.house.put_back(&site.house.whole_authority().unwrap().unwrap()).unwrap();
    assert_eq!(other.authority().pem, made.pem, "a backup brings it to another machine");
}

#[test]
fn a_clock_that_cannot_be_right_makes_no_authority_and_signs_nothing() {
    let site = Site::new();
    let long_ago = WallMs(3_600_000);
    assert!(matches!(site.house.authority(long_ago), Err(Fault::Clock { .. })));
    assert!(!site.house.folder().join(CERTIFICATE).exists());
    let said = site.authority().server(&["localhost".to_owned()], long_ago).unwrap_err().to_string();
    assert!(said.contains("1970-01-01") && said.contains("set the clock"), "{said}");
}

#[test]
fn the_hubs_own_certificates_are_renewed_at_two_thirds_of_their_life_and_when_they_name_another_machine() {
    let mut site = Site::new();
    let first = site.house.server(Server::Hub, site.now).unwrap();
    assert!(first.certificate.names.contains(&"127.0.0.1".to_owned()), "{:?}", first.certificate.names);
    assert_eq!(first.certificate.life.standing(site.now), Standing::Good);
    assert_eq!(site.house.server(Server::Hub, site.now.plus(SIGNED_DAYS / 2 * DAY_MS)).unwrap().pem, first.pem);
    let later = site.now.plus(SIGNED_DAYS * 2 / 3 * DAY_MS + DAY_MS);
    let second = site.house.server(Server::Hub, later).unwrap();
    assert_ne!(second.pem, first.pem);
    assert!(second.certificate.life.standing(later) == Standing::Good && second.certificate.serial != first.certificate.serial);
    assert_ne!(site.house.server(Server::Broker, later).unwrap().certificate.key, second.certificate.key, "each has a key of its own");
    site.config.server.names = vec!["hub.example.org".to_owned()];
    let named = House::of(&site.config).server(Server::Hub, later).unwrap();
    assert!(named.certificate.names.contains(&"hub.example.org".to_owned()));
    let half = fs::read(site.house.paths(Server::Hub).0).unwrap();
    fs::write(site.house.paths(Server::Hub).0, &half[..half.len() / 2]).unwrap();
    assert!(site.house.server(Server::Hub, later).is_ok(), "half a file of its own is made anew");
}

#[test]
fn what_the_site_gives_is_refused_in_words_that_name_the_file_and_the_mend() {
    let site = Site::new();
    let (certificate, key) = site.given(site.now);
    assert!(site.checked(&certificate, &key).is_ok());
    let refused = |expected: &str, fault: Result<Certificate, Fault>| {
        let said = fault.unwrap_err().to_string();
        assert!(said.contains("given.") && said.contains(expected), "'{expected}' is missing in: {said}");
    };
    mode(&key, 0o644);
    refused("chmod 600", site.checked(&certificate, &key));
    mode(&key, 0o640);
    assert!(site.checked(&certificate, &key).is_ok(), "a group for keys is the site's affair");
    mode(&certificate, 0o666);
    refused("chmod o-w", site.checked(&certificate, &key));
    mode(&certificate, 0o644);
    let whole = fs::read(&certificate).unwrap();
    fs::write(&certificate, &whole[..whole.len() - 60]).unwrap();
    refused("cut off or damaged", site.checked(&certificate, &key));
    fs::write(&certificate, b"").unwrap();
    refused("no certificate", site.checked(&certificate, &key));
    fs::write(&certificate, &whole).unwrap();
    let own_key = fs::read(&key).unwrap();
    fs::write(&key, &own_key[..own_key.len() / 2]).unwrap();
    refused("no whole private key", site.checked(&certificate, &key));
    fs::write(&key, site.authority().server(&["x".to_owned()], site.now).unwrap().1).unwrap();
    refused("do not belong together", site.checked(&certificate, &key));
    fs::remove_file(&key).unwrap();
    refused("cannot be read", site.checked(&certificate, &key));
}

#[test]
fn what_has_ended_or_begins_later_says_so_with_the_clock() {
    let site = Site::new();
    let (certificate, key) = site.given(site.now);
    let at = |now: WallMs| check::given(&certificate, &key, now).unwrap_err().to_string();
    let over = at(site.now.plus((SIGNED_DAYS + 1) * DAY_MS));
    assert!(over.contains("ended at") && over.contains("put a new one in its place"), "{over}");
    let early = at(WallMs(0));
    assert!(early.contains("not valid before") && early.contains("1970-01-01T00:00:00Z") && early.contains("set the clock"), "{early}");
}

#[test]
fn an_authority_that_was_replaced_or_lost_its_key_is_told() {
    let site = Site::new();
    let first = site.house.server(Server::Hub, site.now).unwrap();
    let other = Site::new();
    let foreign = other.authority();
    site.house.put_back(&other.house.whole_authority().unwrap().unwrap()).unwrap();
    assert!(!first.certificate.is_signed_by(&foreign.certificate), "of the one before");
    let second = site.house.server(Server::Hub, site.now).unwrap();
    assert!(second.certificate.is_signed_by(&foreign.certificate), "and is made anew");
    let (certificate, key) = site.house.authority_paths();
    mode(&key, 0o644);
    let said = Authority::open(site.house.folder()).unwrap_err().to_string();
    assert!(said.contains("authority.key") && said.contains("chmod 600"), "{said}");
    fs::remove_file(&key).unwrap();
    let said = Authority::open(site.house.folder()).unwrap_err().to_string();
    assert!(said.contains("from a backup") && said.contains("authority.pem"), "{said}");
    // A certificate that may not sign is no authority.
    let (leaf, leaf_key) = site.given_by(&foreign);
    fs::copy(leaf, &certificate).unwrap();
    fs::copy(leaf_key, &key).unwrap();
    assert!(Authority::open(site.house.folder()).unwrap_err().to_string().contains("no root authority"));
}

impl Site {
    fn given_by(&self, authority: &Authority) -> (PathBuf, PathBuf) {
        let (pem, key) = authority.server(&["localhost".to_owned()], self.now).unwrap();
        let (certificate, key_path) = (self.place.path().join("leaf.pem"), self.place.path().join("leaf.key"));
        files::replace(&certificate, pem.as_bytes()).unwrap();
        files::replace(&key_path, key.as_bytes()).unwrap();
        (certificate, key_path)
    }
}

#[test]
fn a_gateway_gets_its_own_name_whatever_its_request_says_and_keeps_its_key() {
    let site = Site::new();
    let key = rcgen::KeyPair::generate().unwrap();
    let mut wish = rcgen::CertificateParams::new(vec!["hub.example.org".to_owned()]).unwrap();
    wish.distinguished_name.push(rcgen::DnType::CommonName, "hub.live");
    let request = wish.serialize_request(&key).unwrap().pem().unwrap();
    let gateway = GatewayId::new("home-0001").unwrap();
    let signed = site.authority().gateway(&gateway, &request, site.now).unwrap();
    let read = Certificate::first(signed.as_bytes()).unwrap();
    assert_eq!((read.subject.as_str(), read.names.len(), read.is_authority), ("home-0001", 0, false));
    assert_eq!(key_of(&request).unwrap(), read.key_text(), "the hub knows it again by its key");
    // Somebody who has not the key cannot ask for it.
    let at = request.len() / 2;
    let flipped = if request.as_bytes()[at] == b'A' { "B" } else { "A" };
    let damaged = format!("{}{flipped}{}", &request[..at], &request[at + 1..]);
    assert!(key_of(&damaged).is_err() && site.authority().gateway(&gateway, &damaged, site.now).is_err());
    let list = site.authority().taken_back(&[read.serial], site.now).unwrap();
    assert!(list.starts_with("-----BEGIN X509 CRL-----"));
}
