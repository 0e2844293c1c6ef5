//! Reading what changed gives what reading everything gives.

use super::rig::{Rig, admit, home, nurse, store};
use super::{CALM, WallMs, ago};
use hearth_hub::engine::load::{Read, read};
use hearth_store::Store;
use hearth_vitals::{DeviceId, GatewayId};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;
use uuid::Uuid;

const KITS: u32 = 3;
const DEVICES: u32 = 4;

/// One thing that people do; numbers choose among what there is.
#[derive(Debug, Clone)]
enum Act {
    Admit,
    End(usize),
    Bind { device: u32, episode: usize, from_ms: i64 },
    Unbind { binding: usize, until_ms: i64 },
    Register { device: u32, kit: u32 },
    Limits(usize),
    Phone(usize),
    Kit,
    Zone,
}

fn act() -> impl Strategy<Value = Act> {
    let ms = 1..100_i64;
    prop_oneof![
        2 => Just(Act::Admit),
        1 => any::<usize>().prop_map(Act::End),
        // From earlier than the one before ended: a correction.
        5 => (1..=DEVICES, any::<usize>(), ms.clone()).prop_map(|(device, episode, from_ms)| Act::Bind { device, episode, from_ms }),
        4 => (any::<usize>(), ms).prop_map(|(binding, until_ms)| Act::Unbind { binding, until_ms }),
        2 => (1..=DEVICES, 1..=KITS).prop_map(|(device, kit)| Act::Register { device, kit }),
        1 => any::<usize>().prop_map(Act::Limits),
        1 => any::<usize>().prop_map(Act::Phone),
        1 => Just(Act::Kit),
        1 => Just(Act::Zone),
    ]
}

fn device(number: u32) -> DeviceId {
    DeviceId::new(&format!("oxi-{number:04}")).unwrap()
}

struct Ward {
    store: Store,
    by: Uuid,
    /// The first instant that a binding is made for.
    begun: WallMs,
    numbers: std::sync::atomic::AtomicU32,
}

impl Ward {
    fn number(&self) -> u32 {
        self.numbers.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
    }

    async fn add_kit(&self, number: u32) {
        let gateway = GatewayId::new(&format!("home-{number:04}")).unwrap();
        self.store.register_gateways(std::slice::from_ref(&gateway)).await.unwrap();
        self.store.add_kit(&format!("kit-{number:04}"), "Kit", Some(&gateway)).await.unwrap();
    }

    /// What the store refuses changes nothing: that is part of it.
    async fn carry_out(&self, act: &Act) {
        let Ward { store, by, begun, .. } = self;
        let episodes = store.episodes(true).await.unwrap();
        let chosen = |index: &usize| episodes.get(index % episodes.len().max(1));
        match act {
            Act::Admit => drop(admit(store, 100 + self.number(), *by).await),
            Act::Kit => self.add_kit(100 + self.number()).await,
            Act::Zone => drop(store.rename_time_zone("UTC", "Etc/UTC").await.unwrap()),
            Act::Register { device: number, kit } => {
                store.add_device(&device(*number), &format!("kit-{kit:04}"), "Nonin", "nonin-df7", "1").await.unwrap();
            }
            Act::Unbind { binding, until_ms } => {
                let held = store.bindings().await.unwrap().bindings;
                if let Some(row) = held.get(binding % held.len().max(1)) {
                    store.end_binding(row.id, row.from_at.plus(*until_ms), *by, "moved").await.unwrap();
                }
            }
            Act::End(index) | Act::Limits(index) | Act::Phone(index) | Act::Bind { episode: index, .. } => {
                let Some(row) = chosen(index) else { return };
                match act {
                    Act::End(_) => drop(store.end_episode(row.id, ago(0), *by, "home").await.unwrap()),
                    Act::Limits(_) => drop(store.set_limits(row.id, row.version, &row.limits, *by, "as ordered").await),
                    Act::Phone(_) => drop(store.set_phone(row.id, &self.number().to_string(), *by).await.unwrap()),
                    Act::Bind { device: number, from_ms, .. } => {
                        drop(store.bind_device(Uuid::now_v7(), &device(*number), row.id, begun.plus(*from_ms), *by).await);
                    }
                    _ => {}
                }
            }
        }
    }

