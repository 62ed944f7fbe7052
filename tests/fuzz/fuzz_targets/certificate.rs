#![no_main]

#[path = "../property/mod.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| property::certificate::holds(bytes));
