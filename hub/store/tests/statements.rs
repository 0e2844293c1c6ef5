//! A home's backlog of a day is written with one statement for each table: with a round trip for each record, every
//! other home would have to wait.
use crate::common::{NOON, batch, frame, ingest, one, placed, stream};
use hearth_alerts::{AlertId, Now, Rule, Subject, System, Transition};
use hearth_store::ingest::{Fresh, IngestBatch, Item};
use hearth_store::testing::Cluster;
use hearth_store::transitions::EpisodeTransitions;
use hearth_vitals::*;

fn anchor(number: u64, quality: ClockQuality) -> Item {
    let (mono, wall) = (MonoMs(number * 10_000), WallMs(NOON + number.cast_signed() * 10_000));
    Item::Anchor(Anchor { boot: BootId(7), mono, wall, quality, uncertainty_ms: 20 })
}

fn events(items: Vec<Item>) -> IngestBatch {
    IngestBatch { stream: stream(Class::Events), ..batch(0, items) }
}

/// Alerts of this many gateways, each raised and ended.
fn outage(gateways: u64) -> Vec<Transition> {
    let now = Now { wall: WallMs(NOON), mono: MonoMs(1) };
    let raised = System::new().raise(Rule::BrokerDown, "down", now, &mut || AlertId(1)).remove(0);
    let of = |number: u64| {
        let gateway = GatewayId::new(&format!("home-{number:04}")).unwrap();
        let mut first = raised.clone();
        (first.alert.id, first.alert.subject) = (AlertId(u128::from(number) + 1), Subject::Gateway(gateway));
        let mut second = first.clone();
        (second.alert.version, second.alert.open) = (2, false);
        [first, second]
    };
    (0..gateways).flat_map(of).collect()
}

