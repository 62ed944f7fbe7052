//! Where a report differs from the one that its proofs come to.

use serde_json::{Map, Value};

/// Every place where `said` is not `proven`, in the order of the report.
#[must_use]
pub fn differences(said: &Value, proven: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(&Place::default(), said, proven, &mut found);
    found
}

/// A key path, and whose figures they are.
#[derive(Clone, Default)]
struct Place {
    path: String,
    whose: String,
}

impl Place {
    fn key(&self, key: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        Self { path: format!("{}{dot}{key}", self.path), whose: self.whose.clone() }
    }

    /// Element `index`; `element` may say whose it is.
    fn index(&self, index: usize, element: &Value) -> Self {
        let words = ["member", "year"].into_iter().filter_map(|key| match &element[key] {
            Value::String(member) => Some(member.clone()),
            Value::Number(year) => Some(year.to_string()),
            _ => None,
        });
        let words = words.collect::<Vec<_>>().join(" in ");
        let whose = if words.is_empty() { self.whose.clone() } else { format!(" ({words})") };
        Self { path: format!("{}[{index}]", self.path), whose }
    }

    fn says(&self, what: &str) -> String {
        format!("`{}`{} {what}", self.path, self.whose)
    }
}

fn walk(place: &Place, said: &Value, proven: &Value, found: &mut Vec<String>) {
    match (said, proven) {
        (Value::Object(said), Value::Object(proven)) => walk_keys(place, said, proven, found),
        (Value::Array(said), Value::Array(proven)) => {
            for (index, (said, proven)) in said.iter().zip(proven).enumerate() {
                walk(&place.index(index, proven), said, proven, found);
            }
            if said.len() != proven.len() {
                found.push(place.says(&format!("has {} entries, not the {} proven", said.len(), proven.len())));
            }
        }
        _ if said == proven => {}
        _ => found.push(place.says(&format!("is {}, not the {} proven", short(said), short(proven)))),
    }
}

fn walk_keys(place: &Place, said: &Map<String, Value>, proven: &Map<String, Value>, found: &mut Vec<String>) {
    for (key, proven) in proven {
        match said.get(key) {
            Some(said) => walk(&place.key(key), said, proven, found),
            None => found.push(place.key(key).says("is missing")),
        }
    }
    for key in said.keys().filter(|key| !proven.contains_key(*key)) {
        found.push(place.key(key).says("is no key of a report by `solve`"));
    }
}

/// A value in a few words.
fn short(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(list) => format!("a list of {}", list.len()),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_difference_is_named_with_its_place() {
        let proven = json!({"answers": [{"member": "japan", "year": 2026, "coverage": 0.5, "mix": [1.0]}]});
        assert!(differences(&proven, &proven).is_empty());
        let said = json!({"answers": [{"member": "japan", "year": 2026, "coverage": 1, "mix": [], "x": 1}], "y": {}});
        assert_eq!(
            differences(&said, &proven),
            [
                "`answers[0].coverage` (japan in 2026) is 1, not the 0.5 proven",
                "`answers[0].mix` (japan in 2026) has 0 entries, not the 1 proven",
                "`answers[0].x` (japan in 2026) is no key of a report by `solve`",
                "`y` is no key of a report by `solve`",
            ]
        );
        assert_eq!(differences(&json!({}), &proven), ["`answers` is missing"]);
    }
}
