//! A bisection's table: one row per edge, member and year, the inputs first.

use super::Verdict;
use super::sweep::{Cell, Form};

/// The columns after the inputs.
const COLUMNS: [&str; 13] = [
    "mode",
    "member",
    "year",
    "bisected",
    "edges",
    "edge",
    "lower",
    "lower_verdict",
    "upper",
    "upper_verdict",
    "values",
    "proof",
    "error",
];

/// One row: between two values with different proven verdicts lies an edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EdgeRow {
    /// What the other inputs are.
    pub inputs: Vec<Cell>,
    /// `joint`, `alone` or `own`.
    pub mode: String,
    /// The member.
    pub member: String,
    /// The year.
    pub year: i32,
    /// The key that is bisected.
    pub bisected: String,
    /// How many edges were found for this member and year.
    pub edges: usize,
    /// Which of them this is, from 1; none where there is none.
    pub edge: Option<usize>,
    /// The lower end of the bracket and the verdict there; without an edge, the first value with a verdict.
    pub lower: Option<(Cell, Verdict)>,
    /// The upper end of the bracket and the verdict there; without an edge, the last value with a verdict.
    pub upper: Option<(Cell, Verdict)>,
    /// At how many values this member and year were asked about.
    pub values: usize,
    /// Why the bracket is no narrower, or what is open.
    pub error: String,
}

impl EdgeRow {
    fn cells(&self) -> Vec<Option<Cell>> {
        let text = |text: &str| Some(Cell::Text(text.to_owned()));
        let count = |count: usize| Some(Cell::Number(count as f64));
        let end = |end: &Option<(Cell, Verdict)>| match end {
            Some((value, verdict)) => [Some(value.clone()), text(verdict.word())],
            None => [None, None],
        };
        let proven = self.lower.is_some() && self.upper.is_some();
        let mut cells: Vec<Option<Cell>> = self.inputs.iter().cloned().map(Some).collect();
        cells.extend([text(&self.mode), text(&self.member), Some(Cell::Number(f64::from(self.year)))]);
        cells.extend([text(&self.bisected), count(self.edges), self.edge.and_then(count)]);
        cells.extend(end(&self.lower).into_iter().chain(end(&self.upper)));
        cells.extend([count(self.values), text(if proven { "exact" } else { "none" })]);
        cells.push(text(&self.error).filter(|_| !self.error.is_empty()));
        cells
    }
}

/// The table.
#[must_use]
pub fn table(form: Form, inputs: &[String], rows: &[EdgeRow]) -> String {
    let columns: Vec<String> = inputs.iter().cloned().chain(COLUMNS.map(str::to_owned)).collect();
    let lines = rows.iter().map(|row| form.record(&columns, &row.cells()));
    form.header(&columns) + &lines.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_between_which_values_the_verdict_flips() {
        let row = EdgeRow {
            inputs: vec![Cell::Text("*0.5".to_owned())],
            mode: "alone".to_owned(),
            member: "japan".to_owned(),
            year: 2030,
            bisected: "b".to_owned(),
            edges: 1,
            edge: Some(1),
            lower: Some((Cell::Number(199.0), Verdict::Infeasible)),
            upper: Some((Cell::Number(200.0), Verdict::Feasible)),
            values: 14,
            error: String::new(),
        };
        let none = EdgeRow { edges: 0, edge: None, lower: None, upper: None, error: "why".to_owned(), ..row.clone() };
        assert_eq!(
            table(Form::Csv, &["a".to_owned()], &[row.clone(), none]),
            "a,mode,member,year,bisected,edges,edge,lower,lower_verdict,upper,upper_verdict,values,proof,error\n\
             *0.5,alone,japan,2030,b,1,1,199,infeasible,200,feasible,14,exact,\n\
             *0.5,alone,japan,2030,b,0,,,,,,14,none,why\n"
        );
        assert!(table(Form::JsonLines, &["a".to_owned()], &[row]).contains("\"edge\":1,\"lower\":199,"));
    }
}
