//! What devices of each protocol deliver, and how often: what an episode expects of them.
//!
//! The hub does not know how a device speaks; it must know what is missing when it is
//! silent. A test of the whole repository holds this list against the gateway's decoders.

use hearth_vitals::Vital;

/// What a device is expected to deliver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivers {
    /// Its protocol, as a device is registered.
    pub protocol: &'static str,
    /// The vitals, in the order of their codes.
    pub vitals: &'static [Vital],
    /// Time between two frames, ms; 0 for spot checks, which have no rule of silence.
    pub cadence_ms: u32,
}

/// Every protocol this hub knows.
pub const PROTOCOLS: &[Delivers] = &[
    Delivers { protocol: "nonin-df2", vitals: &[Vital::PulseRate, Vital::Spo2], cadence_ms: 1_000 },
    Delivers { protocol: "nonin-df7", vitals: &[Vital::PulseRate, Vital::Spo2], cadence_ms: 1_000 },
    Delivers { protocol: "masimo-ascii1", vitals: &[Vital::PulseRate, Vital::Spo2, Vital::PerfusionIndex], cadence_ms: 1_000 },
    // The monitor of the simulator's fleets (load tests, demo).
    Delivers {
        protocol: "hearth-fleet-monitor",
        vitals: &[
            Vital::HeartRate,
            Vital::PulseRate,
            Vital::Spo2,
            Vital::PerfusionIndex,
            Vital::RespiratoryRate,
            Vital::Temperature,
            Vital::Systolic,
            Vital::Diastolic,
        ],
        cadence_ms: 1_000,
    },
];

/// What devices of this protocol deliver; `None` for one this version does not know.
pub fn delivers(protocol: &str) -> Option<&'static Delivers> {
    PROTOCOLS.iter().find(|known| known.protocol == protocol)
}

/// The known protocols, for a person who wrote another.
pub fn names() -> impl Iterator<Item = &'static str> {
    PROTOCOLS.iter().map(|known| known.protocol)
}
