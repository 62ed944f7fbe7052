//! What must hold of every program that a scenario becomes: the bounds of its columns, which proofs lean on, cut off no
//! optimum, and the labels that carry a basis from program to program tell all columns and rows apart and mean the same
//! in all of them.

mod world;

use std::collections::{BTreeMap, BTreeSet};

use didymium::decide::elastic;
use didymium::decide::prover::Added;
use didymium::exact::Rational;
use didymium::export::names::Names;
use didymium::formulation::{BaselineCost, ColumnKey, formulate};
use didymium::lp::{Label, Lp, Sense, StatementId};
use didymium::network::{Apart, Detail, Network, Query};
use didymium::prove::{Search, minimise};
use didymium::scenario::load::{load, load_text};
use didymium::scenario::{Loaded, Scenario};
use didymium::solve::Simplex;
use didymium::table::Id;
use world::World;

fn cases() -> u64 {
    std::env::var("DIDYMIUM_LAW_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(60)
}

/// A random scenario with statements of every kind.
fn scenario(seed: u64, mode: &'static str) -> (Loaded, String) {
    let text = World::new(seed, mode, true).to_toml();
    let loaded = load_text("generated.toml", text.clone(), None, &[]).expect("generated scenarios are valid");
    (loaded, format!("seed {seed}, {mode}\n{text}"))
}

/// What the scenario asks of all, or of the first member.
fn query<'a>(scenario: &'a Scenario, mode: &str, detail: Detail) -> Query<'a> {
    let question = &scenario.question;
    Query {
        scenario,
        year: 2026,
        consumers: if mode == "joint" { scenario.members.ids().collect() } else { vec![question.members[0]] },
        owner: None,
        avoid: &question.avoid,
        avoid_stages: &question.avoid_stages,
        statuses: &question.statuses,
        detail,
        apart: Apart::default(),
    }
}

/// Shows `judge` the cost and the shortfall program of random scenarios, of one member and of all together.
fn every_program(judge: impl Fn(&Lp, &str)) {
    for seed in 0..cases() {
        for mode in ["alone", "joint"] {
            let (loaded, what) = scenario(seed, mode);
            let detail = if seed % 2 == 0 { Detail::Pooled } else { Detail::Full };
            let program = formulate(Network::of(query(&loaded.scenario, mode, detail)), &BaselineCost::default());
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

/// 250 t made against a ban at three tonnes a unit, in breach of it at 1 USD/t: 84 units of capacity bound no breach of
/// 250 t.
#[test]
fn implied_bounds_leave_room_where_a_unit_makes_several_tonnes() {
    let overrides = [
        "process.make.output.oxide=3",
        "policy.rule.slack_usd_per_t=1",
        "member.a.demand_t_per_year.oxide=250",
        "facility.x_plant.capacity_t_per_year=84",
    ];
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/policies/ban.toml");
    let loaded = load(path.as_ref(), &overrides.map(str::to_owned)).expect("the case is valid");
    let program = formulate(Network::of(query(&loaded.scenario, "alone", Detail::Pooled)), &BaselineCost::default());
    let optimum = |lp: &Lp| minimise(lp, Search::by(&Simplex)).expect("it has an optimum").upper().clone();
    assert_eq!(optimum(&bounded(&program.lp)), optimum(&program.lp));
    let slack = program.keyed_columns().find(|(_, key)| matches!(key, ColumnKey::Slack { .. })).expect("a soft ban").0;
    let found = minimise(&program.lp, Search::by(&Simplex)).expect("it has an optimum");
    assert_eq!(found.point()[slack.index()], Rational::from(250), "the ban is broken by all of it");
}

#[test]
fn each_product_of_an_offtake_has_a_row_of_its_own_name() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/policies/offtake_splitter.toml");
    let loaded = load(path.as_ref(), &[]).expect("the case is valid");
    let program = formulate(Network::of(query(&loaded.scenario, "joint", Detail::Full)), &BaselineCost::default());
    let rows = Names::of(&program, Added::default()).rows;
    let names: Vec<&String> = rows.iter().filter(|name| name.starts_with("policy.rule.")).collect();
    assert_eq!(names, ["policy.rule.nd.2026", "policy.rule.dy.2026"]);
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

/// The label of every column and row by its name, which says in words what it means.
fn labels(query: Query<'_>) -> BTreeMap<String, Label> {
    let program = formulate(Network::of(query), &BaselineCost::default());
    let names = Names::of(&program, Added::default());
    let columns = program.lp.columns().iter().map(|column| column.label);
    let rows = program.lp.rows().iter().map(|row| row.label);
    names.columns.into_iter().zip(columns).chain(names.rows.into_iter().zip(rows)).collect()
}

/// One member, with all there is or with what it owns, and nothing avoided: what is left of the program of all has other
/// numbers there.
#[test]
fn labels_mean_the_same_from_program_to_program() {
    let (mut kept, mut owned) = (0, 0);
    for seed in 0..cases() {
        let (loaded, what) = scenario(seed, "joint");
        let everybody = query(&loaded.scenario, "joint", Detail::Full);
        let last = *loaded.scenario.question.members.last().expect("a member");
        let all = labels(everybody.clone());
        let meanings: BTreeMap<Label, &String> = all.iter().map(|(name, label)| (*label, name)).collect();
        for (owner, count) in [(None, &mut kept), (Some(last), &mut owned)] {
            let one = Query { consumers: vec![last], owner, avoid: &[], ..everybody.clone() };
            for (name, label) in labels(one) {
                assert_eq!(*all.get(&name).unwrap_or(&label), label, "{name}: {what}");
                assert_eq!(*meanings.get(&label).copied().unwrap_or(&name), name, "{what}");
                *count += usize::from(all.contains_key(&name));
            }
        }
    }
    assert!(kept > 1000 && owned > 200, "{kept} and {owned} columns and rows were in both programs");
}
