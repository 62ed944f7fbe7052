//! Laws that hold for any scenario, on random small ones: what never gets worse, what scales, what makes no difference.

mod law;
mod world;

use didymium::answer::Answers;
use didymium::report::{Answer, MixEntry, Verdict};
use law::{cases, close, expect_no_worse, same, solve};
use world::World;

#[test]
fn more_capacity_never_makes_it_worse() {
    for seed in 0..cases() {
        for mode in ["alone", "joint"] {
            let before = World::new(seed, mode, seed % 2 == 0);
            let mut after = before.clone();
            let index = usize::try_from(seed).expect("small") % after.plants.len();
            after.plants[index].capacity *= 1.5;
            expect_no_worse(&before, &after, &format!("seed {seed}: more capacity"));
        }
    }
}

#[test]
fn one_more_supplier_never_makes_it_worse() {
    for seed in 0..cases() {
        for mode in ["alone", "joint"] {
            let before = World::new(seed, mode, seed % 2 == 0);
            let mut after = before.clone();
            let mut plant = after.plants[usize::try_from(seed).expect("small") % after.plants.len()].clone();
            plant.key = "newcomer".to_owned();
            after.plants.push(plant);
            expect_no_worse(&before, &after, &format!("seed {seed}: one more supplier"));
        }
    }
}

#[test]
fn not_avoiding_never_makes_it_worse() {
    for seed in 0..cases() {
        for mode in ["alone", "joint"] {
            let before = World { avoid: true, ..World::new(seed, mode, seed % 2 == 0) };
            let after = World { avoid: false, ..before.clone() };
            expect_no_worse(&before, &after, &format!("seed {seed}: not avoiding"));
        }
    }
}

#[test]
fn alone_is_the_optimistic_bound_and_own_the_pessimistic_one() {
    for seed in 0..cases() {
        let joint = solve(&World::new(seed, "joint", false));
        let alone = solve(&World::new(seed, "alone", false));
        let own = solve(&World::new(seed, "own", false));
        for ((joint, alone), own) in joint.answers.iter().zip(&alone.answers).zip(&own.answers) {
            for worse in [joint, own] {
                let ok = alone.shortfall_t <= worse.shortfall_t || close(alone.shortfall_t, worse.shortfall_t);
                assert!(ok, "seed {seed}: {} is worse off alone than {}", alone.member, worse.mode);
            }
        }
    }
}

#[test]
fn money_and_mass_scale() {
    for seed in 0..cases() {
        let world = World { byproduct: None, ..World::new(seed, "joint", false) };
        let plain = solve(&world);
        let mut dearer = world.clone();
        dearer.freight *= 8.0;
        dearer.plants.iter_mut().for_each(|plant| plant.cost *= 8.0);
        dearer.routes.iter_mut().for_each(|route| route.2 = route.2.map(|usd| usd * 8.0));
        let mut larger = world.clone();
        larger.plants.iter_mut().for_each(|plant| {
            plant.capacity *= 0.001;
            plant.heavy_limit = plant.heavy_limit.map(|limit| limit * 0.001);
        });
        larger.consumers.iter_mut().for_each(|consumer| {
            consumer.magnets *= 0.001;
            consumer.oxide *= 0.001;
        });
        let system = |answers: &Answers| answers.system.clone().expect("joint")[0].clone();
        let (plain, dearer, larger) = (system(&plain), system(&solve(&dearer)), system(&solve(&larger)));
        assert!(same(plain.cost_usd.map(|usd| usd * 8.0), dearer.cost_usd), "seed {seed}: money\n{}", world.to_toml());
        assert!(same(plain.cost_usd.map(|usd| usd * 0.001), larger.cost_usd), "seed {seed}: mass\n{}", world.to_toml());
        assert!(close(plain.shortfall_t * 0.001, larger.shortfall_t), "seed {seed}: mass\n{}", world.to_toml());
    }
}

#[test]
fn the_order_of_tables_and_halved_facilities_make_no_difference() {
    for seed in 0..cases() {
        let world = World { policies: Vec::new(), ..World::new(seed, "joint", false) };
        let reversed = World { reversed: true, ..world.clone() };
        let mut halved = world.clone();
        let mut half = halved.plants[0].clone();
        half.key = "other_half".to_owned();
        half.capacity /= 2.0;
        halved.plants[0].capacity /= 2.0;
        halved.plants.push(half);
        let plain = solve(&world);
        for (other, what) in [(solve(&reversed), "the order of tables"), (solve(&halved), "halving a facility")] {
            let (a, b) = (&plain.system.as_ref().expect("joint")[0], &other.system.as_ref().expect("joint")[0]);
            assert!(same(a.cost_usd, b.cost_usd), "seed {seed}: {what}\n{}", world.to_toml());
            assert!(close(a.shortfall_t, b.shortfall_t), "seed {seed}: {what}\n{}", world.to_toml());
            for answer in &plain.answers {
                let twin = other.answers.iter().find(|other| other.member == answer.member).expect("the same members");
                assert!(same(answer.coverage, twin.coverage), "seed {seed}: {what}\n{}", world.to_toml());
            }
        }
    }
}

