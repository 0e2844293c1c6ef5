//! No home can hurt another, over a real PostgreSQL: what a gateway sends under the name of another kit's device
//! is kept, receipted and told, and the patient whose device it names has the alarm and the charts they had.

use super::rig::{self, Home, Rig, home, id, nurse, store};
use super::{CALM, CRITICAL, ago, count};
use hearth_store::Store;
use hearth_vitals::*;
use uuid::Uuid;

const HOUR_MS: i64 = 3_600_000;
/// Below the limit of an adult, and not critical: it rings after the limit's delay.
const LOW: Option<i32> = Some(840);

/// The gateway of the second home that names the device of the first.
fn slip(wearer: &Home, other: &Home) -> Home {
    Home { gateway: other.gateway.clone(), device: wearer.device.clone(), episode: wearer.episode }
}

async fn charted(store: &Store, episode: Uuid) -> Vec<i64> {
    let buckets = store.trend(episode, Vital::Spo2, ago(9 * HOUR_MS), ago(-1_000), 200).await.unwrap().1;
    vec![buckets.iter().map(|bucket| bucket.count).sum(), buckets.iter().map(|bucket| i64::from(bucket.max)).max().unwrap_or(0)]
}

fn told(rig: &Rig, episode: Uuid) -> usize {
    rig.screen.told.iter().filter(|value| value["episode_id"] == episode.to_string()).count()
}

#[tokio::test]
async fn a_gateway_that_names_another_patients_device_neither_hides_nor_rings_that_patients_alarm() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let (wearer, other) = (home(&store, 1, ana, ago(HOUR_MS)).await, home(&store, 2, ana, ago(HOUR_MS)).await);
    let slip = slip(&wearer, &other);
    let mut rig = Rig::start(&store).await;
    // Half a minute of a saturation that is too low, and between its values good ones that somebody else measured.
    for second in 0..25 {
        let at = ago(25_000 - second * 1_000);
        rig.live(&wearer, second.unsigned_abs(), &[(at, LOW)]).await;
        rig.live(&slip, second.unsigned_abs(), &[(at.plus(500), CALM)]).await;
    }
    let low = rig.screen.alert("spo2_low", |alert| alert["condition"] == "active").await;
    assert_eq!(low["episode_id"], wearer.episode.to_string());
    rig.receipted(&slip, 25).await;
    // Neither a critical value nor a sensor that is off says anything of the wearer.
    rig.live(&slip, 25, &[(ago(0), CRITICAL), (ago(-10), None)]).await;
    rig.receipted(&slip, 27).await;

    assert_eq!(charted(&store, wearer.episode).await, [25, 840]);
    assert_eq!(charted(&store, other.episode).await, [0, 0]);
    assert!(rig.screen.told.iter().all(|value| value["values"]["spo2"] == 84.0), "{:?}", rig.screen.told);
    let newest = store.newest_values(Some(wearer.episode)).await.unwrap();
    assert_eq!(newest.iter().find(|value| value.vital == Vital::Spo2).unwrap().raw, LOW);
    assert_eq!(count(&store, "SELECT count(*) FROM alerts WHERE rule <> 'stray_device'").await, 1);
    // A restart restores the engines from the device's own frames, and the last time it was heard is its own.
    assert_eq!(store.recent_frames(ago(HOUR_MS)).await.unwrap().len(), 25);
    assert_eq!(store.latest_values().await.unwrap().len(), 2);

    // Nothing is lost, and it can be found.
    assert_eq!(count(&store, "SELECT count(*) FROM frames").await, 52);
    let strays = store.strays().await.unwrap();
    let [stray] = strays.as_slice() else { panic!("{strays:?}") };
    assert_eq!((&stray.device, &stray.gateway, stray.records), (&wearer.device, &other.gateway, 27));
    assert_eq!((stray.kit.as_deref(), stray.kit_gateway.as_ref()), (Some("kit-0001"), Some(&wearer.gateway)));
    assert!(stray.from_at < stray.until_at && stray.until_at <= Some(ago(-10)), "{stray:?}");
    rig.stop().await;
}

