//! Every number a scenario states about the world, with its unit and where it comes from.

use super::Document;
use super::keys::{Key, Section, Shape};
use crate::tree::{Node, Tree, Value};

/// One number, or one quantity by year.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// The section, such as `facility`.
    pub section: &'static str,
    /// Whose it is; empty where the section holds one thing.
    pub owner: String,
    /// The rest of the key path, such as `assay.dy_oxide`.
    pub key: String,
    /// The number, or one per year.
    pub values: Vec<(Option<String>, f64)>,
    /// Its unit; empty where it has none.
    pub unit: &'static str,
    /// Key of the publication.
    pub source: Option<String>,
    /// How well it stands.
    pub grade: Option<String>,
    /// Free text.
    pub note: Option<String>,
}

/// Sections that ask or judge rather than describe the world.
const NOT_THE_WORLD: [&str; 3] = ["scenario", "source", "claim"];

/// The numbers of `document`, in its order.
#[must_use]
pub fn numbers(document: &Document) -> Vec<Stated> {
    let mut found = Vec::new();
    for (name, entry) in document.root() {
        let Some(section) = Section::find(name).filter(|section| !NOT_THE_WORLD.contains(&section.name)) else {
            continue;
        };
        let Value::Table(table) = &entry.node.value else { continue };
        if !section.named {
            Lister::new(section, "", table, &mut found).list();
            continue;
        }
        for (owner, entry) in table {
            if let Value::Table(table) = &entry.node.value {
                Lister::new(section, owner, table, &mut found).list();
            }
        }
    }
    found
}

/// The numbers of one table, such as one facility.
struct Lister<'a> {
    section: &'static Section,
    owner: &'a str,
    table: &'a Tree,
    found: &'a mut Vec<Stated>,
}

impl<'a> Lister<'a> {
    fn new(section: &'static Section, owner: &'a str, table: &'a Tree, found: &'a mut Vec<Stated>) -> Self {
        Self { section, owner, table, found }
    }

    fn list(&mut self) {
        for (name, entry) in self.table {
            if let Some(key) = self.section.key(name) {
                self.value(name.clone(), key, &key.shape, &entry.node);
            }
        }
    }

    fn value(&mut self, path: String, key: &'static Key, shape: &Shape, node: &Node) {
        match (shape, &node.value) {
            (Shape::Series(..), Value::Table(years)) => {
                let values = years.iter().filter_map(|(year, entry)| {
                    entry.node.value.as_number().map(|number| (Some(year.clone()), number))
                });
                let values = values.filter(|entry| entry.0.as_ref().is_some_and(|year| year.parse::<i32>().is_ok()));
                let values: Vec<_> = values.collect();
                if !values.is_empty() {
                    self.add(path, key.unit, values);
                }
            }
            (Shape::Number(..) | Shape::Series(..), value) => {
                if let Some(number) = value.as_number() {
                    self.add(path, key.unit, vec![(None, number)]);
                }
            }
            (Shape::By(_, shape), Value::Table(entries)) => {
                for (name, entry) in entries {
                    self.value(format!("{path}.{name}"), key, shape, &entry.node);
                }
            }
            (Shape::Table(keys), Value::Table(entries)) => {
                for (name, entry) in entries {
                    if let Some(key) = keys.iter().find(|key| key.name == name) {
                        self.value(format!("{path}.{name}"), key, &key.shape, &entry.node);
                    }
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, key: String, unit: &'static str, values: Vec<(Option<String>, f64)>) {
        let text = |name: &str| self.table.get(name).and_then(|entry| entry.node.value.as_text()).map(str::to_owned);
        let (source, grade, note) = (text("source"), text("grade"), text("note"));
        let (section, owner) = (self.section.name, self.owner.to_owned());
        self.found.push(Stated { section, owner, key, values, unit, source, grade, note });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;

    #[test]
    fn every_number_is_listed_with_its_unit_and_origin() {
        let text = r#"
            format = 1
            scenario = { years = [2025], stages = ["mining", "magnet"] }
            country.JP = {}
            source.survey.title = "Survey"
            commodity.ore = { stage = "mining", assayed = true }
            commodity.oxide = { stage = "magnet", byproduct = { price_usd_per_t = 700, max_t_per_year = 9 } }
            commodity.magnet.stage = "magnet"
            process.dig.output.ore = 1
            process.press = { output.magnet = 1, grade = "assumed", note = "by hand" }
            [facility.hill]
            country = "JP"
            process = "dig"
            assay.oxide = 0.25
            capacity_t_per_year = { 2024 = 10, 2026 = 20.5, hold = "step" }
            source = "survey"
            grade = "reported"
            [member.japan]
            countries = ["JP"]
            priority = 2
            demand_t_per_year.magnet = 1
            [claim.no]
            text = "no"
            min_coverage = 0.5
        "#;
        let loaded = load_text("test", text.to_owned(), None, &[]).unwrap();
        let shown: Vec<String> = numbers(&loaded.effective)
            .into_iter()
            .map(|number| {
                let values: Vec<String> = number
                    .values
                    .iter()
                    .map(|(year, value)| year.as_ref().map_or(value.to_string(), |year| format!("{year}: {value}")))
                    .collect();
                let origin = [number.source, number.grade, number.note].map(Option::unwrap_or_default).join("|");
                format!(
                    "{}.{}.{} = {} {} ({origin})",
                    number.section,
                    number.owner,
                    number.key,
                    values.join(", "),
                    number.unit
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "commodity.oxide.byproduct.price_usd_per_t = 700 USD/t (||)",
                "commodity.oxide.byproduct.max_t_per_year = 9 t/yr (||)",
                "process.dig.output.ore = 1 t (||)",
                "process.press.output.magnet = 1 t (|assumed|by hand)",
                "facility.hill.assay.oxide = 0.25 t/t (survey|reported|)",
                "facility.hill.capacity_t_per_year = 2024: 10, 2026: 20.5 t/yr (survey|reported|)",
                "member.japan.demand_t_per_year.magnet = 1 t/yr (||)",
            ]
        );
    }
}
