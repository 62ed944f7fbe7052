//! What an input is drawn from: `uniform(a,b)`, `*triangular(a,m,b)`, `delay(mean, common=0.5)` and the like.

use super::distribution::Distribution;
use super::operator::Operator;
use super::piece::Piece;
use crate::diagnostic::Diagnostic;

/// What an input is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Drawn {
    /// How a draw acts.
    pub operator: Operator,
    /// What it is drawn from.
    pub distribution: Distribution,
    /// For delays: the part of the variance that all of them share.
    pub common: f64,
    /// For delays: the first year that is moved.
    pub from: Option<i32>,
}

const HELP: &str = "one of `uniform(a,b)`, `triangular(a,m,b)`, `normal(m,s)`, `delay(mean)`, \
                    `delay(mean, common=0.5, from=2026)`; `*` or `+` before it changes what the file says";

impl Drawn {
    /// The distribution that a text names.
    ///
    /// # Errors
    /// Where it names none.
    pub fn of_text(written: Piece<'_>) -> Result<Self, Diagnostic> {
        let wrong = |message: &str| written.fault(message, HELP);
        let (operator, call) = Operator::split(written);
        let text = call.text();
        let open = text.find('(').filter(|_| text.ends_with(')')).ok_or_else(|| wrong("this is no distribution"))?;
        let name = text[..open].trim();
        let mut drawn = Self { operator, distribution: Distribution::Delay { mean: 0.0 }, common: 0.0, from: None };
        let mut numbers = Vec::new();
        for piece in call.part(open + 1..text.len() - 1).split(',') {
            let Some(equals) = piece.text().find('=') else {
                numbers.push(piece.number()?);
                continue;
            };
            let (word, value) = (piece.part(0..equals).text(), piece.part(equals + 1..piece.text().len()));
            match (name, word) {
                ("delay", "common") => drawn.common = value.number()?,
                ("delay", "from") => {
                    drawn.from = Some(value.text().parse().map_err(|_| wrong("`from` is a year"))?);
                }
                _ => return Err(wrong(&format!("`{name}` takes no `{word}`"))),
            }
        }
        drawn.distribution = match (name, &numbers[..]) {
            ("uniform", &[low, high]) if low <= high => Distribution::Uniform { low, high },
            ("triangular", &[low, mode, high]) if low <= mode && mode <= high => {
                Distribution::Triangular { low, mode, high }
            }
            ("normal", &[mean, deviation]) if deviation >= 0.0 => Distribution::Normal { mean, deviation },
            ("delay", &[mean]) if (0.0..=20.0).contains(&mean) => Distribution::Delay { mean },
            ("delay", [_]) => return Err(wrong("the mean of a delay is 0 to 20 years")),
            ("uniform" | "triangular" | "normal" | "delay", _) => {
                return Err(wrong(&format!("these are not the numbers that `{name}` takes")));
            }
            _ => return Err(wrong(&format!("there is no distribution `{name}`"))),
        };
        if !(0.0..=1.0).contains(&drawn.common) {
            return Err(wrong("`common` is a share from 0 to 1"));
        }
        if operator != Operator::Set && drawn.is_delay() {
            return Err(wrong("a delay moves years; it neither multiplies nor adds"));
        }
        Ok(drawn)
    }

    /// Whether it moves years.
    #[must_use]
    pub fn is_delay(&self) -> bool {
        matches!(self.distribution, Distribution::Delay { .. })
    }
}
