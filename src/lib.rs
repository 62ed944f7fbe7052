//! Finds the cheapest sourcing mix that avoids named countries for each member of an alliance, or proves that there
//! is none.

pub mod cli;
pub mod diagnostic;
pub mod exact;
pub mod origin;
pub mod report;
pub mod scenario;
pub mod table;
pub mod tree;
