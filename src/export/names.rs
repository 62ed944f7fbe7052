//! Names of columns and rows: what each means, in words of the scenario, legal for every solver.
//!
//! `feed.mountain_pass.kalgoorlie.2026`: the kind first, so that no name is a keyword or reads as a number (`free`,
//! `e12`, `inf`), then the keys, then the year. Letters beyond ASCII letters and digits become `_`; where two names
//! would be alike, the second ends in `.2`.

use std::collections::BTreeMap;

use crate::decide::prover::Added;
use crate::formulation::{ColumnKey, Node, Program, RowKey};
use crate::network::{Network, Unit};
use crate::scenario::{CommodityId, CountryId, FacilityId};

/// The longest name that CPLEX and GLPK take.
const LONGEST: usize = 255;
/// Letters kept free for the end that tells like names apart.
const SPARE: usize = 15;

/// The names of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// One per column.
    pub columns: Vec<String>,
    /// One per row.
    pub rows: Vec<String>,
}

impl Names {
    /// The names of `program`'s columns and rows and of those `added` after them.
    #[must_use]
    pub fn of(program: &Program<'_>, added: Added<'_>) -> Self {
        let words = Words { program };
        Self {
            columns: distinct(program.columns.iter().chain(added.columns).map(|key| words.column(key))),
            rows: distinct(program.rows.iter().chain(added.rows).map(|key| words.row(key))),
        }
    }
}

/// Legal names from words, all different.
pub fn distinct(names: impl IntoIterator<Item = Vec<String>>) -> Vec<String> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut distinct = Vec::new();
    for words in names {
        let name = legal(&words);
        let mut candidate = name.clone();
        while times.contains_key(&candidate) {
            let number = times.entry(name.clone()).or_insert(1);
            *number += 1;
            candidate = format!("{name}.{number}");
        }
        times.insert(candidate.clone(), 1);
        distinct.push(candidate);
    }
    distinct
}

/// Words joined by dots, with nothing in them that any solver's reader takes for something else.
fn legal(words: &[String]) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    let words: Vec<String> = words.iter().map(|word| word.chars().map(plain).collect()).collect();
    let mut name = words.join(".");
    name.truncate(LONGEST - SPARE);
    name
}

/// What keys are in words.
struct Words<'p, 'a> {
    program: &'p Program<'a>,
}

impl Words<'_, '_> {
    fn column(&self, key: &ColumnKey) -> Vec<String> {
        let network = self.network();
        match *key {
            ColumnKey::Feed { feed } => {
                let feed = &network.feeds[feed];
                let (source, splitter) = (&network.sources[feed.source], &network.splitters[feed.splitter]);
                self.name("feed", [self.unit(source), self.unit(splitter)])
            }
            ColumnKey::Allotted { class, group, splitter, product } => {
                let splitter = self.unit(&network.splitters[splitter]);
                self.name("allotted", [self.class(class), self.group(group), splitter, self.commodity(product)])
            }
            ColumnKey::Sold { pool, product } => {
                let [from, splitter] = self.pool(pool);
                self.name("sold", [from, splitter, self.commodity(product)])
            }
            ColumnKey::Activity { class, recipe } => {
                self.name("activity", [self.class(class), self.unit(&network.recipes[recipe])])
            }
            ColumnKey::Shipped { class, commodity, from, to } => {
                let what = [self.class(class), self.commodity(commodity)];
                self.name("shipped", what.into_iter().chain([self.node(from), self.node(to)]))
            }
            ColumnKey::Delivered { demand, country } => {
                self.name("delivered", self.demand(demand).into_iter().chain([self.country(country)]))
            }
            ColumnKey::Slack { policy } => self.name("slack", [network.scenario().policies.key(policy).to_owned()]),
            ColumnKey::Unmet { demand } => self.name("unmet", self.demand(demand)),
            ColumnKey::Coverage => self.name("coverage", []),
        }
    }

    fn row(&self, key: &RowKey) -> Vec<String> {
        let network = self.network();
        match *key {
            RowKey::Split { splitter, group, product } => {
                let splitter = self.unit(&network.splitters[splitter]);
                let group = group.map(|group| self.group(group));
                self.name("split", group.into_iter().chain([splitter, self.commodity(product)]))
            }
            RowKey::Sales { pool } => self.name("sales", self.pool(pool)),
            RowKey::Made { class, commodity, country } => {
                self.name("made", [self.class(class), self.commodity(commodity), self.country(country)])
            }
            RowKey::Hub { class, commodity } => self.name("hub", [self.class(class), self.commodity(commodity)]),
            RowKey::Used { class, commodity, country } => {
                self.name("used", [self.class(class), self.commodity(commodity), self.country(country)])
            }
            // Not `enough`: to CPLEX an `e` at the front is an exponent.
            RowKey::Enough { demand } => self.name("no_more", self.demand(demand)),
            RowKey::Demand { demand } => self.name("demand", self.demand(demand)),
            RowKey::Capacity { facility } => self.name("capacity", [self.facility(facility)]),
            RowKey::Output { facility, product } => {
                self.name("output", [self.facility(facility), self.commodity(product)])
            }
            RowKey::Outlet { product } => self.name("outlet", [self.commodity(product)]),
            RowKey::Coverage => self.name("whole", []),
            RowKey::Least => self.name("least", []),
            RowKey::Avoid { class, stage } => {
                self.name("avoid", [self.class(class), network.scenario().stages.key(stage).to_owned()])
            }
            RowKey::Policy { policy, class, commodity, country } => {
                let mut words = vec![network.scenario().policies.key(policy).to_owned()];
                words.extend(class.map(|class| self.class(class)));
                words.extend(commodity.map(|commodity| self.commodity(commodity)));
                words.extend(country.map(|country| self.country(country)));
                self.name("policy", words)
            }
        }
    }

