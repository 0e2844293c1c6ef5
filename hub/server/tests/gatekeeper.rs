//! Who is let in at the broker by a certificate: what the gatekeeper writes into the broker's files, on a store that at times
//! does not answer.

use hearth_hub::config::Config;
use hearth_hub::embedded::broker_files::BrokerFiles;
use hearth_hub::gatekeeper::{Gatekeeper, NotEnrolled};
use hearth_store::Store;
use hearth_store::testing::Cluster;
use hearth_trust::messages::Enrolled;
use hearth_trust::{Certificate, Code};
use hearth_vitals::GatewayId;
use rcgen::{CertificateParams, KeyPair};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

struct Site {
    gatekeeper: Gatekeeper,
    store: Store,
    files: BrokerFiles,
    config: Config,
    _folder: tempfile::TempDir,
    _cluster: Arc<Cluster>,
}

/// A box with a key of its own.
struct Home(KeyPair);

impl Home {
    fn new() -> Home {
        Home(KeyPair::generate().unwrap())
    }

    fn request(&self) -> String {
        CertificateParams::new(Vec::new()).unwrap().serialize_request(&self.0).unwrap().pem().unwrap()
    }
}

fn id(name: &str) -> GatewayId {
    GatewayId::new(name).unwrap()
}

fn serial(made: &Enrolled) -> String {
    Certificate::first(made.certificate.as_bytes()).unwrap().serial
}

impl Site {
    /// With these gateways, and a broker that does not run: its files alone are looked at.
    async fn with(gateways: &[&str]) -> Site {
        Site::made(gateways, |_| ()).await
    }

    async fn made(gateways: &[&str], change: impl FnOnce(&mut Config)) -> Site {
        let cluster = Cluster::shared().unwrap();
        let store = cluster.store(3).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        config.embedded.broker_tls_port = Some(8883);
        change(&mut config);
        let gatekeeper = Gatekeeper::of(&config, store.clone()).unwrap();
        for gateway in gateways {
            gatekeeper.register(&id(gateway), None).await.unwrap();
        }
        gatekeeper.settle().await.unwrap();
        let files = BrokerFiles::of(&config).unwrap();
        Site { gatekeeper, store, files, config, _folder: folder, _cluster: cluster }
    }

    async fn enrol(&self, gateway: &str, home: &Home) -> Enrolled {
        let code = self.code(gateway).await;
        self.tried(&code, home).await.unwrap()
    }

    async fn code(&self, gateway: &str) -> Code {
        Code::read(&self.gatekeeper.make_code(&id(gateway), None).await.unwrap().words).unwrap()
    }

    async fn tried(&self, code: &Code, home: &Home) -> Result<Enrolled, NotEnrolled> {
        let request = home.request();
        self.gatekeeper.enrol(&code.mark(), &code.proof(&request).unwrap(), &request).await
    }

    /// Moves all certificates so many days into the past.
    async fn days_pass(&self, days: u32) {
        let moved = format!(
            "UPDATE gateway_certificates SET issued_at = issued_at - interval '{days} days', until_at = until_at - interval '{days} days'"
        );
        self.store.run(&moved).await.unwrap();
    }

    /// From now on the store answers nothing that has to do with certificates, or does again.
    async fn answers(&self, answers: bool) {
        let (from, to) = if answers { ("away", "gateway_certificates") } else { ("gateway_certificates", "away") };
        self.store.run(&format!("ALTER TABLE {from} RENAME TO {to}")).await.unwrap();
    }

    fn listed(&self) -> Vec<String> {
        let mut listed = self.files.listed().unwrap();
        listed.sort();
        listed
    }
}

