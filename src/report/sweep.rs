//! A sweep's table: one row per point, member and year, the inputs first; as CSV or JSON Lines. One row is one line.

use csv::{ReaderBuilder, WriterBuilder};
use serde_json::{Map, Value};

use super::Verdict;

/// The columns between the inputs and `solve_ms`.
pub const COLUMNS: [&str; 11] = [
    "mode",
    "member",
    "year",
    "verdict",
    "coverage",
    "shortfall_t",
    "cost_usd",
    "premium",
    "binding_stage",
    "proof",
    "error",
];

/// The last column, where times are wanted.
pub const SOLVE_MS: &str = "solve_ms";

/// What an input is at one point.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A number.
    Number(f64),
    /// Text; also a change relative to what the file says, such as `*1.2`.
    Text(String),
    /// `true` or `false`.
    Flag(bool),
}

impl Cell {
    /// What CSV shows.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Number(value) => number(*value),
            Self::Text(text) => text.clone(),
            Self::Flag(flag) => flag.to_string(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Number(value) => json_number(*value),
            Self::Text(text) => Value::from(text.as_str()),
            Self::Flag(flag) => Value::from(*flag),
        }
    }
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What the inputs are.
    pub inputs: Vec<Cell>,
    /// `joint`, `alone` or `own`.
    pub mode: String,
    /// The member.
    pub member: String,
    /// The year.
    pub year: i32,
    /// The verdict; none where the point is no scenario.
    pub verdict: Option<Verdict>,
    /// Lowest coverage over the member's commodities.
    pub coverage: Option<f64>,
    /// Shortfall, t.
    pub shortfall_t: Option<f64>,
    /// Least cost at that shortfall, USD.
    pub cost_usd: Option<f64>,
    /// Cost over baseline, less one.
    pub premium: Option<f64>,
    /// The stage that alone leaves the largest shortfall.
    pub binding_stage: Option<String>,
    /// `exact` where the verdict is proven, else `none`.
    pub proof: String,
    /// Why there is no answer; empty where there is one.
    pub error: String,
    /// How long the point took, ms, where times are wanted.
    pub solve_ms: Option<f64>,
}

impl Row {
    /// One cell per column; none where it does not apply.
    #[must_use]
    pub fn cells(&self) -> Vec<Option<Cell>> {
        let text = |text: &str| Some(Cell::Text(text.to_owned()));
        let mut cells: Vec<Option<Cell>> = self.inputs.iter().cloned().map(Some).collect();
        cells.extend([
            text(&self.mode),
            text(&self.member),
            Some(Cell::Number(f64::from(self.year))),
            self.verdict.map(Verdict::word).and_then(text),
            self.coverage.map(Cell::Number),
            self.shortfall_t.map(Cell::Number),
            self.cost_usd.map(Cell::Number),
            self.premium.map(Cell::Number),
            self.binding_stage.as_deref().and_then(text),
            text(&self.proof),
            text(&self.error).filter(|_| !self.error.is_empty()),
        ]);
        cells.extend(self.solve_ms.map(|ms| Some(Cell::Number(ms))));
        cells
    }

    /// Whether this is the row of these inputs, member and year, however its numbers are written.
    #[must_use]
    pub fn is_at(&self, inputs: &[Cell], member: &str, year: i32) -> bool {
        let same = |(one, other): (&Cell, &Cell)| {
            let (one, other) = (one.text(), other.text());
            one == other || one.parse::<f64>().is_ok_and(|one| other.parse() == Ok(one))
        };
        let here = self.member == member && self.year == year && self.inputs.len() == inputs.len();
        here && self.inputs.iter().zip(inputs).all(same)
    }
}

/// The form of a sweep's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Comma-separated values with a header.
    Csv,
    /// One JSON object per line.
    JsonLines,
}

/// Whether rows say how long their point took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// They do.
    Shown,
    /// They do not.
    Hidden,
}

/// The names of all columns, in order.
#[must_use]
pub fn columns(inputs: &[String], timing: Timing) -> Vec<String> {
    let fixed = COLUMNS.into_iter().chain((timing == Timing::Shown).then_some(SOLVE_MS));
    inputs.iter().cloned().chain(fixed.map(str::to_owned)).collect()
}

impl Form {
    /// What stands before the rows: the header, with its line feed; nothing in JSON Lines.
    #[must_use]
    pub fn header(self, columns: &[String]) -> String {
        match self {
            Self::Csv => record(columns),
            Self::JsonLines => String::new(),
        }
    }

    /// One row with its line feed.
    #[must_use]
    pub fn line(self, columns: &[String], row: &Row) -> String {
        self.record(columns, &row.cells())
    }

    /// One cell per column, with a line feed; what is none is empty, or null.
    #[must_use]
    pub fn record(self, columns: &[String], cells: &[Option<Cell>]) -> String {
        match self {
            Self::Csv => {
                let text = |cell: &Option<Cell>| cell.as_ref().map_or_else(String::new, Cell::text);
                record(&cells.iter().map(text).collect::<Vec<String>>())
            }
            Self::JsonLines => {
                let value = |cell: &Option<Cell>| cell.as_ref().map_or(Value::Null, Cell::json);
                let object: Map<String, Value> = columns.iter().cloned().zip(cells.iter().map(value)).collect();
                format!("{}\n", Value::Object(object))
            }
        }
    }
}

