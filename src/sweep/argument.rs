//! `KEY=...`, as an argument of the command line says it.

use super::pattern::outside;
use super::piece::Piece;
use crate::diagnostic::{Diagnostic, TextId};
use crate::tree::Place;

/// Splits an argument that is the text `id` into its key and what is said of it.
///
/// # Errors
/// Where it is not `KEY=...`.
pub fn split(argument: &str, id: TextId) -> Result<(Piece<'_>, Piece<'_>), Diagnostic> {
    let whole = Piece::verbatim(argument, Place { text: id, start: 0, end: argument.len() });
    if argument.contains(['\n', '\r']) {
        return Err(whole.fault("an argument is one line", "take the line break out"));
    }
    let Some(equals) = outside(argument).find(|&at| argument[at..].starts_with('=')) else {
        let help = "it looks like `facility.mine.capacity_t_per_year.2028=0,500,1000`";
        return Err(whole.fault("an input of a sweep is `KEY=VALUES`", help));
    };
    Ok((whole.part(0..equals), whole.part(equals + 1..argument.len())))
}
