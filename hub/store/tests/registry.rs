//! People, episodes and bindings on a real PostgreSQL.
use hearth_alerts::{AlertId, Now, Rule, StaffId, System};
use hearth_store::admissions::Admission;
use hearth_store::registry::PatientRow;
use hearth_store::staff::{SessionRow, StaffRow};
use hearth_store::testing::Cluster;
use hearth_store::transitions::EpisodeTransitions;
use hearth_store::{Store, StoreError};
use hearth_vitals::{DeviceId, GatewayId, MonoMs, WallMs};
use uuid::Uuid;

/// The instant 2026-11-24T12:00:00Z.
const NOON: i64 = 1_795_521_600_000;

async fn nurse(store: &Store) -> StaffRow {
    let staff = StaffRow {
        id: Uuid::now_v7(),
        name: "nurse".into(),
        display_name: "Nurse".into(),
        role: "nurse".into(),
        password_hash: "h".into(),
        must_change_password: true,
    };
    store.add_staff(&staff).await.unwrap();
    staff
}

fn patient() -> PatientRow {
    PatientRow {
        id: Uuid::now_v7(),
        family_name: "F".into(),
        given_name: "G".into(),
        birth_date: "1961-04-17".into(),
        medical_record_number: "MRN-1".into(),
        sex: "female".into(),
        language: "es".into(),
    }
}

async fn admit(store: &Store, by: Uuid, patient: &PatientRow) -> Result<Uuid, StoreError> {
    let id = Uuid::now_v7();
    let admission = Admission {
        id,
        patient: patient.id,
        label: "Home 1",
        address: "a",
        phone: "",
        time_zone: "America/New_York",
        phase: "acute",
        limits: serde_json::json!([]),
        template_limits: serde_json::json!([]),
        without_news2: None,
        by,
        since: None,
    };
    store.admit(&admission, &[], WallMs(NOON)).await.map(|_| id)
}

#[tokio::test]
async fn a_session_opens_for_its_person_until_it_ends_or_the_password_changes() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let staff = nurse(&store).await;
    let namesake = StaffRow { id: Uuid::now_v7(), ..staff.clone() };
    assert!(!store.add_staff(&namesake).await.unwrap(), "a name is one person's");
    assert!(store.open_session(staff.id, b"hash", WallMs(NOON), WallMs(NOON + 1_000)).await.unwrap());
    assert_eq!(
        store.session(b"hash", WallMs(NOON + 999)).await.unwrap(),
        Some(SessionRow { staff: staff.clone(), expires_at: WallMs(NOON + 1_000) })
    );
    assert_eq!(store.session(b"hash", WallMs(NOON + 1_000)).await.unwrap(), None);
    assert!(store.set_password(staff.id, "other", false, None).await.unwrap());
    assert_eq!(store.session(b"hash", WallMs(NOON)).await.unwrap(), None);
    store.take_watch(staff.id, None, WallMs(NOON)).await.unwrap();
    assert_eq!(store.watch().await.unwrap().unwrap().holder, staff.id);
}

#[tokio::test]
async fn a_patient_is_in_one_home_and_a_device_with_one_patient_at_a_time() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let by = nurse(&store).await.id;
    let rosa = patient();
    store.add_patient(&rosa).await.unwrap();
    let episode = admit(&store, by, &rosa).await.unwrap();
    assert!(matches!(admit(&store, by, &rosa).await, Err(StoreError::Data { code, .. }) if code == "23505"));
    let (gateway, device) = (GatewayId::new("home-0001").unwrap(), DeviceId::new("oxi-0001").unwrap());
    store.register_gateways(std::slice::from_ref(&gateway)).await.unwrap();
    store.add_kit("kit-0001", "Kit 1", Some(&gateway)).await.unwrap();
    store.add_device(&device, "kit-0001", "Xpod", "nonin-df7", "SN1").await.unwrap();
    let binding = Uuid::now_v7();
    assert!(store.bind_device(binding, &device, episode, WallMs(NOON), by).await.unwrap());
    let twice = store.bind_device(Uuid::now_v7(), &device, episode, WallMs(NOON + 1), by).await;
    assert!(matches!(twice, Err(StoreError::Data { code, .. }) if code == "23P01"));
    let before = store.bindings().await.unwrap();
    assert_eq!((before.bindings.len(), before.bindings[0].until_at), (1, None));
    assert!(store.end_episode(episode, WallMs(NOON + 60_000), by, "discharged").await.unwrap());
    let after = store.bindings().await.unwrap();
    assert_eq!(after.bindings[0].until_at, Some(WallMs(NOON + 60_000)));
    assert!(after.version > before.version, "an ingest judged by the older bindings is refused");
    assert!(store.revoke_gateway(&gateway).await.unwrap());
    assert!(store.gateways().await.unwrap()[0].revoked_at.is_some());
}

