//! Keys of a sweep's argument: a dotted key whose parts may be globs over the names of the scenario.

use crate::scenario::variant::key_parts;
use crate::tree::{Tree, Value};

/// A dotted key with globs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Name(String),
    /// Any of these; `*` stands for any letters, `?` for one.
    Glob(Vec<String>),
}

/// Whether a key must be in the document already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It must: there is something to change.
    Required,
    /// It may be new; below a glob, the part after it must be there.
    Optional,
}

impl Pattern {
    /// Reads a key; `None` where it is none, or stands for more than a thousand alternatives.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let parts = split_outside(text, '.').into_iter().map(part).collect::<Option<Vec<Part>>>()?;
        Some(Self { parts })
    }

    /// Whether any part is a glob.
    #[must_use]
    pub fn is_glob(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Glob(_)))
    }

    /// The keys of `tree` that are meant, in its order.
    #[must_use]
    pub fn keys(&self, tree: &Tree, presence: Presence) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        let mut walk = Walk { parts: &self.parts, presence, found: &mut found };
        walk.from(tree, 0, &mut Vec::new());
        found
    }
}

/// Most names that the braces of one part of a key stand for.
const MOST_ALTERNATIVES: usize = 1000;

struct Walk<'a> {
    parts: &'a [Part],
    presence: Presence,
    found: &'a mut Vec<Vec<String>>,
}

impl Walk<'_> {
    fn from(&mut self, tree: &Tree, depth: usize, above: &mut Vec<String>) {
        match &self.parts[depth] {
            Part::Name(name) => {
                let after_glob = depth > 0 && matches!(self.parts[depth - 1], Part::Glob(_));
                match tree.get(name) {
                    Some(entry) => self.step(name, &entry.node.value, depth, above),
                    None if self.presence == Presence::Optional && !after_glob => self.new_key(depth, above),
                    None => {}
                }
            }
            Part::Glob(globs) => {
                for (key, entry) in tree.iter().filter(|(key, _)| globs.iter().any(|glob| matches(glob, key))) {
                    self.step(key, &entry.node.value, depth, above);
                }
            }
        }
    }

    fn step(&mut self, name: &str, value: &Value, depth: usize, above: &mut Vec<String>) {
        above.push(name.to_owned());
        if depth + 1 == self.parts.len() {
            self.found.push(above.clone());
        } else if let Value::Table(inner) = value {
            self.from(inner, depth + 1, above);
        } else if self.presence == Presence::Optional {
            // Setting it will say what stands in the way.
            self.new_key(depth + 1, above);
        }
        above.pop();
    }

    /// A key that is not there yet from `depth` on; a glob cannot make one up.
    fn new_key(&mut self, depth: usize, above: &[String]) {
        let rest = self.parts[depth..].iter().map(|part| match part {
            Part::Name(name) => Some(name.clone()),
            Part::Glob(_) => None,
        });
        if let Some(rest) = rest.collect::<Option<Vec<String>>>() {
            self.found.push(above.iter().cloned().chain(rest).collect());
        }
    }
}

fn part(text: &str) -> Option<Part> {
    let text = text.trim();
    if !text.starts_with(['"', '\'']) && text.contains(['*', '?', '{', '}']) {
        return alternatives(text).map(Part::Glob);
    }
    match <[String; 1]>::try_from(key_parts(text)?) {
        Ok([name]) => Some(Part::Name(name)),
        Err(_) => None,
    }
}

/// `a{b,c}d` as `abd` and `acd`.
fn alternatives(text: &str) -> Option<Vec<String>> {
    let mut all = vec![String::new()];
    let mut rest = text;
    while let Some((before, opened)) = rest.split_once('{') {
        let (choice, after) = opened.split_once('}')?;
        let choices: Vec<String> = choice.split(',').map(|choice| format!("{before}{}", choice.trim())).collect();
        if all.len() * choices.len() > MOST_ALTERNATIVES {
            return None;
        }
        all = all.iter().flat_map(|start| choices.iter().map(move |choice| format!("{start}{choice}"))).collect();
        rest = after;
    }
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_-*?".contains(letter);
    for one in &mut all {
        one.push_str(rest);
    }
    (!text.is_empty() && all.iter().all(|one| one.chars().all(plain))).then_some(all)
}

/// Whether `name` fits `glob`, in which `*` stands for any letters and `?` for one.
fn matches(glob: &str, name: &str) -> bool {
    let (glob, name): (Vec<char>, Vec<char>) = (glob.chars().collect(), name.chars().collect());
    let (mut at, mut read) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while read < name.len() {
        match glob.get(at) {
            Some('*') => {
                retry = Some((at, read));
                at += 1;
            }
            Some(letter) if *letter == '?' || *letter == name[read] => {
                at += 1;
                read += 1;
            }
            _ => match retry {
                Some((star, from)) => {
                    retry = Some((star, from + 1));
                    at = star + 1;
                    read = from + 1;
                }
                None => return false,
            },
        }
    }
    glob[at..].iter().all(|letter| *letter == '*')
}

