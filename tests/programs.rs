//! What must hold of every program that a scenario becomes: the bounds of its columns, which proofs lean on, cut off no
//! optimum, and the labels that carry a basis from program to program tell all columns and rows apart.

mod world;

use std::collections::BTreeSet;

use didymium::decide::elastic;
use didymium::exact::Rational;
use didymium::formulation::{BaselineCost, formulate};
use didymium::lp::{Label, Lp, Sense, StatementId};
use didymium::network::{Apart, Detail, Network, Query};
use didymium::prove::{Search, minimise};
use didymium::scenario::load::load_text;
use didymium::solve::Simplex;
use didymium::table::Id;
use world::World;

fn cases() -> u64 {
    std::env::var("DIDYMIUM_LAW_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(60)
}

/// Shows `judge` the cost and the shortfall program of random scenarios, of one member and of all together.
fn every_program(judge: impl Fn(&Lp, &str)) {
    for seed in 0..cases() {
        for mode in ["alone", "joint"] {
            let world = World::new(seed, mode, true);
            let loaded =
                load_text("generated.toml", world.to_toml(), None, &[]).expect("generated scenarios are valid");
            let scenario = &loaded.scenario;
            let everybody = scenario.members.ids();
            let query = Query {
                scenario,
                year: 2026,
                consumers: if mode == "joint" { everybody.collect() } else { vec![scenario.question.members[0]] },
                owner: None,
                avoid: &scenario.question.avoid,
                avoid_stages: &scenario.question.avoid_stages,
                statuses: &scenario.question.statuses,
                detail: if seed % 2 == 0 { Detail::Pooled } else { Detail::Full },
                apart: Apart::default(),
            };
            let program = formulate(Network::of(query), &BaselineCost::default());
            let what = format!("seed {seed}, {mode}\n{}", world.to_toml());
            judge(&program.lp, &what);
            judge(&elastic(&program, |_| true).0, &what);
        }
    }
}

/// `lp` with the bound of every column as a row.
fn bounded(lp: &Lp) -> Lp {
    let mut bounded = lp.clone();
    for (index, column) in lp.columns().iter().enumerate() {
        if let Some(upper) = &column.implied_upper {
            let term = vec![(Id::from_index(index), Rational::ONE)];
            bounded.add_row(term, Sense::AtMost, upper.clone(), StatementId::from_index(0));
        }
    }
    let columns = lp.columns().iter().map(|column| column.label).collect();
    bounded.label(columns, (0..bounded.rows().len()).map(|row| Label::of(&[row])).collect());
    bounded
}

#[test]
fn implied_bounds_cut_off_no_optimum() {
    every_program(|lp, what| {
        let optimum = |lp: &Lp| minimise(lp, Search::by(&Simplex)).ok().map(|certified| certified.upper().clone());
        assert_eq!(optimum(&bounded(lp)), optimum(lp), "{what}");
    });
}

#[test]
fn labels_tell_all_columns_and_rows_apart() {
    every_program(|lp, what| {
        let columns: BTreeSet<Label> = lp.columns().iter().map(|column| column.label).collect();
        assert_eq!(columns.len(), lp.columns().len(), "{what}");
        let rows: BTreeSet<Label> = lp.rows().iter().map(|row| row.label).collect();
        assert_eq!(rows.len(), lp.rows().len(), "{what}");
    });
}
