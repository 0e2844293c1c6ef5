//! What gateway and hub must agree on before they trust each other: what a certificate says and when it has to be renewed,
//! the words of a code with which a gateway is enrolled, and what both say at an enrolment. Time and randomness are
//! arguments; no file, socket or key is known here.

pub mod certificate;
pub mod code;
pub mod life;
pub mod messages;
mod seal;

pub use certificate::{Certificate, Unreadable};
pub use code::{Code, Misspelt};
pub use life::{Life, Standing};
