//! Links to devices: one task a device, which opens its port until it is told to end.

mod health;
mod replay;
mod running;
mod serial;
mod task;
mod unread;

pub use health::{Fault, Health, Line, Stage};
pub use running::{Change, Running};
pub use task::{Kept, LinkId, LinkNews, News};
