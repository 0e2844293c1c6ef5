//! What is stored of an hour, folded again, gives what was told of it: under the present limits, every step.
//!
//! The hour passes on a clock of its own, five seconds at a time. What is dated by the database's clock (who was admitted
//! and bound when, when limits were changed) is dated by the test; when a gateway was heard, which a hub writes down each 15
//! real seconds, too.

use super::rig::{self, Home, Rig, home, mono, nurse, store};
use hearth_alerts::{Action, Bounds, Intent, Limit, Limits, Now, Priority, Remind, Rule, Rung};
use hearth_hub::clock::{self, Clock};
use hearth_hub::limits;
use hearth_hub::replay::progress::Progress;
use hearth_hub::replay::{self, Checked, Scope, Wish};
use hearth_replay::trial::{Marked, Trial};
use hearth_replay::{Differs, Instead};
use hearth_store::Store;
use hearth_store::observations::{Finding, NewObservation};
use hearth_vitals::batch::v1::Batch;
use hearth_vitals::{Class, Event, EventKind, Flags, Frame, Reading, Record, Vital, WallMs};
use std::process::Command;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// How far the clock of this test is behind the machine's, ms.
static BEHIND_MS: AtomicI64 = AtomicI64::new(0);
const HOUR_MS: i64 = 3_600_000;
const STEP_MS: i64 = 5_000;

fn slowed() -> Now {
    let (now, behind_ms) = (clock::now(), BEHIND_MS.load(Ordering::SeqCst));
    // The monotonic clock may have run for less than an hour.
    Now { wall: now.wall.plus(-behind_ms), mono: now.mono.plus((10 * HOUR_MS - behind_ms).unsigned_abs()) }
}

/// A home and what it has sent so far.
struct Sender {
    home: Home,
    first: u64,
    seed: u64,
    unsent: Vec<Record>,
    pressed: Vec<Record>,
    first_pressed: u64,
}

impl Sender {
    fn new(home: Home, seed: u64) -> Sender {
        Sender { home, first: 0, seed, unsent: Vec::new(), pressed: Vec::new(), first_pressed: 0 }
    }

    fn draw(&mut self, below: u64) -> u64 {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % below
    }

    /// One second of an oximeter at so many seconds of the hour: falls, bursts of motion, a clip that comes off.
    fn measure(&mut self, at: WallMs, second: i64) {
        let noise = self.draw(5) as i32 * 2;
        let spo2 = match second {
            300..420 => 870,
            600..640 => 760,
            900..1_000 => 880 + self.draw(60) as i32,
            2_000..2_100 => 840,
            3_000..3_100 => 955,
            _ => 965,
        } + noise;
        let flags = if second % 97 < 8 || (1_100..1_130).contains(&second) { Flags::ARTEFACT } else { Flags::NONE };
        let spo2 = match second {
            1_300..1_450 => Reading::missing(Vital::Spo2, Flags::SENSOR_OFF),
            _ if second % 61 == 0 => Reading::missing(Vital::Spo2, Flags::SEARCHING),
            _ if second % 211 == 7 => Reading::checked(Vital::Spo2, 700, Flags::NONE),
            _ => Reading::checked(Vital::Spo2, spo2, flags),
        };
        let pulse = Reading::checked(Vital::PulseRate, if (1_600..1_800).contains(&second) { 1_450 } else { 700 + noise * 10 }, flags);
        // Somebody calls, and again after it was taken and after the hub has started anew.
        if [2_350, 2_352, 2_900, 3_080].contains(&second) {
            self.pressed.push(Record::Event(Event { mono: mono(at), device: None, kind: EventKind::Button }));
        }
        self.unsent.push(Record::Frame(Frame::new(self.home.device.clone(), mono(at), None, vec![spo2, pulse]).unwrap()));
    }

    /// What was measured goes out as one batch.
    async fn send(&mut self, rig: &mut Rig, live: bool, newest: WallMs) {
        let records = std::mem::take(&mut self.unsent);
        let count = records.len() as u64;
        let mut batch: Batch = rig::batch(&self.home, self.first, &[(newest, None)]);
        (batch.header.count, batch.records) = (count as u32, records);
        rig.send(live, &batch).await;
        rig.receipted(&self.home, self.first + count).await;
        self.first += count;
    }

