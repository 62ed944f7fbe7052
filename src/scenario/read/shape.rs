//! The walk over a document that finds what is wrong with single keys and values.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use super::super::keys::{Key, POLICY_KINDS, PolicyKind, Shape};
use super::{
    At, Diagnostic, Faults, KeyPath, Kind, Node, Rule, SECTIONS, Section, TOP, TextId, Touched, Tree, Value, nearest,
    worded_alike,
};
use crate::tree::Entry;

/// The walk.
pub struct Walk<'a> {
    pub(super) tree: &'a Tree,
    pub(super) names: &'a BTreeMap<Kind, IndexSet<&'a str>>,
    pub(super) whole: bool,
    arguments: TextId,
    touched: &'a Touched<'a>,
    findings: Vec<Diagnostic>,
    faults: BTreeSet<KeyPath>,
    /// Keys that are there under another name.
    excused: BTreeSet<KeyPath>,
}

impl<'a> Walk<'a> {
    /// A walk over the `touched` rows of `tree`. Of a document that is not `whole`, nothing is said to be missing.
    pub fn new(
        tree: &'a Tree,
        names: &'a BTreeMap<Kind, IndexSet<&'a str>>,
        whole: bool,
        arguments: TextId,
        touched: &'a Touched<'a>,
    ) -> Self {
        let (findings, faults, excused) = Default::default();
        Self { tree, names, whole, arguments, touched, findings, faults, excused }
    }

    pub fn into_parts(self) -> (Vec<Diagnostic>, Faults) {
        (self.findings, Faults { at: self.faults, excused: self.excused })
    }

    /// A finding about the value at `path`.
    pub fn fault(&mut self, path: &KeyPath, finding: Diagnostic) {
        self.findings.push(finding);
        self.mark(path);
    }

    fn mark(&mut self, path: &KeyPath) {
        let mut path = Some(path.clone());
        while let Some(here) = path {
            path = here.parent();
            self.faults.insert(here);
        }
    }

    /// A finding about the value at `path`, underlined there.
    pub fn wrong(&mut self, path: &KeyPath, rule: Rule, message: String, help: Option<String>) {
        self.fault(path, Diagnostic::new(rule, At::Value(path.clone()), message).maybe_help(help));
    }

    pub fn document(&mut self) {
        let tree = self.tree;
        let top = KeyPath::default();
        let known: Vec<&str> =
            TOP.iter().map(|key| key.name).chain(SECTIONS.iter().map(|section| section.name)).collect();
        for (name, entry) in tree {
            let path = top.child(name);
            match (name.as_str(), Section::find(name)) {
                (_, Some(section)) => self.section(section, &path, entry),
                ("format", None) => self.format(&path, &entry.node),
                // `extends` and `remove` of the file itself were taken out when it was merged.
                (_, None) => self.unknown_key(&path, name, similar_key(name, &known), "a scenario"),
            }
        }
        if !tree.contains_key("format") && self.whole {
            let finding = Diagnostic::new(Rule::UnknownFormat, At::Key(path_of("format")), "`format` is missing")
                .help("the first line of a scenario is `format = 1`");
            self.fault(&path_of("format"), finding);
        }
        if !tree.contains_key("scenario") && self.whole {
            let finding = Diagnostic::new(Rule::MissingKey, At::Key(path_of("scenario")), "there is no `[scenario]`")
                .help("it says at least which years are asked about: `years = [2026]`");
            self.fault(&path_of("scenario"), finding);
        }
    }

    fn format(&mut self, path: &KeyPath, node: &Node) {
        match node.value {
            Value::Integer(1) => {}
            Value::Integer(other) => {
                let message = format!("format {other} is unknown to this version of didymium, which reads format 1");
                self.wrong(path, Rule::UnknownFormat, message, None);
            }
            ref other => {
                let message = format!("`format` is the integer 1, not {}", other.kind());
                self.wrong(path, Rule::UnknownFormat, message, Some("write `format = 1`".to_owned()));
            }
        }
    }