#[test]
fn granting_the_reported_shortfall_makes_it_feasible() {
    let mut tried = 0;
    for seed in 0..cases() {
        let world = World::new(seed, "joint", seed % 2 == 0);
        let before = solve(&world);
        if before.answers.iter().all(|answer| answer.verdict == Verdict::Feasible) {
            continue;
        }
        tried += 1;
        let mut granted = world.clone();
        let system = &before.system.as_ref().expect("joint")[0];
        for consumer in &mut granted.consumers {
            let answer = before.answers.iter().find(|answer| answer.member == consumer.key);
            let missing = |commodity: &str| -> f64 {
                let of = answer.iter().flat_map(|answer| &answer.shortfalls);
                of.filter(|line| line.commodity == commodity).map(|line| line.shortfall_t).sum()
            };
            // What is reported is the nearest f64: a hair more is granted.
            consumer.magnets = (consumer.magnets - missing("magnet") * (1.0 + 1e-9)).max(0.0);
            consumer.oxide = (consumer.oxide - missing("heavy") * (1.0 + 1e-9)).max(0.0);
            if let Some(other) = system.others.iter().find(|other| other.member == consumer.key)
                && consumer.oxide == 0.0
            {
                consumer.magnets = (consumer.magnets - other.shortfall_t * (1.0 + 1e-9)).max(0.0);
            }
        }
        if granted.consumers.iter().any(|consumer| !consumer.alliance && consumer.oxide > 0.0) {
            continue;
        }
        let after = solve(&granted);
        for answer in &after.answers {
            assert_eq!(answer.verdict, Verdict::Feasible, "seed {seed}: {}\n{}", answer.member, granted.to_toml());
        }
    }
    assert!(tried > 0, "no generated world was short of anything");
}

#[test]
fn mixes_sum_to_what_is_delivered_and_members_pay_what_the_system_costs() {
    let mut came_back = 0;
    for seed in 0..cases() {
        let world = World::new(seed, "joint", seed % 2 == 0);
        let answers = solve(&world);
        for answer in &answers.answers {
            let made = |stages: &[&str], commodity: &str| -> f64 {
                let at = |line: &&MixEntry| stages.contains(&line.stage.as_str()) && line.commodity == commodity;
                let lines = answer.mix.iter().filter(at);
                lines.map(|line| line.quantity_t).sum()
            };
            let heavy = world.consumers.iter().find(|consumer| consumer.key == answer.member).expect("a member").oxide;
            let short =
                answer.shortfalls.iter().find(|line| line.commodity == "heavy").map_or(0.0, |line| line.shortfall_t);
            let magnets = answer.delivered_t.expect("a plan") - (heavy - short);
            let smelted = 0.31 * magnets - made_by(answer, "remelt");
            came_back += usize::from(smelted < 0.31 * magnets);
            let expected = [
                (&["magnet"][..], "magnet", magnets),
                (&["metal"], "metal", 0.31 * magnets),
                (&["separation"], "light", 1.2 * smelted),
                (&["mining", "recycling"], "light", 1.2 * smelted),
                (&["separation"], "heavy", 0.05 * magnets + heavy - short),
                (&["mining", "recycling"], "heavy", 0.05 * magnets + heavy - short),
            ];
            for (stages, commodity, tonnes) in expected {
                let found = made(stages, commodity);
                let ok = (found - tonnes).abs() <= 1e-6 * (1.0 + tonnes);
                assert!(ok, "seed {seed}: {} at {stages:?}: {found} of {tonnes}\n{}", answer.member, world.to_toml());
            }
        }
        let system = &answers.system.as_ref().expect("joint")[0];
        let paid = answers.answers.iter().filter_map(|answer| answer.cost_usd).sum();
        assert!(same(Some(paid), system.alliance_cost_usd), "seed {seed}: {paid}\n{}", world.to_toml());
        if system.others.iter().all(|other| other.demand_t == 0.0) {
            assert!(same(system.cost_usd, system.alliance_cost_usd), "seed {seed}\n{}", world.to_toml());
        }
    }
    assert!(came_back > 0, "no scrap came back in any world");
}

/// Metal in a mix that facilities of this name make, t.
fn made_by(answer: &Answer, name: &str) -> f64 {
    answer
        .mix
        .iter()
        .filter(|line| line.facility.starts_with(name))
        .map(|line| line.quantity_t)
        .filter(|t| *t > 0.0)
        .sum()
}