#[tokio::test]
async fn it_rings_once_at_the_wearers_home_is_shown_at_the_senders_and_ends_with_what_the_sender_may_do() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let (wearer, other) = (home(&store, 1, ana, ago(HOUR_MS)).await, home(&store, 2, ana, ago(HOUR_MS)).await);
    let slip = slip(&wearer, &other);
    let mut rig = Rig::start(&store).await;
    for seq in 0..3 {
        rig.live(&slip, seq, &[(ago(0), CALM)]).await;
    }
    let shown = rig.screen.alert("stray_device", |alert| alert["condition"] == "active").await;
    assert_eq!((shown["kind"].as_str(), shown["priority"].as_str()), (Some("technical"), Some("medium")));
    assert_eq!((shown["device_id"].as_str(), shown["gateway_id"].as_str()), (Some("oxi-0001"), Some("home-0002")));
    assert_eq!(shown["episode_id"], wearer.episode.to_string());
    let (_, steps) = store.alert(id(&shown)).await.unwrap().expect("what is shown is stored");
    assert_eq!(steps[0].reason, "heard_elsewhere");
    rig.receipted(&slip, 3).await;
    assert_eq!((count(&store, "SELECT count(*) FROM alerts").await, told(&rig, wearer.episode)), (1, 0));
    let gateways = rig.engine().gateways().await.unwrap();
    let problems =
        |id: &str| gateways.iter().find(|one| one.id == id).unwrap().problems.iter().map(|one| one.code.clone()).collect::<Vec<_>>();
    assert_eq!((problems("home-0001"), problems("home-0002")), (vec![], vec!["stray_device".to_owned()]));
    rig.kill();

    // It is still so after a restart of the hub, until a person forbids the gateway to send.
    let mut rig = Rig::start(&store).await;
    assert_eq!(id(&rig.screen.alert("stray_device", |alert| alert["condition"] == "active").await), id(&shown));
    store.revoke_gateway(&other.gateway).await.unwrap();
    rig.engine().bindings_changed().await.unwrap();
    let ended = rig.screen.alert("stray_device", |alert| alert["condition"] == "cleared").await;
    assert_eq!(id(&ended), id(&shown));
    let (_, steps) = store.alert(id(&shown)).await.unwrap().unwrap();
    assert_eq!((steps[1].rule_name.as_deref(), steps[1].reason.as_str()), (Some("strays"), "gateway_revoked"));
    rig.stop().await;
}

#[tokio::test]
async fn waveforms_events_and_what_finds_its_time_later_stay_apart_too() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let (wearer, other) = (home(&store, 1, ana, ago(HOUR_MS)).await, home(&store, 2, ana, ago(HOUR_MS)).await);
    let slip = slip(&wearer, &other);
    let rig = Rig::start(&store).await;
    let (device, mono) = (wearer.device.clone(), rig::mono(ago(1_000)));
    let block = WaveformBlock { device: device.clone(), kind: WaveformKind::Pleth, mono, period_us: 13_333, samples: vec![1; 75] };
    let events = [(Some(device), EventKind::LinkDown), (None, EventKind::DiskFault)];
    let events = events.map(|(device, kind)| Record::Event(Event { mono, device, kind })).to_vec();
    for (class, records) in [(Class::Waveforms, vec![Record::Waveform(block)]), (Class::Events, events)] {
        let mut batch = rig::batch(&slip, 0, &[(ago(0), CALM)]);
        (batch.header.stream.class, batch.header.count, batch.records) = (class, records.len() as u32, records);
        rig.raw(&slip.gateway, batch::v1::encode(&batch).unwrap()).await;
    }
    // A boot whose clock nobody knows yet, and a moment later its anchor.
    let mut early = rig::batch(&slip, 0, &[(ago(20_000), CRITICAL)]);
    (early.boot, early.anchor) = (BootId(77), None);
    rig.raw(&slip.gateway, batch::v1::encode(&early).unwrap()).await;
    let mut known = rig::batch(&slip, 1, &[(ago(0), CALM)]);
    known.boot = BootId(77);
    known.anchor = known.anchor.map(|anchor| Anchor { boot: BootId(77), ..anchor });
    rig.raw(&slip.gateway, batch::v1::encode(&known).unwrap()).await;
    // What waited is placed after the receipt of what brought its anchor.
    let all_are_apart = async {
        while store.strays().await.unwrap().first().is_none_or(|stray| stray.records < 4) {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), all_are_apart)
        .await
        .expect("a waveform, an event and two frames are kept apart");
    assert_eq!(count(&store, "SELECT count(*) FROM unplaced").await, 0);
    assert_eq!(charted(&store, wearer.episode).await, [0, 0]);
    assert!(store.waveform_window(wearer.episode, WaveformKind::Pleth, ago(HOUR_MS), ago(0)).await.unwrap().is_empty());
    let kinds = async |episode| {
        let marks = store.timeline(episode, ago(HOUR_MS), ago(-1_000)).await.unwrap();
        marks.into_iter().map(|mark| mark.kind).filter(|kind| kind.starts_with("link") || kind.starts_with("disk")).collect::<Vec<_>>()
    };
    assert_eq!((kinds(wearer.episode).await, kinds(other.episode).await), (vec![], vec!["disk_fault".to_owned()]));
    assert_eq!(count(&store, "SELECT count(*) FROM alerts WHERE rule <> 'stray_device'").await, 0);
    assert!(rig.screen.told.is_empty(), "{:?}", rig.screen.told);
    rig.stop().await;
}

