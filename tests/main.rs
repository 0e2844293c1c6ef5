//! The repository held against its own rules (`tidy`), tables against what follows from them (`catalogue`), and the API
//! against what its clients were told (`openapi`).
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod catalogue;
mod openapi;
mod tidy;
