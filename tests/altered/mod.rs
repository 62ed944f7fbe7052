//! Every small change to a JSON document, one at a time.

use serde_json::{Value, json};

/// A changed document, and what was changed in it.
pub struct Altered {
    /// JSON pointer of the change.
    pub pointer: String,
    /// The document.
    pub document: Value,
}

/// Every leaf with every other value one might write there, every entry left out, doubled or moved.
pub fn every_change(document: &Value) -> Vec<Altered> {
    let mut changes = Vec::new();
    visit(document, document, "", &mut changes);
    changes
}

fn visit(document: &Value, here: &Value, pointer: &str, changes: &mut Vec<Altered>) {
    let mut change = |value: Value| {
        let mut document = document.clone();
        *document.pointer_mut(pointer).expect("the pointer comes from the document") = value;
        changes.push(Altered { pointer: pointer.to_owned(), document });
    };
    match here {
        Value::Object(keys) => {
            for key in keys.keys() {
                let mut fewer = keys.clone();
                fewer.shift_remove(key);
                change(Value::Object(fewer));
            }
            let mut more = keys.clone();
            more.insert("stray".to_owned(), json!("1"));
            change(Value::Object(more));
        }
        Value::Array(list) => {
            for index in 0..list.len() {
                let mut fewer = list.clone();
                fewer.remove(index);
                change(Value::Array(fewer));
                let mut more = list.clone();
                more.insert(index, list[index].clone());
                change(Value::Array(more));
                if index > 0 && list[index] != list[index - 1] {
                    let mut moved = list.clone();
                    moved.swap(index - 1, index);
                    change(Value::Array(moved));
                }
            }
        }
        leaf => other_leaves(leaf).into_iter().for_each(change),
    }
    match here {
        Value::Object(keys) => {
            for (key, value) in keys {
                let key = key.replace('~', "~0").replace('/', "~1");
                visit(document, value, &format!("{pointer}/{key}"), changes);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                visit(document, value, &format!("{pointer}/{index}"), changes);
            }
        }
        _ => {}
    }
}

/// Other values for a leaf; those that are equal to it are left out.
fn other_leaves(leaf: &Value) -> Vec<Value> {
    let mut others = vec![Value::Null, json!(0), json!(1.5), json!("x"), json!(true), json!([]), json!({})];
    match leaf {
        Value::Number(number) if number.is_f64() => {
            let value = number.as_f64().expect("it is a double");
            others.extend([json!(value.next_up()), json!(value.next_down()), json!(-value), json!(value * 1000.0)]);
        }
        Value::Number(number) => {
            let value = number.as_i64().expect("integers of a report are small");
            others.extend([json!(value + 1), json!(value - 1)]);
        }
        Value::String(text) => {
            others.extend([json!(format!("{text}0")), json!(format!("-{text}")), json!(format!("{text}/7"))]);
            let words = ["feasible", "infeasible", "undecided", "joint", "alone", "own", "answer", "baseline", "none"];
            others.extend(words.into_iter().chain(["full", "shortfall", "granted", "0", "1"]).map(Value::from));
        }
        _ => {}
    }
    others.retain(|other| other != leaf);
    others
}
