//! Every number of the world in a document: where it stands, what it says, what it rests on, how far it may be off.

use super::band::Bands;
use crate::diagnostic::KeyPath;
use crate::exact::{Rational, approx, decimal};
use crate::scenario::Grade;
use crate::scenario::keys::{Key, Quantity, Range, SECTIONS, Shape, is_of_number};
use crate::tree::{Node, Tree, Value};

/// One number.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Where it stands, such as `facility.hill.capacity_t_per_year.2026`.
    pub path: KeyPath,
    /// What it says.
    pub quantity: Quantity,
    /// Its unit.
    pub unit: &'static str,
    /// Which numbers its key takes.
    pub limits: Range,
    /// The number.
    pub value: f64,
    /// The least it may be.
    pub low: f64,
    /// The most it may be.
    pub high: f64,
    /// Whether the document states that range, rather than the band of its grade.
    pub has_range: bool,
    /// What it rests on.
    pub standing: Standing,
}

/// What a number rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The publication.
    pub source: Option<String>,
    /// How well it stands; as `assumed` where absent.
    pub grade: Option<Grade>,
    /// Free text.
    pub note: Option<String>,
}

impl Standing {
    /// Of several tables, from the nearest to the farthest, the first one that names a source or a grade speaks for
    /// both; notes of nearer ones stay.
    fn of(levels: &[Option<&Tree>]) -> Self {
        let mut standing = Self::default();
        for level in levels.iter().flatten() {
            let text = |key: &str| level.get(key).and_then(|entry| entry.node.value.as_text());
            standing.note = standing.note.or_else(|| text("note").map(str::to_owned));
            standing.source = text("source").map(str::to_owned);
            standing.grade = text("grade").and_then(Grade::find);
            if standing.source.is_some() || standing.grade.is_some() {
                break;
            }
        }
        standing
    }
}

impl Number {
    /// Whether anything can move it.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        self.low < self.value || self.value < self.high
    }

    /// What it is after `part` of the way to `end`; beyond that, as far as its key admits.
    #[must_use]
    pub fn towards(&self, end: f64, part: &Rational) -> f64 {
        if *part == Rational::ONE || end.total_cmp(&self.value).is_eq() {
            return end;
        }
        let value = decimal(self.value);
        let way = decimal(end) - &value;
        self.limits.clamped(approx(&(value + way * part)))
    }
}

/// All numbers of a checked document, in its order.
#[must_use]
pub fn numbers(root: &Tree) -> Vec<Number> {
    let mut list = List { bands: Bands::of(root), found: Vec::new() };
    for (name, entry) in root {
        let Some(section) = SECTIONS.iter().find(|section| section.name == name) else { continue };
        let Value::Table(rows) = &entry.node.value else { continue };
        let everywhere = inner(root, "evidence").and_then(|evidence| inner(evidence, name));
        let path = KeyPath::new([name.as_str()]);
        let mut row = |path: &KeyPath, row: &Tree| {
            let own = inner(row, "evidence");
            for key in section.all().filter(|key| key.shape.is_known()) {
                let Some(entry) = row.get(key.name) else { continue };
                let [of_key, of_all] = [own, everywhere].map(|standings| inner(standings?, key.name));
                let standing = [of_key, of_all, Some(row)];
                list.collect(key, &key.shape, &path.child(key.name), &entry.node, &standing);
            }
        };
        if section.named {
            for (name, entry) in rows.iter() {
                if let Some(table) = entry.node.value.as_table() {
                    row(&path.child(name), table);
                }
            }
        } else {
            row(&path, rows);
        }
    }
    list.found
}

fn inner<'t>(tree: &'t Tree, key: &str) -> Option<&'t Tree> {
    tree.get(key)?.node.value.as_table()
}

struct List<'t> {
    bands: Bands<'t>,
    found: Vec<Number>,
}

