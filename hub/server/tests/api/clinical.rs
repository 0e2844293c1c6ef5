//! Everything that a clinician has to sign stands in one list, is signed as it was shown, and by a physician alone.

use super::rig::Rig;
use serde_json::{Value, json};

fn named<'a>(listed: &'a Value, name: &str) -> &'a Value {
    listed["settings"].as_array().unwrap().iter().find(|setting| setting["name"] == name).unwrap()
}

fn sign(settings: &[&Value]) -> Value {
    let one = |setting: &&Value| json!({ "name": setting["name"], "value": setting["value"] });
    json!({ "settings": settings.iter().map(one).collect::<Vec<_>>() })
}

#[tokio::test]
async fn what_is_to_be_signed_is_listed_with_its_source_and_value_and_signed_by_a_physician_as_it_was_shown() {
    let rig = Rig::start().await;
    let listed = rig.get("nurse", "/clinical-settings").await;
    let all: Vec<&Value> = listed["settings"].as_array().unwrap().iter().collect();
    assert_eq!(listed["unsigned"], json!(all.len()));
    assert!(all.iter().all(|setting| setting["signed"].is_null() && setting["sources"][0].is_string()));
    let adult = rig.get("nurse", "/profile-templates").await["templates"][0]["limits"].clone();
    assert_eq!(named(&listed, "limits_spo2")["limits"][0], adult[2], "what a patient is watched by, and no copy of it");
    assert_eq!(named(&listed, "ladder_high")["rungs"][1], json!({ "after_s": 60, "posts": ["backup"] }));
    let fever = named(&listed, "fever")["figures"].as_array().unwrap();
    assert!(fever.contains(&json!({ "name": "single", "value": 38.3, "unit": "Cel" })), "{fever:?}");

    let line = "POST /clinical-settings/sign";
    let two = sign(&[named(&listed, "limits_spo2"), named(&listed, "ladder_high")]);
    for who in ["nurse", "charge_nurse"] {
        assert_eq!(rig.call(who, line, &two).await.status, 403, "{who} does not sign");
    }
    let after = rig.right("physician", line, &two).await;
    assert_eq!(after["unsigned"], json!(all.len() - 2));
    let signed = &named(&after, "limits_spo2")["signed"];
    let physician = rig.get("physician", "/session").await["staff"]["display_name"].clone();
    assert!(signed["by"]["display_name"] == physician && signed["at"].is_i64(), "{signed}");

    let mut other = sign(&[named(&listed, "floors")]);
    other["settings"][0]["value"] = json!("{}");
    let refused = rig.call("physician", line, &other).await;
    assert_eq!((refused.status, refused.problem()), (409, "conflict"), "who signs signs what was shown");
    rig.store.run("UPDATE clinical_signatures SET value = value || ' of before' WHERE item = 'ladder_high'").await.unwrap();
    let changed = rig.get("nurse", "/clinical-settings").await;
    assert!(named(&changed, "ladder_high")["signed"].is_null(), "a number that is another one is not signed");
    let rest = rig.right("physician", line, &sign(&all)).await;
    assert_eq!(rest["unsigned"], json!(0));
    assert_eq!(named(&rest, "limits_spo2")["signed"], *signed, "the first signature stays");
}
