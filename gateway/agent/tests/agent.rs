//! The agent as a function of what happens and when, on a disk that can fail and with a clock that can be wrong.

mod answers;
mod clock;
mod disk;
pub mod home;
mod links;
