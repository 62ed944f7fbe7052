//! A reader of fixed-format MPS files, for test sets that others publish, into the crate's own program: equations become
//! two rows, bounded columns are shifted to zero, free ones are split.

use std::collections::BTreeMap;

use didymium::exact::{Rational, parse_decimal};
use didymium::lp::{Col, Lp, Sense, StatementId};
use didymium::table::Id;

/// What a published problem says.
#[derive(Default)]
pub struct Problem {
    /// Kind of each row (`N`, `L`, `G`, `E`) in file order.
    rows: Vec<(String, char)>,
    /// Columns in file order with their coefficients by row.
    columns: Vec<(String, Vec<(String, Rational)>)>,
    rhs: BTreeMap<String, Rational>,
    ranges: BTreeMap<String, Rational>,
    lower: BTreeMap<String, Option<Rational>>,
    upper: BTreeMap<String, Rational>,
}

/// A problem as the crate's program, and what was added to its objective by shifting columns.
pub struct Posed {
    pub lp: Lp,
    pub constant: Rational,
    /// Rows of the file, as against bounds of columns.
    pub constraints: usize,
}

/// Fields of a data line, by the columns of the format: names may contain blanks.
fn fields(line: &str) -> [&str; 6] {
    [(1, 3), (4, 12), (14, 22), (24, 36), (39, 47), (49, 61)]
        .map(|(from, to)| line.get(from.min(line.len())..to.min(line.len())).unwrap_or("").trim())
}

fn number(text: &str) -> Rational {
    parse_decimal(text).unwrap_or_else(|| panic!("`{text}` is no number"))
}

impl Problem {
    /// Reads a file. Further objective rows, right-hand sides and sets of bounds than the first are left out, as the
    /// published table says.
    pub fn read(text: &str) -> Self {
        let mut problem = Self::default();
        let mut section = "";
        let mut first: BTreeMap<&str, &str> = BTreeMap::new();
        for line in text.lines().filter(|line| !line.starts_with('*') && !line.trim().is_empty()) {
            if !line.starts_with(' ') {
                section = line.split_whitespace().next().unwrap_or("");
                continue;
            }
            let [kind, one, two, value, three, other] = fields(line);
            if section == "ROWS" {
                problem.rows.push((one.to_owned(), kind.chars().next().expect("a row has a kind")));
                continue;
            }
            if section != "COLUMNS" && *first.entry(section).or_insert(one) != one {
                continue;
            }
            match section {
                "COLUMNS" => {
                    if problem.columns.last().is_none_or(|(name, _)| name != one) {
                        problem.columns.push((one.to_owned(), Vec::new()));
                    }
                    let terms = &mut problem.columns.last_mut().expect("just added").1;
                    let pairs = [(two, value), (three, other)];
                    terms.extend(
                        pairs.iter().filter(|pair| !pair.0.is_empty()).map(|pair| (pair.0.to_owned(), number(pair.1))),
                    );
                }
                "RHS" | "RANGES" => {
                    let target = if section == "RHS" { &mut problem.rhs } else { &mut problem.ranges };
                    for (row, value) in [(two, value), (three, other)].iter().filter(|pair| !pair.0.is_empty()) {
                        target.insert((*row).to_owned(), number(value));
                    }
                }
                "BOUNDS" => problem.bound(kind, two, value),
                _ => {}
            }
        }
        problem
    }

    fn bound(&mut self, kind: &str, column: &str, value: &str) {
        let column = column.to_owned();
        match kind {
            "LO" => drop(self.lower.insert(column, Some(number(value)))),
            "UP" => drop(self.upper.insert(column, number(value))),
            "FX" => {
                self.lower.insert(column.clone(), Some(number(value)));
                self.upper.insert(column, number(value));
            }
            "FR" | "MI" => drop(self.lower.insert(column, None)),
            "PL" => {}
            kind => panic!("bounds of kind {kind} are not linear"),
        }
    }

