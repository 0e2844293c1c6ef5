//! Links to devices: one task a device, which opens its port for ever.

mod health;
mod replay;
mod serial;
mod task;

pub use health::{Fault, Health, Line};
pub use task::{LinkNews, News, spawn};
