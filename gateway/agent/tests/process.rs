//! The real program: bytes on a pty go in, batches on a real broker come out.
use crate::support::broker::Broker;
use crate::support::hub::Hub;
use crate::support::oximeter::{Oximeter, packet};
use crate::support::process::{Gateway, config, want};
use hearth_vitals::receipt::{Refusal, RefusalReason};
use hearth_vitals::topic::Channel;
use hearth_vitals::{ClockQuality, EventKind, Record, Vital};
use nix::sys::signal::Signal;
use std::time::{Duration, Instant};

struct Home {
    broker: Broker,
    dir: tempfile::TempDir,
    oximeter: Oximeter,
}

impl Home {
    fn new() -> Home {
        let dir = tempfile::tempdir().unwrap();
        let oximeter = Oximeter::plug(&dir.path().join("oximeter"));
        Home { broker: Broker::start(""), dir, oximeter }
    }

    fn config(&self) -> std::path::PathBuf {
        config(self.dir.path(), self.broker.port, &self.dir.path().join("oximeter"))
    }
}

#[tokio::test]
async fn bytes_on_the_line_become_a_live_batch_at_the_hub() {
    let mut home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    let mut gateway = Gateway::start(&home.config());
    hub.until("the port is open", |hub| hub.is_online()).await;
    for beat in 0..10 {
        home.oximeter.reading(97, 60 + beat);
        hub.until("the reading arrives", |hub| hub.pulse_rates().contains(&(60 + beat))).await;
    }
    hub.until("the link is up", Hub::link_is_up).await;
    assert_eq!(hub.pulse_rates(), (60..70).collect::<Vec<_>>());
    assert!(hub.deliveries.iter().all(|(channel, _)| *channel == Channel::Live), "nothing is backlog");
    let last = hub.deliveries.iter().rev().find_map(|(_, batch)| batch.anchor).unwrap();
    assert_eq!(last.quality, ClockQuality::Synchronised, "a receipt told the time");
    assert_eq!(gateway.stop(), Some(0));
    assert_eq!(std::fs::read_to_string(home.dir.path().join("data/gateway")).unwrap(), "home-0001\n", "whose disk it is");
    hub.until("it said goodbye", |hub| !hub.is_online()).await;
    assert!(hub.held.values().any(|record| matches!(record, Record::Waveform(block) if block.samples.len() >= 75)));
}

#[tokio::test]
async fn nothing_taken_is_lost_when_the_gateway_is_killed_while_the_broker_is_away() {
    let mut home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    let config = home.config();
    let mut gateway = Gateway::start(&config);
    hub.until("it is online", |hub| hub.is_online()).await;
    home.oximeter.reading(97, 30);
    hub.until("the first reading arrives", |hub| !hub.pulse_rates().is_empty()).await;
    home.broker.kill();
    let mut pace = tokio::time::interval(Duration::from_millis(50));
    let mut sent = Vec::new();
    for beat in 31..130 {
        pace.tick().await;
        home.oximeter.reading(95, beat);
        sent.push((beat, Instant::now()));
    }
    gateway.kill();
    let killed = Instant::now();
    // What it had not read of the last reading is lost with its port, as on a real line: the rest alone would be a reading again.
    home.oximeter.replug();
    home.broker.restart();
    let mut gateway = Gateway::start(&config);
    // Frames are durable a second after they arrive; one more second for a slow machine.
    let durable: Vec<u16> = sent.iter().filter(|(_, at)| killed - *at > Duration::from_secs(2)).map(|(beat, _)| *beat).collect();
    assert!(durable.len() > 30, "{} readings were old enough", durable.len());
    hub.until("all durable readings arrive", |hub| durable.iter().all(|beat| hub.pulse_rates().contains(beat))).await;
    let rates = hub.pulse_rates();
    let mut once = rates.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), rates.len(), "no reading twice");
    assert!(hub.deliveries.iter().any(|(channel, _)| *channel == Channel::Backfill));
    let told = |record: &Record| matches!(record, Record::Event(event) if matches!(event.kind, EventKind::NotCollected { .. }));
    hub.until("the gap is told", |hub| hub.held.values().any(told)).await;
    assert_eq!(gateway.stop(), Some(0));
}

