//! Profiles: one is in force, one may wait for a second person, a temporary one goes back, and nothing is lost.

use hearth_store::admissions::Admission;
use hearth_store::profiles::{ProfileRow, Wish};
use hearth_store::registry::PatientRow;
use hearth_store::staff::StaffRow;
use hearth_store::testing::Cluster;
use hearth_store::{Store, StoreError};
use hearth_vitals::WallMs;
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

const NOON: i64 = 1_795_521_600_000;
const HOUR: i64 = 3_600_000;

async fn person(store: &Store, name: &str) -> Uuid {
    let staff = StaffRow {
        id: Uuid::now_v7(),
        name: name.into(),
        display_name: name.into(),
        role: "nurse".into(),
        password_hash: "h".into(),
        must_change_password: false,
    };
    store.add_staff(&staff).await.unwrap();
    staff.id
}

struct Rig {
    _cluster: Arc<Cluster>,
    store: Store,
    episode: Uuid,
    ana: Uuid,
    ben: Uuid,
}

async fn rig() -> Rig {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let (ana, ben) = (person(&store, "ana").await, person(&store, "ben").await);
    let patient = PatientRow {
        id: Uuid::now_v7(),
        family_name: "F".into(),
        given_name: "G".into(),
        birth_date: "1961-04-17".into(),
        medical_record_number: "MRN-1".into(),
        sex: "female".into(),
        language: "es".into(),
    };
    store.add_patient(&patient).await.unwrap();
    let episode = Uuid::now_v7();
    let admission = Admission {
        id: episode,
        patient: patient.id,
        label: "Home",
        address: "",
        phone: "",
        time_zone: "UTC",
        phase: "acute",
        limits: json!([]),
        template_limits: json!([1]),
        without_news2: Some("under_16"),
        by: ana,
        since: None,
    };
    store.admit(&admission, &[], WallMs(NOON)).await.unwrap();
    Rig { _cluster: cluster, store, episode, ana, ben }
}

impl Rig {
    fn wish<'a>(&self, version: i64, limits: &'a Value, ends_at: Option<i64>) -> Wish<'a> {
        let scale_two = Some((self.ben, WallMs(NOON)));
        let ends_at = ends_at.map(WallMs);
        Wish {
            version,
            template: "copd_scale_2",
            limits,
            neutropenic: true,
            scale_two,
            reason: "as ordered",
            by: self.ana,
            ends_at,
            template_limits: Some(limits),
            without_news2: Some("pregnant"),
        }
    }

    /// Version and limits in force, and each profile's number and state, the newest first.
    async fn now(&self) -> (i64, Value, Vec<(i32, String)>) {
        let row = self.store.episode(self.episode).await.unwrap().unwrap();
        let profiles = self.store.profiles(self.episode).await.unwrap();
        (row.version, row.limits, profiles.into_iter().map(|profile: ProfileRow| (profile.number, profile.state)).collect())
    }
}

fn states(list: &[(i32, &str)]) -> Vec<(i32, String)> {
    list.iter().map(|(number, state)| (*number, (*state).to_owned())).collect()
}

#[tokio::test]
async fn what_is_set_is_in_force_with_its_course_and_who_and_why() {
    let rig = rig().await;
    let limits = json!([1]);
    assert_eq!(rig.store.set_profile(rig.episode, &rig.wish(1, &limits, None)).await.unwrap(), 2);
    assert_eq!(rig.now().await, (2, limits.clone(), states(&[(2, "in_force"), (1, "past")])));
    let row = rig.store.episode(rig.episode).await.unwrap().unwrap();
    assert_eq!((row.neutropenic, row.scale_two), (true, Some((rig.ben, WallMs(NOON)))));
    assert_eq!((row.without_news2.as_deref(), row.quiets), (Some("pregnant"), Vec::<String>::new()));
    let newest = rig.store.profiles(rig.episode).await.unwrap().remove(0);
    let author = newest.author.unwrap();
    assert_eq!((author.by, author.name.as_str(), newest.reason.as_str()), (rig.ana, "ana", "as ordered"));
    assert_eq!((newest.decided, newest.signed), (None, None));
    assert_eq!((newest.template_limits, newest.without_news2.as_deref()), (Some(limits.clone()), Some("pregnant")));
    let first = rig.store.profiles(rig.episode).await.unwrap().remove(1);
    assert_eq!((first.template_limits, first.without_news2.as_deref()), (Some(json!([1])), Some("under_16")));
    // Who changes limits alone changes neither.
    rig.store.set_limits(rig.episode, 2, &json!([2]), rig.ana, "lower").await.unwrap();
    let newest = rig.store.profiles(rig.episode).await.unwrap().remove(0);
    assert_eq!((newest.template_limits, newest.without_news2.as_deref()), (Some(limits.clone()), Some("pregnant")));
    let late = rig.store.set_profile(rig.episode, &rig.wish(1, &limits, None)).await;
    assert!(matches!(late, Err(StoreError::EpisodeChanged)), "she saw an older one");
}

