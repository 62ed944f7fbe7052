//! The numbers of a scenario by the source they rest on, and what its variants say instead.

use super::number::{Number, numbers};
use crate::diagnostic::KeyPath;
use crate::report::sources::{Line, Source, Sources, Variant};
use crate::scenario::{Grade, Loaded, Reference};

/// All sources with what rests on them; `variants` are other files of the same scenario with their names.
#[must_use]
pub fn sources(command: String, loaded: &Loaded, variants: &[(String, Loaded)]) -> Sources {
    let all = numbers(loaded.effective.root());
    let on = |key: Option<&str>| lines(all.iter().filter(|number| number.standing.source.as_deref() == key));
    let references = &loaded.scenario.references;
    let mut sources: Vec<Source> = references
        .iter()
        .map(|(id, reference)| {
            let key = references.key(id);
            Source { key: key.to_owned(), about: about(reference), lines: on(Some(key)) }
        })
        .collect();
    let unsourced = on(None);
    if !unsourced.is_empty() {
        sources.push(Source { key: String::new(), about: Vec::new(), lines: unsourced });
    }
    let variants = variants.iter().filter_map(|(file, variant)| differing(file, &all, variant)).collect();
    Sources { title: loaded.scenario.title.clone(), command, sources, variants }
}

fn about(reference: &Reference) -> Vec<String> {
    let year = reference.year.map(|year| year.to_string());
    let publisher: Vec<String> = [reference.publisher.clone(), year].into_iter().flatten().collect();
    let lines =
        [Some(reference.title.clone()), Some(publisher.join(", ")), reference.url.clone(), reference.note.clone()];
    lines.into_iter().flatten().filter(|line| !line.is_empty()).collect()
}

/// One line for neighbours of one key that stand alike.
fn lines<'n>(numbers: impl Iterator<Item = &'n Number>) -> Vec<Line> {
    let mut lines: Vec<(KeyPath, &Number, Line)> = Vec::new();
    for number in numbers {
        let depth = if number.path.parts()[0] == "routes" { 2 } else { 3 };
        let (key, rest) = number.path.parts().split_at(depth.min(number.path.parts().len()));
        let key = KeyPath::new(key);
        let name = if rest.is_empty() { String::new() } else { format!("{} = ", rest.join(".")) };
        let range = if number.has_range { format!(" ({} to {})", number.low, number.high) } else { String::new() };
        let value = format!("{name}{}{range}", number.value);
        match lines.last_mut() {
            Some((last, first, line)) if *last == key && first.standing == number.standing => {
                line.values.push_str(", ");
                line.values.push_str(&value);
            }
            _ => {
                let standing = &number.standing;
                let line = Line {
                    key: key.to_string(),
                    values: value,
                    unit: number.unit.to_owned(),
                    grade: standing.grade.map_or_else(String::new, |grade| Grade::word(grade).to_owned()),
                    note: standing.note.clone().unwrap_or_default(),
                };
                lines.push((key, number, line));
            }
        }
    }
    lines.into_iter().map(|entry| entry.2).collect()
}

/// What a variant says otherwise; nothing where it has the same numbers.
fn differing(file: &str, stated: &[Number], variant: &Loaded) -> Option<Variant> {
    let there = numbers(variant.effective.root());
    let find =
        |list: &[Number], path: &KeyPath| list.iter().find(|number| number.path == *path).map(|number| number.value);
    let shown = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    let mut changes = Vec::new();
    for number in &there {
        let here = find(stated, &number.path);
        if here != Some(number.value) {
            let standing = &number.standing;
            let words =
                [standing.source.clone(), standing.grade.map(|grade| grade.word().to_owned()), standing.note.clone()];
            let words: Vec<String> = words.into_iter().flatten().collect();
            changes.push([number.path.to_string(), shown(here), shown(Some(number.value)), words.join("; ")]);
        }
    }
    let gone = stated.iter().filter(|number| find(&there, &number.path).is_none());
    changes
        .extend(gone.map(|number| [number.path.to_string(), shown(Some(number.value)), "-".to_owned(), String::new()]));
    let title = variant.scenario.title.clone();
    (!changes.is_empty()).then(|| Variant { file: file.to_owned(), title, changes })
}
