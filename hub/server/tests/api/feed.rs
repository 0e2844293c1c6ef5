//! The way into the live feed: whose page, whose session, whose eyes.

use super::http::send;
use super::rig::{FAMILY, Rig};
use futures_util::{SinkExt, StreamExt};
use hearth_alerts::{AlertId, Rule, System};
use hearth_escalation::Ladders;
use hearth_hub::feed::closing::RELOAD;
use hearth_hub::feed::frame::VERSION;
use hearth_hub::feed::message::Tile;
use hearth_hub::feed::socket::SUBSCRIPTIONS_MAX;
use hearth_hub::feed::state::Update;
use hearth_hub::feed::topic::Topic;
use hearth_hub::{clock, escalate, shown};
use hearth_store::transitions::EpisodeTransitions;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use uuid::Uuid;

const UPGRADE: [&str; 3] = ["upgrade: websocket", "sec-websocket-version: 13", "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=="];

fn tile() -> Tile {
    Tile {
        episode_id: Uuid::from_u128(1),
        label: "Home 1".into(),
        initials: "RZ".into(),
        family_name: FAMILY.into(),
        given_name: "Rosa".into(),
        birth_date: "1961-04-17".into(),
        medical_record_number: "1".into(),
        sex: "female".into(),
        language: "es".into(),
        phone: String::new(),
        phase: "acute".into(),
        time_zone: "UTC".into(),
        limits: Vec::new(),
        gateway_id: None,
        news2: None,
        without_news2: None,
        devices: Vec::new(),
        values: Vec::new(),
    }
}

