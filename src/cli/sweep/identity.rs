//! What makes two runs the same sweep, and the line at the head of unfinished files and shards that says so.

use std::fmt::Write as _;
use std::str::FromStr;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::report::sweep::Form;

/// What the line starts with.
const MARK: &str = "# didymium sweep ";

/// A sweep, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// SHA-256 of everything the answers depend on, in hexadecimal.
    pub fingerprint: String,
    /// Which part of the points; all of them where it is no part.
    pub shard: Option<Shard>,
    /// How many points the whole sweep has.
    pub points: u64,
    /// How many rows each point has.
    pub rows_per_point: usize,
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
        let Self { fingerprint, shard, points, rows_per_point, form } = self;
        let facts = json!({
            "format": 1,
            "tool": env!("CARGO_PKG_VERSION"),
            "fingerprint": fingerprint,
            "shard": shard.map(|shard| [shard.number, shard.count]),
            "points": points,
            "rows_per_point": rows_per_point,
            "rows": word(*form),
        });
        format!("{MARK}{facts}\n")
    }

    /// What the line says; `None` where it is none.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let facts: Value = serde_json::from_str(line.strip_prefix(MARK)?.trim_end()).ok()?;
        (facts["format"] == 1).then_some(())?;
        let shard = match &facts["shard"] {
            Value::Null => None,
            shard => Some(format!("{}/{}", shard[0], shard[1]).parse().ok()?),
        };
        Some(Self {
            fingerprint: facts["fingerprint"].as_str()?.to_owned(),
            shard,
            points: facts["points"].as_u64()?,
            rows_per_point: usize::try_from(facts["rows_per_point"].as_u64()?).ok()?,
            form: [Form::Csv, Form::JsonLines].into_iter().find(|form| facts["rows"] == word(*form))?,
        })
    }

    /// The points of this part.
    #[must_use]
    pub fn range(&self) -> std::ops::Range<u64> {
        self.shard.map_or(0..self.points, |shard| shard.range(self.points))
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

/// SHA-256 in hexadecimal of facts, each with its name and length, so that no two lists of facts run together.
#[must_use]
pub fn fingerprint(facts: &[(&str, &str)]) -> String {
    let mut hash = Sha256::new();
    for (name, fact) in facts {
        hash.update(format!("{name}:{}:{fact}\n", fact.len()));
    }
    hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
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

    #[test]
    fn the_line_reads_back() {
        let shard = Some("2/3".parse().unwrap());
        let fingerprint = fingerprint(&[("a", "b")]);
        let identity = Identity { fingerprint, shard, points: 7, rows_per_point: 2, form: Form::JsonLines };
        assert_eq!(Identity::parse(&identity.line()), Some(identity));
        assert_eq!(Identity::parse("# didymium sweep {}"), None);
        for wrong in ["0/2", "3/2", "1", "a/b", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
