//! One change of the source, as cargo-mutants lists it.

use std::ops::Range;

use serde::Deserialize;

/// What is to be replaced by what, and where.
#[derive(Debug, Deserialize)]
pub struct Mutant {
    pub file: String,
    pub genre: Genre,
    pub name: String,
    pub replacement: String,
    pub span: Span,
}

/// The kinds of changes.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Genre {
    FnValue,
    BinaryOperator,
    UnaryOperator,
    MatchArm,
    MatchArmGuard,
    StructField,
}

/// Both ends count from one.
#[derive(Debug, Deserialize)]
pub struct Span {
    pub start: Position,
}

/// A line and a letter in it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Position {
    pub fn of(span: proc_macro2::Span) -> Self {
        let start = span.start();
        Self { line: start.line, column: start.column + 1 }
    }
}

/// Where a mutant lies in the woven text of its file.
#[derive(Clone, Debug)]
pub struct Place {
    /// The replacement alone.
    pub arm: Range<usize>,
    /// The replacement, the choice, and the original.
    pub whole: Range<usize>,
}