    fn network(&self) -> &Network<'_> {
        &self.program.network
    }

    fn name(&self, kind: &str, words: impl IntoIterator<Item = String>) -> Vec<String> {
        let year = self.network().year().to_string();
        [kind.to_owned()].into_iter().chain(words).chain([year]).collect()
    }

    /// The facility, with the process where it runs several.
    fn unit(&self, unit: &Unit<'_>) -> String {
        let facility = self.facility(unit.facility);
        let scenario = self.network().scenario();
        if scenario.facilities[unit.facility].operations.len() == 1 {
            return facility;
        }
        format!("{facility}_{}", scenario.processes.key(unit.operation.process))
    }

    fn facility(&self, id: FacilityId) -> String {
        self.network().scenario().facilities.key(id).to_owned()
    }

    fn commodity(&self, id: CommodityId) -> String {
        self.network().scenario().commodities.key(id).to_owned()
    }

    fn country(&self, id: CountryId) -> String {
        self.network().scenario().countries.key(id).to_owned()
    }

    fn node(&self, node: Node) -> String {
        match node {
            Node::Place(country) => self.country(country),
            Node::Hub => "hub".to_owned(),
        }
    }

    /// A class is called by its first member, which is in no other class.
    fn class(&self, class: usize) -> String {
        let members = &self.network().classes[class].members;
        let names = members.iter().map(|member| self.network().scenario().members.key(*member));
        first_of(names)
    }

    /// A group is called by its first source, which is in no other group.
    fn group(&self, group: usize) -> String {
        let network = self.network();
        first_of(network.groups[group].iter().map(|&source| self.unit(&network.sources[source])))
    }

    /// Where a pool's feeds come from and where they are split.
    fn pool(&self, pool: usize) -> [String; 2] {
        let (network, pool) = (self.network(), &self.program.pools[pool]);
        let sources = pool.feeds.iter().map(|feed| self.unit(&network.sources[network.feeds[*feed].source]));
        [first_of(sources), self.unit(&network.splitters[pool.splitter])]
    }

    fn demand(&self, demand: usize) -> [String; 2] {
        let demand = &self.network().demands[demand];
        let member = self.network().scenario().members.key(demand.member).to_owned();
        [member, self.commodity(demand.commodity)]
    }
}

/// `japan` of one, `japan_and_3_more` of four.
fn first_of<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    let mut names = names.into_iter();
    let first = names.next().map_or_else(|| "nobody".to_owned(), |name| name.as_ref().to_owned());
    match names.count() {
        0 => first,
        more => format!("{first}_and_{more}_more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn names_have_nothing_in_them_that_a_reader_could_misread() {
        let names = distinct([words(&["feed", "Mine no. 1", "e12", "日本", "a+b<=c", "2026"])]);
        assert_eq!(names, ["feed.Mine_no__1.e12.__.a_b__c.2026"]);
    }

    #[test]
    fn no_two_names_are_alike() {
        let alike = [&["made", "a b"][..], &["made", "a-b"], &["made", "a_b", "2"], &["made", "a_b"], &["made", "a.b"]];
        let names = distinct(alike.iter().map(|list| words(list)));
        assert_eq!(names, ["made.a_b", "made.a_b.2", "made.a_b.2.2", "made.a_b.3", "made.a_b.4"]);
    }

    #[test]
    fn the_longest_names_are_cut_and_still_told_apart() {
        let long = "x".repeat(300);
        let names = distinct((0..1200).map(|_| words(&["made", &long])));
        assert!(names.iter().all(|name| name.len() <= LONGEST));
        let different: std::collections::BTreeSet<&String> = names.iter().collect();
        assert_eq!(different.len(), names.len());
    }

    #[test]
    fn many_are_called_by_the_first() {
        assert_eq!(first_of(["japan"]), "japan");
        assert_eq!(first_of(["japan", "france", "italy"]), "japan_and_2_more");
    }
}