    fn section(&mut self, section: &'static Section, path: &KeyPath, entry: &'a Entry) {
        let Value::Table(table) = &entry.node.value else {
            let what = if section.named { "a table of named tables" } else { "a table" };
            let message = format!("`{}` is {what}, not {}", section.name, entry.node.value.kind());
            let header = if section.named { ".name" } else { "" };
            let help = match &entry.node.value {
                Value::List(_) if section.named => {
                    Some(format!("each entry is a table with a name: `[{}.name]`", section.name))
                }
                _ => Some(format!("write `[{}{header}]`", section.name)),
            };
            return self.wrong(path, Rule::WrongType, message, help);
        };
        if !section.named {
            return self.table(table, path, || section.all(), &format!("`[{}]`", section.name));
        }
        for (name, entry) in table.iter().filter(|(name, _)| self.touched.row(section.name, name)) {
            let path = path.child(name);
            if !self.is_misspelt(section, &path, name, entry) {
                self.row(section, &path, name, entry);
            }
        }
    }

    fn row(&mut self, section: &'static Section, path: &KeyPath, name: &str, entry: &'a Entry) {
        let Value::Table(table) = &entry.node.value else {
            let message = format!("`{path}` is a table, not {}", entry.node.value.kind());
            let known = section.key(name).is_some();
            let help = if known {
                format!("`{name}` is a key of one {0}: it stands below a header such as `[{0}.x]`", section.name)
            } else {
                format!("write `[{path}]`")
            };
            return self.wrong(path, Rule::WrongType, message, Some(help));
        };
        if name.trim().is_empty() || (section.name == "member" && name == "all") {
            let finding = Diagnostic::new(
                Rule::UnknownWord,
                At::Key(path.clone()),
                format!("a {} cannot be called `{name}`", section.name),
            );
            self.fault(path, finding);
        }
        let kind = table.get("kind").and_then(|entry| entry.node.value.as_text()).and_then(PolicyKind::find);
        match kind.filter(|_| section.name == "policy") {
            Some(kind) => self.policy(section, kind, path, table),
            None => self.table(table, path, || section.all(), &format!("a {}", section.name)),
        }
    }

    fn policy(&mut self, section: &'static Section, kind: &'static PolicyKind, path: &KeyPath, table: &'a Tree) {
        let keys = || section.all().filter(|key| kind.takes(key.name));
        for (name, _) in table {
            if section.key(name).is_some() && !kind.takes(name) {
                let path = path.child(name);
                let message = format!("`{name}` means nothing in a policy of kind `{}`", kind.word);
                let near = nearest(name, keys().map(|key| key.name)).filter(|near| !table.contains_key(*near));
                let help = near.map_or_else(|| takers(name), |near| Some(format!("`{}` takes `{near}`", kind.word)));
                self.fault(
                    &path,
                    Diagnostic::new(Rule::KeyDoesNotApply, At::Key(path.clone()), message).maybe_help(help),
                );
                if let Some(near) = near {
                    self.excused.insert(KeyPath::new(&path.parts()[..2]).child(near));
                }
            }
        }
        self.table(table, path, keys, &format!("a policy of kind `{}`", kind.word));
        for name in kind.required {
            self.require(table, path, name, &format!("a policy of kind `{}`", kind.word));
        }
    }