#[tokio::test]
async fn a_proposal_changes_nothing_until_another_person_agrees() {
    let rig = rig().await;
    let limits = json!([1]);
    let number = rig.store.propose_profile(rig.episode, &rig.wish(1, &limits, None)).await.unwrap();
    assert_eq!(rig.now().await, (1, json!([]), states(&[(2, "proposed"), (1, "in_force")])));
    assert!(!rig.store.confirm_profile(rig.episode, 1, number, rig.ana).await.unwrap(), "nobody agrees to what is their own");
    assert!(rig.store.confirm_profile(rig.episode, 1, number, rig.ben).await.unwrap());
    assert_eq!(rig.now().await, (2, limits, states(&[(2, "in_force"), (1, "past")])));
    assert_eq!(rig.store.profiles(rig.episode).await.unwrap()[0].decided.as_ref().unwrap().by, rig.ben);
    assert!(!rig.store.confirm_profile(rig.episode, 2, number, rig.ben).await.unwrap(), "it does not wait any more");
}

#[tokio::test]
async fn a_newer_proposal_and_a_refusal_end_one_that_waits() {
    let rig = rig().await;
    let limits = json!([1]);
    let first = rig.store.propose_profile(rig.episode, &rig.wish(1, &limits, None)).await.unwrap();
    let second = rig.store.propose_profile(rig.episode, &rig.wish(1, &limits, None)).await.unwrap();
    assert!(!rig.store.confirm_profile(rig.episode, 1, first, rig.ben).await.unwrap());
    assert!(rig.store.refuse_profile(rig.episode, second, rig.ana).await.unwrap(), "its author may take it back");
    assert!(!rig.store.refuse_profile(rig.episode, second, rig.ana).await.unwrap());
    assert_eq!(rig.now().await, (1, json!([]), states(&[(3, "refused"), (2, "refused"), (1, "in_force")])));
}

#[tokio::test]
async fn what_is_temporary_goes_back_to_what_was_before_past_what_has_ended_meanwhile() {
    let rig = rig().await;
    let (a, b) = (json!(["until one"]), json!(["until two"]));
    rig.store.set_profile(rig.episode, &rig.wish(1, &a, Some(NOON + HOUR))).await.unwrap();
    rig.store.set_profile(rig.episode, &rig.wish(2, &b, Some(NOON + 2 * HOUR))).await.unwrap();
    assert_eq!(rig.store.end_due_profiles(WallMs(NOON + HOUR)).await.unwrap(), 0, "not before its time");
    assert_eq!(rig.store.end_due_profiles(WallMs(NOON + 2 * HOUR)).await.unwrap(), 1);
    assert_eq!(rig.now().await, (4, json!([]), states(&[(3, "past"), (2, "past"), (1, "in_force")])));
    assert_eq!(rig.store.end_due_profiles(WallMs(NOON + 9 * HOUR)).await.unwrap(), 0);
    let row = rig.store.episode(rig.episode).await.unwrap().unwrap();
    assert_eq!((row.neutropenic, row.scale_two), (false, None));
}

#[tokio::test]
async fn what_is_temporary_goes_back_to_a_temporary_one_that_still_lasts_and_then_on() {
    let rig = rig().await;
    let (a, b) = (json!(["until three"]), json!(["until one"]));
    rig.store.set_profile(rig.episode, &rig.wish(1, &a, Some(NOON + 3 * HOUR))).await.unwrap();
    rig.store.set_profile(rig.episode, &rig.wish(2, &b, Some(NOON + HOUR))).await.unwrap();
    rig.store.end_due_profiles(WallMs(NOON + HOUR)).await.unwrap();
    assert_eq!(rig.now().await.1, a);
    rig.store.end_due_profiles(WallMs(NOON + 3 * HOUR)).await.unwrap();
    assert_eq!(rig.now().await, (5, json!([]), states(&[(3, "past"), (2, "past"), (1, "in_force")])));
}

#[tokio::test]
async fn only_what_is_in_force_is_signed_and_once() {
    let rig = rig().await;
    assert!(rig.store.sign_profile(rig.episode, 1, rig.ben).await.unwrap());
    assert!(!rig.store.sign_profile(rig.episode, 1, rig.ana).await.unwrap());
    assert_eq!(rig.store.profiles(rig.episode).await.unwrap()[0].signed.as_ref().unwrap().name, "ben");
    rig.store.set_profile(rig.episode, &rig.wish(1, &json!([1]), None)).await.unwrap();
    assert!(rig.store.profiles(rig.episode).await.unwrap()[0].signed.is_none(), "another profile is another signature");
}
