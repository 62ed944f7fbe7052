//! The programs that proofs are about, exactly, for a second opinion by any other program.

use serde_json::{Map, Value, json};

use super::{Entry, fraction, part};
use crate::decide::prover::Posed;
use crate::export::names::Names;
use crate::lp::Sense;
use crate::table::Id;

/// The program as one line of JSON: what it is about in the words of its proof, then `min Σ cost x` over its rows and
/// `0 ≤ x`, with the bound that each column is known to keep, all in fractions.
///
/// # Panics
/// Never: it is plain data.
#[must_use]
pub fn line(posed: &Posed<'_, '_>) -> String {
    let member = posed.bench.member.map(|member| posed.program.network.scenario().members.key(member));
    let about = Entry::new(part(posed.bench, posed), member, posed.step, None);
    let mut program = serde_json::to_value(about).expect("an entry is plain data");
    let keys = program.as_object_mut().expect("an entry is an object");
    keys.shift_remove("proof");
    let names = Names::of(posed.program, posed.added);
    let columns = posed.lp.columns().iter().zip(&names.columns).map(|(column, name)| {
        let upper = column.implied_upper.as_ref().map(fraction::text);
        (name.clone(), json!({"cost": fraction::text(&column.cost), "upper": upper}))
    });
    keys.insert("columns".to_owned(), Value::Object(columns.collect()));
    let rows = posed.lp.rows().iter().zip(&names.rows).map(|(row, name)| {
        let sense = match row.sense {
            Sense::AtMost => "<=",
            Sense::AtLeast => ">=",
        };
        let mut terms = Map::new();
        for (col, value) in &row.terms {
            terms.insert(names.columns[col.index()].clone(), fraction::text(value).into());
        }
        (name.clone(), json!({"sense": sense, "rhs": fraction::text(&row.rhs), "terms": terms}))
    });
    keys.insert("rows".to_owned(), Value::Object(rows.collect()));
    format!("{program}\n")
}