    /// A table with declared keys. Of a policy, keys of other kinds were reported before.
    pub(super) fn table<I: Iterator<Item = &'static Key>>(
        &mut self,
        table: &'a Tree,
        path: &KeyPath,
        keys: impl Fn() -> I,
        what: &str,
    ) {
        let policy = path.parts().first().is_some_and(|part| part == "policy");
        let foreign = |name: &str| policy && Section::find("policy").is_some_and(|policy| policy.key(name).is_some());
        for (name, entry) in table {
            let path = path.child(name);
            match keys().find(|key| key.name == name) {
                Some(key) => self.value(&key.shape, &path, &entry.node),
                None if foreign(name) => {}
                None => {
                    // A key that is not there yet is more likely meant than one that is.
                    let (there, free): (Vec<&str>, Vec<&str>) =
                        keys().map(|key| key.name).partition(|key| table.contains_key(*key));
                    let near = similar_key(name, &free).or_else(|| similar_key(name, &there));
                    self.unknown_key(&path, name, near, what);
                }
            }
        }
        for key in keys().filter(|key| key.required) {
            self.require(table, path, key.name, what);
        }
    }

    pub(super) fn require(&mut self, table: &Tree, path: &KeyPath, name: &str, what: &str) {
        let wanted = path.child(name);
        if !self.whole || table.contains_key(name) || self.excused.contains(&wanted) {
            return;
        }
        let message = match what.strip_prefix("`[") {
            Some(_) => format!("{what} has no `{name}`"),
            None => format!("`{path}` has no `{name}`, which {what} needs"),
        };
        self.fault(&wanted, Diagnostic::new(Rule::MissingKey, At::Key(path.clone()), message));
    }

    /// Whether a row that only arguments speak of has the name of another one, misspelt.
    fn is_misspelt(&mut self, section: &Section, path: &KeyPath, name: &str, entry: &Entry) -> bool {
        if entry.key.text < self.arguments {
            return false;
        }
        let rows = self.tree.get(section.name).and_then(|entry| entry.node.value.as_table());
        let known = rows.into_iter().flatten().filter(|(_, entry)| entry.key.text < self.arguments);
        let Some(near) = nearest(name, known.map(|(name, _)| name.as_str())) else { return false };
        let complete = entry
            .node
            .value
            .as_table()
            .is_some_and(|table| section.all().filter(|key| key.required).all(|key| table.contains_key(key.name)));
        if !complete {
            let message = format!("the override names unknown {} `{name}`", section.name);
            let finding = Diagnostic::new(Rule::UnknownName, At::Key(path.clone()), message);
            self.fault(path, finding.help(format!("a {} with a similar name exists: `{near}`", section.name)));
        }
        !complete
    }

    fn unknown_key(&mut self, path: &KeyPath, name: &str, near: Option<&str>, what: &str) {
        let message = format!("`{name}` is not a key of {what}");
        let help = match near {
            Some(near) => Some(format!("a key with a similar name exists: `{near}`")),
            None => elsewhere(name),
        };
        self.fault(path, Diagnostic::new(Rule::UnknownKey, At::Key(path.clone()), message).maybe_help(help));
        if let (Some(near), Some(parent)) = (near, path.parent()) {
            // The key it should have been is not missing.
            self.excused.insert(parent.child(near));
        }
    }

    /// A value of some shape.
    pub fn value(&mut self, shape: &Shape, path: &KeyPath, node: &'a Node) {
        match *shape {
            Shape::Text => self.expect(path, node, "a string in quotes", |value| value.as_text().is_some()),
            Shape::Flag => self.expect(path, node, "`true` or `false`", |value| matches!(value, Value::Flag(_))),
            Shape::Integer => self.expect(path, node, "an integer", |value| matches!(value, Value::Integer(_))),
            Shape::Word(words) => self.word(path, node, words),
            Shape::Words(words) => self.list(path, node, &|walk, path, node| walk.word(path, node, words)),
            Shape::Year => {
                self.year(path, node);
            }
            Shape::Years => self.years(path, node),
            Shape::Number(range, quantity) => self.number(range, quantity, path, node),
            Shape::Series(range, _, quantity) => self.series(range, quantity, path, node),
            Shape::Standing => self.standing(path, node),
            Shape::Name(kind) => self.name(kind, path, node),
            Shape::Names(kind) => self.list(path, node, &|walk, path, node| walk.name(kind, path, node)),
            Shape::Members if node.value.as_text() == Some("all") => {}
            Shape::Members => self.list(path, node, &|walk, path, node| walk.name(Kind::Member, path, node)),
            Shape::Texts | Shape::NewNames => self.list(path, node, &|walk, path, node| {
                walk.expect(path, node, "a string in quotes", |value| value.as_text().is_some());
            }),
            Shape::By(kind, inner) => self.by_name(kind, inner, path, node),
            Shape::PerMember(inner) => match &node.value {
                Value::Table(_) => self.by_name(Kind::Member, inner, path, node),
                _ => self.value(inner, path, node),
            },
            Shape::Values => self.values(path, node),
            Shape::Table(keys) => match &node.value {
                Value::Table(table) => self.table(table, path, || keys.iter(), &format!("`{}`", last(path))),
                other => {
                    let message = format!("`{}` is a table, not {}", last(path), other.kind());
                    let keys: Vec<String> = keys.iter().map(|key| format!("{} = ...", key.name)).collect();
                    let help = format!("write `{} = {{ {} }}`", last(path), keys.join(", "));
                    self.wrong(path, Rule::WrongType, message, Some(help));
                }
            },
        }
    }

    /// A list of values of any type, or a range as a string.
    fn values(&mut self, path: &KeyPath, node: &Node) {
        match &node.value {
            Value::List(items) if items.is_empty() => {
                let message = format!("`{}` is an empty list", last(path));
                self.wrong(path, Rule::EmptyList, message, Some("name at least one value".to_owned()));
            }
            Value::Text(_) | Value::List(_) => {}
            other => {
                let message =
                    format!("`{}` is a list of values or a range in quotes, not {}", last(path), other.kind());
                let help = "write `[0, 500, 1000]` or `\"0..1000:5\"`".to_owned();
                self.wrong(path, Rule::WrongType, message, Some(help));
            }
        }
    }

    /// A value of one type.
    pub fn expect(&mut self, path: &KeyPath, node: &Node, what: &str, right: impl Fn(&Value) -> bool) {
        if right(&node.value) {
            return;
        }
        let message = format!("`{}` is {what}, not {}", last(path), node.value.kind());
        let help = match &node.value {
            Value::Text(text) if what.starts_with('`') && matches!(text.as_str(), "true" | "false") => {
                Some(format!("take the quotes off: `{text}`"))
            }
            Value::Text(text) if what == "an integer" && text.trim().parse::<i64>().is_ok() => {
                Some(format!("take the quotes off: `{}`", text.trim()))
            }
            Value::Integer(number) if what.starts_with("a string") => Some(format!("put it in quotes: `\"{number}\"`")),
            Value::Flag(flag) if what.starts_with("a string") => Some(format!("put it in quotes: `\"{flag}\"`")),
            _ => None,
        };
        self.wrong(path, Rule::WrongType, message, help);
    }

    fn word(&mut self, path: &KeyPath, node: &Node, words: &[&str]) {
        let Some(text) = node.value.as_text() else {
            return self.expect(path, node, &format!("one of {}", listing(words)), |_| false);
        };
        if !words.contains(&text) {
            let message = format!("`{}` is one of {}, not `{text}`", last(path), listing(words));
            let help = nearest(text, words.iter().copied()).map(|near| format!("a similar word is `{near}`"));
            self.wrong(path, Rule::UnknownWord, message, help);
        }
    }
}

