//! A stretch of text under reading that knows where it stands: in an argument, or in a string of the scenario.

use std::ops::Range;

use crate::diagnostic::{At, Diagnostic, Rule};
use crate::tree::Place;

/// Some text with its place.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    text: &'a str,
    place: Place,
    /// Whether the bytes of the text are those of the place, so that parts of it have places of their own.
    verbatim: bool,
}

impl<'a> Piece<'a> {
    /// A text that stands at `place` byte for byte.
    #[must_use]
    pub fn verbatim(text: &'a str, place: Place) -> Self {
        Self { text, place, verbatim: true }
    }

    /// The value of a string that is written at `place` of `contents`.
    #[must_use]
    pub fn quoted(text: &'a str, place: Place, contents: &str) -> Self {
        let inner = contents.get(place.start..place.end).and_then(|written| {
            let quote = written.chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
            written.strip_prefix(quote)?.strip_suffix(quote)
        });
        if inner == Some(text) {
            return Self::verbatim(text, Place { start: place.start + 1, end: place.end - 1, ..place });
        }
        Self { text, place, verbatim: false }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// A part of it, blanks at both ends left off.
    ///
    /// # Panics
    /// Where the range is not one of whole letters of the text.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Self {
        let part = &self.text[range.clone()];
        let start = range.start + part.len() - part.trim_start().len();
        let text = part.trim();
        if !self.verbatim {
            return Self { text, ..*self };
        }
        let start = self.place.start + start;
        Self { text, place: Place { start, end: start + text.len(), ..self.place }, verbatim: true }
    }

    /// The pieces between separators that stand in no quotes, brackets, braces or parentheses.
    pub fn split(&self, separator: char) -> impl Iterator<Item = Self> + use<'a> {
        let (whole, mut start) = (*self, 0);
        super::pattern::split_outside(self.text, separator).into_iter().map(move |part| {
            let range = start..start + part.len();
            start = range.end + separator.len_utf8();
            whole.part(range)
        })
    }

    /// A finding about it.
    #[must_use]
    pub fn fault(&self, message: impl Into<String>, help: &str) -> Diagnostic {
        let at = At::Span(self.place.text, self.place.start..self.place.end);
        Diagnostic::new(Rule::InvalidOverride, at, message).help(help)
    }

    /// The number it is.
    ///
    /// # Errors
    /// Where it is none.
    pub fn number(&self) -> Result<f64, Diagnostic> {
        let number = self.text.replace('_', "").parse::<f64>().ok().filter(|number| number.is_finite());
        number.ok_or_else(|| self.fault(format!("`{}` is no number", self.text), "write it like `0.5` or `1e6`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::TextId;

    #[test]
    fn parts_know_their_place_where_the_text_is_verbatim() {
        let contents = r#"draw = "uniform(0, 10)" # or '10\u0020'"#;
        let place = |start: usize, end: usize| Place { text: TextId::FIRST, start, end };
        let piece = Piece::quoted("uniform(0, 10)", place(7, 23), contents);
        let parts: Vec<(&str, Place)> = piece.part(8..13).split(',').map(|part| (part.text(), part.place())).collect();
        assert_eq!(parts, [("0", place(16, 17)), ("10", place(19, 21))]);
        let escaped = Piece::quoted("10 ", place(29, 38), contents);
        assert_eq!((escaped.part(0..2).text(), escaped.part(0..2).place()), ("10", place(29, 38)));
        assert!(piece.number().is_err() && escaped.part(0..3).number() == Ok(10.0));
    }
}