    /// What was pressed goes out in the stream of events.
    async fn send_pressed(&mut self, rig: &mut Rig, newest: WallMs) {
        let mut batch: Batch = rig::batch(&self.home, self.first_pressed, &[(newest, None)]);
        batch.header.stream.class = Class::Events;
        batch.records = std::mem::take(&mut self.pressed);
        batch.header.count = batch.records.len() as u32;
        self.first_pressed += batch.records.len() as u64;
        rig.send(true, &batch).await;
        rig.answer_to(&self.home.gateway).await;
    }

    async fn is_heard(&self, store: &Store) {
        store.note_gateways(&[(self.home.gateway.clone(), slowed().wall, None)]).await.unwrap();
    }
}

/// What the database dated by its own clock is dated by this one.
async fn date(store: &Store, rows: &'static str, at: WallMs) {
    let statements = format!(
        "ALTER TABLE audit DISABLE RULE audit_is_never_changed; UPDATE audit SET at = to_timestamp({0} / 1000.0) WHERE {rows}; \
         ALTER TABLE audit ENABLE RULE audit_is_never_changed; \
         UPDATE episodes SET admitted_at = to_timestamp({0} / 1000.0) WHERE admitted_at > to_timestamp({0} / 1000.0)",
        at.0
    );
    store.run(&statements).await.unwrap();
}

/// Whoever watches takes what rings, and reviews what is over.
async fn attend(store: &Store, rig: &Rig, by: Uuid, review: bool) {
    for row in store.open_alerts().await.unwrap() {
        let (id, version) = (Uuid::from_u128(row.alert.id.0), row.alert.version);
        let cleared = row.alert.cleared_at.is_some();
        if cleared && review {
            rig.engine().review(id, version, by, "looked in".to_owned()).await.unwrap();
        } else if !cleared && row.alert.acknowledged.is_none() {
            // Every second one says what they do, and a nurse who says nothing has it all the same.
            let says = Intent { action: Some(Action::RepeatAsked), remind: Some(Remind::Five) };
            let intent = if id.as_u128() % 2 == 0 { says } else { Intent::NOTHING };
            rig.engine().take(id, version, by, intent).await.unwrap();
            if intent.is_nothing() {
                rig.engine().take(id, version + 1, by, Intent { action: Some(Action::Watching), remind: None }).await.unwrap();
            }
        }
    }
}

async fn check(store: &Store, from: WallMs) -> Checked {
    let scope = Scope { from, until: slowed().wall.plus(STEP_MS), episodes: Vec::new(), jobs: 2 };
    replay::check(store, &scope).await.unwrap()
}

fn stricter() -> Limits {
    let bounds =
        Bounds { low: Some(960), high: None, critical_low: Some(800), critical_high: None, delay_s: 30, priority: Priority::Medium };
    let change = |limit: &Limit| match limit.vital() {
        Vital::Spo2 => Limit::of_bounds(Vital::Spo2, bounds).unwrap(),
        _ => limit.clone(),
    };
    Limits::try_new(Limits::thresholds_adult().iter().map(change)).unwrap()
}

fn temperature(episode: Uuid, author: Uuid) -> NewObservation {
    let at = slowed().wall;
    NewObservation {
        id: Uuid::now_v7(),
        episode,
        code: "temperature".into(),
        at,
        finding: Some(Finding::Number { raw: 3_960, decimals: 2, unit: "Cel".into() }),
        method: "oral".into(),
        source: "staff".into(),
        device: None,
        author,
        entered_at: at,
        note: String::new(),
        corrects: None,
    }
}

