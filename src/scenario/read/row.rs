//! Typed access to the keys of one table. What was faulty has been reported and reads as absent.

use super::super::claim::ByMember;
use super::super::keys::{Section, Shape};
use super::super::series::{Hold, Series};
use super::number::{year_of, year_of_key};
use super::ranged::stated;
use super::{At, KeyPath, Kind, Read, Tree, Value};
use crate::table::Id;
use crate::tree::Node;

/// One table.
#[derive(Clone)]
pub struct Row<'a> {
    read: &'a Read<'a>,
    path: KeyPath,
    table: &'a Tree,
}

impl<'a> Row<'a> {
    pub fn new(read: &'a Read<'a>, path: KeyPath, table: &'a Tree) -> Self {
        Self { read, path, table }
    }

    /// The path of the table.
    pub fn path(&self) -> &KeyPath {
        &self.path
    }

    /// The table itself as a place.
    pub fn here(&self) -> At {
        At::Key(self.path.clone())
    }

    /// A key as a place.
    pub fn key(&self, key: &str) -> At {
        At::Key(self.path.child(key))
    }

    /// A value as a place.
    pub fn at(&self, key: &str) -> At {
        At::Value(self.path.child(key))
    }

    /// Whether the key is there, faulty or not.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Whether the key is not there and no fault was reported that explains it.
    pub fn lacks(&self, key: &str) -> bool {
        !self.has(key) && !self.is_faulty(key) && !self.read.faults.excused.contains(&self.path.child(key))
    }

    /// Whether a fault was reported at or below the key.
    pub fn is_faulty(&self, key: &str) -> bool {
        !self.read.faults.at.is_empty() && self.read.faults.at.contains(&self.path.child(key))
    }

    fn node(&self, key: &str) -> Option<&'a Node> {
        if self.is_faulty(key) { None } else { self.table.get(key).map(|entry| &entry.node) }
    }

    /// A string.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.node(key)?.value.as_text()
    }

    /// An owned string.
    pub fn string(&self, key: &str) -> Option<String> {
        self.text(key).map(str::to_owned)
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.node(key)?.value {
            Value::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// An integer.
    pub fn integer(&self, key: &str) -> Option<i64> {
        match self.node(key)?.value {
            Value::Integer(integer) => Some(integer),
            _ => None,
        }
    }

    /// A year.
    pub fn year(&self, key: &str) -> Option<i32> {
        year_of(&self.node(key)?.value)
    }

    /// One number for all members, or one each.
    pub fn number_by_member(&self, key: &str) -> Option<ByMember<f64>> {
        self.by_member(key, stated)
    }

    /// One year for all members, or one each.
    pub fn year_by_member(&self, key: &str) -> Option<ByMember<i32>> {
        self.by_member(key, year_of)
    }

    fn by_member<T>(&self, key: &str, read: impl Fn(&Value) -> Option<T>) -> Option<ByMember<T>> {
        match &self.node(key)?.value {
            Value::Table(_) => self.by_name(Kind::Member, key, read).map(ByMember::Each),
            value => read(value).map(ByMember::Same),
        }
    }

    /// Years, as listed.
    pub fn years(&self, key: &str) -> Option<Vec<i32>> {
        match &self.node(key)?.value {
            Value::List(items) => items.iter().map(|item| year_of(&item.value)).collect(),
            _ => None,
        }
    }

    /// Strings, as listed.
    pub fn texts(&self, key: &str) -> Option<Vec<&'a str>> {
        match &self.node(key)?.value {
            Value::Text(text) => Some(vec![text]),
            Value::List(items) => items.iter().map(|item| item.value.as_text()).collect(),
            _ => None,
        }
    }

    /// A name.
    pub fn name<I: Id>(&self, kind: Kind, key: &str) -> Option<I> {
        self.resolve(kind, self.text(key)?)
    }

    /// Names, as listed.
    pub fn names<I: Id>(&self, kind: Kind, key: &str) -> Option<Vec<I>> {
        self.texts(key)?.into_iter().map(|name| self.resolve(kind, name)).collect()
    }

    fn resolve<I: Id>(&self, kind: Kind, name: &str) -> Option<I> {
        self.read.names.get(&kind)?.get_index_of(name).map(I::from_index)
    }

    /// The place of item number `index` of a list, or of the only item where there is no list.
    pub fn item(&self, key: &str, index: usize) -> At {
        match self.table.get(key).map(|entry| &entry.node.value) {
            Some(Value::List(_)) => At::Value(self.path.child(key).child(index.to_string())),
            _ => self.at(key),
        }
    }

    /// A number or a table of years.
    pub fn series(&self, key: &str) -> Option<Series> {
        series(&self.node(key)?.value, self.hold(key))
    }

    /// Numbers by name.
    pub fn numbers<I: Id>(&self, kind: Kind, key: &str) -> Option<Vec<(I, f64)>> {
        self.by_name(kind, key, stated)
    }

    /// Numbers or tables of years by name.
    pub fn serieses<I: Id>(&self, kind: Kind, key: &str) -> Option<Vec<(I, Series)>> {
        let hold = self.hold(key);
        self.by_name(kind, key, |value| series(value, hold))
    }

    fn by_name<I: Id, T>(&self, kind: Kind, key: &str, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<(I, T)>> {
        let table = self.node(key)?.value.as_table()?;
        table.iter().map(|(name, entry)| Some((self.resolve(kind, name)?, read(&entry.node.value)?))).collect()
    }

    /// A table inside this one.
    pub fn table(&self, key: &str) -> Option<Row<'a>> {
        let table = self.node(key)?.value.as_table()?;
        Some(Row::new(self.read, self.path.child(key), table))
    }

    /// How a table of years at `key` is read unless it says so itself.
    fn hold(&self, key: &str) -> Hold {
        let declared = Section::find(&self.path.parts()[0]).and_then(|section| section.key(key));
        match declared.map(|key| key.shape) {
            Some(Shape::Series(_, hold, _) | Shape::By(_, &Shape::Series(_, hold, _))) => hold,
            _ => Hold::Linear,
        }
    }
}

fn series(value: &Value, hold: Hold) -> Option<Series> {
    if let Some(number) = stated(value) {
        return Some(Series::constant(number));
    }
    let table = value.as_table()?;
    let hold = match table.get("hold").and_then(|entry| entry.node.value.as_text()) {
        Some("linear") => Hold::Linear,
        Some("step") if hold == Hold::Linear => Hold::Step,
        _ => hold,
    };
    let points: Option<Vec<(i32, f64)>> = table
        .iter()
        .filter(|(key, _)| *key != "hold")
        .map(|(key, entry)| Some((year_of_key(key)?, stated(&entry.node.value)?)))
        .collect();
    points.filter(|points| !points.is_empty()).map(|points| Series::by_year(points, hold))
}