#[tokio::test]
async fn a_gateway_gets_its_next_certificate_when_it_is_due_and_not_in_a_loop() {
    let (site, home) = (Site::with(&["home-0001"]).await, Home::new());
    let first = site.enrol("home-0001", &home).await;
    for _ in 0..3 {
        assert!(matches!(site.gatekeeper.renew(&home.request()).await, Err(NotEnrolled::Early { .. })));
    }
    site.days_pass(61).await;
    let second = site.gatekeeper.renew(&home.request()).await.unwrap();
    assert_ne!(serial(&second), serial(&first));
    assert_eq!(site.store.serials_of(&id("home-0001")).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_renewal_whose_answer_was_lost_is_answered_again_and_makes_no_second_certificate() {
    let (site, home) = (Site::with(&["home-0001"]).await, Home::new());
    site.enrol("home-0001", &home).await;
    site.days_pass(61).await;
    let lost = site.gatekeeper.renew(&home.request()).await.unwrap();
    site.days_pass(20).await;
    for _ in 0..20 {
        let again = site.gatekeeper.renew(&home.request()).await.unwrap();
        let [lost, again] = [&lost, &again].map(|made| Certificate::first(made.certificate.as_bytes()).unwrap());
        assert_eq!((again.serial, again.key), (lost.serial, lost.key));
    }
    assert_eq!(site.store.serials_of(&id("home-0001")).await.unwrap().len(), 2);
    assert!(matches!(site.gatekeeper.renew(&Home::new().request()).await, Err(NotEnrolled::UnknownKey)));
    site.gatekeeper.revoke(&id("home-0001")).await.unwrap();
    assert!(matches!(site.gatekeeper.renew(&home.request()).await, Err(NotEnrolled::UnknownKey)));
    assert!(site.listed().contains(&serial(&lost)));
}

#[tokio::test]
async fn a_certificate_that_was_signed_by_a_clock_ahead_keeps_no_home_from_one_that_holds() {
    let (site, home) = (Site::with(&["home-0001"]).await, Home::new());
    let ahead = site.enrol("home-0001", &home).await;
    site.store
        .run("UPDATE gateway_certificates SET issued_at = issued_at + interval '9 years', until_at = until_at + interval '9 years'")
        .await
        .unwrap();
    let next = site.gatekeeper.renew(&home.request()).await.unwrap();
    assert_ne!(serial(&next), serial(&ahead));
    assert_eq!(serial(&site.gatekeeper.renew(&home.request()).await.unwrap()), serial(&next), "and no third one");
}

#[tokio::test]
async fn an_enrolment_that_the_broker_cannot_be_told_of_is_answered_and_told_later() {
    let (site, home) = (Site::with(&["home-0001"]).await, Home::new());
    let code = site.code("home-0001").await;
    let passwords = site.config.data_dir.join("broker/passwords");
    let new = passwords.with_extension("new");
    std::fs::create_dir_all(new.join("in-the-way")).unwrap();
    site.tried(&code, &home).await.unwrap();
    assert!(!site.gatekeeper.catch_up().await);
    std::fs::remove_dir_all(&new).unwrap();
    assert!(site.gatekeeper.catch_up().await);
    let name = std::fs::read_to_string(&passwords).unwrap();
    assert!(name.contains("home-0001:*"), "it is let in by its certificate: {name}");
}

#[tokio::test]
async fn who_is_cut_off_gets_no_certificate_to_come_back_with_and_can_be_replaced() {
    let (site, flooding, spare) = (Site::with(&["home-0001"]).await, Home::new(), Home::new());
    let old = site.enrol("home-0001", &flooding).await;
    site.days_pass(61).await;
    site.gatekeeper.cut_off(&id("home-0001")).await.unwrap();
    assert_eq!(site.listed(), [serial(&old)]);
    assert!(matches!(site.gatekeeper.renew(&flooding.request()).await, Err(NotEnrolled::Early { .. })));
    let new = site.enrol("home-0001", &spare).await;
    assert_eq!(site.listed(), [serial(&old)], "the new box is let in, the old one is not");
    site.gatekeeper.let_in(&id("home-0001")).await.unwrap();
    assert!(site.listed().contains(&serial(&old)) && !site.listed().contains(&serial(&new)));
}

#[tokio::test]
async fn a_store_that_does_not_answer_neither_lets_in_nor_keeps_out() {
    let (site, one, other) = (Site::with(&["home-0001", "home-0002"]).await, Home::new(), Home::new());
    let (revoked, flooding) = (site.enrol("home-0001", &one).await, site.enrol("home-0002", &other).await);
    site.answers(false).await;
    let gatekeeper = &site.gatekeeper;
    gatekeeper.cut_off(&id("home-0002")).await.unwrap_err();
    gatekeeper.revoke(&id("home-0001")).await.unwrap_err();
    let mut both = vec![serial(&revoked), serial(&flooding)];
    both.sort();
    assert_eq!(site.listed(), both, "both are out although the store says nothing");
    gatekeeper.let_in(&id("home-0002")).await.unwrap_err();
    assert_eq!(site.listed(), [serial(&revoked)], "and the one whose time is over comes back");
    assert!(!gatekeeper.catch_up().await);
    site.answers(true).await;
    assert!(gatekeeper.catch_up().await);
    assert_eq!(site.store.taken_back(hearth_hub::clock::wall_ms()).await.unwrap(), [serial(&revoked)], "the store knows it now");
    assert!(!site.files.knows("home-0001").unwrap() && site.files.knows("home-0002").unwrap());
}

#[tokio::test]
async fn a_hub_whose_store_does_not_answer_at_the_start_lets_nobody_in_who_was_revoked() {
    let (site, home) = (Site::with(&["home-0001", "home-0002"]).await, Home::new());
    let stolen = site.enrol("home-0001", &home).await;
    site.gatekeeper.revoke(&id("home-0001")).await.unwrap();
    assert_eq!(site.listed(), [serial(&stolen)]);
    site.answers(false).await;
    let next = Gatekeeper::of(&site.config, site.store.clone()).unwrap();
    next.settle().await.unwrap_err();
    next.cut_off(&id("home-0002")).await.unwrap_err();
    assert_eq!(site.listed(), [serial(&stolen)]);
}

#[tokio::test]
async fn a_command_at_the_same_time_takes_nobody_off_the_list_who_is_cut_off() {
    let (site, one, other) = (Site::with(&["home-0001", "home-0002"]).await, Home::new(), Home::new());
    let (stolen, flooding) = (site.enrol("home-0001", &one).await, site.enrol("home-0002", &other).await);
    site.gatekeeper.cut_off(&id("home-0002")).await.unwrap();
    let command = Gatekeeper::of(&site.config, site.store.clone()).unwrap();
    command.revoke(&id("home-0001")).await.unwrap();
    let mut both = vec![serial(&stolen), serial(&flooding)];
    both.sort();
    assert_eq!(site.listed(), both);
    site.gatekeeper.let_in(&id("home-0002")).await.unwrap();
    assert_eq!(site.listed(), [serial(&stolen)]);
}

#[tokio::test]
async fn a_revocation_that_the_store_has_not_taken_is_not_forgotten_when_the_gateway_is_registered_again() {
    let (site, home) = (Site::with(&["home-0001"]).await, Home::new());
    let stolen = site.enrol("home-0001", &home).await;
    site.answers(false).await;
    site.gatekeeper.revoke(&id("home-0001")).await.unwrap_err();
    site.answers(true).await;
    site.gatekeeper.register(&id("home-0001"), None).await.unwrap();
    assert!(site.gatekeeper.catch_up().await);
    assert_eq!(site.listed(), [serial(&stolen)]);
}

#[tokio::test]
async fn who_relays_a_proof_cannot_put_his_own_request_in_the_place_of_the_boxs() {
    let (site, home, his) = (Site::with(&["home-0001"]).await, Home::new(), Home::new());
    let code = site.code("home-0001").await;
    let request = home.request();
    let proof = code.proof(&request).unwrap();
    let taken = site.gatekeeper.enrol(&code.mark(), &proof, &his.request()).await;
    assert!(matches!(taken, Err(NotEnrolled::NoSuchCode)), "{taken:?}");
    site.gatekeeper.enrol(&code.mark(), &proof, &request).await.unwrap();
}

#[tokio::test]
async fn a_box_whose_answer_was_lost_is_told_again_and_no_other_box_is() {
    let (site, home, other) = (Site::with(&["home-0001"]).await, Home::new(), Home::new());
    let code = site.code("home-0001").await;
    let lost = site.tried(&code, &home).await.unwrap();
    assert!(site.gatekeeper.greet(&code.mark()).await.is_ok());
    let again = site.tried(&code, &home).await.unwrap();
    assert_eq!((&again.gateway, &again.shard), (&lost.gateway, &lost.shard));
    assert!(site.listed().is_empty(), "neither is shut out: {:?}", site.listed());
    assert!(matches!(site.tried(&code, &other).await, Err(NotEnrolled::Used)));
    let mut told = 2;
    while site.tried(&code, &home).await.is_ok() {
        told += 1;
        assert!(told < 20, "without end");
    }
    // Somebody else has the gateway now: the old box is told nothing any more.
    site.enrol("home-0001", &other).await;
    assert!(matches!(site.tried(&code, &home).await, Err(NotEnrolled::Used)));
}

#[tokio::test]
async fn no_code_is_made_at_a_broker_that_does_not_know_the_hubs_authority() {
    let site = Site::with(&["home-0001"]).await;
    let mut config = site.config.clone();
    config.broker.host = Some("broker.example.org".to_owned());
    config.broker.ca = Some("/etc/ssl/broker.pem".into());
    let gatekeeper = Gatekeeper::of(&config, site.store.clone()).unwrap();
    assert!(matches!(gatekeeper.make_code(&id("home-0001"), None).await, Err(NotEnrolled::NoTls)));
}

/// A broker that lets the hub sign in, or hangs; it notes under which names.
struct Broker {
    hangs: Arc<AtomicBool>,
    signed_in: Arc<Mutex<Vec<String>>>,
    process: Child,
}

impl Broker {
    fn beside(config: &Config, listener: TcpListener) -> Broker {
        let folder = config.data_dir.join("broker");
        let settings = folder.join("mosquitto.conf");
        let process = Command::new("sh").args(["-c", "trap '' HUP; while :; do sleep 0.2; done"]).arg(settings).spawn().unwrap();
        std::fs::write(folder.join("mosquitto.pid"), process.id().to_string()).unwrap();
        let (hangs, signed_in) = (Arc::<AtomicBool>::default(), Arc::<Mutex<Vec<String>>>::default());
        let (deaf, names) = (hangs.clone(), signed_in.clone());
        std::thread::spawn(move || {
            let mut waiting = Vec::new();
            for mut stream in listener.incoming().map_while(Result::ok) {
                if deaf.load(Ordering::Relaxed) {
                    waiting.push(stream);
                    continue;
                }
                let mut packet = [0; 256];
                let length = stream.read(&mut packet).unwrap_or(0);
                names.lock().unwrap().push(String::from_utf8_lossy(&packet[..length]).into_owned());
                let _ = stream.write_all(&[0x20, 2, 0, 0]);
            }
        });
        Broker { hangs, signed_in, process }
    }

    /// How often the hub has ended the session of home-0001.
    fn ends(&self) -> usize {
        self.signed_in.lock().unwrap().iter().filter(|packet| packet.contains("home-0001")).count()
    }

    fn hang(&self, hangs: bool) {
        self.hangs.store(hangs, Ordering::Relaxed);
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn a_session_that_a_hanging_broker_did_not_end_has_no_rights_and_is_ended_later() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let site = Site::made(&["home-0001"], |config| config.embedded.broker_port = Some(port)).await;
    let folder = site.config.data_dir.join("broker");
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    std::fs::write(folder.join("passwords"), read("passwords") + "hub.live:h\n").unwrap();
    site.enrol("home-0001", &Home::new()).await;
    let (broker, gatekeeper, home) = (Broker::beside(&site.config, listener), &site.gatekeeper, id("home-0001"));
    assert!(read("rights").contains("home-0001"));
    broker.hang(true);
    gatekeeper.cut_off(&home).await.unwrap_err();
    assert!(!read("rights").contains("home-0001"), "cut off");
    assert!(!gatekeeper.catch_up().await && broker.ends() == 0);
    broker.hang(false);
    assert!(gatekeeper.catch_up().await);
    assert!(broker.ends() > 0 && !read("rights").contains("home-0001"));
    gatekeeper.let_in(&home).await.unwrap();
    assert!(read("rights").contains("home-0001"));
    broker.hang(true);
    site.enrol("home-0001", &Home::new()).await;
    assert!(!read("rights").contains("home-0001"), "the box before may still be in");
    broker.hang(false);
    let before = broker.ends();
    assert!(gatekeeper.catch_up().await);
    assert!(broker.ends() > before && read("rights").contains("home-0001"), "replaced");
    broker.hang(true);
    gatekeeper.revoke(&home).await.unwrap_err();
    assert!(!read("rights").contains("home-0001"), "revoked");
    broker.hang(false);
    let before = broker.ends();
    assert!(gatekeeper.catch_up().await);
    assert!(broker.ends() > before && !read("passwords").contains("home-0001"));
}

#[tokio::test]
async fn a_revocation_whose_note_failed_is_noted_when_it_can_be() {
    let site = Site::with(&["home-0001", "home-0002", "home-0003"]).await;
    let notes = site.config.data_dir.join("revocations");
    std::fs::create_dir(&notes).unwrap();
    site.gatekeeper.revoke(&id("home-0001")).await.unwrap_err();
    site.gatekeeper.revoke_idle(&id("home-0002")).await.unwrap_err();
    assert!(!site.gatekeeper.catch_up().await);
    std::fs::remove_dir(&notes).unwrap();
    assert!(site.gatekeeper.catch_up().await);
    let noted = std::fs::read_to_string(&notes).unwrap();
    assert!(noted.contains("home-0001") && noted.contains("home-0002"), "{noted}");
    std::fs::remove_file(&notes).unwrap();
    let command = Gatekeeper::of(&site.config, site.store.clone()).unwrap();
    assert!(!command.revoke(&id("home-0001")).await.unwrap(), "it was revoked already");
    assert!(std::fs::read_to_string(&notes).unwrap().contains("home-0001"), "who does it again has it noted");
}

#[tokio::test]
async fn a_process_that_holds_the_list_for_ever_does_not_keep_the_hub_from_cutting_off() {
    let (site, home) = (Site::with(&["home-0001"]).await, Home::new());
    let made = site.enrol("home-0001", &home).await;
    let stopped = site.files.hold_list().await.unwrap();
    site.gatekeeper.cut_off(&id("home-0001")).await.unwrap_err();
    assert_eq!(site.listed(), [serial(&made)]);
    assert!(!site.gatekeeper.catch_up().await);
    drop(stopped);
    assert!(site.gatekeeper.catch_up().await, "and it is told again");
}
