//! What was measured, as charts show it: gaps stay gaps, flags come along, and only what the patient wore counts.

use super::rig::{MRN, Rig, frame, id, placed};
use hearth_hub::clock;
use hearth_store::ingest::Item;
use hearth_vitals::*;
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;

/// An episode that has worn an oximeter since ten minutes ago.
async fn worn(rig: &Rig) -> (Value, i64) {
    let episode = rig.admit(MRN).await;
    rig.equip("oxi-0001").await;
    let now = clock::wall_ms().0;
    // Admitted a moment ago, through the API; the store alone can bind for the past.
    let device = DeviceId::new("oxi-0001").unwrap();
    let since = WallMs(now - 10 * MINUTE);
    assert!(rig.store.bind_device(uuid::Uuid::now_v7(), &device, id(&episode), since, rig.staff["nurse"]).await.unwrap());
    (episode, now)
}

fn path(episode: &Value, rest: &str) -> String {
    format!("/episodes/{}{rest}", episode["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_trend_keeps_gaps_and_what_was_measured_before_the_binding_is_not_the_patients() {
    let rig = Rig::start().await;
    let (episode, now) = worn(&rig).await;
    let at = |minutes: i64| now - minutes * MINUTE;
    let frames = [(11, 500), (9, 970), (8, 960), (3, 880)];
    rig.ingest(now, frames.iter().map(|&(minutes, raw)| frame("oxi-0001", at(minutes), Some(raw), Flags::NONE)).collect()).await;
    let query = format!("/readings?vital=spo2&from={}&to={}&points=15", at(15), at(0));
    let trend = rig.get("nurse", &path(&episode, &query)).await;
    assert_eq!((&trend["unit"], trend["bucket_ms"].as_i64(), trend["limit_low"].is_number()), (&json!("%"), Some(MINUTE), true));
    let means: Vec<f64> = trend["points"].as_array().unwrap().iter().map(|point| point["mean"].as_f64().unwrap()).collect();
    assert_eq!(means, [97.0, 96.0, 88.0], "one before the binding is left out, and between them nothing is made up");
    assert!(trend["points"][0]["late"].as_bool().unwrap());
    let refuse = async |query: &str| rig.call("nurse", &format!("GET {}", path(&episode, query)), &Value::Null).await;
    assert_eq!(refuse(&format!("/readings?vital=mood&from={now}&to={now}&points=0")).await.fields(), ["to", "points", "vital"]);
    assert_eq!(
        refuse(&format!("/readings?vital=spo2&from={}&to={now}&points=5001", now - 32 * 86_400_000)).await.fields(),
        ["to", "points"]
    );
    assert_eq!(refuse("/readings?vital=spo2&from=x&to=1&points=1").await.fields(), ["from"]);
}

#[tokio::test]
async fn a_trend_shows_what_people_wrote_down_beside_what_devices_measured() {
    let rig = Rig::start().await;
    let (episode, now) = worn(&rig).await;
    rig.ingest(now, vec![frame("oxi-0001", now - 5 * MINUTE, Some(970), Flags::NONE)]).await;
    let now = clock::wall_ms().0;
    let write = async |code: &str, value: f64, unit: &str| {
        rig.right("nurse", &format!("POST {}", path(&episode, "/observations")), &json!({"code": code, "value": value, "unit": unit})).await
    };
    let slip = write("spo2", 89.0, "%").await;
    let amend = |act: &str| format!("POST /observations/{}/{act}", slip["id"].as_str().unwrap());
    let right = json!({"episode_id": episode["id"], "value": 98.0, "unit": "%", "reason": "misread"});
    let right = rig.right("nurse", &amend("correct"), &right).await;
    let pain = write("pain", 7.0, "{score}").await;
    let until = clock::wall_ms().0 + 1;
    let trend = async |vital: &str| {
        rig.get("nurse", &path(&episode, &format!("/readings?vital={vital}&from={}&to={until}&points=15", now - 15 * MINUTE))).await
    };
    let spo2 = trend("spo2").await;
    assert_eq!(spo2["points"].as_array().unwrap().len(), 1, "a number by hand is in no bucket: {spo2}");
    let expected = json!([{"observation_id": right["id"], "at": right["at"], "value": 98.0, "method": "measured"}]);
    assert_eq!(spo2["observed"], expected, "what was corrected is not drawn");
    let asked = trend("pain").await;
    assert_eq!((&asked["unit"], &asked["points"], &asked["limit_high"]), (&json!("{score}"), &json!([]), &Value::Null));
    assert_eq!((&asked["observed"][0]["observation_id"], &asked["observed"][0]["value"]), (&pain["id"], &json!(7.0)));
}

#[tokio::test]
async fn what_is_said_in_words_and_a_laboratorys_numbers_have_a_trend_too() {
    let rig = Rig::start().await;
    let (episode, now) = worn(&rig).await;
    let write = async |entry: Value| rig.right("nurse", &format!("POST {}", path(&episode, "/observations")), &entry).await;
    let alert = write(json!({"code": "consciousness", "finding": "alert"})).await;
    let voice = write(json!({"code": "consciousness", "finding": "voice"})).await;
    let trend = async |vital: &str| {
        let query = format!("/readings?vital={vital}&from={}&to={}&points=15", now - 15 * MINUTE, clock::wall_ms().0 + 1);
        rig.get("nurse", &path(&episode, &query)).await
    };
    let level = trend("consciousness").await;
    let word = |of: &Value, finding: &str| json!({"observation_id": of["id"], "at": of["at"], "finding": finding, "method": "measured"});
    assert_eq!(level["said"], json!([word(&alert, "alert"), word(&voice, "voice")]), "oldest first: {level}");
    assert_eq!((&level["unit"], &level["observed"], &level["points"]), (&json!(""), &json!([]), &json!([])), "a word draws no line");

    for (value, unit) in [(8.1, "mmol/L"), (13.2, "g/dL"), (12.9, "g/dL")] {
        write(json!({"code": "718-7", "value": value, "unit": unit})).await;
    }
    write(json!({"code": "718-7", "finding": "haemolysed"})).await;
    let free = trend("718-7").await;
    let values: Vec<f64> = free["observed"].as_array().unwrap().iter().map(|point| point["value"].as_f64().unwrap()).collect();
    assert_eq!((&free["vital"], &free["unit"], values), (&json!("718-7"), &json!("g/dL"), vec![13.2, 12.9]));
    assert_eq!(free["in_other_units"], 1, "8.1 mmol/L is as much as 13.1 g/dL, and would be drawn as a fall: {free}");
    assert_eq!((&free["said"][0]["finding"], &free["limit_low"]), (&json!("haemolysed"), &Value::Null));

    let by_loinc = trend("80288-4").await;
    assert_eq!((&by_loinc["vital"], &by_loinc["said"]), (&json!("consciousness"), &level["said"]), "the code has one name");
    write(json!({"code": "spo2", "finding": "off_scale_low"})).await;
    assert_eq!(trend("spo2").await["said"][0]["finding"], "off_scale_low", "what the device showed instead of a number is told");
    let refuse = async |vital: &str| {
        rig.call("nurse", &format!("GET {}", path(&episode, &format!("/readings?vital={vital}&from=0&to=1&points=1"))), &Value::Null).await
    };
    for unknown in ["mood", "718-8"] {
        assert_eq!(refuse(unknown).await.fields(), ["vital"], "{unknown}");
    }
    assert_eq!(trend("2345-7").await["said"], json!([]), "a code of which nobody wrote anything is empty and not refused");
}

#[tokio::test]
async fn the_newest_value_says_that_the_sensor_came_off_and_what_was_doubtful() {
    let rig = Rig::start().await;
    let (episode, now) = worn(&rig).await;
    rig.ingest(now, vec![frame("oxi-0001", now - 20 * MINUTE, Some(500), Flags::NONE)]).await;
    let latest = async || rig.get("nurse", &path(&episode, "")).await["latest"].clone();
    assert_eq!(latest().await, json!([]), "measured before it was hers");
    rig.ingest(now, vec![frame("oxi-0001", now - 2_000, Some(971), Flags::LOW_PERFUSION)]).await;
    let value = latest().await[0].clone();
    assert_eq!((value["value"].as_f64(), &value["flags"], &value["late"]), (Some(97.1), &json!(["low_perfusion"]), &json!(false)));
    assert_eq!((&value["device_id"], &value["cadence_ms"]), (&json!("oxi-0001"), &json!(1_000)));
    rig.ingest(now, vec![frame("oxi-0001", now - 1_000, None, Flags::NONE)]).await;
    let value = latest().await[0].clone();
    assert_eq!((&value["value"], &value["flags"], value["at"].as_i64()), (&Value::Null, &json!(["sensor_off"]), Some(now - 1_000)));
}

#[tokio::test]
async fn sparklines_show_the_wall_by_the_minute_with_gaps_before_and_after_the_roll_up() {
    let rig = Rig::start().await;
    let (episode, now) = worn(&rig).await;
    let minute = |ago: i64| now - now.rem_euclid(MINUTE) - ago * MINUTE;
    let frames = [(8, 1_000, 970), (8, 2_000, 950), (5, 0, 900), (0, 0, 880)];
    rig.ingest(now, frames.iter().map(|&(ago, ms, raw)| frame("oxi-0001", minute(ago) + ms, Some(raw), Flags::NONE)).collect()).await;
    let drawn = async || rig.get("nurse", "/sparklines?minutes=60&points=60").await;
    let before = drawn().await;
    assert_eq!(before["bucket_ms"], MINUTE);
    let series = &before["series"][0];
    assert_eq!((&series["episode_id"], &series["vital"]), (&episode["id"], &json!("spo2")));
    let points: Vec<(i64, f64, f64)> = serde_json::from_value(series["points"].clone()).unwrap();
    let from = before["from"].as_i64().unwrap();
    let bucket = |ago: i64| (minute(ago) - from) / MINUTE;
    assert_eq!(points, [(bucket(8), 95.0, 97.0), (bucket(5), 90.0, 90.0), (bucket(0), 88.0, 88.0)]);
    while !rig.store.roll_up(WallMs(now)).await.unwrap().complete {}
    assert_eq!(drawn().await["series"][0]["points"], series["points"], "the same from minutes as from frames");
    assert_eq!(rig.call("nurse", "GET /sparklines?minutes=0&points=1000", &Value::Null).await.fields(), ["minutes", "points"]);
    rig.right("nurse", &format!("POST {}", path(&episode, "/end")), &json!({"reason": "recovered"})).await;
    assert_eq!(drawn().await["series"], json!([]), "the wall shows active episodes");
}

#[tokio::test]
async fn a_waveform_comes_back_as_it_was_sent() {
    let rig = Rig::start().await;
    let (episode, now) = worn(&rig).await;
    let samples: Vec<i16> = (0..75).map(|i| (i * i % 251) as i16 - 100).collect();
    let block = |at: i64| {
        let device = DeviceId::new("oxi-0001").unwrap();
        let block = WaveformBlock { device, kind: WaveformKind::Pleth, mono: MonoMs(1), period_us: 13_333, samples: samples.clone() };
        Item::Waveform(block, placed(at))
    };
    rig.ingest(now, vec![block(now - 5_000), block(now - 3_000), block(now - 20 * MINUTE)]).await;
    let answer = rig.get("nurse", &path(&episode, &format!("/waveforms?kind=pleth&from={}&to={now}", now - 10 * MINUTE))).await;
    let expected = |at: i64| json!({"at": at, "period_us": 13_333, "samples": samples});
    assert_eq!(answer, json!({"kind": "pleth", "blocks": [expected(now - 5_000), expected(now - 3_000)]}));
    let refused =
        rig.call("nurse", &format!("GET {}", path(&episode, &format!("/waveforms?kind=song&from=0&to={now}"))), &Value::Null).await;
    assert_eq!(refused.fields(), ["to", "kind"]);
}

#[tokio::test]
async fn the_timeline_tells_what_happened_while_the_patient_wore_the_device() {
    let rig = Rig::start().await;
    let (episode, now) = worn(&rig).await;
    let event = |device: Option<&str>, at: i64, kind: EventKind| {
        let device = device.map(|device| DeviceId::new(device).unwrap());
        Item::Event(Event { mono: MonoMs(1), device, kind }, Some(placed(at)))
    };
    let not_collected = EventKind::NotCollected { from: WallMs(now - 90_000), until: WallMs(now - 60_000) };
    let events = vec![
        event(Some("oxi-0001"), now - 20 * MINUTE, EventKind::Button),
        event(Some("oxi-0001"), now - 3 * MINUTE, EventKind::LinkDown),
        event(None, now - 2 * MINUTE, not_collected),
        event(Some("oxi-0001"), now - MINUTE, EventKind::Rejected { packets: 3 }),
        event(Some("oxi-0002"), now - MINUTE, EventKind::Button),
    ];
    rig.ingest(now, events).await;
    let answer = rig.get("nurse", &path(&episode, &format!("/events?from={}&to={now}", now - 30 * MINUTE))).await;
    let told: Vec<String> =
        answer["events"].as_array().unwrap().iter().map(|e| format!("{} {} {}", e["kind"], e["device_id"], e["detail"])).collect();
    let expected = [
        r#""bound" "oxi-0001" """#,
        r#""device_link_down" "oxi-0001" """#,
        r#""not_collected" null "30 s""#,
        r#""rejected" "oxi-0001" "3 packets""#,
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn what_a_gateway_had_to_give_up_is_told_with_its_stretch_and_its_reason() {
    let rig = Rig::start().await;
    let (episode, now) = worn(&rig).await;
    rig.ingest(now - 2 * MINUTE, vec![frame("oxi-0001", now - 3 * MINUTE, Some(970), Flags::NONE)]).await;
    let stream = Stream { generation: Generation(1), class: Class::Numerics };
    let loss = Loss { mono: MonoMs(1), stream, range: SeqRange::new(500, 560).unwrap(), reason: LossReason::DiskFull };
    rig.ingest(now - MINUTE, vec![Item::Loss(loss)]).await;
    let answer = rig.get("nurse", &path(&episode, &format!("/events?from={}&to={now}", now - 30 * MINUTE))).await;
    let lost = answer["events"].as_array().unwrap().iter().find(|event| event["kind"] == "loss").expect("it is told");
    let expected = json!({
        "at": now - 3 * MINUTE, "until_at": now - MINUTE, "kind": "loss", "device_id": "oxi-0001", "detail": "disk_full",
        "class": "numerics", "by": null, "limits": [], "records": 60,
    });
    assert_eq!(*lost, expected);
}