#[tokio::test]
async fn batches_without_a_receipt_are_sent_again() {
    let mut home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    let mut gateway = Gateway::start(&home.config());
    hub.until("it is online", |hub| hub.is_online()).await;
    hub.is_mute = true;
    for beat in 40..60 {
        home.oximeter.reading(97, beat);
    }
    hub.until("two batches wait for a receipt", |hub| hub.deliveries.len() >= 2).await;
    hub.is_mute = false;
    hub.until("all arrive although the first batches had no receipt", |hub| hub.pulse_rates().len() == 20).await;
    assert_eq!(gateway.stop(), Some(0));
}

#[tokio::test]
async fn what_an_unplugged_line_still_held_is_of_when_it_was_heard() {
    const SILENT: Duration = Duration::from_millis(1_500);
    let mut home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    let _gateway = Gateway::start(&home.config());
    hub.until("it is online", |hub| hub.is_online()).await;
    home.oximeter.reading(97, 60);
    hub.until("the first reading arrives", |hub| hub.pulse_rates().contains(&60)).await;
    // Half of the packets of a reading: it waits for the rest, which never comes.
    home.oximeter.send(&packet(97, 77, 30_000));
    let spoke = Instant::now();
    hub.until("the device was silent for a while", |_| spoke.elapsed() > SILENT).await;
    home.oximeter.unplug();
    hub.until("the rest arrives", |hub| hub.pulse_rates().contains(&77)).await;
    let of = |is_it: fn(&Record) -> bool| move |hub: &Hub| hub.held.values().rev().find(|record| is_it(record)).map(Record::mono);
    let down = of(|record| matches!(record, Record::Event(event) if event.kind == EventKind::LinkDown));
    hub.until("the line is down", |hub| down(hub).is_some()).await;
    let reading =
        of(|record| matches!(record, Record::Frame(frame) if frame.get(Vital::PulseRate).is_some_and(|rate| rate.raw == Some(770))));
    let waited_ms = down(&hub).unwrap().since(reading(&hub).unwrap());
    assert!(waited_ms >= SILENT.as_millis() as u64 - 500, "stamped only {waited_ms} ms before the line went away");
}

#[tokio::test]
async fn an_unplugged_device_is_told_and_found_again() {
    let mut home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    let _gateway = Gateway::start(&home.config());
    hub.until("it is online", |hub| hub.is_online()).await;
    home.oximeter.reading(97, 70);
    hub.until("the link is up", Hub::link_is_up).await;
    home.oximeter.unplug();
    hub.until("the port is missed", |hub| hub.has_problem("port_missing")).await;
    home.oximeter.replug();
    hub.until("the port is back", |hub| !hub.has_problem("port_missing")).await;
    home.oximeter.reading(97, 71);
    hub.until("it is read again", |hub| hub.pulse_rates().contains(&71) && hub.link_is_up()).await;
    let count = |kind: EventKind| hub.held.values().filter(|record| matches!(record, Record::Event(event) if event.kind == kind)).count();
    assert_eq!((count(EventKind::LinkUp), count(EventKind::LinkDown)), (2, 1));
}

/// None of these is a reason to stop measuring: a rotation of logs, a reload, a closed pipe.
#[tokio::test]
async fn a_hang_up_ends_nothing_and_every_signal_that_ends_it_does_so_in_order() {
    let mut home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    let config = home.config();
    for (round, signal) in [Signal::SIGQUIT, Signal::SIGINT].into_iter().enumerate() {
        let mut gateway = Gateway::start(&config);
        let (first, second) = (60 + 2 * round as u16, 61 + 2 * round as u16);
        hub.until("it is online", |hub| hub.is_online()).await;
        home.oximeter.reading(97, first);
        hub.until("a reading arrives", |hub| hub.pulse_rates().contains(&first)).await;
        gateway.signal(Signal::SIGHUP);
        home.oximeter.reading(97, second);
        hub.until("it still measures", |hub| hub.pulse_rates().contains(&second)).await;
        gateway.signal(signal);
        assert_eq!(gateway.ended(), Some(0), "{signal}");
        hub.until("it said goodbye", |hub| !hub.is_online()).await;
    }
}

