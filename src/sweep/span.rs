//! The ends of a bisection: `lo..hi`, `*lo..hi` or `+lo..hi`.

use super::levels::ends;
use super::operator::Operator;
use super::piece::Piece;
use crate::diagnostic::Diagnostic;

/// The ends of a bisection.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// How a value acts.
    pub operator: Operator,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Span {
    /// The ends that a text gives.
    ///
    /// # Errors
    /// Where it gives none.
    pub fn of_text(written: Piece<'_>) -> Result<Self, Diagnostic> {
        let wrong = |message: &str| written.fault(message, "a bisection looks like `KEY=0..1000` or `KEY=*0.5..2`");
        let (operator, range) = Operator::split(written);
        let (low, high) = ends(range).ok_or_else(|| wrong("a bisection has two ends"))?;
        let (low, high) = (low.number()?, high.number()?);
        if low < high { Ok(Self { operator, low, high }) } else { Err(wrong("the lower end comes first")) }
    }
}
