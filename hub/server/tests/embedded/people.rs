//! People sign in, gateways are let in: through the commands, on the real database.

use super::broker::Client;
use super::http::{Answer, ask};
use super::parts::{Parts, config, home, hub, kill_database, refused, succeeds, wait_for};
use axum::Router;
use axum::routing::get;
use hearth_hub::auth::directory::Directory;
use hearth_hub::auth::extract::{Clinician, SignedIn};
use hearth_hub::auth::{Auth, handlers};
use hearth_hub::problem::correlate;
use hearth_store::Store;
use hearth_vitals::topic::Shard;
use serde_json::json;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

/// The routes of `/session` and two that ask for a person.
async fn serve(database: &str) -> SocketAddr {
    let store = Store::connect(database, 4).await.unwrap();
    let auth = Auth::new(Directory::new(store), false).unwrap();
    let (routes, _) = handlers::routes::<Auth>().split_for_parts();
    let routes = routes
        .route("/anyone", get(async |SignedIn(staff): SignedIn| staff.display_name))
        .route("/care", get(async |Clinician(staff): Clinician| staff.display_name))
        .layer(axum::middleware::from_fn(correlate))
        .with_state(auth);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = Router::into_make_service_with_connect_info::<SocketAddr>(routes);
    tokio::spawn(async move { axum::serve(listener, service).await });
    address
}

fn word<'a>(text: &'a str, key: &str) -> &'a str {
    text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_else(|| panic!("no {key} in {text}")).trim()
}

async fn sign_in(hub: SocketAddr, name: &str, password: &str) -> Answer {
    ask(hub, "POST /session", "", &json!({"name": name, "password": password}).to_string()).await
}

#[tokio::test]
async fn a_nurse_signs_in_with_a_printed_password_and_must_choose_her_own() {
    let home = home();
    let parts = Parts::start(home.path(), None);
    let said = succeeds(home.path(), &["staff", "add", "ana.lopez", "--display-name", "Ana López", "--role", "nurse"]);
    let first = word(&said, "password:").to_owned();
    let stored = parts.sql("SELECT password_hash FROM staff");
    assert!(stored.starts_with("$argon2id$") && !stored.contains(&first));
    assert!(refused(home.path(), &["staff", "add", "ana.lopez", "--display-name", "B", "--role", "nurse"]).contains("exists"));

    let hub = serve(&parts.database).await;
    let session = sign_in(hub, "Ana.Lopez", &first).await;
    assert_eq!((session.status, session.body["must_change_password"].as_bool()), (200, Some(true)), "{}", session.body);
    let cookie = session.cookie();
    assert!(
        !parts.sql("SELECT encode(token_hash, 'hex') FROM sessions").contains(cookie.rsplit('=').next().unwrap()),
        "only its hash is kept"
    );
    assert_eq!(ask(hub, "GET /anyone", &cookie, "").await.problem(), "password-change-required");

    let change = |current: &str, new: &str| json!({"current": current, "new": new}).to_string();
    let weak = ask(hub, "POST /session/password", &cookie, &change(&first, "short")).await;
    assert_eq!((weak.status, weak.body["errors"][0]["field"].as_str()), (422, Some("new")));
    let wrong = ask(hub, "POST /session/password", &cookie, &change("not it", "four words for me")).await;
    assert_eq!((wrong.status, wrong.problem()), (401, "wrong-credentials"));
    let other = sign_in(hub, "ana.lopez", &first).await.cookie();
    assert_eq!(ask(hub, "POST /session/password", &cookie, &change(&first, "four words for me")).await.status, 204);
    assert_eq!(ask(hub, "GET /care", &cookie, "").await.status, 200);
    assert_eq!(ask(hub, "GET /session", &other, "").await.problem(), "not-signed-in", "her other sessions have ended");
    assert_eq!(sign_in(hub, "ana.lopez", &first).await.problem(), "wrong-credentials");
    assert_eq!(ask(hub, "DELETE /session", &cookie, "").await.status, 204);
    assert_eq!(ask(hub, "GET /session", &cookie, "").await.status, 401);
    assert_eq!(sign_in(hub, "ana.lopez", "four words for me").await.status, 200);
    parts.stop();
}