/// The kernel sends SIGHUP to what runs in a terminal whose window is closed.
#[tokio::test]
async fn a_gateway_whose_terminal_is_closed_says_goodbye() {
    let home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    let run = format!("exec {} run --config {}", crate::support::process::binary(), home.config().display());
    let mut terminal = std::process::Command::new("script");
    terminal.args(["-qec", &run, "/dev/null"]).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::null());
    let mut terminal = terminal.spawn().unwrap();
    hub.until("it is online", |hub| hub.is_online()).await;
    terminal.kill().unwrap();
    terminal.wait().unwrap();
    hub.until("it said goodbye", |hub| !hub.is_online()).await;
    let clean = hub.state.as_ref().unwrap().links.iter().all(|link| link.reason != "the gateway is offline");
    assert!(clean, "its own goodbye, not its last will");
}

#[tokio::test]
async fn the_log_tells_each_change_of_a_link_once_and_the_limit_of_files_is_raised() {
    let mut home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    let log = home.dir.path().join("log");
    let gateway = Gateway::start_logged(&home.config(), &log, (64, 512));
    let said = |what: &str| std::fs::read_to_string(&log).unwrap().lines().filter(|line| line.contains(what)).count();
    hub.until("it is online", |hub| hub.is_online()).await;
    home.oximeter.reading(97, 70);
    hub.until("the link is up", Hub::link_is_up).await;
    home.oximeter.unplug();
    hub.until("the port is missed", |hub| hub.has_problem("port_missing")).await;
    home.oximeter.replug();
    home.oximeter.reading(97, 71);
    hub.until("it is read again", |hub| hub.pulse_rates().contains(&71) && hub.link_is_up()).await;
    home.broker.kill();
    let deadline = Instant::now() + crate::support::broker::PATIENCE;
    while said("not connected to the broker") == 0 {
        assert!(Instant::now() < deadline, "{}", std::fs::read_to_string(&log).unwrap());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    home.broker.restart();
    hub = Hub::connect(home.broker.port).await;
    hub.until("it is back", |hub| hub.is_online()).await;
    while said("connected to the broker") < 3 || said("link of oxim-0001: up again") == 0 {
        assert!(Instant::now() < deadline, "{}", std::fs::read_to_string(&log).unwrap());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let text = std::fs::read_to_string(&log).unwrap();
    let link: Vec<&str> = text.lines().filter(|line| line.contains("link of oxim-0001")).collect();
    let (down, up): (Vec<&str>, Vec<&str>) = link.iter().partition(|line| line.contains("down"));
    assert!((1..=3).contains(&down.len()) && down.iter().any(|line| line.contains("plug the device in")), "{text}");
    assert_eq!(up.len(), 1, "{text}");
    assert!((1..=4).contains(&said("not connected to the broker")), "not each try that failed: {text}");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", gateway.id())).unwrap();
    let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    assert_eq!(files.split_whitespace().skip(3).take(2).collect::<Vec<_>>(), ["512", "512"], "{files}");
}

#[tokio::test]
async fn bytes_at_a_wrong_baud_rate_are_told_as_such() {
    let mut home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    let _gateway = Gateway::start(&home.config());
    hub.until("it is online", |hub| hub.is_online()).await;
    let mut pace = tokio::time::interval(Duration::from_millis(200));
    let mut noise = 1_u32;
    while !hub.has_problem("no_valid_data") {
        pace.tick().await;
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 24) as u8
        })
        .take(80)
        .collect();
        home.oximeter.send(&bytes);
        hub.until("anything", |_| true).await;
        let _ = tokio::time::timeout(Duration::from_millis(1), hub.until("never", |_| false)).await;
    }
    let problem = hub.state.unwrap().problems.into_iter().find(|problem| problem.code == "no_valid_data").unwrap();
    assert!(problem.message.contains("is the baud rate 9600 right"), "{problem:?}");
    let example = problem.message.split_once('(').unwrap().1.split_once(')').unwrap().0;
    let bytes: Vec<u8> = example.split(' ').map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect();
    assert!((1..=16).contains(&bytes.len()), "what was rejected, in hexadecimal: {problem:?}");
}

