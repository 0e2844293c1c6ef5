//! The real way over the message bus, with a BlueZ that is played: what goes wrong there, and that it heals.

use crate::bluetooth::bluez::fake::{Bus, Fake};
use hearth_gateway::bluetooth::bluez::Bluez;
use hearth_gateway::bluetooth::{self, Command};
use hearth_gateway::clock::SystemClock;
use hearth_gateway::links::{Fault, LinkId, LinkNews, News, Stage};
use std::process::Stdio;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::timeout;

mod fake;

pub const CUFF: &str = "F0:00:00:00:00:01";
const PATIENCE: Duration = Duration::from_secs(30);

/// A gateway's radio on a bus, with one cuff.
struct Heard {
    news: mpsc::Receiver<LinkNews>,
    _radio: mpsc::Sender<Command>,
}

impl Heard {
    async fn on(bus: &Bus) -> Heard {
        let (tell, news) = mpsc::channel(64);
        let radio = bluetooth::start(Bluez::on(Some(bus.address.clone())), SystemClock, tell);
        radio.send(Command::Attach(LinkId(0), CUFF.parse().unwrap(), "gatt-2a35".parse().unwrap())).await.unwrap();
        Heard { news, _radio: radio }
    }

    /// Waits for news of this kind; what came before it.
    async fn until(&mut self, is_it: impl Fn(&News) -> bool) -> Vec<News> {
        let mut before = Vec::new();
        loop {
            let news =
                timeout(PATIENCE, self.news.recv()).await.unwrap_or_else(|_| panic!("it did not come; before: {before:?}")).unwrap().news;
            if is_it(&news) {
                return before;
            }
            before.push(news);
        }
    }

    async fn until_ready(&mut self) {
        self.until(|news| matches!(news, News::Stage(Stage::Ready))).await;
    }

    async fn until_measured(&mut self) {
        self.until(|news| matches!(news, News::Measured { .. })).await;
    }

    async fn until_failed(&mut self, fault: &Fault) {
        self.until(|news| matches!(news, News::Failed(told) if told == fault)).await;
    }
}

/// 122 / 81, without a time.
const MESSAGE: [u8; 7] = [0, 122, 0, 81, 0, 95, 0];

#[tokio::test]
async fn a_cuff_is_seen_connected_to_and_read_and_the_same_message_three_times_is_three_measurements() {
    let bus = Bus::start();
    let fake = Fake::start(&bus, false).await;
    let mut heard = Heard::on(&bus).await;
    fake.advertise().await;
    heard.until_ready().await;
    for _ in 0..3 {
        fake.indicate(&MESSAGE).await;
        heard.until_measured().await;
    }
    fake.disconnect().await;
    heard.until(|news| matches!(news, News::Stage(Stage::Asleep))).await;
    assert_eq!(fake.calls("StartNotify"), 1);
    let filter = fake.calls("SetDiscoveryFilter");
    assert!(filter >= 1 && fake.calls("StartDiscovery") >= 1, "it listens for single services");
}

#[tokio::test]
async fn a_connection_that_bluez_breaks_off_itself_is_made_at_the_next_sighting() {
    let bus = Bus::start();
    let fake = Fake::start(&bus, false).await;
    fake.refuses("Connect", "org.bluez.Error.Failed", "le-connection-abort-by-local");
    let mut heard = Heard::on(&bus).await;
    let advertising = fake.advertise_on();
    heard.until_ready().await;
    advertising.abort();
    assert_eq!(fake.calls("Connect"), 2);
}

#[tokio::test]
async fn a_key_that_the_device_has_lost_is_told_by_its_name() {
    let bus = Bus::start();
    let fake = Fake::start(&bus, true).await;
    fake.refuses("StartNotify", "org.bluez.Error.NotPermitted", "Insufficient Encryption");
    let mut heard = Heard::on(&bus).await;
    fake.advertise().await;
    heard.until_failed(&Fault::BondLost).await;
    assert!(fake.awaits("Disconnect", 1).await, "the slot is given back");
}

#[tokio::test]
async fn a_device_that_wants_a_key_first_is_told_to_be_paired() {
    let bus = Bus::start();
    let fake = Fake::start(&bus, false).await;
    fake.refuses("Connect", "org.bluez.Error.AuthenticationFailed", "");
    let mut heard = Heard::on(&bus).await;
    fake.advertise().await;
    heard.until_failed(&Fault::NotPaired).await;
}

#[tokio::test]
async fn bluetoothd_that_ends_is_told_and_read_again_when_it_is_back() {
    let bus = Bus::start();
    let fake = Fake::start(&bus, false).await;
    let mut heard = Heard::on(&bus).await;
    fake.advertise().await;
    heard.until_ready().await;
    fake.end().await;
    heard.until(|news| matches!(news, News::Failed(Fault::NoBluetooth(_)))).await;
    let fake = Fake::start(&bus, false).await;
    heard.until(|news| matches!(news, News::Opened)).await;
    fake.advertise().await;
    heard.until_ready().await;
    fake.indicate(&MESSAGE).await;
    heard.until_measured().await;
}

#[tokio::test]
async fn an_adapter_that_vanishes_is_told_and_read_with_again_when_it_is_back() {
    let bus = Bus::start();
    let fake = Fake::start(&bus, false).await;
    let mut heard = Heard::on(&bus).await;
    fake.advertise().await;
    heard.until_ready().await;
    fake.pull_adapter().await;
    heard.until_failed(&Fault::NoAdapter).await;
    fake.plug_adapter().await;
    heard.until(|news| matches!(news, News::Opened)).await;
    fake.advertise().await;
    heard.until_ready().await;
}

