//! What dispatch promises: nobody is sent twice, nobody is forgotten, no stamp is lost, and what is closed stays closed.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod properties;
mod rig;
mod stories;
mod times;
mod vectors;
mod ways;
