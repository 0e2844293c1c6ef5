//! Homes on a hub: what one of them may not do to another, and where its gateways are heard.

use super::rig::{Hub, LONG, command, folder, signed_in, until};
use crate::embedded::broker::Client;
use crate::embedded::http::ask;
use hearth_mqtt::{Credentials, Message, Options, Sender, SenderEvent};
use hearth_vitals::batch::v1::{Batch, Header, encode};
use hearth_vitals::topic::{Channel, Shard, Topic};
use hearth_vitals::{
    Anchor, BootId, Class, ClockQuality, DeviceId, Flags, Frame, GatewayId, Generation, MonoMs, Reading, Record, Stream, Vital, WallMs,
};
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};

/// A home by the public ways only: a patient with an oximeter, and its gateway's connection to the hub's own broker.
struct Home {
    gateway: GatewayId,
    device: DeviceId,
    episode: String,
    sender: Sender,
    sent: u64,
}

fn now() -> WallMs {
    hearth_hub::clock::wall_ms()
}

async fn posted(hub: &Hub, cookie: &str, path: &str, body: serde_json::Value) -> serde_json::Value {
    let answer = ask(hub.address, &format!("POST /api/v1{path}"), cookie, &body.to_string()).await;
    assert!(matches!(answer.status, 200 | 201), "{path}: {}", answer.body);
    answer.body
}

async fn got(hub: &Hub, cookie: &str, path: &str) -> serde_json::Value {
    ask(hub.address, &format!("GET /api/v1{path}"), cookie, "").await.body
}

async fn home(folder: &Path, hub: &Hub, cookie: &str, number: u32) -> Home {
    let (gateway, device, kit) = (format!("home-{number:04}"), format!("oxi-{number:04}"), format!("kit-{number:04}"));
    let output = command(folder, hub.address, &["gateway", "add", &gateway, "--json"]).output().unwrap();
    let login: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let who = json!({"medical_record_number": format!("MRN-{number}"), "birth_date": "1961-04-17"});
    let with = |mut body: serde_json::Value| {
        body.as_object_mut().unwrap().extend(who.as_object().unwrap().clone());
        body
    };
    let person = json!({"family_name": "Family", "given_name": "Given", "sex": "female", "language": "es"});
    let patient = posted(hub, cookie, "/patients", with(person)).await;
    // A limit that rings soon: the rungs that an adult starts with wait for minutes.
    let mut limits = got(hub, cookie, "/profile-templates").await["templates"][0]["limits"].clone();
    let spo2 = limits.as_array_mut().unwrap().iter_mut().find(|limit| limit["vital"] == "spo2").unwrap();
    *spo2 = json!({"vital": "spo2", "low": 90.0, "high": null, "critical_low": 80.0, "critical_high": null, "delay_s": 15, "priority": "medium"});
    let stay = json!({"patient_id": patient["id"], "label": "Home", "address": "", "time_zone": "UTC", "phase": "acute", "limits": limits});
    let episode = posted(hub, cookie, "/episodes", with(stay)).await["id"].as_str().unwrap().to_owned();
    posted(hub, cookie, "/kits", json!({"id": kit, "label": "Kit", "gateway_id": gateway})).await;
    let oximeter = json!({"id": device, "kit_id": kit, "model": "Nonin Xpod", "protocol": "nonin-df7", "serial_number": "1"});
    posted(hub, cookie, "/devices", oximeter).await;
    let binding = with(json!({"episode_id": episode, "from_at": null}));
    posted(hub, cookie, &format!("/devices/{device}/bindings"), binding).await;
    let credentials = Credentials { user: gateway.clone(), password: login["password"].as_str().unwrap().to_owned() };
    let port = u16::try_from(login["port"].as_u64().unwrap()).unwrap();
    let options = Options {
        credentials: Some(credentials),
        reconnect_cap: Duration::from_secs(1),
        ..Options::new(gateway.clone(), "127.0.0.1", port)
    };
    let (sender, mut events) = Sender::connect(options);
    until("the broker lets the gateway in", async || matches!(events.recv().await, Some(SenderEvent::Connected))).await;
    tokio::spawn(async move { while events.recv().await.is_some() {} });
    Home { gateway: GatewayId::new(&gateway).unwrap(), device: DeviceId::new(&device).unwrap(), episode, sender, sent: 0 }
}

