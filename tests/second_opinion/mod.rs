//! A checker of its own: it reads programs and proofs as text and shares no code with the library.

use std::collections::BTreeMap;

use dashu_ratio::RBig;
use serde_json::Value;

/// A program as `verify --programs` writes it: what it is about, and the rest.
pub fn programs(lines: &str) -> BTreeMap<String, Value> {
    let programs = lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON"));
    programs.map(|program: Value| (title(&program), program)).collect()
}

/// What an entry or a program is about.
pub fn title(about: &Value) -> String {
    ["member", "year", "of", "program", "round"].map(|key| about[key].to_string()).join(" ")
}

/// Whether `proof` shows that the optimum of `program` lies between the ends it claims.
pub fn holds(program: &Value, proof: &Value) -> bool {
    let (columns, rows) = (table(&program["columns"]), table(&program["rows"]));
    let (Some(plan), Some(multipliers)) = (vector(&proof["plan"], columns), vector(&proof["multipliers"], rows)) else {
        return false;
    };
    let mut objective = RBig::ZERO;
    let mut reduced = BTreeMap::new();
    for (name, column) in columns {
        let value = &plan[name.as_str()];
        let cost = fraction(&column["cost"]).expect("a cost is a fraction");
        if *value < RBig::ZERO {
            return false;
        }
        objective += &cost * value;
        reduced.insert(name.as_str(), cost);
    }
    let mut bound = RBig::ZERO;
    for (name, row) in rows {
        let multiplier = &multipliers[name.as_str()];
        let rhs = fraction(&row["rhs"]).expect("a right-hand side is a fraction");
        let mut activity = RBig::ZERO;
        for (column, coefficient) in table(&row["terms"]) {
            let coefficient = fraction(coefficient).expect("a coefficient is a fraction");
            activity += &coefficient * &plan[column.as_str()];
            *reduced.get_mut(column.as_str()).expect("rows are about columns") -= coefficient * multiplier;
        }
        let kept = match row["sense"].as_str() {
            Some("<=") => activity <= rhs && *multiplier <= RBig::ZERO,
            Some(">=") => activity >= rhs && *multiplier >= RBig::ZERO,
            _ => false,
        };
        if !kept {
            return false;
        }
        bound += rhs * multiplier;
    }
    let mut proven = true;
    for (name, value) in reduced.into_iter().filter(|entry| entry.1 < RBig::ZERO) {
        match fraction(&columns[name]["upper"]) {
            Some(upper) => bound += value * upper,
            None => proven = false,
        }
    }
    let lower = proven.then_some(bound);
    fraction(&proof["upper"]) == Some(objective) && fraction(&proof["lower"]) == lower
}

fn table(value: &Value) -> &serde_json::Map<String, Value> {
    value.as_object().expect("a table")
}

fn fraction(value: &Value) -> Option<RBig> {
    value.as_str()?.parse().ok()
}

/// One number per name of `places`; what is not said is zero.
fn vector<'a>(said: &Value, places: &'a serde_json::Map<String, Value>) -> Option<BTreeMap<&'a str, RBig>> {
    let mut vector: BTreeMap<&str, RBig> = places.keys().map(|name| (name.as_str(), RBig::ZERO)).collect();
    for (name, value) in said.as_object()? {
        *vector.get_mut(name.as_str())? = fraction(value)?;
    }
    Some(vector)
}
