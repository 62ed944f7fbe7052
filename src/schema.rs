//! JSON Schema of the scenario format (draft 7, which TOML language servers read), from the same lists of keys that the
//! reader checks files against.

use serde_json::{Map, Value, json};

use crate::scenario::keys::{COEFFICIENTS, Key, LARGEST, POLICY_KINDS, Range, SECTIONS, STANDING, Section, Shape, TOP};

/// The schema, with a line end.
#[must_use]
pub fn render() -> String {
    let mut properties = Map::new();
    for key in TOP {
        properties.insert(key.name.to_owned(), property(key));
    }
    properties["format"]["const"] = json!(1);
    for section in SECTIONS {
        properties.insert(section.name.to_owned(), of_section(section));
    }
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Scenario of didymium",
        "description": "Who can dig, separate and make how much, where and at what cost; who needs how much; what politics asks for.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "definitions": STANDING.iter().map(|key| (key.name.to_owned(), property(key))).collect::<Map<_, _>>(),
    });
    format!("{schema:#}\n")
}

fn of_section(section: &Section) -> Value {
    // What a base says need not be said again, so no key of a row is required here; `check` knows the whole.
    let row = table(section.all(), section.doc);
    if section.named {
        return json!({"description": section.doc, "type": "object", "additionalProperties": row});
    }
    row
}

fn table(keys: impl Iterator<Item = &'static Key>, doc: &str) -> Value {
    let properties: Map<String, Value> = keys.map(|key| (key.name.to_owned(), property(key))).collect();
    json!({"description": doc, "type": "object", "properties": properties, "additionalProperties": false})
}

fn property(key: &Key) -> Value {
    let mut schema = shape(&key.shape);
    let unit = if key.unit.is_empty() { String::new() } else { format!(" Unit: {}.", key.unit) };
    let kinds = if key.name == "kind" { kinds() } else { String::new() };
    schema["description"] = format!("{}{unit}{kinds}", key.doc).into();
    schema
}

fn kinds() -> String {
    let lines = POLICY_KINDS.iter().map(|kind| format!("\n{}: {}", kind.word, kind.doc));
    lines.collect::<Vec<_>>().concat()
}

fn shape(shape: &Shape) -> Value {
    let list = |item: Value| json!({"anyOf": [item.clone(), {"type": "array", "items": item}]});
    let text = || json!({"type": "string"});
    match *shape {
        Shape::Text | Shape::Name(_) => text(),
        Shape::Texts | Shape::NewNames | Shape::Names(_) | Shape::Members => list(text()),
        Shape::Word(words) => json!({"enum": words}),
        Shape::Words(words) => list(json!({"enum": words})),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::Integer | Shape::Year => json!({"type": "integer"}),
        Shape::Years => json!({"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]}),
        Shape::Number(range, quantity) => number(range, quantity.is_some()),
        Shape::Series(range, _, quantity) => {
            let one = number(range, quantity.is_some());
            let years = json!({
                "type": "object",
                "properties": {"hold": {"enum": ["step", "linear"], "description": "How it is read between years."}},
                "patternProperties": {"^-?[0-9]+$": one.clone()},
                "additionalProperties": false,
            });
            json!({"anyOf": [one, years]})
        }
        Shape::PerMember(inner) => {
            let inner = self::shape(inner);
            json!({"anyOf": [inner.clone(), {"type": "object", "additionalProperties": inner}]})
        }
        Shape::By(_, inner) => json!({"type": "object", "additionalProperties": self::shape(inner)}),
        Shape::Table(keys) => table(keys.iter(), ""),
        Shape::Values => json!({"anyOf": [{"type": "string"}, {"type": "array"}]}),
        Shape::Standing => {
            json!({"type": "object", "additionalProperties": {"type": "object", "properties": standing(), "additionalProperties": false}})
        }
    }
}

/// A number in its range; one of the world may be a table that says how far it may be off.
fn number(range: Range, of_the_world: bool) -> Value {
    let (low, high) = match range {
        Range::Amount => (0.0, LARGEST),
        Range::Share | Range::Content => (0.0, 1.0),
        Range::Coefficient => (0.0, *COEFFICIENTS.end()),
    };
    let plain = json!({"type": "number", "minimum": low, "maximum": high});
    if !of_the_world {
        return plain;
    }
    let mut properties = Map::new();
    for name in ["value", "low", "high"] {
        properties.insert(name.to_owned(), plain.clone());
    }
    properties.extend(standing());
    let ranged =
        json!({"type": "object", "properties": properties, "required": ["value"], "additionalProperties": false});
    json!({"anyOf": [plain, ranged]})
}

/// What says how a number stands.
fn standing() -> Map<String, Value> {
    let reference = |key: &Key| json!({"$ref": format!("#/definitions/{}", key.name)});
    STANDING.iter().map(|key| (key.name.to_owned(), reference(key))).collect()
}