/// The pieces of `text` between separators that stand in no quotes, brackets, braces or parentheses.
#[must_use]
pub fn split_outside(text: &str, separator: char) -> Vec<&str> {
    let (mut pieces, mut start) = (Vec::new(), 0);
    for at in outside(text).filter(|&at| text[at..].starts_with(separator)) {
        pieces.push(&text[start..at]);
        start = at + separator.len_utf8();
    }
    pieces.push(&text[start..]);
    pieces
}

/// The bytes at which letters stand that are in no quotes, brackets, braces or parentheses.
pub fn outside(text: &str) -> impl Iterator<Item = usize> + '_ {
    let (mut quote, mut depth, mut escaped) = (None, 0_usize, false);
    text.char_indices().filter_map(move |(at, letter)| {
        if let Some(open) = quote {
            if !escaped && letter == open {
                quote = None;
            }
            escaped = open == '"' && letter == '\\' && !escaped;
            return None;
        }
        match letter {
            '"' | '\'' => quote = Some(letter),
            '[' | '{' | '(' => depth += 1,
            ']' | '}' | ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => return Some(at),
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    fn keys(pattern: &str, presence: Presence) -> Vec<String> {
        let text = "facility = { aa = { cost = 1 }, ab = { name = 'x' }, b = { cost = { 2024 = 1, 2026 = 2 } } }";
        let table: toml::Table = toml::from_str(text).unwrap();
        let tree = tree(&table);
        let keys = Pattern::parse(pattern).unwrap().keys(&tree, presence);
        keys.iter().map(|key| key.join(".")).collect()
    }

    fn tree(table: &toml::Table) -> Tree {
        let place = crate::tree::Place { text: crate::diagnostic::TextId::FIRST, start: 0, end: 0 };
        let node = |value: &toml::Value| match value {
            toml::Value::Table(inner) => tree(inner).into(),
            other => Value::Text(other.to_string()),
        };
        let entry = |value| crate::tree::Entry { key: place, node: crate::tree::Node { place, value: node(value) } };
        table.iter().map(|(key, value)| (key.clone(), entry(value))).collect()
    }

    #[test]
    fn a_glob_picks_the_names_that_have_the_key_after_it() {
        assert_eq!(keys("facility.*.cost", Presence::Optional), ["facility.aa.cost", "facility.b.cost"]);
        assert_eq!(keys("facility.a?.cost", Presence::Required), ["facility.aa.cost"]);
        assert_eq!(keys("facility.{b,aa}.cost", Presence::Required), ["facility.aa.cost", "facility.b.cost"]);
        assert_eq!(keys("facility.b.cost.202?", Presence::Required), ["facility.b.cost.2024", "facility.b.cost.2026"]);
        assert!(keys("facility.c*.cost", Presence::Optional).is_empty());
    }

    #[test]
    fn a_new_key_can_be_set_but_not_changed() {
        assert_eq!(keys("facility.b.cost.2030", Presence::Optional), ["facility.b.cost.2030"]);
        assert!(keys("facility.b.cost.2030", Presence::Required).is_empty());
        assert_eq!(keys("facility.nowhere.cost", Presence::Optional), ["facility.nowhere.cost"]);
    }

    #[test]
    fn stars_match_any_letters() {
        for (glob, name, fits) in
            [("a*c", "abbc", true), ("a*c", "ab", false), ("*", "", true), ("a*b*c", "axbxbc", true)]
        {
            assert_eq!(matches(glob, name), fits, "{glob} {name}");
        }
    }

    #[test]
    fn separators_in_quotes_and_brackets_do_not_split() {
        assert_eq!(split_outside(r#"["a","b"],["c"],"x,y""#, ','), [r#"["a","b"]"#, r#"["c"]"#, r#""x,y""#]);
        assert_eq!(split_outside(r"a.'b.c'.{d,e}", '.'), ["a", "'b.c'", "{d,e}"]);
        assert!(Pattern::parse("a..b").is_none() && Pattern::parse("").is_none());
        assert!(Pattern::parse("a.{b,c").is_none() && Pattern::parse("a.b}").is_none());
    }

    #[test]
    fn braces_stand_for_every_choice_but_not_for_millions() {
        assert_eq!(alternatives("a{b, c}d{e,f}*").unwrap(), ["abde*", "abdf*", "acde*", "acdf*"]);
        assert!(alternatives(&"{a,b,c,d,e,f,g,h,i,j}".repeat(30)).is_none());
    }
}