/// The key of a value as its table says it, items of lists and years left out: `recovery.dy_oxide`.
pub fn last(path: &KeyPath) -> String {
    let named = path.parts().first().and_then(|part| Section::find(part)).is_some_and(|section| section.named);
    let below = path.parts().iter().skip(1 + usize::from(named));
    KeyPath::new(below.filter(|part| part.parse::<u16>().is_err()).cloned()).to_string()
}

/// The key that was probably meant: one spelt or worded alike, or one that goes on or stops short.
fn similar_key<'k>(name: &str, keys: &[&'k str]) -> Option<&'k str> {
    let begins = |key: &&str| name.len() > 3 && (key.starts_with(name) || (name.starts_with(key) && key.len() > 5));
    let alike = || worded_alike(name, keys.iter().copied());
    nearest(name, keys.iter().copied()).or_else(alike).or_else(|| keys.iter().copied().find(|key| begins(key)))
}

/// Where a key would mean something.
fn elsewhere(key: &str) -> Option<String> {
    let sections: Vec<String> = SECTIONS
        .iter()
        .filter(|section| section.key(key).is_some())
        .map(|section| format!("`[{}{}]`", section.name, if section.named { ".x" } else { "" }))
        .collect();
    (!sections.is_empty()).then(|| format!("`{key}` is a key of {}", sections.join(", ")))
}

fn path_of(key: &str) -> KeyPath {
    KeyPath::new([key])
}

/// Which kinds of policy take a key.
fn takers(key: &str) -> Option<String> {
    let kinds: Vec<&str> = POLICY_KINDS.iter().filter(|kind| kind.takes(key)).map(|kind| kind.word).collect();
    (!kinds.is_empty()).then(|| format!("`{key}` belongs to {}", listing(&kinds)))
}

/// `` `a`, `b`, `c` ``
pub fn listing(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
