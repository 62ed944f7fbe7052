//! What makes two runs the same sweep, and the line at the head of unfinished files and shards that says so.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Read};
use std::str::FromStr;

use indexmap::IndexMap;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::report::sweep::{COLUMNS, Form};
use crate::sweep::summary::Layout;

/// What the line starts with.
const MARK: &str = "# didymium sweep ";
/// Most bytes of such a line.
const LONGEST_LINE: u64 = 4096;

/// A sweep, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// What the rows depend on, by name; long texts as digests.
    pub facts: IndexMap<String, String>,
    /// Which part of the points; all of them where it is no part.
    pub shard: Option<Shard>,
    /// How many points the whole sweep has.
    pub points: u64,
    /// How many rows each point has.
    pub rows_per_point: usize,
    /// How many of the inputs are axes.
    pub axes: usize,
    /// How many samples there are at every point of the grid.
    pub samples: Option<u64>,
    /// The form of the table.
    pub form: Form,
}

/// Part `number` of `count`, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which.
    pub number: u64,
    /// Of how many.
    pub count: u64,
}

impl Shard {
    /// The points of this shard: consecutive ones, so that shards joined in order are the whole.
    #[must_use]
    pub fn range(self, points: u64) -> std::ops::Range<u64> {
        let cut = |part: u64| {
            let product = u128::from(points) * u128::from(part) / u128::from(self.count);
            u64::try_from(product).expect("a part of the points is not more than all")
        };
        cut(self.number - 1)..cut(self.number)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(number, count)| Some((number.parse().ok()?, count.parse().ok()?)));
        match parts {
            Some((number, count)) if 1 <= number && number <= count => Ok(Self { number, count }),
            _ => Err("expected `i/n` with i from 1 to n, such as `1/4`".to_owned()),
        }
    }
}

impl Identity {
    /// The line, with its line feed.
    #[must_use]
    pub fn line(&self) -> String {
        let Self { facts, shard, points, rows_per_point, axes, samples, form } = self;
        let line = json!({
            "format": 1,
            "shard": shard.map(|shard| [shard.number, shard.count]),
            "points": points,
            "rows_per_point": rows_per_point,
            "axes": axes,
            "samples": samples,
            "rows": word(*form),
            "facts": facts,
        });
        format!("{MARK}{line}\n")
    }

    /// What the line says; `None` where it is none.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let line: Value = serde_json::from_str(line.strip_prefix(MARK)?.trim_end()).ok()?;
        (line["format"] == 1).then_some(())?;
        let shard = match &line["shard"] {
            Value::Null => None,
            shard => Some(format!("{}/{}", shard[0], shard[1]).parse().ok()?),
        };
        let fact = |(name, fact): (&String, &Value)| Some((name.clone(), fact.as_str()?.to_owned()));
        Some(Self {
            facts: line["facts"].as_object()?.iter().map(fact).collect::<Option<_>>()?,
            shard,
            points: line["points"].as_u64()?,
            rows_per_point: usize::try_from(line["rows_per_point"].as_u64()?).ok()?,
            axes: usize::try_from(line["axes"].as_u64()?).ok()?,
            samples: line["samples"].as_u64(),
            form: [Form::Csv, Form::JsonLines].into_iter().find(|form| line["rows"] == word(*form))?,
        })
    }

    /// The line that `file` begins with, if it is one. Reads no more than such a line can have.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn of_file(file: impl Read) -> io::Result<Option<Self>> {
        let mut line = Vec::new();
        BufReader::new(file.take(LONGEST_LINE)).read_until(b'\n', &mut line)?;
        Ok(std::str::from_utf8(&line).ok().filter(|line| line.ends_with('\n')).and_then(Self::parse))
    }

    /// What makes `other` another sweep, in words; empty where it is the same one, whichever part.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let names = self.facts.keys().chain(other.facts.keys().filter(|name| !self.facts.contains_key(*name)));
        let mut differ: Vec<String> =
            names.filter(|name| self.facts.get(*name) != other.facts.get(*name)).cloned().collect();
        let sizes = |identity: &Self| (identity.points, identity.rows_per_point, identity.axes, identity.samples);
        if differ.is_empty() && sizes(self) != sizes(other) {
            differ.push("points".to_owned());
        }
        if self.form != other.form {
            differ.push("format".to_owned());
        }
        if self.shard.map(|shard| shard.count) != other.shard.map(|shard| shard.count) {
            differ.push("number of shards".to_owned());
        }
        differ
    }

    /// The points of this part.
    #[must_use]
    pub fn range(&self) -> std::ops::Range<u64> {
        self.shard.map_or(0..self.points, |shard| shard.range(self.points))
    }

    /// How the points of a table with these columns are ordered.
    #[must_use]
    pub fn layout(&self, columns: &[String]) -> Layout {
        let inputs = columns.iter().rposition(|column| column == COLUMNS[0]).unwrap_or_default();
        Layout { inputs: columns[..inputs].to_vec(), axes: self.axes, samples: self.samples }
    }

    /// How many lines follow the head: the header of the table included.
    #[must_use]
    pub fn lines(&self) -> u64 {
        let points = self.range();
        (points.end - points.start) * self.rows_per_point as u64 + u64::from(self.form == Form::Csv)
    }
}