#[tokio::test]
async fn a_device_that_changed_kits_is_spoken_for_by_each_gateway_for_its_own_time() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let (first, second) = (home(&store, 1, ana, ago(3 * HOUR_MS)).await, home(&store, 2, ana, ago(3 * HOUR_MS)).await);
    let held = store.bindings().await.unwrap().bindings;
    let held = held.iter().find(|binding| binding.device == first.device).unwrap().id;
    store.end_binding(held, ago(HOUR_MS), ana, "moved").await.unwrap();
    assert!(store.add_device(&first.device, "kit-0002", "Nonin", "nonin-df7", "1").await.unwrap());
    store.bind_device(Uuid::now_v7(), &first.device, second.episode, ago(HOUR_MS / 2), ana).await.unwrap();
    let there = slip(&first, &second);
    let mut rig = Rig::start(&store).await;
    // The old gateway still has a backlog of its own patient, and goes on hearing the device through the wall.
    rig.backfill(&first, 0, &[(ago(2 * HOUR_MS), CALM), (ago(2 * HOUR_MS - 1_000), CALM)]).await;
    rig.live(&first, 2, &[(ago(0), CRITICAL)]).await;
    rig.live(&there, 0, &[(ago(0), CALM)]).await;
    while count(&store, "SELECT count(*) FROM frames").await < 4 {
        rig.answer().await;
    }
    assert_eq!((charted(&store, first.episode).await[0], charted(&store, second.episode).await[0]), (2, 1));
    assert_eq!(count(&store, "SELECT count(*) FROM alerts WHERE rule = 'spo2_low'").await, 0);
    let strays = store.strays().await.unwrap();
    assert_eq!(strays.iter().map(|one| (&one.gateway, one.records)).collect::<Vec<_>>(), [(&first.gateway, 1)]);
    rig.stop().await;
}

#[tokio::test]
async fn a_device_that_is_registered_late_brings_what_its_own_gateway_sent_and_nothing_of_others() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let (own, other) = (home(&store, 1, ana, ago(HOUR_MS)).await, home(&store, 2, ana, ago(HOUR_MS)).await);
    let device = DeviceId::new("oxi-0009").unwrap();
    let through = |home: &Home| Home { gateway: home.gateway.clone(), device: device.clone(), episode: home.episode };
    let mut rig = Rig::start(&store).await;
    rig.live(&through(&own), 0, &[(ago(2_000), LOW), (ago(1_000), LOW)]).await;
    rig.receipted(&own, 2).await;
    rig.live(&through(&other), 0, &[(ago(1_500), CALM)]).await;
    rig.receipted(&other, 1).await;
    assert_eq!(store.strays().await.unwrap().iter().map(|one| (one.kit.clone(), one.records)).collect::<Vec<_>>(), [(None, 1), (None, 2)]);
    assert_eq!(count(&store, "SELECT count(*) FROM alerts").await, 0, "what nobody registered is nobody's");

    assert!(store.add_device(&device, "kit-0001", "Nonin", "nonin-df7", "9").await.unwrap());
    store.bind_device(Uuid::now_v7(), &device, own.episode, ago(60_000), ana).await.unwrap();
    rig.engine().bindings_changed().await.unwrap();
    rig.live(&through(&own), 2, &[(ago(0), LOW)]).await;
    rig.receipted(&own, 3).await;
    assert_eq!(charted(&store, own.episode).await, [3, 840]);
    let strays = store.strays().await.unwrap();
    assert_eq!(strays.iter().map(|one| (&one.gateway, one.kit.as_deref())).collect::<Vec<_>>(), [(&other.gateway, Some("kit-0001"))]);
    rig.stop().await;
}