impl Form {
    /// The names of the columns that a table's first line gives.
    #[must_use]
    pub fn columns(self, line: &str) -> Vec<String> {
        match self {
            Self::Csv => split(line).unwrap_or_default(),
            Self::JsonLines => {
                let object: Option<Map<String, Value>> = serde_json::from_str(line).ok();
                object.into_iter().flat_map(|object| object.keys().cloned().collect::<Vec<String>>()).collect()
            }
        }
    }

    /// A row read back; `None` where the line is none of these columns.
    #[must_use]
    pub fn parse(self, columns: &[String], line: &str) -> Option<Row> {
        let fields = match self {
            Self::Csv => split(line)?,
            Self::JsonLines => {
                let object: Map<String, Value> = serde_json::from_str(line).ok()?;
                if !object.keys().eq(columns) {
                    return None;
                }
                object.values().map(plain).collect::<Vec<String>>()
            }
        };
        (fields.len() == columns.len()).then_some(())?;
        let at = columns.iter().rposition(|column| column == COLUMNS[0])?;
        let (inputs, rest) = fields.split_at(at);
        let number = |text: &String| if text.is_empty() { Some(None) } else { text.parse::<f64>().ok().map(Some) };
        Some(Row {
            inputs: inputs.iter().cloned().map(Cell::Text).collect(),
            mode: rest[0].clone(),
            member: rest[1].clone(),
            year: rest[2].parse().ok()?,
            verdict: match rest[3].as_str() {
                "" => None,
                word => Some(*Verdict::ALL.iter().find(|verdict| verdict.word() == word)?),
            },
            coverage: number(&rest[4])?,
            shortfall_t: number(&rest[5])?,
            cost_usd: number(&rest[6])?,
            premium: number(&rest[7])?,
            binding_stage: Some(rest[8].clone()).filter(|stage| !stage.is_empty()),
            proof: rest[9].clone(),
            error: rest[10].clone(),
            solve_ms: rest.get(11).map_or(Some(None), number)?,
        })
    }
}

/// The fields of one line of CSV.
fn split(line: &str) -> Option<Vec<String>> {
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
    let record = reader.records().next()?.ok()?;
    Some(record.iter().map(str::to_owned).collect())
}

/// A JSON value as CSV shows it.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// One line of CSV with its line feed.
fn record(fields: &[String]) -> String {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(fields).expect("memory takes all text");
    String::from_utf8(writer.into_inner().expect("memory takes all text")).expect("all fields are text")
}

/// Adding zero takes the sign from a zero and changes nothing else.
fn number(value: f64) -> String {
    (value + 0.0).to_string()
}

/// A whole number without its decimal point, as CSV has it.
fn json_number(value: f64) -> Value {
    let text = number(value);
    text.parse::<i64>().map_or_else(|_| Value::from(value + 0.0), Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row {
            inputs: vec![Cell::Number(0.5), Cell::Text("*1.2, or so".to_owned())],
            mode: "alone".to_owned(),
            member: "japan".to_owned(),
            year: 2026,
            verdict: Some(Verdict::Infeasible),
            coverage: Some(0.25),
            shortfall_t: Some(3.0),
            proof: "exact".to_owned(),
            ..Row::default()
        }
    }

    #[test]
    fn a_row_is_one_line_with_the_inputs_first() {
        let columns = columns(&["a.b".to_owned(), "c".to_owned()], Timing::Hidden);
        assert_eq!(
            Form::Csv.header(&columns) + &Form::Csv.line(&columns, &row()),
            "a.b,c,mode,member,year,verdict,coverage,shortfall_t,cost_usd,premium,binding_stage,proof,error\n\
             0.5,\"*1.2, or so\",alone,japan,2026,infeasible,0.25,3,,,,exact,\n"
        );
        assert_eq!(
            Form::JsonLines.line(&columns, &row()),
            "{\"a.b\":0.5,\"c\":\"*1.2, or so\",\"mode\":\"alone\",\"member\":\"japan\",\"year\":2026,\
             \"verdict\":\"infeasible\",\"coverage\":0.25,\"shortfall_t\":3,\"cost_usd\":null,\"premium\":null,\
             \"binding_stage\":null,\"proof\":\"exact\",\"error\":null}\n"
        );
    }

    #[test]
    fn a_row_reads_back() {
        let columns = columns(&["a.b".to_owned(), "mode".to_owned()], Timing::Hidden);
        for form in [Form::Csv, Form::JsonLines] {
            let line = form.line(&columns, &row());
            let inputs = vec![Cell::Text("0.5".to_owned()), Cell::Text("*1.2, or so".to_owned())];
            if form == Form::Csv {
                assert_eq!(form.parse(&columns, &line), Some(Row { inputs, ..row() }));
            }
            assert_eq!(form.parse(&columns, &line[..line.len() / 2]), None);
        }
    }

    #[test]
    fn times_stand_last() {
        let columns = columns(&[], Timing::Shown);
        assert_eq!(columns.last().map(String::as_str), Some("solve_ms"));
        assert!(Form::Csv.line(&columns, &Row { solve_ms: Some(1.5), ..Row::default() }).ends_with(",1.5\n"));
    }
}