/// A page that is open.
pub struct Screen(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Screen {
    pub async fn open(rig: &Rig, who: &str) -> Screen {
        Screen::speaking(rig, who, &format!("?version={VERSION}")).await
    }

    async fn speaking(rig: &Rig, who: &str, version: &str) -> Screen {
        let mut request = format!("ws://{}/api/v1/feed{version}", rig.hub).into_client_request().unwrap();
        request.headers_mut().insert("cookie", rig.cookie(who).parse().unwrap());
        request.headers_mut().insert("origin", format!("http://{}", rig.hub).parse().unwrap());
        Screen(connect_async(request).await.unwrap().0)
    }

    async fn message(&mut self) -> Message {
        self.0.next().await.unwrap().unwrap()
    }

    async fn ask(&mut self, what: &str, topic: &str, key: Option<&str>) {
        let text = json!({"type": what, "topic": topic, "key": key}).to_string();
        self.0.send(Message::text(text)).await.unwrap();
    }

    /// The next frame that is no heartbeat.
    async fn frame(&mut self) -> Value {
        loop {
            let message = self.message().await;
            let Message::Text(text) = message else { panic!("{message:?}") };
            let frame: Value = serde_json::from_str(&text).unwrap();
            if frame["type"] != "heartbeat" {
                return frame;
            }
        }
    }

    /// Subscribes; gives the snapshot or the refusal.
    pub async fn follow(&mut self, topic: &str, key: Option<&str>) -> Value {
        self.ask("subscribe", topic, key).await;
        self.frame().await
    }

    /// The item of this key for which `is` holds, in whatever frame comes.
    pub async fn told(&mut self, key: &str, is: impl Fn(&Value) -> bool) -> Value {
        let wait = async {
            loop {
                let frame = self.frame().await;
                let items = frame["items"].as_array().cloned().unwrap_or_default();
                if let Some(item) = items.into_iter().find(|item| item["key"] == key && is(item)) {
                    return item;
                }
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), wait).await.unwrap()
    }

    /// Why the hub closed it, after whatever else it said.
    pub async fn ended(&mut self) -> String {
        loop {
            if let Message::Close(Some(close)) = self.message().await {
                return close.reason.to_string();
            }
        }
    }

    async fn close(&mut self) -> CloseFrame {
        match self.message().await {
            Message::Close(Some(close)) => close,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_nurse_follows_every_topic_and_a_technician_nothing_of_a_patient() {
    let rig = Rig::start().await;
    rig.feed.publish(vec![Update::Tile(Box::new(tile()))]).await;
    let stay = Uuid::from_u128(1).to_string();
    let key = |topic: Topic| match topic {
        Topic::Patient => Some(stay.clone()),
        Topic::Waveform => Some(format!("{stay}/pleth")),
        _ => None,
    };
    for (who, sees) in [("nurse", true), ("charge_nurse", true), ("administrator", false), ("technician", false)] {
        let mut screen = Screen::open(&rig, who).await;
        for topic in Topic::all() {
            let answer = screen.follow(topic.word(), key(topic).as_deref()).await;
            let is_free = sees || matches!(topic, Topic::Alerts | Topic::Gateways | Topic::Watch);
            let expected = if is_free { ("snapshot", Value::Null) } else { ("refused", json!("forbidden")) };
            assert_eq!((&answer["type"], &answer["code"]), (&json!(expected.0), &expected.1), "{who}: {answer}");
            assert_eq!((&answer["topic"], &answer["key"]), (&json!(topic.word()), &json!(key(topic))), "{who}");
            assert_eq!(answer.to_string().contains(FAMILY), sees && topic == Topic::Stays, "{who}: {answer}");
        }
    }
}

#[tokio::test]
async fn a_screen_that_shows_a_rung_says_so_and_every_screen_sees_it() {
    let rig = Rig::start().await;
    let (mut nurse, mut other) = (Screen::open(&rig, "nurse").await, Screen::open(&rig, "physician").await);
    assert_eq!(other.follow("climbs", None).await["items"], json!([]));
    let (ladders, stop) = (Ladders::standard(), watch::channel(false));
    let (feed, engine) = (rig.feed.clone(), rig.engine.clone());
    let parts = escalate::Parts { store: rig.store.clone(), feed, engine, ladders, settling_ms: 60_000, stop: stop.1 };
    let loop_of_it = escalate::start(parts).await.unwrap();

    let transitions = System::new().raise(Rule::BrokerDown, "down", clock::now(), &mut || AlertId(7));
    let alert = shown::alert(None, &transitions[0].alert, &shown::Names::new([]), true);
    rig.store.commit_transitions(&[EpisodeTransitions { episode: None, transitions }]).await.unwrap();
    rig.feed.publish(vec![Update::Alert(Box::new(alert))]).await;
    let climb = other.frame().await["items"][0]["climb"].clone();
    let of = |climb: &Value| (climb["rungs"][0]["posts"].clone(), climb["rungs"][0]["receipt"].clone(), climb["next"]["posts"].clone());
    assert_eq!(of(&climb), (json!(["holder"]), Value::Null, json!(["backup"])));
    assert_eq!(climb["next"]["due_at"].as_i64().unwrap() - climb["rungs"][0]["due_at"].as_i64().unwrap(), 60_000);

    let receipt = json!({"type": "receipt", "alert_id": climb["alert_id"], "round": 1, "rung": 1, "receipt": "delivered"});
    nurse.0.send(Message::text(receipt.to_string())).await.unwrap();
    let confirmed = other.frame().await["items"][0]["climb"].clone();
    assert_eq!(of(&confirmed), (json!(["holder"]), json!("delivered"), json!(["backup"])));
    nurse.0.send(Message::text(receipt.to_string().replace("delivered", "ignored"))).await.unwrap();
    let closed = loop {
        if let Message::Close(Some(close)) = nurse.message().await {
            break close;
        }
    };
    assert_eq!(closed.reason.as_str(), "not_understood", "a receipt that is none");
    loop_of_it.abort();
}

#[tokio::test]
async fn what_cannot_be_followed_is_refused_by_a_code_and_the_screen_stays_open() {
    let rig = Rig::start().await;
    let mut screen = Screen::open(&rig, "nurse").await;
    for (topic, key, code) in [
        ("weather", None, "unknown_topic"),
        ("wall", Some("everything"), "unknown_key"),
        ("patient", None, "unknown_key"),
        ("patient", Some("Rosa"), "unknown_key"),
        ("waveform", Some("00000000-0000-0000-0000-000000000001/voice"), "unknown_key"),
    ] {
        let refused = screen.follow(topic, key).await;
        assert_eq!(refused, json!({"type": "refused", "topic": topic, "key": key, "code": code, "params": {}}));
    }
    let stay = |number: usize| Uuid::from_u128(u128::try_from(number).unwrap()).to_string();
    for number in 0..SUBSCRIPTIONS_MAX {
        assert_eq!(screen.follow("patient", Some(&stay(number))).await["type"], "snapshot");
    }
    let refused = screen.follow("wall", None).await;
    assert_eq!((&refused["code"], &refused["params"]), (&json!("too_many"), &json!({"at_most": SUBSCRIPTIONS_MAX})));
    screen.ask("unsubscribe", "patient", Some(&stay(7))).await;
    assert_eq!(screen.follow("wall", None).await["type"], "snapshot", "one less, one more");
    screen.0.send(Message::text("{}")).await.unwrap();
    assert_eq!(screen.close().await.reason.as_str(), "not_understood");
}

#[tokio::test]
async fn who_follows_a_topic_no_more_is_told_nothing_of_it() {
    let rig = Rig::start().await;
    let mut screen = Screen::open(&rig, "nurse").await;
    screen.follow("stays", None).await;
    screen.follow("watch", None).await;
    screen.ask("unsubscribe", "stays", None).await;
    // What is asked for later is answered later.
    screen.follow("alerts", None).await;
    rig.feed.publish(vec![Update::Tile(Box::new(tile()))]).await;
    let taken = rig.right("nurse", "POST /watch", &json!({})).await;
    let frame = screen.frame().await;
    assert_eq!((&frame["topic"], &frame["items"][0]["watch"]), (&json!("watch"), &taken));
}

#[tokio::test]
async fn a_page_of_another_version_is_told_to_reload() {
    let rig = Rig::start().await;
    for version in ["", "?version=1", "?version=3"] {
        let close = Screen::speaking(&rig, "nurse", version).await.close().await;
        assert_eq!(u16::from(close.code), RELOAD, "{version}");
        assert_eq!(close.reason.as_str(), "other_version");
    }
}

#[tokio::test]
async fn what_is_observed_corrected_and_withdrawn_is_on_the_patients_page_at_once() {
    let rig = Rig::start().await;
    let (rosa, other) = (rig.admit("MRN-9101").await, rig.admit("MRN-9102").await);
    let of = |stay: &Value| stay["id"].as_str().unwrap().to_owned();
    let mut screen = Screen::open(&rig, "nurse").await;
    screen.follow("patient", Some(&of(&rosa))).await;
    let observe = async |stay: &Value, value: f64, minutes_ago: i64| {
        let at = (minutes_ago > 0).then(|| stay["admitted_at"].as_i64().unwrap());
        let entry = json!({"code": "temperature", "value": value, "unit": "Cel", "at": at});
        rig.right("nurse", &format!("POST /episodes/{}/observations", of(stay)), &entry).await
    };
    let mut told = async || {
        let frame = screen.frame().await;
        assert_eq!((&frame["topic"], &frame["key"], frame["items"].as_array().unwrap().len()), (&json!("patient"), &json!(of(&rosa)), 1));
        frame["items"][0].clone()
    };
    let replace = async |act: &str, old: &Value, mut wish: Value| {
        wish["episode_id"] = rosa["id"].clone();
        wish["reason"] = json!("a slip");
        rig.right("charge_nurse", &format!("POST /observations/{}/{act}", old["id"].as_str().unwrap()), &wish).await
    };

    observe(&other, 36.0, 0).await;
    let first = observe(&rosa, 38.3, 0).await;
    let item = told().await;
    assert_eq!((&item["key"], &item["observation"]), (&json!("temperature"), &first), "as the API gives it, and nothing of others");
    let corrected = replace("correct", &first, json!({"value": 38.4, "unit": "Cel"})).await;
    assert_eq!(told().await["observation"], corrected);
    let older = observe(&rosa, 37.0, 1).await;
    assert_eq!(told().await["observation"], corrected, "what is written down later of an earlier instant is not the newest");
    replace("withdraw", &corrected, json!({})).await;
    assert_eq!(told().await["observation"]["id"], older["id"], "then the one before it holds");
    replace("withdraw", &older, json!({})).await;
    let item = told().await;
    assert_eq!((&item["key"], &item["gone"], item.get("observation")), (&json!("temperature"), &json!(true), None));
}

#[tokio::test]
async fn a_board_of_tasks_asks_for_them_when_the_feed_says_that_something_changed_and_not_before() {
    let rig = Rig::start().await;
    let episode = rig.admit("MRN-8003").await;
    let stay = episode["id"].as_str().unwrap();
    let mut board = Screen::open(&rig, "nurse").await;
    assert_eq!(board.follow("tasks", None).await["items"], json!([]), "nothing to begin with");
    let due_at = clock::wall_ms().0 + 3_600_000;
    let wish = json!({"kind": "call_back", "what": "", "item": null, "post": "nurse", "due_at": due_at});
    let task = rig.right("physician", &format!("POST /episodes/{stay}/tasks"), &wish).await;
    let told = board.frame().await;
    assert_eq!((&told["type"], &told["topic"]), (&json!("delta"), &json!("tasks")), "{told}");
    assert_eq!((&told["items"][0]["key"], &told["items"][0]["changed"]), (&json!(stay), &json!(true)), "{told}");
    rig.right("nurse", &format!("POST /tasks/{}/act", task["id"].as_str().unwrap()), &json!({"act": "take"})).await;
    assert_eq!(board.frame().await["items"][0]["key"], json!(stay));
    let refused = Screen::open(&rig, "technician").await.follow("tasks", None).await;
    assert_eq!((&refused["type"], &refused["code"]), (&json!("refused"), &json!("forbidden")), "{refused}");
}

#[tokio::test]
async fn a_wall_that_answers_no_heartbeat_any_more_is_counted_as_silent_until_it_is_closed() {
    let rig = Rig::start().await;
    let mut silent = rig.feed.screens().silent().subscribe();
    let (mut wall, mut page) = (Screen::open(&rig, "nurse").await, Screen::open(&rig, "nurse").await);
    wall.follow("wall", None).await;
    for screen in [&mut wall, &mut page] {
        screen.0.send(Message::text(json!({"type": "pong", "seq": 1}).to_string())).await.unwrap();
    }
    let count = tokio::time::timeout(std::time::Duration::from_secs(60), silent.wait_for(|silent| *silent > 0)).await;
    assert_eq!(*count.expect("it is noticed").unwrap(), 1, "the wall alone");
    drop(wall);
    tokio::time::timeout(std::time::Duration::from_secs(60), silent.wait_for(|silent| *silent == 0)).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_screen_is_told_the_known_alert_as_none_of_its_alerts_and_its_answer_is_heard() {
    let rig = Rig::start().await;
    let mut screen = Screen::open(&rig, "nurse").await;
    screen.follow("alerts", None).await;
    rig.feed.publish(vec![Update::Canary(77)]).await;
    let told = screen.frame().await;
    assert_eq!((&told["topic"], &told["items"]), (&json!("alerts"), &json!([{ "key": "canary", "version": 77, "canary": true }])));
    let again = Screen::open(&rig, "nurse").await.follow("alerts", None).await;
    assert_eq!(again["items"], json!([]), "who comes later is not told of one that is over");
    let (mut seen, mut witnesses) = (rig.feed.screens().canary().subscribe(), rig.feed.screens().witnesses().subscribe());
    screen.0.send(Message::text(json!({"type": "canary", "number": 77}).to_string())).await.unwrap();
    let wait = std::time::Duration::from_secs(60);
    tokio::time::timeout(wait, seen.wait_for(|number| *number == 77)).await.expect("it is heard").unwrap();
    assert_eq!(*witnesses.borrow_and_update(), 1);
    drop(screen);
    tokio::time::timeout(wait, witnesses.wait_for(|open| *open == 0)).await.expect("it is gone").unwrap();
}

#[tokio::test]
async fn a_foreign_page_a_stranger_and_a_plain_request_are_refused() {
    let rig = Rig::start().await;
    let cookie = format!("cookie: {}", rig.cookie("nurse"));
    let own = format!("origin: http://{}", rig.hub);
    let ask = async |headers: &[&str]| {
        let answer = send(rig.hub, "GET /api/v1/feed", headers, "").await;
        (answer.status, answer.problem().to_owned())
    };
    let [upgrade, version, key] = UPGRADE;
    let foreign = [&cookie, "origin: http://evil.example", upgrade, version, key];
    assert_eq!(ask(&foreign).await, (403, "forbidden".into()));
    assert_eq!(ask(&[&own, upgrade, version, key]).await, (401, "not-signed-in".into()));
    assert_eq!(ask(&[&cookie, &own]).await, (400, "malformed".into()));
}

#[tokio::test]
async fn one_sign_in_opens_so_many_screens_and_the_next_is_refused_in_words() {
    let rig = Rig::start().await;
    let open = async |who: &str| {
        let mut screen = Screen::open(&rig, who).await;
        let first = screen.message().await;
        (screen, first)
    };
    let mut screens = Vec::new();
    for _ in 0..16 {
        let (screen, first) = open("nurse").await;
        assert!(first.is_text(), "{first:?}");
        screens.push(screen);
    }
    let Message::Close(Some(close)) = open("nurse").await.1 else { panic!("one too many") };
    assert_eq!(close.reason, "screens_of_session");
    assert!(open("charge_nurse").await.1.is_text(), "others have theirs");
    screens.pop();
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while !open("nurse").await.1.is_text() {
        assert!(std::time::Instant::now() < deadline, "the place of a screen that was closed is free again");
    }
}

/// 10,000 stays were one answer of 13 MB.
#[tokio::test]
async fn lists_come_in_pages_that_join_to_the_whole() {
    let rig = Rig::start().await;
    for number in 0..5 {
        rig.admit(&format!("MRN-80{number}")).await;
        rig.equip(&format!("oxi-000{number}")).await;
        rig.store.register_gateways(&[format!("home-900{number}").parse().unwrap()]).await.unwrap();
        let kit = json!({"id": format!("kit-900{number}"), "label": "Kit", "gateway_id": null});
        rig.right("technician", "POST /kits", &kit).await;
    }
    for (list, key) in [("/episodes?", "episodes"), ("/kits?", "kits"), ("/devices?", "devices"), ("/gateways?", "gateways")] {
        let ids = |body: &Value| body[key].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        let whole = rig.get("nurse", list).await;
        assert!(ids(&whole).len() >= 5 && whole["next_after"].is_null(), "{list}: {whole}");
        let (mut joined, mut after) = (Vec::new(), String::new());
        loop {
            let page = rig.get("nurse", &format!("{list}limit=2{after}")).await;
            assert!(page[key].as_array().unwrap().len() <= 2, "{list}");
            joined.extend(ids(&page));
            match page["next_after"].as_str() {
                Some(mark) => after = format!("&after={mark}"),
                None => break,
            }
        }
        assert_eq!(joined, ids(&whole), "{list}");
        for wrong in ["limit=0", "limit=501", "limit=-1"] {
            let refused = rig.call("nurse", &format!("GET {list}{wrong}"), &Value::Null).await;
            assert_eq!((refused.status, refused.fields()), (422, vec!["limit"]), "{list}{wrong}");
        }
    }
}
