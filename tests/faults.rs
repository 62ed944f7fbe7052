//! A backend that lies: every lie leaves the report as it is or ends in `undecided`, never in another verdict.

mod world;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use didymium::answer::{Answers, Options, answer};
use didymium::network::Detail;
use didymium::report::Verdict;
use didymium::scenario::load::load_text;
use didymium::solve::{Backend, BackendError, Microlp, Model};
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
    Infeasible,
    Unbounded,
    TimeOut,
    Broken,
}

const LIES: [Lie; 10] = [
    Lie::Perturbed,
    Lie::Random,
    Lie::Zero,
    Lie::NotANumber,
    Lie::Truncated,
    Lie::Overlong,
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

    fn search(&self, model: &Model, limit: Option<Duration>) -> Result<Vec<f64>, BackendError> {
        let mut dice = Dice::new(self.seed.fetch_add(1, Ordering::Relaxed));
        if !self.always && dice.chance(50) {
            return Microlp.search(model, limit);
        }
        self.told.fetch_add(1, Ordering::Relaxed);
        let truth = || Microlp.search(model, limit);
        match self.lie {
            Lie::Perturbed => Ok(truth()?.iter().map(|value| value * (0.9 + dice.roll(20) as f64 / 100.0)).collect()),
            Lie::Random => Ok(model.costs.iter().map(|_| dice.roll(1000) as f64 / 7.0).collect()),
            Lie::Zero => Ok(vec![0.0; model.costs.len()]),
            Lie::NotANumber => Ok(vec![f64::NAN; model.costs.len()]),
            Lie::Truncated => Ok(truth()?.into_iter().skip(1).collect()),
            Lie::Overlong => Ok(truth()?.into_iter().chain([1.0]).collect()),
            Lie::Infeasible => Err(BackendError::Infeasible),
            Lie::Unbounded => Err(BackendError::Unbounded),
            Lie::TimeOut => Err(BackendError::Limit),
            Lie::Broken => Err(BackendError::Failed("out of order".to_owned())),
        }
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
