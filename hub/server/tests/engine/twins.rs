//! A gateway that runs twice, over a real PostgreSQL: told once, recorded, and still so after a restart.

use super::ago;
use super::rig::{self, Rig, home, id, nurse, store, version};
use hearth_vitals::Generation;
use hearth_vitals::state::GatewayState;

fn said_by(home: &rig::Home, generation: u64) -> GatewayState {
    GatewayState { generation: Generation(generation), ..rig::state(home) }
}

#[tokio::test]
async fn two_lives_of_one_gateway_are_one_alert_of_its_home_that_outlives_a_restart_of_the_hub() {
    let (_cluster, store) = store().await;
    let ana = nurse(&store, "ana").await;
    let (home, other) = (home(&store, 1, ana, ago(3_600_000)).await, home(&store, 2, ana, ago(3_600_000)).await);
    let mut rig = Rig::start(&store).await;
    // The other home's gateway is only started again.
    for (one, generation) in [(&other, 1), (&other, 2), (&home, 1), (&home, 2), (&home, 1)] {
        rig.says(said_by(one, generation)).await;
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    let shown = rig.screen.alert("gateway_twice", |alert| alert["priority"] == "high").await;
    assert_eq!((shown["kind"].as_str(), shown["gateway_id"].as_str()), (Some("technical"), Some("home-0001")));
    assert_eq!(shown["episode_id"], home.episode.to_string());
    let (_, steps) = store.alert(id(&shown)).await.unwrap().expect("what is shown is stored");
    assert_eq!(steps[0].reason, "runs_twice");
    let taken = rig.engine().acknowledge(id(&shown), version(&shown), ana).await.unwrap();
    assert_eq!(taken.episode, Some(home.episode));
    rig.kill();

    let mut rig = Rig::start(&store).await;
    rig.says(said_by(&home, 1)).await;
    let again = rig.screen.alert("gateway_twice", |_| true).await;
    assert_eq!((id(&again), again["condition"].as_str()), (id(&shown), Some("active")), "one of two is no proof of one alone");
    assert_eq!(store.number("SELECT count(*) FROM alerts").await.unwrap(), 1);
    rig.stop().await;
}