/// A device that speaks only while it is asked: without the second word it falls silent after five seconds.
#[tokio::test]
async fn a_device_that_waits_to_be_asked_is_asked_and_kept_awake() {
    let mut home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    let config = home.config();
    let text = std::fs::read_to_string(&config).unwrap().replace("nonin-df7", "contec-cms50f");
    std::fs::write(&config, text).unwrap();
    let _gateway = Gateway::start(&config);
    hub.until("it is online", |hub| hub.is_online()).await;
    let command = |bytes: [u8; 9]| bytes[2];
    assert_eq!(command(home.oximeter.receive()), 0xA1, "start");
    // Pulse rate 60, saturation 99: a second of what a device has sent.
    home.oximeter.send(&[0x01, 0xE0, 0x84, 0x93, 0x92, 0xBC, 0xE3, 0xFF, 0xFF].repeat(60));
    hub.until("the reading arrives", |hub| hub.pulse_rates().contains(&60)).await;
    assert_eq!(command(home.oximeter.receive()), 0xAF, "go on");
    assert_eq!(command(home.oximeter.receive()), 0xA1, "it fell silent: start again");
}

/// It is asked, the line is set for the older generation and back, and it is asked again: a port that cannot be set otherwise would be
/// told as one that cannot be used. A pty carries bytes at any speed: that the older one is understood only while the line is set for it is the
/// decoder's doing.
#[tokio::test]
async fn a_contec_of_unknown_generation_is_asked_listened_for_and_read() {
    let mut home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    let (config, port, log) = (home.config(), home.dir.path().join("oximeter"), home.dir.path().join("log"));
    want(&config, &[("oxim-0001", "contec-cms50", &port)]);
    let mut gateway = Gateway::start_logged(&config, &log, (64, 512));
    hub.until("it is online", |hub| hub.is_online()).await;
    let asked: [[u8; 9]; 2] = [home.oximeter.receive(), home.oximeter.receive()];
    assert_eq!(asked.map(|command| command[2]), [0xA1, 0xA1], "the newer one, and once more after the older one");
    tokio::select! {
        () = speak_as_an_older_contec(&mut home.oximeter) => {}
        () = hub.until("it is read", |hub| hub.pulse_rates().contains(&60) && hub.link_is_up()) => {}
    }
    assert_eq!(gateway.stop(), Some(0));
    let log = std::fs::read_to_string(log).unwrap();
    assert!(!log.contains("cannot be used") && !log.contains("went away"), "{log}");
}

/// Twelve frames each fifth of a second, all the time: pulse rate 60, saturation 99.
async fn speak_as_an_older_contec(oximeter: &mut Oximeter) {
    let mut fifth = tokio::time::interval(Duration::from_millis(200));
    loop {
        fifth.tick().await;
        oximeter.send(&[0x84, 64, 7, 60, 99].repeat(12));
    }
}

#[tokio::test]
async fn a_port_in_use_is_told_as_such() {
    use nix::fcntl::{Flock, FlockArg};
    let home = Home::new();
    let file = std::fs::OpenOptions::new().read(true).write(true).open(home.dir.path().join("oximeter")).unwrap();
    let lock = Flock::lock(file, FlockArg::LockExclusiveNonblock).unwrap();
    let mut hub = Hub::connect(home.broker.port).await;
    let _gateway = Gateway::start(&home.config());
    hub.until("the port is busy", |hub| hub.has_problem("port_busy")).await;
    drop(lock);
    hub.until("the port is free", |hub| !hub.has_problem("port_busy")).await;
}

#[tokio::test]
async fn an_unknown_gateway_keeps_everything_until_it_is_known() {
    let mut home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    hub.refuses = Some(Refusal { reason: RefusalReason::UnknownGateway, retry_after_ms: 1_000 });
    let _gateway = Gateway::start(&home.config());
    hub.until("it is online", |hub| hub.is_online()).await;
    home.oximeter.reading(97, 80);
    hub.until("it knows why", |hub| hub.has_problem("refused_unknown_gateway")).await;
    assert!(hub.held.is_empty());
    hub.refuses = None;
    hub.until("it is taken now", |hub| hub.pulse_rates() == [80] && !hub.has_problem("refused_unknown_gateway")).await;
}

