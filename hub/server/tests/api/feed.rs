//! The way into the live feed: whose page, whose session, whose eyes.

use super::http::send;
use super::rig::{FAMILY, Rig};
use futures_util::StreamExt;
use hearth_hub::feed::message::Tile;
use hearth_hub::feed::state::Update;
use serde_json::{Value, json};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
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
        devices: Vec::new(),
        values: Vec::new(),
    }
}

/// The first message `who` gets.
async fn first(rig: &Rig, who: &str) -> String {
    let mut request = format!("ws://{}/api/v1/feed", rig.hub).into_client_request().unwrap();
    request.headers_mut().insert("cookie", rig.cookie(who).parse().unwrap());
    request.headers_mut().insert("origin", format!("http://{}", rig.hub).parse().unwrap());
    let (mut socket, _) = connect_async(request).await.unwrap();
    socket.next().await.unwrap().unwrap().into_text().unwrap().to_string()
}

#[tokio::test]
async fn a_nurse_gets_the_wall_and_a_technician_nothing_of_a_patient() {
    let rig = Rig::start().await;
    rig.feed.publish(vec![Update::Tile(Box::new(tile()))]).await;
    for (who, sees) in [("nurse", true), ("charge_nurse", true), ("administrator", true), ("technician", false)] {
        let text = first(&rig, who).await;
        let snapshot: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(snapshot["type"], "snapshot");
        assert_eq!(text.contains(FAMILY), sees, "{who}");
    }
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
        let mut request = format!("ws://{}/api/v1/feed", rig.hub).into_client_request().unwrap();
        request.headers_mut().insert("cookie", rig.cookie(who).parse().unwrap());
        let (mut socket, _) = connect_async(request).await.unwrap();
        let first = socket.next().await.unwrap().unwrap();
        (socket, first)
    };
    let mut screens = Vec::new();
    for _ in 0..16 {
        let (socket, first) = open("nurse").await;
        assert!(first.is_text(), "{first:?}");
        screens.push(socket);
    }
    let Message::Close(Some(close)) = open("nurse").await.1 else { panic!("one too many") };
    assert!(close.reason.contains("16 screens of this sign-in"), "{close:?}");
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
