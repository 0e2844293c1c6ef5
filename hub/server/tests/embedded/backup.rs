//! A backup brings everything back, and nothing is lost by a restore that fails.

use super::parts::{Parts, config, home, refused, succeeds};
use hearth_hub::embedded::broker_files::BrokerFiles;
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

#[test]
fn a_file_that_is_no_backup_changes_nothing() {
    let home = home();
    succeeds(home.path(), &["migrate"]);
    std::fs::write(home.path().join("rubbish"), "not a backup").unwrap();
    assert!(refused(home.path(), &["restore", "rubbish"]).contains("no backup"));
    assert!(refused(home.path(), &["restore", "nowhere"]).contains("no file"));
    succeeds(home.path(), &["backup", "good"]);
    torn(&home.path().join("good"), &home.path().join("torn"));
    refused(home.path(), &["restore", "torn"]);
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