#[tokio::test]
async fn however_many_records_a_backlog_holds_a_table_is_written_once() {
    let cluster = Cluster::shared().unwrap();
    let store = cluster.store(2).await.unwrap();
    let mut counting = "CREATE TABLE written (name text); \
        CREATE FUNCTION count_it() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO written VALUES (TG_TABLE_NAME); RETURN NULL; END'; "
        .to_owned();
    let tables = [
        "events",
        "anchors",
        "losses",
        "unplaced",
        "quarantine",
        "unknown_codes",
        "frames",
        "waveforms",
        "latest",
        "alerts",
        "alert_transitions",
    ];
    for table in tables {
        counting += &format!("CREATE TRIGGER counted AFTER INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION count_it(); ");
    }
    sqlx::raw_sql(sqlx::AssertSqlSafe(counting)).execute(store.pool()).await.unwrap();

    let device = DeviceId::new("oxi-0001").unwrap();
    let mut items = Vec::new();
    for number in 0..300_u64 {
        let status = Status {
            mono: MonoMs(number),
            clock: ClockQuality::Drifting,
            outbox_bytes: 1,
            disk_free_bytes: 2,
            backlog: 3,
            links_up: 1,
            links_total: 1,
        };
        let lost = SeqRange::new(10_000 + number * 10, 10_005 + number * 10).unwrap();
        let unknown = Unknown { what: UnknownCode::Event(99), device: None, mono: MonoMs(number), body: vec![1] };
        items.extend([
            Item::Status(status, None),
            anchor(number, ClockQuality::Synchronised),
            Item::Event(Event { mono: MonoMs(number), device: Some(device.clone()), kind: EventKind::Button }, Some(placed(NOON))),
            Item::Event(Event { mono: MonoMs(number), device: None, kind: EventKind::DiskFault }, None),
            Item::Loss(Loss { mono: MonoMs(1), stream: stream(Class::Waveforms), range: lost, reason: LossReason::Corrupt }),
            Item::Unplaced(BootId(number), vec![1, 2]),
            Item::Quarantined(vec![3], format!("reason {number}")),
            Item::Unknown(unknown, None),
        ]);
    }
    let block = |seq| WaveformBlock {
        device: device.clone(),
        kind: WaveformKind::Pleth,
        mono: MonoMs(seq),
        period_us: 13_333,
        samples: vec![1, 5],
    };
    let waveforms = (0..300).map(|seq| Item::Waveform(block(seq), placed(NOON + seq.cast_signed()))).collect();
    let waveforms = IngestBatch { stream: stream(Class::Waveforms), ..batch(0, waveforms) };
    let numerics = batch(0, (0..300).map(|seq| frame(seq, Some(970))).collect());
    let transitions = outage(100);
    let mut judge = |_: &[Fresh]| vec![EpisodeTransitions { episode: None, transitions: transitions.clone() }];
    let done = store.ingest(&[events(items), numerics, waveforms], 1, &mut judge, WallMs(NOON)).await.unwrap();
    assert_eq!(done.fresh, 300 * 10);
    for table in tables {
        let written: i64 =
            sqlx::query_scalar("SELECT count(*) FROM written WHERE name = $1").bind(table).fetch_one(store.pool()).await.unwrap();
        assert_eq!(written, 1, "{table}");
    }
    // Each of the hundred alerts is as its second step left it, and both of its steps are there.
    let alerts = "SELECT (SELECT count(*) FROM alerts WHERE version = 2 AND NOT open) * 1000 + (SELECT count(*) FROM alert_transitions)";
    assert_eq!(one(&store, alerts).await, 100_200);
    // Nothing is missing, and no value has got into another row.
    let counts = "SELECT (SELECT count(*) FROM events WHERE (device_key IS NULL) = (at IS NULL) AND (at IS NULL) = (event->>'event' = 'disk_fault')) * 1000000 \
                  + (SELECT sum(upper(range) - lower(range))::int8 FROM losses WHERE reason = 'corrupt') * 1000 + (SELECT count(*) FROM unplaced WHERE boot = seq / 8)";
    assert_eq!(one(&store, counts).await, 601_500_300);
    assert_eq!(one(&store, "SELECT count(*) FROM quarantine WHERE reason = 'reason ' || (lower(range) / 8)").await, 300);
    assert_eq!(one(&store, "SELECT count(*) FROM quarantine WHERE length(bytes) > 0").await, 60);
}

#[tokio::test]
async fn a_days_anchors_are_thinned_to_one_in_ten_minutes_whether_they_come_at_once_or_one_by_one() {
    let cluster = Cluster::shared().unwrap();
    let mut kept = Vec::new();
    for together in [1, 17, 432] {
        let store = cluster.store(2).await.unwrap();
        let anchors: Vec<Item> = (0..432)
            .map(|number| anchor(number, if number % 100 < 10 { ClockQuality::Drifting } else { ClockQuality::Synchronised }))
            .collect();
        for (index, some) in anchors.chunks(together).enumerate() {
            let batch = IngestBatch { first: (index * together) as u64, ..events(some.to_vec()) };
            ingest(&store, &[batch]).await.unwrap();
        }
        let rows: Vec<(i64, i16)> =
            sqlx::query_as("SELECT mono_ms / 10000, quality FROM anchors ORDER BY 1").fetch_all(store.pool()).await.unwrap();
        kept.push(rows);
    }
    assert_eq!(kept[0], kept[1]);
    assert_eq!(kept[0], kept[2]);
    let synchronised: Vec<i64> = kept[0].iter().filter(|(_, quality)| *quality == 1).map(|(number, _)| *number).collect();
    assert!(synchronised.windows(2).all(|pair| pair[1] - pair[0] <= 70), "{synchronised:?}");
    assert!((7..=9).contains(&synchronised.len()), "{synchronised:?}");
    // A better clock is kept beside a worse one of the same ten minutes.
    assert!(kept[0].contains(&(0, 2)) && kept[0].contains(&(10, 1)));
}
