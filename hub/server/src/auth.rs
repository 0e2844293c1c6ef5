//! Who is it, and may they: passwords, sessions, roles, and the routes of `/session`.

pub mod origin;
pub mod password;
pub mod role;
pub mod throttle;
pub mod token;
