//! Problems of a gateway that the hub itself finds and a person has to mend: a code with parameters for each. A test of the
//! dashboard checks that each has its words.

use crate::feed::message::GatewayProblem;
use crate::ingest::conduct::Why;
use hearth_vitals::coded::{Choices, English, Seconds};
use hearth_vitals::{GatewayId, coded};

coded! {
    /// What is wrong with a gateway, and what to do.
    pub enum Trouble {
        /// Two processes send under its name.
        RunsTwice = "runs_twice" { gateway: GatewayId }
            => "two gateways send as {gateway}: a copied disk, or two boxes with one configuration. What is shown for this home may be \
                measured elsewhere. Find both, switch off the one that is not in the home, and give it an empty data folder and an id of its own",
        /// It sends for devices that are not of its kit.
        StrayDevice = "stray_device" { gateway: GatewayId, devices: Choices }
            => "{gateway} sends under the name of {devices}, not of its kit: that is kept apart and counts for nobody. Correct the ids in \
                the configuration of {gateway}, or register what is really there in its kit",
        /// Some of what it sends is dropped.
        TooMuch = "too_much" { complaint: Why }
            => "this gateway {complaint}: what is too much is dropped. Find out who sends in its name: look at its program, or take its \
                password away ('hearth-hub gateway revoke') and give it a new one",
        /// The gateway is cut off for a while.
        CutOff = "cut_off" { complaint: Why, wait: Seconds }
            => "this gateway {complaint}: it is cut off for {wait}, and nothing of this home arrives meanwhile. Find out who sends in its \
                name: look at its program, or take its password away ('hearth-hub gateway revoke') and give it a new one",
        /// Some of what it sent on the last day could not be read.
        Quarantined = "quarantined" { records: u64, bodies: u64, reason: English }
            => "{records} record(s) and {bodies} message(s) of the last day could not be read and are kept aside ({reason}): update this \
                gateway, or look at its disk and memory",
        /// Its certificate ends soon, and it has not asked for the next one.
        CertificateEnds = "certificate_ends" { days: u64 }
            => "the certificate of this gateway was not renewed (days left: {days}); without one nothing of this home arrives. Let the \
                gateway reach the hub over HTTPS (hub.url in its configuration), or enrol its box again by a code",
    }
}

impl From<Trouble> for GatewayProblem {
    fn from(trouble: Trouble) -> GatewayProblem {
        GatewayProblem { code: trouble.code().to_owned(), params: trouble.params(), message: trouble.english() }
    }
}
