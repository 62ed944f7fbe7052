//! What `explain` says of cures, margins, causes and prices, tried out on random scenarios.

mod law;
mod trial;
mod world;

use didymium::report::explanation::{NoPrice, Price};
use didymium::report::{Answer, Verdict};
use law::{cases, close};
use trial::Trial;
use world::{Plant, World};

/// How many repairs were tried that cure, that are shares, and that cure nothing.
#[derive(Default)]
struct Tried {
    cures: usize,
    shares: usize,
    hopeless: usize,
}

impl Tried {
    fn repairs_of(&mut self, trial: &Trial) {
        trial.each(Verdict::Infeasible, |_, explanation, again| {
            for repair in &explanation.repairs {
                assert!(repair.proven, "{repair:?}");
                let without = again(&trial.relaxing(|path| path != repair.statement)).verdict;
                let expected = if repair.cures { Verdict::Feasible } else { Verdict::Infeasible };
                assert_eq!(without, expected, "{repair:?}\n{}", trial.text);
                self.hopeless += usize::from(!repair.cures);
                let (Some(now), Some(needed), Some(set)) = (repair.value_now, repair.value_needed, &repair.set) else {
                    continue;
                };
                let key = set.split('=').next().expect("a key");
                let hair = format!("{key}={:?}", needed - (needed - now) * 1e-6);
                assert_eq!(again(std::slice::from_ref(set)).verdict, Verdict::Feasible, "{repair:?}\n{}", trial.text);
                assert_eq!(again(&[hair]).verdict, Verdict::Infeasible, "a hair less of {repair:?}\n{}", trial.text);
                self.cures += 1;
                self.shares += usize::from(repair.unit.as_deref() == Some("1"));
            }
        });
    }
}

#[test]
fn a_repair_cures_and_a_hair_less_does_not() {
    let mut tried = Tried::default();
    for seed in 0..cases() {
        tried.repairs_of(&Trial::new(seed, "alone"));
    }
    for seed in 0..2 * cases() {
        let kind = ["max_share", "min_share", "offtake"][usize::try_from(seed).expect("small") % 3];
        tried.repairs_of(&Trial::of(World::with(seed, "alone", kind)));
    }
    let Tried { cures, shares, hopeless } = tried;
    assert!(cures > 0 && shares > 0 && hopeless > 0, "{cures} cures, {shares} shares, {hopeless} that cure nothing");
}

#[test]
fn a_joint_repair_cures_and_a_hair_less_does_not() {
    let mut tried = 0;
    for seed in 0..cases() {
        let trial = Trial::new(seed, "alone");
        trial.each(Verdict::Infeasible, |_, explanation, again| {
            for repair in &explanation.joint_repairs {
                assert!(repair.proven, "{repair:?}");
                let sum: f64 = repair.changes.iter().map(|change| change.effort).sum();
                assert!(close(sum, repair.effort), "{repair:?}");
                let all: Option<Vec<String>> = repair.changes.iter().map(|change| change.set.clone()).collect();
                let Some(all) = all else { continue };
                assert_eq!(again(&all).verdict, Verdict::Feasible, "{repair:?}\n{}", trial.text);
                let less = repair.changes.iter().map(|change| {
                    let (Some(now), Some(needed), Some(set)) = (change.value_now, change.value_needed, &change.set)
                    else {
                        unreachable!("an override has a number");
                    };
                    let key = set.split('=').next().expect("a key");
                    format!("{key}={:?}", needed - (needed - now) * 1e-6)
                });
                let less: Vec<String> = less.collect();
                assert_eq!(again(&less).verdict, Verdict::Infeasible, "a hair less of {repair:?}\n{}", trial.text);
                tried += 1;
            }
        });
    }
    assert!(tried > 0, "no joint repair was tried");
}