    /// What is known by reading changes is what there is.
    async fn compare(&self, known: &mut Read) {
        let changes = self.store.binding_changes(known.version).await.unwrap().expect("it is known what changed");
        known.take(changes).unwrap();
        let also: BTreeSet<Uuid> = known.episodes.keys().copied().collect();
        assert_eq!(*known, read(&self.store, &also).await.unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_any_sequence_of_acts_what_changed_is_all_that_changed() {
    let (_cluster, store) = store().await;
    let by = nurse(&store, "ana").await;
    let ward = Ward { store, by, begun: ago(60_000), numbers: 0.into() };
    for number in 1..=KITS {
        ward.add_kit(number).await;
    }
    let mut known = read(&ward.store, &BTreeSet::new()).await.unwrap();
    let runtime = tokio::runtime::Handle::current();
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, max_shrink_iters: 0, ..Config::default() });
    let sequences = prop::collection::vec(prop::collection::vec(act(), 1..6), 1..8);
    tokio::task::block_in_place(|| {
        // All on one store: whatever was done before, the next holds too.
        let ran = runner.run(&sequences, |groups| {
            runtime.block_on(async {
                let known = &mut read(&ward.store, &BTreeSet::new()).await.unwrap();
                for group in groups {
                    for act in &group {
                        ward.carry_out(act).await;
                    }
                    ward.compare(known).await;
                }
            });
            Ok(())
        });
        ran.unwrap();
    });
    ward.compare(&mut known).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_changes_that_are_made_at_once_none_is_missed_whichever_commits_first() {
    let (_cluster, store) = store().await;
    let by = nurse(&store, "ana").await;
    let ward = std::sync::Arc::new(Ward { store, by, begun: ago(60_000), numbers: 0.into() });
    for number in 1..=KITS {
        ward.add_kit(number).await;
    }
    let mut known = read(&ward.store, &BTreeSet::new()).await.unwrap();
    let mut people = tokio::task::JoinSet::new();
    for person in 0..4_usize {
        let ward = ward.clone();
        people.spawn(async move {
            for step in 0..15_usize {
                let acts = [
                    Act::Admit,
                    Act::Register { device: person as u32 + 1, kit: step as u32 % KITS + 1 },
                    Act::Bind { device: person as u32 + 1, episode: step, from_ms: step as i64 * 2 + 1 },
                    Act::Phone(step + person),
                    Act::Unbind { binding: step, until_ms: 1 },
                ];
                for act in acts {
                    ward.carry_out(&act).await;
                }
            }
        });
    }
    // Everything is read anew between them, too: what changes meanwhile is not torn.
    while !people.is_empty() {
        let changes = ward.store.binding_changes(known.version).await.unwrap().expect("it is known what changed");
        known.take(changes).unwrap();
        let mut anew = read(&ward.store, &BTreeSet::new()).await.unwrap();
        anew.take(ward.store.binding_changes(anew.version).await.unwrap().unwrap()).unwrap();
        if let Some(done) = people.try_join_next() {
            done.unwrap();
        }
    }
    ward.compare(&mut known).await;
}

/// How often the loop read what changed, and everything.
fn reads(handle: &PrometheusHandle) -> [u64; 2] {
    let figures = handle.render();
    ["changes", "everything"].map(|what| {
        let name = format!("hearth_binding_reads_total{{what=\"{what}\"}} ");
        figures.lines().find_map(|line| line.strip_prefix(&name)).map_or(0, |count| count.parse().unwrap())
    })
}

// On one thread, so that all who tell of changes have done so before the loop looks.
#[tokio::test]
async fn what_many_people_changed_is_read_once_for_all_of_them_and_nothing_else_is_read() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let _counting = metrics::set_default_local_recorder(&recorder);
    let handle = recorder.handle();
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let first = home(&store, 1, ana, ago(60_000)).await;
    let mut rig = Rig::start(&store).await;
    let mut homes = Vec::new();
    for number in 2..=5 {
        homes.push(home(&store, number, ana, ago(60_000)).await);
    }
    let mut people = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let engine = rig.engine().clone();
        people.spawn(async move { engine.bindings_changed().await.unwrap() });
    }
    while people.join_next().await.is_some() {}
    assert_eq!(reads(&handle), [1, 0]);
    let shown = |screen: &super::rig::Screen| homes.iter().all(|home| screen.tiles.contains_key(&home.episode.to_string())).then_some(());
    rig.screen.until("all are on the wall", shown).await;
    // The change of another home, told by nobody, keeps no readings of this one from being committed at once.
    store.set_phone(homes[0].episode, "+1 555 0112", ana).await.unwrap();
    rig.live(&first, 0, &[(ago(0), CALM)]).await;
    rig.receipted(&first, 1).await;
    let number = |screen: &super::rig::Screen| (screen.tiles[&homes[0].episode.to_string()]["phone"] == "+1 555 0112").then_some(());
    rig.screen.until("it is read soon all the same", number).await;
    assert_eq!(reads(&handle), [2, 0]);
    for home in &homes {
        rig.live(home, 0, &[(ago(0), CALM)]).await;
        rig.receipted(home, 1).await;
        rig.screen.value(home, "spo2", 97.0).await;
    }
    assert_eq!(reads(&handle), [2, 0], "their bindings are known");
    rig.stop().await;
}