#[tokio::test]
async fn limits_change_only_from_the_version_the_nurse_saw() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let by = nurse(&store).await.id;
    let rosa = patient();
    store.add_patient(&rosa).await.unwrap();
    let episode = admit(&store, by, &rosa).await.unwrap();
    let limits = serde_json::json!([{"vital": "spo2"}]);
    store.set_limits(episode, 1, &limits, by, "as ordered").await.unwrap();
    assert!(matches!(store.set_limits(episode, 1, &limits, by, "again").await, Err(StoreError::EpisodeChanged)));
    let stored = store.episode(episode).await.unwrap().unwrap();
    assert_eq!((stored.version, stored.limits, stored.patient), (2, limits, rosa));
}

#[tokio::test]
async fn a_step_of_an_alert_is_recorded_with_who_and_never_over_another_step() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let staff = nurse(&store).await;
    let now = Now { wall: WallMs(NOON), mono: MonoMs(1_000) };
    let mut system = System::new();
    let raised = system.raise(Rule::BrokerDown, "the broker does not answer", now, &mut || AlertId(7));
    let step = |transitions| [EpisodeTransitions { episode: None, transitions }];
    store.commit_transitions(&step(raised.clone())).await.unwrap();
    let twice = store.commit_transitions(&step(raised)).await;
    assert!(matches!(twice, Err(StoreError::EpisodeChanged)), "{twice:?}");
    let acknowledged = system.acknowledge(AlertId(7), 1, StaffId(staff.id.as_u128()), now).unwrap();
    store.commit_transitions(&step(vec![acknowledged])).await.unwrap();
    let who: Vec<Option<Uuid>> =
        sqlx::query_scalar("SELECT staff_id FROM alert_transitions ORDER BY version").fetch_all(store.pool()).await.unwrap();
    assert_eq!(who, [None, Some(staff.id)]);
    // What is read back equals what the engine holds: nothing is forgotten in a restart.
    let open: Vec<_> = store.open_alerts().await.unwrap().into_iter().map(|row| row.alert).collect();
    assert_eq!(open, system.open_alerts().cloned().collect::<Vec<_>>());
    let (_, steps) = store.alert(Uuid::from_u128(7)).await.unwrap().unwrap();
    let seen: Vec<_> = steps.iter().map(|step| (step.change.as_str(), step.staff.as_ref().map(|(_, name)| name.as_str()))).collect();
    assert_eq!(seen, [("raised", None), ("acknowledged", Some("Nurse"))]);
    assert_eq!(store.alerts(None, Some(true), None, 10).await.unwrap().len(), 1);
    // A second open alert of the same rule and subject is refused.
    let mut other = System::new();
    let second = other.raise(Rule::BrokerDown, "again", now, &mut || AlertId(8));
    assert!(matches!(store.commit_transitions(&step(second)).await, Err(StoreError::EpisodeChanged)));
}

#[tokio::test]
async fn a_change_reads_as_many_rows_in_a_large_house_as_in_a_small_one() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let by = nurse(&store).await.id;
    let (mut homes, mut rows) = (0, Vec::new());
    for upto in [3_u32, 40] {
        let (mut episode, mut device) = (Uuid::nil(), DeviceId::new("none").unwrap());
        for number in homes..upto {
            let person = PatientRow { id: Uuid::now_v7(), medical_record_number: format!("MRN-{number}"), ..patient() };
            store.add_patient(&person).await.unwrap();
            episode = admit(&store, by, &person).await.unwrap();
            let gateway = GatewayId::new(&format!("home-{number:04}")).unwrap();
            store.register_gateways(std::slice::from_ref(&gateway)).await.unwrap();
            store.add_kit(&format!("kit-{number:04}"), "Kit", Some(&gateway)).await.unwrap();
            device = DeviceId::new(&format!("oxi-{number:04}")).unwrap();
            store.add_device(&device, &format!("kit-{number:04}"), "Xpod", "nonin-df7", "SN").await.unwrap();
            if number + 1 < upto {
                assert!(store.bind_device(Uuid::now_v7(), &device, episode, WallMs(NOON), by).await.unwrap());
            }
        }
        homes = upto;
        let known = store.bindings_version().await.unwrap();
        let nothing = store.binding_changes(known).await.unwrap().unwrap();
        assert_eq!((nothing.version, nothing.rows()), (known, 0));
        assert!(store.bind_device(Uuid::now_v7(), &device, episode, WallMs(NOON), by).await.unwrap());
        let bound = store.binding_changes(known).await.unwrap().unwrap();
        assert!(store.end_episode(episode, WallMs(NOON + 60_000), by, "discharged").await.unwrap());
        let ended = store.binding_changes(bound.version).await.unwrap().unwrap();
        assert_eq!((bound.bindings[0].until_at, ended.bindings[0].until_at), (None, Some(WallMs(NOON + 60_000))));
        rows.push((bound.rows(), ended.rows()));
    }
    // Rows read: the binding, its device's gateway, the episode, its devices, the gateway. After the end it has no devices.
    assert_eq!(rows, [(5, 4), (5, 4)]);
}