impl Home {
    /// Publishes a saturation under the name of a device, as its gateway does.
    fn says(&mut self, device: &DeviceId, spo2: i32) {
        let (at, mono) = (now(), MonoMs(1_000_000 + self.sent));
        let reading = Reading::new(Vital::Spo2, Some(spo2), Flags::NONE);
        let frame = Record::Frame(Frame::new(device.clone(), mono, None, vec![reading]).unwrap());
        let anchor = Anchor { boot: BootId(1), mono, wall: at, quality: ClockQuality::Synchronised, uncertainty_ms: 5 };
        let stream = Stream { generation: Generation(1), class: Class::Numerics };
        let header = Header { gateway: self.gateway.clone(), stream, first: self.sent, count: 1, sent: at };
        let payload = encode(&Batch { header, boot: BootId(1), anchor: Some(anchor), records: vec![frame] }).unwrap();
        let topic = Topic { shard: Shard::of(&self.gateway), gateway: self.gateway.clone(), channel: Channel::Live }.to_string();
        self.sender.try_publish(Message { topic, payload: payload.into(), retain: false }, self.sent).unwrap();
        self.sent += 1;
    }
}

/// Each second a saturation of 84 from the wearer's own gateway, and if there is one, half a second later a good one
/// from another home's. How long until it rings.
async fn until_it_rings(hub: &Hub, cookie: &str, wearer: &mut Home, mut other: Option<&mut Home>) -> Duration {
    let begun = Instant::now();
    let rings = |alerts: &serde_json::Value, episode: &str| {
        let low = |alert: &serde_json::Value| alert["rule"] == "spo2_low" && alert["episode_id"] == episode;
        alerts["alerts"].as_array().unwrap().iter().any(low)
    };
    let mut halves = tokio::time::interval(Duration::from_millis(500));
    loop {
        halves.tick().await;
        wearer.says(&wearer.device.clone(), 840);
        halves.tick().await;
        if let Some(other) = &mut other {
            other.says(&wearer.device, 970);
        }
        if rings(&got(hub, cookie, "/alerts?state=open").await, &wearer.episode) {
            return begun.elapsed();
        }
        assert!(begun.elapsed() < LONG, "84 for {LONG:?}, and nothing rings");
    }
}

