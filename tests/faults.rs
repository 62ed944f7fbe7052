//! A backend that lies: every lie leaves the report as it is or ends in `undecided`, never in another verdict.

mod world;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use didymium::answer::{Answers, Options, answer};
use didymium::network::Detail;
use didymium::report::Verdict;
use didymium::scenario::load::load_text;
use didymium::simplex::Kernel;
use didymium::solve::{Backend, BackendError, Candidate, Microlp, Model, Simplex};
use world::{Dice, World};

/// What a lying backend does with the true candidate.
#[derive(Clone, Copy, Debug)]
enum Lie {
    Perturbed,
    Random,
    Zero,
    NotANumber,
    Truncated,
    Overlong,
    AnyBasis,
    NoBasis,
    OutsideBasis,
    Infeasible,
    Unbounded,
    TimeOut,
    Broken,
}

const LIES: [Lie; 13] = [
    Lie::Perturbed,
    Lie::Random,
    Lie::Zero,
    Lie::NotANumber,
    Lie::Truncated,
    Lie::Overlong,
    Lie::AnyBasis,
    Lie::NoBasis,
    Lie::OutsideBasis,
    Lie::Infeasible,
    Lie::Unbounded,
    Lie::TimeOut,
    Lie::Broken,
];

/// Lies about every program (`always`) or about some, chosen by a seed.
struct Liar {
    lie: Lie,
    always: bool,
    seed: AtomicU64,
    told: AtomicU64,
}

impl Backend for Liar {
    fn name(&self) -> &'static str {
        "liar"
    }

    fn search(
        &self,
        model: &Model,
        start: Option<&Kernel>,
        limit: Option<Duration>,
    ) -> Result<Candidate, BackendError> {
        let mut dice = Dice::new(self.seed.fetch_add(1, Ordering::Relaxed));
        if !self.always && dice.chance(50) {
            return Simplex.search(model, start, limit);
        }
        self.told.fetch_add(1, Ordering::Relaxed);
        let truth = || match Microlp.search(model, None, limit)? {
            Candidate::Point(point) => Ok(point),
            Candidate::Basis(_) => unreachable!("microlp answers with a point"),
        };
        let (width, height) = (model.costs.len(), model.rhs.len());
        let point = match self.lie {
            Lie::Perturbed => truth()?.iter().map(|value| value * (0.9 + dice.roll(20) as f64 / 100.0)).collect(),
            Lie::Random => model.costs.iter().map(|_| dice.roll(1000) as f64 / 7.0).collect(),
            Lie::Zero => vec![0.0; width],
            Lie::NotANumber => vec![f64::NAN; width],
            Lie::Truncated => truth()?.into_iter().skip(1).collect(),
            Lie::Overlong => truth()?.into_iter().chain([1.0]).collect(),
            Lie::AnyBasis => {
                let mut any = |size: usize| (0..size).filter(|_| dice.chance(30)).collect();
                return Ok(Candidate::Basis(Kernel { columns: any(width), rows: any(height) }));
            }
            Lie::NoBasis => return Ok(Candidate::Basis(Kernel::default())),
            Lie::OutsideBasis => {
                return Ok(Candidate::Basis(Kernel { columns: vec![width, 0, 0], rows: vec![0, height, 0] }));
            }
            Lie::Infeasible => return Err(BackendError::Infeasible),
            Lie::Unbounded => return Err(BackendError::Unbounded),
            Lie::TimeOut => return Err(BackendError::Limit),
            Lie::Broken => return Err(BackendError::Failed("out of order".to_owned())),
        };
        Ok(Candidate::Point(point))
    }
}

fn solve(world: &World, backend: &dyn Backend) -> Answers {
    let loaded = load_text("generated.toml", world.to_toml(), None, &[]).expect("generated scenarios are valid");
    let options = Options { backend, second: None, time_limit: None, detail: Detail::Pooled, prover: None };
    answer(&loaded.scenario, &loaded.scenario.question, options, &|_, _| {})
}

fn cases() -> u64 {
    std::env::var("DIDYMIUM_LAW_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(12)
}

#[test]
fn no_lie_changes_a_verdict() {
    let mut told = 0;
    for seed in 0..cases() {
        for mode in ["alone", "joint"] {
            let world = World::new(seed, mode, seed % 2 == 0);
            let truth = solve(&world, &Microlp);
            for lie in LIES {
                for always in [true, false] {
                    let liar = Liar { lie, always, seed: AtomicU64::new(seed), told: AtomicU64::new(0) };
                    let heard = solve(&world, &liar);
                    told += liar.told.load(Ordering::Relaxed);
                    expect_same_or_undecided(&truth, &heard, &format!("seed {seed}, {mode}, {lie:?}"), &world);
                }
            }
        }
    }
    assert!(told > 100 * cases(), "only {told} lies were told");
}

fn expect_same_or_undecided(truth: &Answers, heard: &Answers, what: &str, world: &World) {
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()));
    for (truth, heard) in truth.answers.iter().zip(&heard.answers) {
        if heard.verdict == Verdict::Undecided {
            continue;
        }
        assert_eq!(truth.verdict, heard.verdict, "{what}\n{}", world.to_toml());
        let [low, high] = heard.shortfall_bounds_t;
        assert!(low <= truth.shortfall_t * (1.0 + 1e-9) + 1e-9, "{what}: a false lower bound\n{}", world.to_toml());
        assert!(high >= truth.shortfall_t * (1.0 - 1e-9) - 1e-9, "{what}: a false upper bound\n{}", world.to_toml());
        if let (Some([low, high]), Some(cost)) = (heard.cost_bounds_usd, truth.cost_usd)
            && close(heard.shortfall_t, truth.shortfall_t)
        {
            let slack = 1e-9 * (1.0 + cost.abs());
            assert!(low <= cost + slack && high >= cost - slack, "{what}: a false cost bound\n{}", world.to_toml());
        }
    }
}
