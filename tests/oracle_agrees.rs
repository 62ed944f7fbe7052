//! The proven optimum against an independent exact solver: on random programs, on programs built together with their
//! certificate, and on the programs of random scenarios.

mod oracle;
mod world;

use didymium::certify::Certified;
use didymium::decide::elastic;
use didymium::exact::Rational;
use didymium::formulation::{BaselineCost, formulate};
use didymium::lp::{Col, Lp, Sense, StatementId};
use didymium::network::{Apart, Detail, Network, Query};
use didymium::prove::{Search, Unproven, minimise};
use didymium::scenario::load::load_text;
use didymium::solve::{Backend, Microlp, Simplex};
use didymium::table::Id;
use oracle::{Found, solve};
use world::{Dice, World};

const SEARCH: Search<'static> = Search::by(&Simplex);

/// The certified optimum by every solver of this build, with the solver's name.
fn minimised(lp: &Lp) -> Vec<(&'static str, Result<Certified, Unproven>)> {
    let backends: &[&dyn Backend] = &[
        &Simplex,
        &Microlp,
        #[cfg(feature = "highs")]
        &didymium::solve::Highs,
    ];
    backends.iter().map(|backend| (backend.name(), minimise(lp, Search::by(*backend)))).collect()
}

fn cases() -> u64 {
    std::env::var("DIDYMIUM_LAW_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(150)
}

fn tenths(dice: &mut Dice, low: i64, high: i64) -> Rational {
    let span = u64::try_from(high - low + 1).expect("low is below high");
    Rational::from(low + i64::try_from(dice.roll(span)).expect("small")) / Rational::from(10)
}

/// A random program of both senses, bounded by a row over all columns.
fn random(dice: &mut Dice) -> Lp {
    let mut lp = Lp::new();
    let count = 2 + dice.roll(5);
    let columns: Vec<Col> = (0..count).map(|_| lp.add_column(tenths(dice, -30, 60), Rational::from(1000))).collect();
    let statement = StatementId::from_index(0);
    for _ in 0..2 + dice.roll(5) {
        let chosen: Vec<Col> = columns.iter().copied().filter(|_| dice.chance(60)).collect();
        let terms = chosen.into_iter().map(|col| (col, tenths(dice, -20, 40))).collect();
        let (sense, rhs) = if dice.chance(60) {
            (Sense::AtMost, tenths(dice, 0, 200))
        } else {
            (Sense::AtLeast, tenths(dice, -50, 60))
        };
        lp.add_row(terms, sense, rhs, statement);
    }
    let all = columns.iter().map(|&col| (col, Rational::ONE)).collect();
    lp.add_row(all, Sense::AtMost, Rational::from(1000), statement);
    lp
}

#[test]
fn random_programs_have_the_optimum_the_oracle_finds() {
    let mut solved = 0;
    for seed in 0..4 * cases() {
        let lp = random(&mut Dice::new(seed));
        let found = solve(&lp);
        for (name, proven) in minimised(&lp) {
            match (&found, proven) {
                (Found::Optimum(optimum), Ok(certified)) => {
                    solved += 1;
                    assert_eq!(certified.upper(), optimum, "{name}, seed {seed}");
                    assert!(certified.is_exact(), "{name}, seed {seed}");
                }
                (Found::Infeasible, Err(_)) => {}
                (found, proven) => panic!("{name}, seed {seed}: the oracle finds {found:?}, proven is {proven:?}"),
            }
        }
    }
    assert!(solved > 2 * cases(), "too few programs were feasible");
}

#[test]
fn where_a_search_starts_changes_no_optimum() {
    for seed in 0..2 * cases() {
        let (lp, optimum) = with_certificate(&mut Dice::new(seed));
        let (other, _) = with_certificate(&mut Dice::new(seed + 1_000_000));
        let own = minimise(&lp, SEARCH).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        let others = minimise(&other, SEARCH).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        for start in [own.basis(), others.basis()] {
            let again = minimise(&lp, SEARCH.from(start)).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
            assert_eq!(*again.upper(), optimum, "seed {seed}");
            assert!(again.is_exact(), "seed {seed}");
        }
    }
}

/// A program built from a point and multipliers that certify it: `b` from `x`, `c` from `y`, complementary by choice.
fn with_certificate(dice: &mut Dice) -> (Lp, Rational) {
    let (columns, rows) = (3 + dice.roll(6), 2 + dice.roll(5));
    let point: Vec<Rational> =
        (0..columns).map(|_| if dice.chance(50) { tenths(dice, 1, 90) } else { Rational::ZERO }).collect();
    let matrix: Vec<Vec<Rational>> = (0..rows).map(|_| (0..columns).map(|_| tenths(dice, -30, 50)).collect()).collect();
    let multipliers: Vec<Rational> =
        (0..rows).map(|_| if dice.chance(60) { tenths(dice, 1, 40) } else { Rational::ZERO }).collect();
    let mut lp = Lp::new();
    let mut optimum = Rational::ZERO;
    let mut ids = Vec::new();
    for (col, x) in point.iter().enumerate() {
        let mut cost = Rational::ZERO;
        for (row, y) in matrix.iter().zip(&multipliers) {
            cost += &row[col] * y;
        }
        if *x == Rational::ZERO {
            cost += tenths(dice, 0, 30);
        }
        optimum += &cost * x;
        ids.push(lp.add_column(cost, Rational::from(10_000)));
    }
    for (row, y) in matrix.into_iter().zip(&multipliers) {
        let mut rhs = Rational::ZERO;
        for (value, x) in row.iter().zip(&point) {
            rhs += value * x;
        }
        if *y == Rational::ZERO {
            rhs -= tenths(dice, 0, 50);
        }
        let terms = ids.iter().copied().zip(row).collect();
        lp.add_row(terms, Sense::AtLeast, rhs, StatementId::from_index(0));
    }
    (lp, optimum)
}

#[test]
fn programs_built_with_their_certificate_have_its_optimum() {
    for seed in 0..2 * cases() {
        let (lp, optimum) = with_certificate(&mut Dice::new(seed));
        for (name, certified) in minimised(&lp) {
            let certified = certified.unwrap_or_else(|error| panic!("{name}, seed {seed}: {error}"));
            assert_eq!(*certified.upper(), optimum, "{name}, seed {seed}");
            assert!(certified.is_exact(), "{name}, seed {seed}");
        }
    }
}

#[test]
fn programs_of_random_scenarios_have_the_optimum_the_oracle_finds() {
    for seed in 0..cases() / 3 {
        let world = World::new(seed, "alone", true);
        let loaded = load_text("generated.toml", world.to_toml(), None, &[]).expect("generated scenarios are valid");
        let scenario = &loaded.scenario;
        let member = scenario.question.members[0];
        let query = Query {
            scenario,
            year: 2026,
            consumers: vec![member],
            owner: None,
            avoid: &scenario.question.avoid,
            avoid_stages: &scenario.question.avoid_stages,
            statuses: &scenario.question.statuses,
            detail: Detail::Pooled,
            apart: Apart::default(),
        };
        let program = formulate(Network::of(query), &BaselineCost::default());
        let shortfall = elastic(&program, |_| true).0;
        for lp in [&shortfall, &program.lp] {
            match (solve(lp), minimise(lp, SEARCH)) {
                (Found::Optimum(optimum), Ok(certified)) => {
                    assert_eq!(*certified.upper(), optimum, "seed {seed}\n{}", world.to_toml());
                }
                (Found::Infeasible, Err(_)) => {}
                (found, proven) => panic!("seed {seed}: {found:?} against {proven:?}\n{}", world.to_toml()),
            }
        }
    }
}