impl List<'_> {
    fn collect(
        &mut self,
        key: &'static Key,
        shape: &Shape,
        path: &KeyPath,
        node: &Node,
        standing: &[Option<&Tree>; 3],
    ) {
        match (*shape, &node.value) {
            (Shape::Series(limits, _, Some(quantity)), Value::Table(years))
                if !years.keys().any(|key| is_of_number(key)) =>
            {
                for (year, entry) in years.iter().filter(|(year, _)| *year != "hold") {
                    self.number((key, limits, quantity), path.child(year), &entry.node.value, standing);
                }
            }
            (Shape::Series(limits, _, Some(quantity)) | Shape::Number(limits, Some(quantity)), value) => {
                self.number((key, limits, quantity), path.clone(), value, standing);
            }
            (Shape::By(_, each), Value::Table(table)) => {
                for (name, entry) in table.iter() {
                    self.collect(key, each, &path.child(name), &entry.node, standing);
                }
            }
            (Shape::Table(keys), Value::Table(table)) => {
                for key in keys {
                    if let Some(entry) = table.get(key.name) {
                        self.collect(key, &key.shape, &path.child(key.name), &entry.node, standing);
                    }
                }
            }
            _ => {}
        }
    }

    fn number(
        &mut self,
        (key, limits, quantity): (&'static Key, Range, Quantity),
        path: KeyPath,
        value: &Value,
        [of_key, everywhere, row]: &[Option<&Tree>; 3],
    ) {
        let own = value.as_table();
        let part = |part: &str| own.and_then(|own| own.get(part)?.node.value.as_number());
        let Some(stated) = own.map_or_else(|| value.as_number(), |_| part("value")) else { return };
        let standing = Standing::of(&[own, *of_key, *everywhere, *row]);
        let has_range = part("low").is_some() || part("high").is_some();
        let [low, high] = if has_range {
            [part("low").unwrap_or(stated), part("high").unwrap_or(stated)]
        } else {
            around(stated, self.bands.band(standing.grade, quantity), limits)
        };
        self.found.push(Number {
            path,
            quantity,
            unit: key.unit,
            limits,
            value: stated,
            low,
            high,
            has_range,
            standing,
        });
    }
}

/// The ends of a band around a value, within what its key may be. Zero has no band: a part of nothing is nothing.
fn around(value: f64, band: f64, limits: Range) -> [f64; 2] {
    let value = decimal(value);
    let end = |part: Rational| limits.clamped(approx(&(&value * part)));
    if value.is_zero() {
        return [0.0, 0.0];
    }
    [end(Rational::ONE - decimal(band)), end(Rational::ONE + decimal(band))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;

    fn of(text: &str) -> Vec<Number> {
        numbers(load_text("test", text.to_owned(), None, &[]).unwrap().effective.root())
    }

    const TEXT: &str = r#"
        format = 1
        scenario = { years = [2026], stages = ["mining", "separation"] }
        country.JP = {}
        source = { book = { title = "Book" }, paper = { title = "Paper" } }
        evidence = { band.assumed.cost = 0.1, facility.cost_usd_per_t = { grade = "assumed", note = "every cost" } }
        commodity = { ore = { stage = "mining", assayed = true }, dy = { stage = "separation" } }
        process.mine.output.ore = 1
        [process.split]
        splits = "ore"
        recovery.dy = { value = 0.99, source = "paper" }
        [facility.hill]
        country = "JP"
        process = "mine"
        assay.dy = 0.1
        capacity_t_per_year = { 2026 = 10, 2027 = { value = 20, high = 30 }, hold = "step" }
        cost_usd_per_t = 100
        source = "book"
        grade = "reported"
        evidence.assay = { grade = "unverified", source = "paper" }
        [facility.plant]
        country = "JP"
        process = "split"
        capacity_t_per_year = 1
        [member.japan]
        countries = "JP"
        demand_t_per_year.dy = 5
        note = "guess"
    "#;

    #[test]
    fn a_number_stands_as_its_nearest_statement_says() {
        let shown: Vec<String> = of(TEXT)
            .iter()
            .map(|number| {
                let Standing { source, grade, note } = &number.standing;
                let words = [source.as_deref(), grade.map(Grade::word), note.as_deref()];
                let words = words.map(|word| word.unwrap_or("-")).join(" ");
                format!("{} = {} [{}, {}] {} {words}", number.path, number.value, number.low, number.high, number.unit)
            })
            .collect();
        assert_eq!(
            shown,
            [
                "process.mine.output.ore = 1 [0.95, 1.05] t - - -",
                "process.split.recovery.dy = 0.99 [0.9405, 1] share paper - -",
                "facility.hill.assay.dy = 0.1 [0.09, 0.11] t/t paper unverified -",
                "facility.hill.capacity_t_per_year.2026 = 10 [10, 10] t/yr book reported -",
                "facility.hill.capacity_t_per_year.2027 = 20 [20, 30] t/yr book reported -",
                "facility.hill.cost_usd_per_t = 100 [90, 110] USD/t - assumed every cost",
                "facility.plant.capacity_t_per_year = 1 [0.75, 1.25] t/yr - - -",
                "member.japan.demand_t_per_year.dy = 5 [4, 6] t/yr - - guess",
            ]
        );
    }
}
