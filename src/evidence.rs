//! How well the numbers of a scenario stand: each with what it rests on and how far it may be off, and the scenario
//! under the most generous and the most hostile reading of them.

pub mod audit;
pub mod band;
pub mod direction;
pub mod enclosure;
pub mod number;
pub mod reading;
pub mod sources;

pub use direction::Direction;
pub use number::{Number, Standing, numbers};
pub use reading::{Moved, Reading, Taken, moved, put, readings, take};