#[tokio::test]
async fn a_restored_hub_is_offered_everything_again() {
    let mut home = Home::new();
    let mut hub = Hub::connect(home.broker.port).await;
    let _gateway = Gateway::start(&home.config());
    hub.until("it is online", |hub| hub.is_online()).await;
    for beat in 50..60 {
        home.oximeter.reading(97, beat);
    }
    hub.until("all arrive", |hub| hub.pulse_rates().len() == 10).await;
    hub.held.clear();
    hub.epoch = 2;
    home.oximeter.reading(97, 60);
    hub.until("all arrive again", |hub| hub.pulse_rates().len() == 11).await;
}

#[tokio::test]
async fn links_come_and_go_by_a_reload_and_a_bad_configuration_changes_nothing() {
    const SILENT: Duration = Duration::from_millis(1_500);
    let mut home = Home::new();
    let (first, second) = (home.dir.path().join("oximeter"), home.dir.path().join("second"));
    let mut other = Oximeter::plug(&second);
    let mut hub = Hub::connect(home.broker.port).await;
    let (config, log) = (home.config(), home.dir.path().join("log"));
    let mut gateway = Gateway::start_logged(&config, &log, (64, 512));
    hub.until("it is online", |hub| hub.is_online()).await;
    home.oximeter.reading(97, 60);
    hub.until("the first delivers", |hub| hub.pulse_rates().contains(&60)).await;
    let link = |hub: &Hub, device: &str| hub.state.as_ref().unwrap().links.iter().find(|link| link.device.as_str() == device).cloned();

    want(&config, &[("oxim-0001", "nonin-df7", &first), ("oxim-0002", "nonin-df7", &second)]);
    gateway.signal(Signal::SIGHUP);
    hub.until("the second is attached", |hub| link(hub, "oxim-0002").is_some()).await;
    other.reading(95, 80);
    home.oximeter.reading(97, 61);
    hub.until("both deliver", |hub| hub.pulse_rates().contains(&80) && hub.pulse_rates().contains(&61)).await;

    // The packet that ends a set, and the first of the next: that one waits in the decoder while the device is taken out.
    home.oximeter.send(&packet(97, 76, 30_000));
    hub.until("the set is whole", |hub| hub.pulse_rates().contains(&76)).await;
    home.oximeter.send(&packet(97, 77, 30_000));
    let spoke = Instant::now();
    hub.until("the half set is read", |_| spoke.elapsed() > SILENT).await;
    want(&config, &[("oxim-0002", "nonin-df7", &second)]);
    gateway.signal(Signal::SIGHUP);
    hub.until("it is told as taken out", |hub| link(hub, "oxim-0001").is_some_and(|link| link.reason.contains("taken out"))).await;
    hub.until("what it had said is kept", |hub| hub.pulse_rates().contains(&77)).await;
    assert!(!hub.state.as_ref().unwrap().problems.iter().any(|problem| problem.message.contains("oxim-0001")));

    want(&config, &[("oxim-0002", "morse", &second)]);
    gateway.signal(Signal::SIGHUP);
    let said = |what: &str| std::fs::read_to_string(&log).unwrap().lines().any(|line| what.split('|').all(|part| line.contains(part)));
    hub.until("it is refused", |_| {
        said("going on as before|gateway.toml: devices.0.protocol: unknown protocol 'morse'; known are nonin-df2")
    })
    .await;
    other.reading(95, 81);
    hub.until("the old configuration goes on", |hub| hub.pulse_rates().contains(&81)).await;

    // The same device on the port of the one that was taken out.
    want(&config, &[("oxim-0002", "nonin-df7", &first)]);
    gateway.signal(Signal::SIGHUP);
    home.oximeter.reading(96, 82);
    hub.until("it is read where it is now", |hub| hub.pulse_rates().contains(&82)).await;
    assert_eq!(gateway.stop(), Some(0));
}