    /// The program; `elastic` gives every constraint an artificial column of cost 1 and drops all other costs, so that
    /// its optimum is above zero exactly where the problem has no solution.
    pub fn pose(&self, elastic: bool) -> Posed {
        let mut lp = Lp::new();
        let mut constant = Rational::ZERO;
        let objective = self.rows.iter().find(|row| row.1 == 'N').map(|row| row.0.as_str());
        let mut terms: BTreeMap<&str, Vec<(Col, Rational)>> = BTreeMap::new();
        let mut shift: BTreeMap<&str, Rational> = BTreeMap::new();
        let mut bounds = Vec::new();
        for (name, entries) in &self.columns {
            let cost = entries.iter().filter(|entry| Some(entry.0.as_str()) == objective && !elastic);
            let cost = cost.fold(Rational::ZERO, |sum, entry| sum + &entry.1);
            let lower = self.lower.get(name).cloned().unwrap_or(Some(Rational::ZERO));
            let upper = self.upper.get(name).cloned();
            let mut parts = Vec::new();
            match (&lower, upper) {
                (Some(lower), Some(upper)) => {
                    let col = lp.add_column(cost.clone(), &upper - lower);
                    bounds.push((vec![(col, Rational::ONE)], upper - lower));
                    parts.push((col, Rational::ONE));
                }
                (Some(_), None) => parts.push((lp.add_free_column(cost.clone()), Rational::ONE)),
                (None, upper) => {
                    parts.push((lp.add_free_column(cost.clone()), Rational::ONE));
                    parts.push((lp.add_free_column(-cost.clone()), -Rational::ONE));
                    bounds.extend(upper.map(|upper| (parts.clone(), upper)));
                }
            }
            let lower = lower.unwrap_or(Rational::ZERO);
            constant += &cost * &lower;
            for (row, value) in entries {
                let of_row = terms.entry(row).or_default();
                of_row.extend(parts.iter().map(|(col, sign)| (*col, value * sign)));
                *shift.entry(row).or_default() += value * &lower;
            }
        }
        let statement = StatementId::from_index(0);
        for (name, kind) in self.rows.iter().filter(|row| row.1 != 'N') {
            let terms = terms.remove(name.as_str()).unwrap_or_default();
            let shift = shift.remove(name.as_str()).unwrap_or_default();
            for (sense, rhs) in self.sides(name, *kind) {
                let mut terms = terms.clone();
                if elastic {
                    let sign = if sense == Sense::AtMost { -Rational::ONE } else { Rational::ONE };
                    terms.push((lp.add_free_column(Rational::ONE), sign));
                }
                lp.add_row(terms, sense, rhs - &shift, statement);
            }
        }
        let constraints = lp.rows().len();
        for (terms, upper) in bounds {
            lp.add_row(terms, Sense::AtMost, upper, statement);
        }
        Posed { lp, constant, constraints }
    }

    /// The one or two sides of a row, with its range.
    fn sides(&self, name: &str, kind: char) -> Vec<(Sense, Rational)> {
        let rhs = self.rhs.get(name).cloned().unwrap_or_default();
        let range = self.ranges.get(name).cloned();
        let magnitude = range.clone().map(didymium::exact::magnitude);
        let (low, high) = match (kind, range) {
            ('L', _) => (magnitude.map(|range| &rhs - range), Some(rhs)),
            ('G', _) => (Some(rhs.clone()), magnitude.map(|range| rhs + range)),
            ('E', Some(range)) if range < Rational::ZERO => (Some(&rhs + range), Some(rhs)),
            ('E', Some(range)) => (Some(rhs.clone()), Some(rhs + range)),
            _ => (Some(rhs.clone()), Some(rhs)),
        };
        let low = low.map(|low| (Sense::AtLeast, low));
        let high = high.map(|high| (Sense::AtMost, high));
        low.into_iter().chain(high).collect()
    }
}
