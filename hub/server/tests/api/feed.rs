//! The way into the live feed: whose page, whose session, whose eyes.

use super::http::send;
use super::rig::{FAMILY, Rig};
use futures_util::StreamExt;
use hearth_hub::feed::message::Tile;
use hearth_hub::feed::state::Update;
use serde_json::Value;
use tokio_tungstenite::connect_async;
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