fn word(form: Form) -> &'static str {
    match form {
        Form::Csv => "csv",
        Form::JsonLines => "jsonl",
    }
}

/// The first half of SHA-256 in hexadecimal of texts, each with its length, so that no two lists run together.
#[must_use]
pub fn digest<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(format!("{}:{text}\n", text.len()));
    }
    hex(hash.finalize().iter().take(16))
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex<'b>(bytes: impl Iterator<Item = &'b u8>) -> String {
    bytes.fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes all text");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_cover_all_points_once_and_in_order() {
        for (points, count) in [(10, 3), (2, 5), (0, 2), (1000, 7), (u64::MAX, 3)] {
            let mut next = 0;
            for number in 1..=count {
                let range = Shard { number, count }.range(points);
                assert_eq!(range.start, next);
                next = range.end;
            }
            assert_eq!(next, points);
        }
    }

    fn identity(facts: &[(&str, &str)]) -> Identity {
        let facts = facts.iter().map(|(name, fact)| ((*name).to_owned(), (*fact).to_owned())).collect();
        let shard = Some("2/3".parse().unwrap());
        Identity { facts, shard, points: 7, rows_per_point: 2, axes: 1, samples: None, form: Form::JsonLines }
    }

    #[test]
    fn the_line_reads_back() {
        let identity = identity(&[("scenario", "ab"), ("inputs", &digest(["a=1", "b=2"]))]);
        assert_eq!(Identity::parse(&identity.line()), Some(identity.clone()));
        assert_eq!(Identity::of_file((identity.line() + "more\n").as_bytes()).unwrap(), Some(identity.clone()));
        assert_eq!(Identity::of_file(identity.line().trim_end().as_bytes()).unwrap(), None);
        assert_eq!(Identity::parse("# didymium sweep {}"), None);
        for wrong in ["0/2", "3/2", "1", "a/b", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn two_sweeps_say_what_tells_them_apart() {
        let one = identity(&[("scenario", "ab"), ("inputs", "1")]);
        assert!(one.differences(&Identity { shard: Some("1/3".parse().unwrap()), ..one.clone() }).is_empty());
        let other = Identity { shard: None, points: 8, ..identity(&[("scenario", "ab"), ("inputs", "2")]) };
        assert_eq!(one.differences(&other), ["inputs", "number of shards"]);
        assert_eq!(one.differences(&Identity { points: 8, ..one.clone() }), ["points"]);
        assert_ne!(digest(["a", "b"]), digest(["ab"]));
    }
}