#[tokio::test]
async fn a_home_that_names_another_patients_device_delays_no_alarm_and_is_told() {
    let folder = folder();
    let hub = Hub::start(folder.path(), None);
    hub.until_ready().await;
    let cookie = signed_in(folder.path(), &hub, "charge_nurse").await;
    let mut homes = Vec::new();
    for number in 1..=3 {
        homes.push(home(folder.path(), &hub, &cookie, number).await);
    }
    let [alone, wearer, other] = homes.as_mut_slice() else { panic!("three homes") };
    let (without, with) = tokio::join!(until_it_rings(&hub, &cookie, alone, None), until_it_rings(&hub, &cookie, wearer, Some(other)));
    // The delay of the limit and a second of the loop above either way.
    println!("84 rings after {without:?}, and after {with:?} while another home says 97 under the same name");
    assert!(with.abs_diff(without) < Duration::from_secs(3), "{without:?} without, {with:?} with another home");

    let alerts = got(&hub, &cookie, "/alerts?state=open").await;
    let told: Vec<_> = alerts["alerts"].as_array().unwrap().iter().filter(|alert| alert["rule"] == "stray_device").collect();
    assert_eq!(told.len(), 1, "{alerts}");
    assert_eq!((&told[0]["device_id"], &told[0]["gateway_id"]), (&json!("oxi-0002"), &json!("home-0003")));
    assert_eq!((told[0]["episode_id"].as_str(), told[0]["condition"].as_str()), (Some(wearer.episode.as_str()), Some("active")));
    let strays = got(&hub, &cookie, "/strays").await;
    let [stray] = strays["strays"].as_array().unwrap().as_slice() else { panic!("{strays}") };
    assert_eq!(
        (&stray["device_id"], &stray["gateway_id"], &stray["kit_id"]),
        (&json!("oxi-0002"), &json!("home-0003"), &json!("kit-0002"))
    );
    assert!(stray["records"].as_u64().unwrap() > 10 && stray["from_at"].as_i64() < stray["until_at"].as_i64(), "{stray}");
    let trend = format!("/episodes/{}/readings?vital=spo2&from={}&to={}&points=200", wearer.episode, now().0 - 600_000, now().0 + 1_000);
    let trend = got(&hub, &cookie, &trend).await;
    let points = trend["points"].as_array().unwrap();
    assert!(!points.is_empty() && points.iter().all(|point| point["max"] == 84.0), "{trend}");
    a_second_gateway_is_heard_on_the_shard_of_its_home(folder.path(), &hub).await;
    assert_eq!(hub.stop().0, Some(0));
}

/// Its id says another one; what it says there reaches nobody.
async fn a_second_gateway_is_heard_on_the_shard_of_its_home(folder: &Path, hub: &Hub) {
    let output = command(folder, hub.address, &["gateway", "add", "home-0004", "--beside", "home-0001", "--json"]).output().unwrap();
    let login: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(login["shard"], "2c");
    let port = u16::try_from(login["port"].as_u64().unwrap()).unwrap();
    let gateway = GatewayId::new("home-0004").unwrap();
    let stream = Stream { generation: Generation(1), class: Class::Numerics };
    let header = Header { gateway: gateway.clone(), stream, first: 0, count: 1, sent: now() };
    let reading = Reading::new(Vital::Spo2, Some(970), Flags::NONE);
    let frame = Record::Frame(Frame::new(DeviceId::new("oxi-0004").unwrap(), MonoMs(1), None, vec![reading]).unwrap());
    let batch = encode(&Batch { header, boot: BootId(1), anchor: None, records: vec![frame] }).unwrap();
    let password = login["password"].as_str().unwrap().to_owned();
    let receipt = std::sync::Mutex::new(None);
    until("a receipt comes on the shard that was given", async || {
        let Ok(mut client) = Client::connect(port, "home-0004", &password).await else { return false };
        // Nobody hears this one, or its receipt would come there.
        let elsewhere = format!("hearth/v1/{}/home-0004", Shard::of(&gateway));
        client.subscribe(&format!("{elsewhere}/receipt")).await.unwrap();
        client.publish(&format!("{elsewhere}/live"), &batch).await.unwrap();
        client.subscribe("hearth/v1/2c/home-0004/receipt").await.unwrap();
        // A receipt of the try before may come first.
        if client.publish("hearth/v1/2c/home-0004/live", &batch).await.is_err() {
            return false;
        }
        // The hub may not know yet that it was added, and refuses it: a gateway sends again.
        let heard = tokio::time::timeout(Duration::from_secs(2), client.message()).await;
        let Ok(Ok((topic, payload))) = heard else { return false };
        let payload: serde_json::Value = serde_json::from_slice(&payload).unwrap();
        let is_held = payload["streams"].is_array();
        *receipt.lock().unwrap() = is_held.then_some((topic, payload));
        is_held
    })
    .await;
    let (topic, payload) = receipt.into_inner().unwrap().unwrap();
    assert_eq!(
        (topic.as_str(), payload["streams"][0]["held"].as_array().map(Vec::len)),
        ("hearth/v1/2c/home-0004/receipt", Some(1)),
        "{payload}"
    );
}
