//! Staff kept by command, in a process of its own, while the hub runs.

use super::rig::{Hub, command, folder};
use crate::embedded::http::ask;
use futures_util::{SinkExt, StreamExt};
use hearth_hub::feed::frame::VERSION;
use hearth_store::testing::Cluster;
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

/// A command, what it said, and whether it did it.
fn staff(folder: &Path, hub: &Hub, database: &str, arguments: &[&str]) -> (bool, String) {
    let mut command = command(folder, hub.address, &[&["staff"], arguments].concat());
    let output = command.env("HEARTH_HUB__DATABASE__URL", database).output().unwrap();
    (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

async fn signed_in(hub: &Hub, name: &str, first: &str) -> String {
    let sign_in = |password: &str| json!({ "name": name, "password": password }).to_string();
    let cookie = ask(hub.address, "POST /api/v1/session", "", &sign_in(first)).await.cookie();
    let change = json!({ "current": first, "new": "a password of her own" }).to_string();
    assert_eq!(ask(hub.address, "POST /api/v1/session/password", &cookie, &change).await.status, 204);
    cookie
}

#[tokio::test]
async fn who_is_disabled_or_given_another_role_by_command_has_no_session_and_no_screen_within_five_seconds() {
    let (folder, cluster) = (folder(), Cluster::shared().unwrap());
    let database = cluster.url(&cluster.empty().unwrap());
    let hub = Hub::start(folder.path(), Some(&database));
    hub.until_ready().await;
    let staff = |arguments: &[&str]| staff(folder.path(), &hub, &database, arguments);
    for (name, act) in [("ana", &["disable", "ana"][..]), ("ben", &["change", "ben", "--role", "technician", "--languages", "es,en"][..])] {
        let (added, said) = staff(&["add", name, "--display-name", "Ana", "--role", "nurse", "--phone", "555 0100"]);
        assert!(added, "{said}");
        let first = said.lines().find_map(|line| line.strip_prefix("password:")).unwrap().trim().to_owned();
        let cookie = signed_in(&hub, name, &first).await;
        let mut request = format!("ws://{}/api/v1/feed?version={VERSION}", hub.address).into_client_request().unwrap();
        request.headers_mut().insert("cookie", cookie.parse().unwrap());
        let (mut screen, _) = connect_async(request).await.unwrap();
        screen.send(Message::text(json!({"type": "subscribe", "topic": "stays"}).to_string())).await.unwrap();
        assert!(screen.next().await.unwrap().unwrap().is_text(), "it is open");
        let (done, said) = staff(act);
        assert!(done, "{said}");
        let begun = Instant::now();
        let closed = async {
            loop {
                if let Message::Close(Some(close)) = screen.next().await.unwrap().unwrap() {
                    break close.reason.to_string();
                }
            }
        };
        let why = tokio::time::timeout(Duration::from_secs(30), closed).await.expect("the screen is closed");
        assert_eq!(why, "signed_out", "{act:?}");
        assert!(begun.elapsed() < Duration::from_secs(5), "{act:?}: {:?}", begun.elapsed());
        assert_eq!(ask(hub.address, "GET /api/v1/session", &cookie, "").await.status, 401, "{act:?}");
    }
    assert!(staff(&["add", "boss", "--display-name", "Boss", "--role", "administrator"]).0);
    for act in [&["disable", "boss"][..], &["change", "boss", "--role", "nurse"][..]] {
        let (done, said) = staff(act);
        assert!(!done && said.contains("last administrator"), "{said}");
    }
    let (_, said) = staff(&["change", "ben", "--phone", "ask"]);
    assert!(said.contains("--phone"), "{said}");
    let listed = staff(&["list"]).1;
    let expected = ["ana\tnurse\tAna\t-\t555 0100\tdisabled", "ben\ttechnician\tAna\tes,en\t555 0100\tactive"];
    assert!(expected.iter().all(|line| listed.lines().any(|said| said == *line)), "{listed}");
    assert!(staff(&["enable", "ana"]).0 && !staff(&["list"]).1.contains("disabled"));
    assert_eq!(hub.stop().0, Some(0));
}
