//! A backup brings everything back, and nothing is lost by a restore that fails.

use super::parts::{Parts, config, home, refused, succeeds};
use hearth_hub::embedded::broker_files::BrokerFiles;
use hearth_hub::gatekeeper::Gatekeeper;
use hearth_store::Store;
use hearth_trust::{Certificate, Code};
use hearth_vitals::GatewayId;
use std::path::Path;
use std::process::Command;

const PATIENTS: &str = "INSERT INTO patients (id, family_name, given_name, birth_date, medical_record_number, sex, language) \
     VALUES ('01890000-0000-7000-8000-000000000001', 'Muñoz', 'Ana', '1950-02-03', 'MRN-1', 'female', 'es')";

#[tokio::test]
async fn a_backup_of_a_running_hub_comes_back_whole_and_gateways_are_asked_again() {
    let (home, elsewhere) = (home(), home());
    succeeds(home.path(), &["migrate"]);
    let running = Parts::start(home.path(), None);
    running.sql(PATIENTS);
    BrokerFiles::of(&config(home.path())).unwrap().set_password("home-0001", "known-to-the-gateway").await.unwrap();
    succeeds(home.path(), &["backup", "day.backup"]);
    assert!(refused(home.path(), &["backup", "day.backup"]).contains("exists"));
    let said = refused(home.path(), &["restore", "day.backup"]);
    assert!(said.contains("another hub") && said.contains(&running.id().to_string()), "{said}");
    running.sql("DELETE FROM patients");
    running.stop();

    for place in [home.path(), elsewhere.path()] {
        std::fs::copy(home.path().join("day.backup"), place.join("copy.backup")).unwrap();
        succeeds(place, &["restore", "copy.backup"]);
        let restored = Parts::start(place, None);
        assert_eq!(restored.sql("SELECT family_name FROM patients"), "Muñoz");
        assert_eq!(restored.sql("SELECT epoch FROM store_identity"), "2", "gateways offer again what they still have");
        assert_eq!(restored.sql("SELECT count(*) FROM pg_database WHERE datname LIKE 'hearth_%'"), "0", "no copies left");
        assert!(BrokerFiles::of(&config(place)).unwrap().knows("home-0001").unwrap(), "the gateway still gets in");
        restored.stop();
    }
}

