//! Compares the hub's list of what devices deliver with the gateway's decoders. Neither may import the other, and if one of
//! them forgot a vital, nobody would notice that it is missing.

use hearth_devices::Protocol;
use hearth_hub::catalogue::{PROTOCOLS, delivers};

#[test]
fn the_hub_expects_of_each_protocol_what_its_decoder_gives() {
    for protocol in Protocol::ALL {
        let known = delivers(protocol.key()).unwrap();
        assert_eq!((known.vitals, known.cadence_ms), (protocol.vitals(), protocol.frame_period_ms()), "{protocol}");
    }
}

#[test]
fn the_hub_knows_no_protocol_that_nobody_speaks() {
    let simulated = hearth_sim::fleet::MONITOR;
    let spoken = |name: &str| name == simulated || name.parse::<Protocol>().is_ok();
    assert!(PROTOCOLS.iter().all(|known| spoken(known.protocol)));
    let mut fleet = hearth_sim::fleet::VITALS;
    fleet.sort();
    assert_eq!(delivers(simulated).unwrap().vitals, fleet);
}
