//! The promises of the alert engine, each kept by a test.
//!
//! * `scenarios`: stories in `scenarios/*.toml` that a nurse can read and add to;
//! * `vectors`: clinical test vectors from outside;
//! * `level`: whatever is lost, doubled, late or restarted, no active condition vanishes;
//! * `acts`: what people may do, and what only they may do;
//! * `owed`: what is late rings each time, and is not said to be well when it was not done;
//! * `restart`: a restart anywhere changes nothing that is told of the patient;
//! * `happened`: what happens at a home rings the same in any order and over any restart;
//! * `phases`: where on the grid of the scores something falls changes nothing that is told;
//! * `silence`: a device that falls silent is one alert that names what is missing;
//! * `bounds`: memory stays small, whatever arrives; and nothing changes without a cause.
//!
//! All of them drive the engine through `rig`: a hub in miniature, with both clocks, a
//! store of transitions, and restarts.

mod acts;
mod artefacts;
mod attack;
mod bounds;
mod happened;
mod level;
mod owed;
mod pair;
mod phases;
mod restart;
mod rig;
mod rungs;
mod scenario;
mod scenarios;
mod silence;
mod stray;
mod twice;
mod vectors;