#[test]
fn a_verdict_turns_at_its_margin() {
    let (mut rises, mut growths, mut losses) = (0, 0, 0);
    for seed in 0..cases() {
        let trial = Trial::new(seed, "alone");
        let demands = |member: &str, factor: f64| -> Vec<String> {
            let consumer = trial.world.consumers.iter().find(|consumer| consumer.key == member).expect("a consumer");
            let key = |commodity: &str| format!("member.{member}.demand_t_per_year.{commodity}");
            let mut overrides = vec![format!("{}={:?}", key("magnet"), consumer.magnets * factor)];
            if consumer.oxide > 0.0 {
                overrides.push(format!("{}={:?}", key("heavy"), consumer.oxide * factor));
            }
            overrides
        };
        trial.each(Verdict::Infeasible, |_, explanation, again| {
            assert!(explanation.margin.proven, "{explanation:?}");
            let Some(rise) = explanation.margin.capacity_uplift else {
                assert_eq!(again(&trial.scaled(1000.0)).verdict, Verdict::Infeasible, "{}", trial.text);
                return;
            };
            let at = |factor: f64| again(&trial.scaled(1.0 + rise * factor)).verdict;
            assert_eq!(at(1.0 + 1e-9), Verdict::Feasible, "{rise}\n{}", trial.text);
            assert_eq!(at(1.0 - 1e-6), Verdict::Infeasible, "{rise}\n{}", trial.text);
            rises += 1;
        });
        trial.each(Verdict::Feasible, |entry, explanation, again| {
            let margin = &explanation.margin;
            assert!(margin.proven, "{explanation:?}");
            let growth = margin.demand_growth.expect("capacities are finite");
            let grown = |growth: f64| again(&demands(&entry.member, 1.0 + growth)).verdict;
            assert_eq!(grown(growth * (1.0 - 1e-9)), Verdict::Feasible, "{growth}\n{}", trial.text);
            assert_eq!(grown(growth + 1e-6 * (1.0 + growth)), Verdict::Infeasible, "{growth}\n{}", trial.text);
            growths += 1;
            let loss = margin.capacity_loss.expect("capacities are needed");
            let shrunk = |share: f64| again(&trial.scaled(1.0 - share)).verdict;
            assert_eq!(shrunk(loss * (1.0 - 1e-9)), Verdict::Feasible, "{loss}\n{}", trial.text);
            if loss < 1.0 {
                assert_eq!(shrunk(loss + 1e-6 * (1.0 - loss)), Verdict::Infeasible, "{loss}\n{}", trial.text);
            }
            losses += 1;
        });
    }
    assert!(rises > 0 && growths > 0 && losses > 0, "{rises} rises, {growths} growths, {losses} losses");
}

