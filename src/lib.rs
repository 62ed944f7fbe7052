//! Finds the cheapest sourcing mix that avoids named countries for each member of an alliance, or proves that there
//! is none.

pub mod answer;
pub mod certificates;
pub mod certify;
pub mod claims;
pub mod cli;
pub mod decide;
pub mod diagnostic;
pub mod evidence;
pub mod exact;
pub mod explain;
pub mod export;
pub mod formulation;
pub mod lp;
pub mod network;
pub mod origin;
pub mod plan;
pub mod prove;
pub mod report;
pub mod scenario;
pub mod simplex;
pub mod solve;
pub mod sweep;
pub mod synthetic;
pub mod table;
pub mod tree;