#[tokio::test]
async fn a_guesser_is_slowed_and_learns_nothing_of_names() {
    let home = home();
    let parts = Parts::start(home.path(), None);
    succeeds(home.path(), &["staff", "add", "tec", "--display-name", "Tec", "--role", "technician"]);
    let hub = serve(&parts.database).await;
    let (known, unknown) = (sign_in(hub, "tec", "guess").await, sign_in(hub, "nobody", "guess").await);
    assert_eq!((known.status, &known.body["detail"]), (unknown.status, &unknown.body["detail"]));
    let mut last = known;
    for _ in 0..10 {
        last = sign_in(hub, "tec", "guess").await;
    }
    assert_eq!((last.status, last.problem()), (429, "too-many-attempts"));
    assert!(last.head.to_lowercase().contains("retry-after"));
    assert!(last.head.contains(last.body["correlation_id"].as_str().unwrap()), "the id stands in the header too");
    parts.stop();
}

#[tokio::test]
async fn a_role_without_the_right_is_refused_and_a_reset_ends_sessions() {
    let home = home();
    let parts = Parts::start(home.path(), None);
    let said = succeeds(home.path(), &["staff", "add", "tec", "--display-name", "Tec", "--role", "technician"]);
    let hub = serve(&parts.database).await;
    let first = word(&said, "password:");
    let cookie = sign_in(hub, "tec", first).await.cookie();
    let change = json!({"current": first, "new": "screws and cables"}).to_string();
    assert_eq!(ask(hub, "POST /session/password", &cookie, &change).await.status, 204);
    assert_eq!(ask(hub, "GET /anyone", &cookie, "").await.status, 200);
    assert_eq!(ask(hub, "GET /care", &cookie, "").await.problem(), "forbidden");
    succeeds(home.path(), &["staff", "reset", "tec"]);
    assert_eq!(ask(hub, "GET /anyone", &cookie, "").await.problem(), "not-signed-in");
    parts.stop();
}

#[tokio::test]
async fn while_the_database_is_down_who_is_signed_in_stays_so() {
    let home = home();
    let parts = Parts::start(home.path(), None);
    let said = succeeds(home.path(), &["staff", "add", "ana", "--display-name", "Ana", "--role", "nurse"]);
    let hub = serve(&parts.database).await;
    let cookie = sign_in(hub, "ana", word(&said, "password:")).await.cookie();
    assert_eq!(ask(hub, "GET /session", &cookie, "").await.status, 200);
    kill_database(parts);
    assert_eq!(ask(hub, "GET /session", &cookie, "").await.status, 200, "the wall can still say what is wrong");
    let stranger = format!("hearth_session={}", "0".repeat(64));
    let answer = ask(hub, "GET /session", &stranger, "").await;
    assert_eq!((answer.status, answer.problem()), (503, "store-unavailable"));
}

#[tokio::test]
async fn a_gateway_is_added_listed_and_revoked_while_the_hub_runs() {
    let home = home();
    let parts = Parts::start(home.path(), None);
    let port: u16 = parts.broker.rsplit(':').next().unwrap().parse().unwrap();
    let said = succeeds(home.path(), &["gateway", "add", "home-0001"]);
    let password = word(&said, "password:").to_owned();
    assert_eq!((word(&said, "username:"), word(&said, "port:")), ("home-0001", port.to_string().as_str()));
    let enters = async || Client::connect(port, "home-0001", &password).await.is_ok();
    wait_for("the gateway to get in", Duration::from_secs(30), enters).await;
    assert!(refused(home.path(), &["gateway", "add", "home-0001"]).contains("revoke"), "its credentials are not replaced by mistake");
    assert!(succeeds(home.path(), &["gateway", "list"]).starts_with("home-0001 registered "));
    assert_eq!(word(&said, "shard:"), "2c");
    a_second_gateway_of_the_home_gets_the_first_ones_shard(home.path());
    succeeds(home.path(), &["gateway", "revoke", "home-0001"]);
    wait_for("the gateway to be shut out", Duration::from_secs(30), async || !enters().await).await;
    assert!(succeeds(home.path(), &["gateway", "list"]).contains("revoked 20"));
    assert_eq!(hub(home.path(), &["gateway", "add", "fleet"]).status.code(), Some(64));
    parts.stop();
}