#[tokio::test]
async fn an_adapter_that_is_off_is_switched_on_and_one_that_cannot_be_is_told() {
    let bus = Bus::start();
    let fake = Fake::start(&bus, false).await;
    fake.power(false).await;
    let mut heard = Heard::on(&bus).await;
    heard.until(|news| matches!(news, News::Opened)).await;
    fake.refuses("Set", "org.bluez.Error.Blocked", "Blocked through rfkill");
    fake.power(false).await;
    heard.until(|news| matches!(news, News::Failed(Fault::NoBluetooth(words)) if words.contains("rfkill"))).await;
}

#[tokio::test]
async fn an_adapter_that_cannot_begin_to_listen_is_told_and_over_when_it_can() {
    let bus = Bus::start();
    let fake = Fake::start(&bus, false).await;
    fake.never("StartDiscovery", true);
    let mut heard = Heard::on(&bus).await;
    heard.until(|news| matches!(news, News::Failed(Fault::NoBluetooth(words)) if words.contains("listen"))).await;
    fake.never("StartDiscovery", false);
    heard.until(|news| matches!(news, News::Opened)).await;
}

#[tokio::test]
async fn a_device_that_vanishes_while_it_is_asked_is_read_the_next_time() {
    let bus = Bus::start();
    let fake = Fake::start(&bus, false).await;
    fake.hangs("StartNotify");
    let mut heard = Heard::on(&bus).await;
    fake.advertise().await;
    assert!(fake.awaits("StartNotify", 1).await);
    fake.forget_device().await;
    heard.until(|news| matches!(news, News::Stage(Stage::Asleep))).await;
    fake.know_device().await;
    let advertising = fake.advertise_on();
    heard.until_ready().await;
    advertising.abort();
}

#[tokio::test]
async fn a_message_bus_that_ends_is_told() {
    let mut bus = Bus::start();
    let _fake = Fake::start(&bus, false).await;
    let mut heard = Heard::on(&bus).await;
    heard.until(|news| matches!(news, News::Opened)).await;
    bus.end();
    heard.until(|news| matches!(news, News::Failed(Fault::NoBluetooth(_)))).await;
}

/// The program with these arguments on this bus: whether it succeeded, and what it said.
async fn command(bus: &Bus, arguments: &[&str]) -> (bool, String, String) {
    let mut program = tokio::process::Command::new(env!("CARGO_BIN_EXE_hearth-gateway"));
    program.arg("devices").args(arguments).env("DBUS_SYSTEM_BUS_ADDRESS", &bus.address).stdin(Stdio::null()).kill_on_drop(true);
    let output = timeout(PATIENCE, program.output()).await.unwrap().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

#[tokio::test]
async fn what_is_near_is_shown_with_its_strength_its_driver_and_its_name() {
    let bus = Bus::start();
    let fake = Fake::start(&bus, false).await;
    let advertising = fake.advertise_on();
    let (is_good, said, _) = command(&bus, &["scan", "--seconds", "2"]).await;
    advertising.abort();
    assert!(is_good && said == format!("{CUFF}\t-61 dBm\tgatt-2a35\tCuff\n"), "{said}");
}

#[tokio::test]
async fn a_cuff_is_paired_by_a_person_added_to_the_configuration_read_and_forgotten() {
    let bus = Bus::start();
    let fake = Fake::start(&bus, false).await;
    let advertising = fake.advertise_on();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gateway.toml");
    std::fs::write(&file, "gateway = \"home-0001\"\ndata_dir = \"/nonexistent\"\n[broker]\nhost = \"127.0.0.1\"\nport = 1883\n").unwrap();
    let config = file.to_str().unwrap();
    let (is_good, said, wrong) = command(&bus, &["pair", CUFF, "--id", "cuff-0001", "--config", config]).await;
    assert!(is_good && said.contains("is paired") && said.contains("added to"), "{said} {wrong}");
    assert_eq!(fake.agreed(), [true, false], "to the cuff, and not to another device that asks meanwhile");
    assert_eq!(fake.calls("Set"), 1, "it is trusted from then on");
    let (_, said, _) = command(&bus, &["list", "--config", config]).await;
    assert_eq!(said, format!("cuff-0001\tgatt-2a35\t{CUFF}\tpaired\n"));
    fake.indicates_when_asked(&MESSAGE);
    let (is_good, said, wrong) = command(&bus, &["test", "cuff-0001", "--config", config, "--seconds", "5"]).await;
    assert!(is_good && said.contains(r#"{"vital":"systolic","value":122.0,"unit":"mm[Hg]","flags":[]}"#), "{said} {wrong}");
    let (is_good, said, _) = command(&bus, &["forget", CUFF]).await;
    assert!(is_good && said.contains("is forgotten"), "{said}");
    let (_, said, _) = command(&bus, &["list", "--config", config]).await;
    assert_eq!(said, format!("cuff-0001\tgatt-2a35\t{CUFF}\tnot paired\n"));
    advertising.abort();
}

#[tokio::test]
async fn without_bluetoothd_a_command_says_so() {
    let bus = Bus::start();
    let (is_good, _, wrong) = command(&bus, &["scan", "--seconds", "1"]).await;
    assert!(!is_good && wrong.contains("bluetoothd is not running"), "{wrong}");
}
