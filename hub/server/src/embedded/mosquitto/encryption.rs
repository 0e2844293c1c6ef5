//! What the broker's encrypted listener needs before it starts.

use crate::certificates::files::Pair;
use crate::certificates::house::Server;
use crate::certificates::{Authority, Fault, House};
use crate::embedded::broker_files::BrokerFiles;
use crate::embedded::error::PlatformError;
use hearth_vitals::WallMs;

/// Gives the broker its certificate, the authority and a list of what was taken back. What is there from before stays when
/// the authority cannot be used: a broker with an old certificate is better than none, and the fault is told.
pub fn prepare(house: &House, files: &BrokerFiles, now: WallMs) -> Result<(), PlatformError> {
    match made(house, now) {
        Ok((pair, authority)) => {
            files.show(&pair.pem, &pair.key_pem)?;
            // Who was revoked stands on the list that there is; the hub writes it anew once it has its store.
            if files.trust(&authority.pem)? || !files.taken_back().exists() {
                files.take_back(&authority.taken_back(&[], now)?)?;
            }
            Ok(())
        }
        Err(fault) if files.certificate().exists() && files.authority().exists() && files.taken_back().exists() => {
            tracing::error!("the broker keeps the certificate it has: {fault}");
            Ok(())
        }
        Err(fault) => Err(fault.into()),
    }
}

fn made(house: &House, now: WallMs) -> Result<(Pair, Authority), Fault> {
    Ok((house.server(Server::Broker, now)?, house.authority(now)?))
}
