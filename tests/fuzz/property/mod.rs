//! What must hold for any input; the fuzz targets try it on theirs, `tests/fuzzed.rs` on those that are kept.
#![allow(dead_code, reason = "each target uses one of them")]

pub mod certificate;
pub mod overrides;
pub mod question;
pub mod scenario;
pub mod verify;

/// The scenario that `overrides` changes and `verify` holds reports against.
pub const TINY: &str = include_str!("../tiny.toml");

/// Whether reading `bytes` as a scenario could open another file, which is not for a fuzzer to do.
fn names_a_file(bytes: &[u8]) -> bool {
    bytes.windows(7).any(|window| window == b"extends")
}
