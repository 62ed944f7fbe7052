//! What the ending of `--output` says of what is to be written.

use std::path::Path;

use super::failure::Failure;

/// The form that is asked for, else the one that the ending of `output` names among `known`, else `default`.
///
/// # Errors
/// Where nothing is asked for and the ending is that of something else.
pub fn form<F: Copy>(asked: Option<F>, output: Option<&Path>, known: &[(&str, F)], default: F) -> Result<F, Failure> {
    if let Some(form) = asked {
        return Ok(form);
    }
    let named = known.iter().find(|(ending, _)| ends_in(output, ending));
    named.map_or_else(|| expect(output, &[]).map(|()| default), |(_, form)| Ok(*form))
}

/// Refuses an ending that is not among `written` and of which it is known that something else is written so.
///
/// # Errors
/// With who writes that.
pub fn expect(output: Option<&Path>, written: &[&str]) -> Result<(), Failure> {
    let elsewhere = [
        ("html", "`didymium report` writes pages"),
        ("pdf", "`didymium report` writes a page, which browsers print"),
        ("svg", "`didymium plot` draws pictures"),
        ("png", "`didymium plot` draws pictures"),
        ("json", "`didymium solve` and `didymium explain` write JSON"),
        ("csv", "`didymium solve` and `didymium explain` write CSV"),
        ("xlsx", "`didymium solve` and `didymium explain` write CSV, which spreadsheets read"),
        ("parquet", "`didymium sweep` writes tables of points"),
        ("lp", "`didymium export` writes programs"),
        ("mps", "`didymium export` writes programs"),
    ];
    let meant = elsewhere.into_iter().find(|(ending, _)| !written.contains(ending) && ends_in(output, ending));
    meant.map_or(Ok(()), |(ending, help)| {
        Err(Failure::usage(format!("`--output` ends in `.{ending}`, which is not what this writes"), help))
    })
}

fn ends_in(output: Option<&Path>, ending: &str) -> bool {
    output.and_then(Path::extension).is_some_and(|found| found.eq_ignore_ascii_case(ending))
}