/// What its id says would be another one.
fn a_second_gateway_of_the_home_gets_the_first_ones_shard(home: &Path) {
    assert!(refused(home, &["gateway", "add", "home-0002", "--beside", "home-0009"]).contains("home-0009 is not registered"));
    let said = succeeds(home, &["gateway", "add", "home-0002", "--beside", "home-0001"]);
    let of_its_id = Shard::of(&"home-0002".parse().unwrap());
    assert!(word(&said, "shard:") == "2c" && of_its_id.to_string() != "2c");
    assert!(succeeds(home, &["gateway", "list"]).lines().all(|line| line.ends_with("shard 2c")));
}

#[tokio::test]
async fn a_fleet_shares_one_credential_where_it_is_allowed() {
    let home = home();
    let refusal = hub(home.path(), &["gateway", "add", "--fleet", "load-", "--count", "3"]);
    assert_eq!(refusal.status.code(), Some(64));
    std::fs::write(home.path().join("hub.toml"), "[embedded]\nfleet = true\n").unwrap();
    let said = succeeds(home.path(), &["--config", "hub.toml", "gateway", "add", "--fleet", "load-", "--count", "3", "--json"]);
    let login: serde_json::Value = serde_json::from_str(&said).unwrap();
    let mut allowed = config(home.path());
    allowed.embedded.fleet = true;
    let platform = hearth_hub::embedded::Platform::start(&allowed).await.unwrap();
    let port = platform.broker().port;
    assert_eq!(login["port"], port, "known before the first start");
    let (name, password) = platform.broker().login_for("live").unwrap();
    let mut listener = Client::connect(port, &name, &password).await.unwrap();
    listener.subscribe("hearth/v1/+/+/live").await.unwrap();
    let mut fleet = Client::connect(port, "fleet.0", login["password"].as_str().unwrap()).await.unwrap();
    let topic = |id: &str| format!("hearth/v1/{}/{id}/live", Shard::of(&id.parse().unwrap()));
    fleet.publish(&topic("home-0001"), b"not a member").await.unwrap();
    fleet.publish(&topic("load-0003"), b"member").await.unwrap();
    assert_eq!(listener.message().await.unwrap(), (topic("load-0003"), b"member".to_vec()));
    platform.stop().await;
}

/// A command beside a running hub must not change the tables under it.
#[test]
fn only_migrate_and_run_change_the_schema_and_other_commands_say_what_to_do() {
    let home = home();
    succeeds(home.path(), &["migrate"]);
    let parts = Parts::start(home.path(), None);
    let newest = parts.sql("SELECT max(version) FROM _sqlx_migrations");
    let columns =
        "SELECT count(*) || ' ' || (SELECT count(*) FROM _sqlx_migrations) FROM information_schema.columns WHERE table_schema = 'public'";
    let commands: [&[&str]; 4] =
        [&["gateway", "list"], &["gateway", "add", "home-0001"], &["staff", "reset", "ana"], &["gateway", "revoke", "home-0001"]];
    parts.sql("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', true, '', 0)");
    let before = parts.sql(columns);
    for command in commands.into_iter().chain([&["migrate"][..]]) {
        let said = refused(home.path(), command);
        assert!(said.contains("newer") && said.lines().count() == 1, "{command:?}: {said}");
    }
    parts.sql(&format!("DELETE FROM _sqlx_migrations WHERE version IN (9999, {newest})"));
    let before_older = parts.sql(columns);
    for command in commands {
        let said = refused(home.path(), command);
        assert!(said.contains("older") && said.contains("hearth-hub migrate") && said.lines().count() == 1, "{command:?}: {said}");
    }
    assert_eq!(parts.sql(columns), before_older, "nothing was changed");
    assert_ne!(before, before_older, "the counting sees a migration");
    parts.stop();
}
