//! One patient's admission costs the same however many homes there are: no statement on the way reads what belongs to others.
use hearth_store::Store;
use hearth_store::admissions::Admission;
use hearth_store::alert_pages::AlertFilter;
use hearth_store::registry::PatientRow;
use hearth_store::testing::Cluster;
use hearth_vitals::{DeviceId, GatewayId, WallMs};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// More than the five calls after which a server may settle on one plan for all values.
const ADMISSIONS: u32 = 8;

/// Homes with everything they have: patient, stay, gateway, kit, device, binding and an open alert.
async fn settle(store: &Store, homes: u32) {
    let numbered = |table: &str, columns: &str, values: &str| {
        format!("INSERT INTO {table} ({columns}) SELECT {values} FROM generate_series(1, {homes}) n, lpad(n::text, 6, '0') AS name; ")
    };
    let id = "md5(name)::uuid";
    let patient = format!("{id}, 'F', 'G', '1970-01-01', name, 'female', 'es'");
    let key = "(SELECT key FROM devices WHERE id = 'oxi-' || name)";
    let all = [
        numbered("patients", "id, family_name, given_name, birth_date, medical_record_number, sex, language", &patient),
        numbered(
            "episodes",
            "id, patient_id, label, address, time_zone, phase, limits",
            &format!("{id}, {id}, name, '', 'UTC', 'acute', '[]'"),
        ),
        numbered("gateways", "id", "'home-' || name"),
        numbered("kits", "id, label, gateway_id", "'kit-' || name, name, 'home-' || name"),
        numbered("devices", "id, kit_id", "'oxi-' || name, 'kit-' || name"),
        numbered("bindings", "id, device_key, episode_id, gateway_id, from_at", &format!("{id}, {key}, {id}, 'home-' || name, now()")),
        numbered(
            "alerts",
            "id, version, episode_id, rule, subject, priority, condition, response, since_at, raised_at, while_offline, open",
            &format!("{id}, 1, {id}, 'sensor_off', 'device:oxi-' || name, 'low', 'active', 'none', now(), now(), false, true"),
        ),
    ];
    sqlx::raw_sql(AssertSqlSafe(all.concat() + "ANALYZE")).execute(store.pool()).await.unwrap();
}

/// What the API and the engine's loop ask of the store while a patient is admitted and a device bound.
async fn admit(store: &Store, number: u32, by: Uuid, since: WallMs) {
    // Names that come last: a statement that walks through all of them finds these at the end.
    let (device, gateway) = (DeviceId::new(&format!("tmp-{number:04}")).unwrap(), GatewayId::new(&format!("tmp-{number:04}")).unwrap());
    let (id, patient, kit) = (Uuid::now_v7(), Uuid::now_v7(), format!("tmp-{number:04}"));
    let known = store.bindings_version().await.unwrap();
    store.register_gateways(std::slice::from_ref(&gateway)).await.unwrap();
    let row = PatientRow {
        id: patient,
        family_name: "F".into(),
        given_name: "G".into(),
        birth_date: "1970-01-01".into(),
        medical_record_number: kit.clone(),
        sex: "female".into(),
        language: "es".into(),
    };
    store.add_patient(&row).await.unwrap();
    let [limits, template_limits] = [(); 2].map(|()| serde_json::json!([]));
    store
        .admit(
            &Admission {
                id,
                patient,
                label: "Home",
                address: "",
                phone: "",
                time_zone: "UTC",
                phase: "acute",
                limits,
                template_limits,
                without_news2: None,
                by,
                since: None,
            },
            &[],
            since,
        )
        .await
        .unwrap();
    store.episode(id).await.unwrap().unwrap();
    store.add_kit(&kit, "Kit", Some(&gateway)).await.unwrap();
    assert!(store.add_device(&device, &kit, "Nonin", "nonin-df7", "1").await.unwrap());
    assert!(store.device(&device).await.unwrap().is_some_and(|row| row.binding.is_none()));
    let binding = Uuid::now_v7();
    assert!(store.bind_device(binding, &device, id, since, by).await.unwrap());
    assert_eq!(store.binding(binding).await.unwrap().unwrap().binding.episode, id);
    let changes = store.binding_changes(known).await.unwrap().unwrap();
    assert_eq!((changes.episodes.len(), changes.bindings.len(), changes.bound.len()), (1, 1, 1), "one change, not everything");
    store.open_alerts_of(&[id]).await.unwrap();
    store.recent_frames_of(std::slice::from_ref(&device), since).await.unwrap();
    store.observed_vitals(&[id], Some(since)).await.unwrap();
    store.newest_values(Some(id)).await.unwrap();
    store.alert_page(AlertFilter { episode: Some(id), ..AlertFilter::default() }, None, 100).await.unwrap();
    store.bindings_of(id).await.unwrap();
}

/// Rows that were read so far, found by an index or by reading a whole table.
async fn read_so_far(store: &Store) -> i64 {
    // Counts are handed over at the end of a statement, after this.
    sqlx::query("SELECT pg_stat_force_next_flush()").execute(store.pool()).await.unwrap();
    store.number("SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int8 FROM pg_stat_user_tables").await.unwrap()
}

/// Rows that the last of some admissions beside so many homes read.
async fn of_an_admission(homes: u32) -> i64 {
    // One connection: what it prepared for the first is used for the last, and its counts are those of all.
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(1).await.unwrap();
    let by = Uuid::now_v7();
    let nurse = "INSERT INTO staff (id, name, display_name, role, password_hash) VALUES ($1, 'ana', 'Ana', 'nurse', '-')";
    sqlx::query(nurse).bind(by).execute(store.pool()).await.unwrap();
    settle(&store, homes).await;
    let since = WallMs(store.number("SELECT (extract(epoch FROM now()) * 1000)::int8").await.unwrap() + 1);
    for number in 1..ADMISSIONS {
        admit(&store, number, by, since).await;
    }
    let before = read_so_far(&store).await;
    admit(&store, ADMISSIONS, by, since).await;
    read_so_far(&store).await - before
}

#[tokio::test]
async fn an_admission_reads_no_more_rows_beside_thousands_of_homes_than_beside_ten() {
    let (few, many) = (of_an_admission(10).await, of_an_admission(4_000).await);
    assert!(many <= few, "{many} rows were read beside 4,000 homes, {few} beside ten");
}
