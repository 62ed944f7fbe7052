//! How a number acts on what the file says: it takes its place, multiplies it, or is added to it.

use super::change::Change;
use super::piece::Piece;
use crate::report::sweep::Cell;
use crate::tree::Value;

use super::pattern::Presence;

/// How a number acts on what the file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// It takes its place.
    Set,
    /// It multiplies it.
    Times,
    /// It is added to it.
    Plus,
}

impl Operator {
    /// The operator that a text starts with, and the rest.
    #[must_use]
    pub fn split(piece: Piece<'_>) -> (Self, Piece<'_>) {
        let text = piece.text();
        match text.as_bytes().first() {
            Some(b'*') => (Self::Times, piece.part(1..text.len())),
            Some(b'+') => (Self::Plus, piece.part(1..text.len())),
            _ => (Self::Set, piece),
        }
    }

    /// Whether the keys must be there.
    #[must_use]
    pub fn presence(self) -> Presence {
        if self == Self::Set { Presence::Optional } else { Presence::Required }
    }

    /// What the table shows for a number.
    #[must_use]
    pub fn cell(self, value: f64) -> Cell {
        match self {
            Self::Set => Cell::Number(value),
            Self::Times => Cell::Text(format!("*{}", value + 0.0)),
            Self::Plus => Cell::Text(format!("+{}", value + 0.0)),
        }
    }

    /// What a number does.
    #[must_use]
    pub fn change(self, value: f64) -> Change {
        match self {
            Self::Set => {
                let integer = format!("{value:.0}").parse::<i64>().ok().filter(|_| value.fract() == 0.0);
                Change::Set(integer.map_or(Value::Float(value), Value::Integer))
            }
            Self::Times => Change::Times(value),
            Self::Plus => Change::Plus(value),
        }
    }
}