#[test]
fn what_is_missing_without_statements_is_what_is_missing_without_them() {
    let mut tried = 0;
    for seed in 0..cases() {
        let trial = Trial::new(seed, "alone");
        let stage_of = |path: &str| {
            let plant = trial.world.plants.iter().find(|plant| path.starts_with(&format!("facility.{}.", plant.key)));
            plant.map(Plant::stage)
        };
        trial.each(Verdict::Infeasible, |entry, explanation, again| {
            let missing = |kept: &dyn Fn(&str) -> bool| again(&trial.relaxing(kept)).shortfall_t;
            let is_policy = |path: &str| path.starts_with("policy.") || path == "scenario.avoid";
            let causes = explanation.causes.as_ref().expect("causes");
            assert!(causes.proven);
            let of_policies = missing(&|path| !is_policy(path));
            assert!(close(causes.without_policies_t.expect("proven"), of_policies), "{}", trial.text);
            let of_avoidance = missing(&|path| path != "scenario.avoid");
            assert!(close(causes.without_avoidance_t.expect("proven"), of_avoidance), "{}", trial.text);
            let is_capacity = |path: &str| !is_policy(path) && !path.starts_with("member.");
            let of_capacities = missing(&|path| !is_capacity(path));
            assert!(close(causes.without_capacities_t.expect("proven"), of_capacities), "{}", trial.text);
            for stage in &explanation.stages {
                let only = missing(&|path| !is_capacity(path) || stage_of(path) == Some(&stage.stage));
                assert!(stage.proven && close(stage.shortfall_t, only), "{stage:?} {only}\n{}", trial.text);
                assert!(close(stage.shortfall_t + stage.delivered_t, entry.demand_t), "{stage:?}");
            }
            for policy in &explanation.policies {
                let left = missing(&|path| path != policy.statement);
                let saved = policy.saves_shortfall_t.expect("proven");
                assert!(policy.proven && close(saved, entry.shortfall_t - left), "{policy:?}\n{}", trial.text);
            }
            tried += 1;
        });
    }
    assert!(tried > 0, "nothing was tried");
}
#[test]
fn prices_are_slopes_on_both_sides_and_policies_are_worth_what_they_cost() {
    let (mut slopes, mut ends, mut values) = (0, 0, 0);
    for seed in 0..cases() {
        let trial = Trial::new(seed, "alone");
        for verdict in [Verdict::Infeasible, Verdict::Feasible] {
            trial.each(verdict, |entry, explanation, again| {
                let measure = |answer: &Answer| match verdict {
                    Verdict::Infeasible => Some(answer.shortfall_t),
                    _ => answer.cost_usd.filter(|_| answer.verdict == Verdict::Feasible),
                };
                let now = measure(entry).expect("it was measured");
                for price in &explanation.prices {
                    let at = |value: f64| measure(&again(&[format!("{}={value:?}", key_of(price))]));
                    let moved = sides(price);
                    for (slope, end) in moved {
                        for value in [end, f64::midpoint(end, price.value_now)] {
                            let expected = now + slope * (value - price.value_now);
                            let found = at(value).unwrap_or_else(|| panic!("{price:?} at {value}\n{}", trial.text));
                            let near = (found - expected).abs() <= 1e-7 * (1.0 + now.abs());
                            assert!(near, "{price:?}: {found} at {value}\n{}", trial.text);
                            slopes += 1;
                        }
                    }
                    for (reason, sign) in [(price.left_reason, -1.0), (price.right_reason, 1.0)] {
                        assert_ne!(reason, Some(NoPrice::Unproven), "{price:?}\n{}", trial.text);
                        if reason == Some(NoPrice::Infeasible) {
                            assert_eq!(at(price.value_now * (1.0 + 1e-6 * sign)), None, "{price:?}\n{}", trial.text);
                            ends += 1;
                        }
                    }
                }
                for policy in explanation.policies.iter().filter(|policy| policy.saves_usd.is_some()) {
                    let without = again(&trial.relaxing(|path| path != policy.statement));
                    let saved = now - measure(&without).expect("it stays feasible");
                    let near = policy.saves_usd.is_some_and(|usd| (usd - saved).abs() <= 1e-7 * (1.0 + now.abs()));
                    assert!(policy.proven && near, "{policy:?}: {saved}\n{}", trial.text);
                    values += 1;
                }
            });
        }
    }
    assert!(slopes > 0 && ends > 0 && values > 0, "{slopes} slopes, {ends} ends, {values} policies");
}

/// The derivative of what is measured, and how far it holds, on each side that has a price.
fn sides(price: &Price) -> Vec<(f64, f64)> {
    // More of a capacity or a limit takes away, more of a demand adds.
    let sign = if price.statement.starts_with("member.") { 1.0 } else { -1.0 };
    let left = price.left.zip(price.left_from);
    let right = price.right.zip(price.right_to);
    [left, right].into_iter().flatten().map(|(slope, end)| (sign * slope, end)).collect()
}

/// The key of the number that a priced statement states.
fn key_of(price: &Price) -> String {
    match (price.statement.split('.').next(), price.unit.ends_with("USD")) {
        (Some("policy"), true) => format!("{}.usd_per_year", price.statement),
        (Some("policy"), false) => format!("{}.limit_t_per_year", price.statement),
        _ => price.statement.clone(),
    }
}
