//! What dispatch promises: nobody is sent twice, nobody is forgotten, no stamp is lost, and what is closed stays closed.

mod properties;
mod rig;
mod stories;
mod times;
mod vectors;
mod ways;
