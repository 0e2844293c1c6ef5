//! Process under construction.
fn main() {}