/// A backup is older than what was done since: a lost gateway and a stolen password stay shut out.
#[tokio::test]
async fn a_restore_ends_all_sessions_and_brings_back_nobody_who_was_revoked() {
    let home = home();
    for command in [&["gateway", "add", "home-0001"][..], &["gateway", "add", "home-0002"], &["gateway", "add", "home-0003"]] {
        succeeds(home.path(), command);
    }
    succeeds(home.path(), &["staff", "add", "ana", "--display-name", "Ana", "--role", "nurse"]);
    let parts = Parts::start(home.path(), None);
    parts.sql("INSERT INTO sessions (token_hash, staff_id, expires_at) SELECT 'x', id, now() + interval '1 day' FROM staff");
    succeeds(home.path(), &["backup", "day.backup"]);
    succeeds(home.path(), &["gateway", "revoke", "home-0001"]);
    succeeds(home.path(), &["gateway", "revoke", "home-0002"]);
    succeeds(home.path(), &["gateway", "add", "home-0002"]);
    succeeds(home.path(), &["staff", "reset", "ana"]);
    let in_force = parts.sql("SELECT password_hash FROM staff");
    let files = BrokerFiles::of(&config(home.path())).unwrap();
    let lines = || {
        let text = files.gateway_lines().unwrap();
        text.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    let sign_ins = lines();
    parts.stop();

    let is = "SELECT (SELECT count(*) FROM sessions) || ' ' || string_agg(id, ',' ORDER BY id) FROM gateways WHERE revoked_at IS NOT NULL";
    succeeds(home.path(), &["restore", "day.backup"]);
    let parts = Parts::start(home.path(), None);
    assert_eq!(parts.sql(is), "0 home-0001", "the one that was allowed again still is");
    assert_eq!(parts.sql("SELECT password_hash FROM staff"), in_force, "the password that was taken away stays so");
    assert_eq!(lines(), sign_ins, "the broker lets in whom it did, with the sign-ins in force");

    // The store that knew of it is lost: the data folder still does.
    let store = parts.sql("SELECT id FROM store_identity");
    parts.sql("UPDATE gateways SET revoked_at = NULL; UPDATE store_identity SET id = gen_random_uuid()");
    parts.stop();
    succeeds(home.path(), &["restore", "day.backup"]);
    let parts = Parts::start(home.path(), None);
    assert_eq!(parts.sql("SELECT id FROM store_identity"), store);
    assert_eq!(parts.sql(is), "0 home-0001");
    assert_eq!(parts.sql("SELECT password_hash FROM staff"), "revoked", "of no use until a new one is given");
    assert!(!files.knows("home-0001").unwrap());
    parts.stop();
}

/// A box with a key of its own, enrolled with this gateway's code; the serial of its certificate.
async fn enrolled(gatekeeper: &Gatekeeper, gateway: &str) -> String {
    let words = gatekeeper.make_code(&GatewayId::new(gateway).unwrap(), None).await.unwrap().words;
    let (code, key) = (Code::read(&words).unwrap(), rcgen::KeyPair::generate().unwrap());
    let request = rcgen::CertificateParams::new(Vec::new()).unwrap().serialize_request(&key).unwrap().pem().unwrap();
    let made = gatekeeper.enrol(&code.mark(), &code.proof(&request).unwrap(), &request).await.unwrap();
    Certificate::first(made.certificate.as_bytes()).unwrap().serial
}

#[tokio::test]
async fn a_restore_lets_in_no_box_that_was_replaced_and_knows_the_one_that_took_its_place() {
    let home = home();
    for id in ["home-0001", "home-0003"] {
        succeeds(home.path(), &["gateway", "add", id]);
    }
    let mut parts = Parts::start(home.path(), None);
    let mut config = config(home.path());
    config.embedded.broker_tls_port = Some(8883);
    let store = Store::connect(&parts.database, 2).await.unwrap();
    let gatekeeper = Gatekeeper::of(&config, store.clone()).unwrap();
    let stolen = enrolled(&gatekeeper, "home-0001").await;
    let lasting = enrolled(&gatekeeper, "home-0003").await;
    succeeds(home.path(), &["backup", "day.backup"]);
    let new = enrolled(&gatekeeper, "home-0001").await;
    let later = GatewayId::new("home-0007").unwrap();
    gatekeeper.register(&later, None).await.unwrap();
    let since = enrolled(&gatekeeper, "home-0007").await;
    store.close().await;

    let is = |parts: &Parts, serial: &str| {
        parts.sql(&format!("SELECT count(*) || ' ' || count(revoked_at) FROM gateway_certificates WHERE serial = '{serial}'"))
    };
    for is_lost in [false, true] {
        if is_lost {
            // The store that knew of it is lost: the data folder still does.
            parts.sql("UPDATE store_identity SET id = gen_random_uuid()");
        }
        parts.stop();
        succeeds(home.path(), &["restore", "day.backup"]);
        parts = Parts::start(home.path(), None);
        assert_eq!(is(&parts, &stolen), "1 1", "stays out");
        assert_eq!(is(&parts, &new), "1 0", "goes on, and can be renewed and revoked");
        assert_eq!(is(&parts, &lasting), "1 0", "was not touched");
        // Of a gateway that the backup does not know the living store says that it may send; the notes do not.
        assert_eq!(is(&parts, &since), if is_lost { "1 1" } else { "1 0" });
    }
    parts.stop();
}

#[test]
fn a_file_that_is_no_backup_changes_nothing() {
    let home = home();
    succeeds(home.path(), &["migrate"]);
    std::fs::write(home.path().join("rubbish"), "not a backup").unwrap();
    assert!(refused(home.path(), &["restore", "rubbish"]).contains("no backup"));
    assert!(refused(home.path(), &["restore", "nowhere"]).contains("no file"));
    succeeds(home.path(), &["backup", "good"]);
    torn(&home.path().join("good"), &home.path().join("torn"));
    assert!(refused(home.path(), &["restore", "torn"]).contains("seal"));
    for (part, near) in [("manifest.json", "\"format\""), ("database.dump", "PGDMP")] {
        let mut bytes = std::fs::read(home.path().join("good")).unwrap();
        let at = bytes.windows(near.len()).position(|window| window == near.as_bytes()).unwrap();
        bytes[at + near.len() + 2] ^= 1;
        std::fs::write(home.path().join("flipped"), bytes).unwrap();
        let said = refused(home.path(), &["restore", "flipped"]);
        assert!(said.contains(part) && said.contains("nothing was changed"), "{said}");
    }
    let whole = std::fs::read(home.path().join("good")).unwrap();
    std::fs::write(home.path().join("cut"), &whole[..whole.len() - 700]).unwrap();
    std::fs::write(home.path().join("longer"), [whole, vec![0; 512]].concat()).unwrap();
    for name in ["cut", "longer"] {
        assert!(refused(home.path(), &["restore", name]).contains("damaged"));
    }
    let parts = Parts::start(home.path(), None);
    assert_eq!(parts.sql("SELECT epoch FROM store_identity"), "1", "untouched");
    assert_eq!(parts.sql("SELECT count(*) FROM pg_database WHERE datname LIKE 'hearth_%'"), "0", "no half-restored copy");
    parts.stop();
}

/// The same members, but the dump is cut in half.
fn torn(good: &Path, torn: &Path) {
    let dir = tempfile::tempdir().unwrap();
    let tar = |arguments: &[&str]| assert!(Command::new("tar").current_dir(dir.path()).args(arguments).status().unwrap().success());
    tar(&["-xf", good.to_str().unwrap()]);
    let dump = dir.path().join("database.dump");
    let bytes = std::fs::read(&dump).unwrap();
    std::fs::write(&dump, &bytes[..bytes.len() / 2]).unwrap();
    tar(&["-cf", torn.to_str().unwrap(), "manifest.json", "broker-passwords", "database.dump"]);
}
