//! The hub's certificates: its own authority, what that signs, certificates of the site, and faults of either.
//!
//! What a certificate says and when it has to be renewed is pure and stands in `hearth_trust`; here are the files. The authority
//! is made at the first start (`certificates/` in the data folder, its key readable by the hub alone) and signs three kinds: the
//! hub's own for browsers, the broker's, and one for each gateway.

pub mod authority;
pub mod check;
mod fault;
pub mod files;
pub mod house;
pub mod shown;
#[cfg(test)]
mod tests;
pub mod upkeep;

pub use authority::Authority;
pub use fault::Fault;
pub use house::House;