#[tokio::test]
async fn an_hour_folded_again_gives_every_step_that_was_told() {
    let (cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    BEHIND_MS.store(HOUR_MS + 120_000, Ordering::SeqCst);
    let begin = slowed().wall;
    // One oximeter that measures each second, and one whose silence means nothing.
    let continuous = rig::home_with(&store, 1, ana, begin, "nonin-df7").await;
    let mut homes = [Sender::new(continuous, 1), Sender::new(home(&store, 2, ana, begin).await, 2)];
    date(&store, "true", begin).await;
    let mut rig = Rig::start_by(&store, Clock(slowed)).await;
    for second in (STEP_MS / 1_000..=HOUR_MS / 1_000).step_by(5) {
        // The loop turns each second, as in a hub: what time alone has made due comes when it is due, and before what arrives now.
        for _ in 0..STEP_MS / 1_000 {
            BEHIND_MS.fetch_sub(1_000, Ordering::SeqCst);
            let _ = rig.engine().gateways().await.unwrap();
        }
        let now = slowed().wall;
        for (place, sender) in homes.iter_mut().enumerate() {
            for one in second - 5..second {
                sender.measure(now.plus((one - second) * 1_000), one);
            }
            let is_cut_off = place == 0 && (1_900..2_200).contains(&second);
            match second {
                1_900 | 2_200 if place == 0 => sender.is_heard(&store).await,
                _ => {}
            }
            if !is_cut_off {
                let is_backlog = sender.unsent.len() > 5;
                sender.send(&mut rig, !is_backlog, now).await;
                if !sender.pressed.is_empty() {
                    sender.send_pressed(&mut rig, now).await;
                }
            }
        }
        match second {
            350 | 1_400 | 1_700 | 2_300 | 2_700 => attend(&store, &rig, ana, false).await,
            1_200 | 2_500 => attend(&store, &rig, ana, true).await,
            2_600 => {
                let written = temperature(homes[1].home.episode, ana);
                assert!(store.observe(&written).await.unwrap());
                rig.engine().by_hand(written.episode, Some(Vital::Temperature)).await.unwrap();
            }
            2_800 => {
                let episode = homes[0].home.episode;
                store.set_limits(episode, 1, &limits::to_store(&stricter()), ana, "as ordered").await.unwrap();
                date(&store, "act = 'set_limits'", slowed().wall).await;
                rig.engine().bindings_changed().await.unwrap();
            }
            3_050 => {
                rig.stop().await;
                rig = Rig::start_by(&store, Clock(slowed)).await;
            }
            _ => {}
        }
    }
    rig.stop().await;

    let found = check(&store, begin).await;
    let text = replay::text::checked(&found, &Scope { from: begin, until: slowed().wall, episodes: Vec::new(), jobs: 1 }, true);
    assert_eq!(found.all.differences, [], "{text}");
    assert_eq!((found.stays, found.frames), (2, 7_200));
    let told = store.number("SELECT count(*) FROM alert_transitions").await.unwrap();
    assert_eq!(i64::try_from(found.all.steps).unwrap(), told, "{text}");
    assert!(found.all.alerts >= 10, "{text}");
    assert_eq!(
        store.number("SELECT count(*) FROM alert_transitions t JOIN alerts a ON a.id = t.alert_id WHERE a.rule = 'call'").await.unwrap(),
        12
    );

    // From the middle on: what rang before is known, and not compared.
    let later = check(&store, begin.plus(HOUR_MS / 2)).await;
    assert_eq!(later.all.differences, []);
    assert!(later.all.alerts > 0 && later.all.alerts < found.all.alerts);

    a_trial_sets_both_side_by_side(&store, begin, &homes).await;
    let database = cluster.url(store.pool().connect_options().get_database().unwrap());
    let (code, said, _) = command(&database, begin, &[]);
    assert!(code == Some(0) && said.contains("2 stays") && said.ends_with("no difference\n"), "{code:?} {said}");
    the_command_takes_a_profile(&database, begin, &homes);

    // One step that nobody took, and an alert that nobody told, are found.
    store.run("UPDATE alert_transitions SET priority = 'low' WHERE change = 'raised' AND priority = 'high' AND value = 700").await.unwrap();
    let altered = check(&store, begin).await;
    assert!(altered.all.differences.iter().all(|one| matches!(one.what, Differs::Step(1, "priority", _))), "{:?}", altered.all.differences);
    assert!(!altered.differing.is_empty());
    let (code, said, why) = command(&database, begin, &[]);
    assert!(code == Some(1) && why.contains("differs from what was told"), "{code:?} {why}");
    assert!(said.contains("spo2_low patient raised") && said.contains("differs in priority"), "{said}");
    assert!(!said.contains("value"), "no value unless it is asked for: {said}");
    assert!(command(&database, begin, &["--values"]).1.contains("value 700"));
}

async fn try_out(store: &Store, scope: &Scope, limits: Limits, marked: &[Marked]) -> (Trial, u64) {
    let wish = Wish { before: None, instead: Instead { limits, course: None }, marked: marked.to_vec() };
    replay::try_out(store, scope, &wish, &Progress::default()).await.unwrap().unwrap()
}

/// A trial of the same hour under the limits that hold, and under limits that would hear nothing.
async fn a_trial_sets_both_side_by_side(store: &Store, begin: WallMs, homes: &[Sender; 2]) {
    let scope = Scope { from: begin, until: slowed().wall.plus(STEP_MS), episodes: Vec::new(), jobs: 2 };
    let fall = |sender: &Sender, second: i64| Marked {
        episode: sender.home.episode.to_string(),
        at: begin.plus(second * 1_000),
        word: "fall".into(),
    };
    let marked = [fall(&homes[0], 640), fall(&homes[1], 5)];
    let (same, frames) = try_out(store, &scope, Limits::thresholds_adult(), &marked).await;
    assert_eq!(frames, 7_200);
    // The second home's limits are those of an adult to the end; the first one's became stricter.
    let second = homes[1].home.episode.to_string();
    let stay = same.top.iter().find(|stay| stay.episode == second).unwrap();
    assert_eq!(stay.present, stay.candidate);
    assert_ne!(same.present.clinical, same.candidate.clinical);
    assert_eq!(same.present.technical, same.candidate.technical, "no limit touches silence");
    let lead = |at: usize| same.events[at].candidate.lead_ms.map(|ms| ms / 1_000);
    assert_eq!(same.events.len(), 2);
    assert!([0, 1].map(lead).iter().any(|lead| lead.is_some_and(|s| (200..340).contains(&s))), "told when it fell: {:?}", same.events);
    assert!([0, 1].map(lead).contains(&None), "nothing had happened before: {:?}", same.events);
    assert_eq!(same.lost().count(), 0);

    let deaf = Limit::try_new(Vital::Temperature, Vec::new(), vec![Rung { edge: 4_150, for_s: 0, priority: Priority::High }]).unwrap();
    let (deaf, _) = try_out(store, &scope, Limits::try_new([deaf]).unwrap(), &marked).await;
    let of_limits = deaf.candidate.rules.keys().filter(|rule| matches!(rule, Rule::VitalLow(_) | Rule::VitalHigh(_)));
    assert_eq!((deaf.lost().count(), of_limits.count()), (1, 0), "only scores, which no limit touches, would tell anything");
    assert_eq!(deaf.present, same.present);
    let is_of_limits = |rule: Rule| matches!(rule, Rule::VitalLow(_) | Rule::VitalHigh(_));
    assert!(deaf.swaps.lost.named.iter().any(|ring| is_of_limits(ring.rule)), "{:?}", deaf.swaps);
    assert!(!deaf.swaps.gained.named.iter().any(|ring| is_of_limits(ring.rule)), "{:?}", deaf.swaps);

    let cancelled = Progress::default();
    cancelled.cancel();
    let wish = Wish { before: None, instead: Instead { limits: Limits::thresholds_adult(), course: None }, marked: Vec::new() };
    assert_eq!(replay::try_out(store, &scope, &wish, &cancelled).await.unwrap(), None, "who cancelled is told nothing");
    let finished = Progress::default();
    replay::try_out(store, &scope, &wish, &finished).await.unwrap();
    assert!((finished.part() - 1.0).abs() < 1e-9, "{}", finished.part());
}

/// Runs `alerts replay` over the hour: how it ended, what it said, and why.
fn command(database: &str, from: WallMs, more: &[&str]) -> (Option<i32>, String, String) {
    let from = replay::text::instant(from);
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth-hub"));
    command.args(["alerts", "replay", "--from", &from]).args(more).env("HEARTH_HUB__DATABASE__URL", database);
    let done = command.output().unwrap();
    (done.status.code(), String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap())
}

fn the_command_takes_a_profile(database: &str, begin: WallMs, homes: &[Sender; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, value: &serde_json::Value| {
        let path = folder.path().join(name);
        std::fs::write(&path, value.to_string()).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let mut limits = serde_json::to_value(limits::to_api(&Limits::thresholds_adult())).unwrap();
    let at = replay::text::instant(begin.plus(640_000));
    let event = serde_json::json!([{ "episode": homes[0].home.episode, "at": at, "word": "fall" }]);
    let (profile, events) = (file("profile.json", &serde_json::json!({ "limits": limits })), file("events.json", &event));
    let (code, said, why) = command(database, begin, &["--profile", &profile, "--events", &events]);
    assert_eq!(code, Some(0), "{why}");
    for wanted in
        ["clinical", "technical", "  spo2_low", "nurse minutes a patient-day", "told by present 1, by candidate 1; lost 0", "alerts lost "]
    {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let (_, said, _) = command(database, begin, &["--profile", &profile, "--json"]);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert!(said["trial"]["patient_days"].as_f64().unwrap() > 0.0 && said["minutes"]["present"].as_f64().unwrap() > 0.0, "{said}");
    limits[0]["vital"] = "mood".into();
    let (code, _, why) = command(database, begin, &["--profile", &file("wrong.json", &limits)]);
    assert!(code == Some(1) && why.contains("limits[0].vital"), "{code:?} {why}");
}
