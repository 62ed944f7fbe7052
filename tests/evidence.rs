//! Readings of the evidence: what they come to by hand, and the laws they keep on random scenarios.

mod common;
mod law;
mod world;

use common::{case, run};
use didymium::evidence::enclosure::doubts;
use didymium::evidence::{Direction, Number, Reading, numbers, readings, take};
use didymium::network::Detail;
use didymium::scenario::load::load_text;
use didymium::scenario::{Loaded, Mode};
use law::{answers_of, cases, close, no_worse, sorted_coverages};
use world::{Dice, World};

/// A world whose rows have grades at random, with some ranges of their own.
fn graded(seed: u64, mode: &'static str, policies: bool) -> (World, Loaded) {
    let world = World::new(seed, mode, policies);
    let mut dice = Dice::new(seed ^ 0x5EED);
    let mut overrides = Vec::new();
    for plant in &world.plants {
        let grade = ["reported", "unverified", "assumed"][usize::try_from(dice.roll(3)).expect("small")];
        overrides.push(format!("facility.{}.grade={grade}", plant.key));
        if dice.chance(30) {
            let (value, low) = (plant.capacity, plant.capacity - dice.roll(4) as f64);
            let range = format!("{{ value = {value}, low = {low}, high = {} }}", value + dice.roll(9) as f64);
            overrides.push(format!("facility.{}.capacity_t_per_year={range}", plant.key));
        }
    }
    let loaded = load_text("graded.toml", world.to_toml(), None, &overrides);
    (world, loaded.unwrap_or_else(|error| panic!("seed {seed}: {error:?}")))
}

#[test]
fn strict_is_never_better_than_stated_nor_stated_than_generous() {
    for seed in 0..cases() {
        for mode in ["alone", "own", "joint"] {
            let (world, loaded) = graded(seed, mode, false);
            let all = readings(&loaded).expect("readings of a valid scenario are valid");
            let all = all.each_ref().map(|taken| answers_of(&taken.loaded.scenario, Detail::Pooled));
            for pair in all.windows(2) {
                if mode == "joint" {
                    let single = world.consumers.iter().all(|consumer| consumer.oxide == 0.0);
                    let [worse, better] = [&pair[0], &pair[1]].map(|answers| sorted_coverages(&world, answers, 1));
                    assert!(!single || no_worse(&worse, &better), "seed {seed}: {worse:?} against {better:?}");
                    continue;
                }
                for (worse, better) in pair[0].answers.iter().zip(&pair[1].answers) {
                    let what = format!("seed {seed}, {mode}, {}", worse.member);
                    let fine = better.shortfall_t <= worse.shortfall_t || close(better.shortfall_t, worse.shortfall_t);
                    assert!(fine, "{what}: {} t short after {}", better.shortfall_t, worse.shortfall_t);
                    if let (0.0, 0.0, Some(dear), Some(cheap)) =
                        (worse.shortfall_t, better.shortfall_t, worse.cost_usd, better.cost_usd)
                    {
                        assert!(cheap <= dear || close(cheap, dear), "{what}: {cheap} USD after {dear}");
                    }
                }
            }
        }
    }
}

#[test]
fn whatever_the_numbers_are_within_their_ranges_the_readings_enclose_the_shortfall() {
    let mut tried = 0;
    for seed in 0..cases() {
        let (_, loaded) = graded(seed, "alone", seed % 2 == 1);
        let [strict, stated, generous] = readings(&loaded).expect("readings of a valid scenario are valid");
        if !doubts(&loaded.scenario, &loaded.scenario.question, generous.trimmed).is_empty() {
            continue;
        }
        tried += 1;
        let mut dice = Dice::new(seed);
        let moves = |number: &Number| !matches!(Direction::of(number, &loaded.scenario), Direction::Open(_));
        let weak = numbers(loaded.effective.root()).into_iter().filter(Number::is_weak).filter(moves);
        let moved = weak.map(|number| {
            let share = dice.roll(5) as f64 / 4.0;
            format!("{}={}", number.path, number.low + (number.high - number.low) * share)
        });
        let moved: Vec<String> = moved.collect();
        let text = stated.loaded.effective.to_toml();
        let world =
            load_text("between.toml", text, None, &moved).unwrap_or_else(|error| panic!("seed {seed}: {error:?}"));
        let of = |loaded: &Loaded| answers_of(&loaded.scenario, Detail::Pooled).answers;
        let (most, between, least) = (of(&strict.loaded), of(&world), of(&generous.loaded));
        for ((most, between), least) in most.iter().zip(&between).zip(&least) {
            let [most, between, least] = [most, between, least].map(|answer| answer.shortfall_t);
            let inside = (least <= between || close(least, between)) && (between <= most || close(between, most));
            assert!(inside, "seed {seed}: {between} is not between {least} and {most}");
        }
    }
    assert!(tried > cases() / 3, "only {tried} worlds were tried");
}

#[test]
fn a_reading_of_a_reading_is_that_reading() {
    for seed in 0..cases() / 4 {
        let (_, loaded) = graded(seed, "alone", true);
        let [strict, stated, generous] = readings(&loaded).expect("readings of a valid scenario are valid");
        assert_eq!(stated.loaded.effective.to_toml(), loaded.effective.to_toml(), "stated changes no byte");
        assert_eq!(stated.loaded.sha256, loaded.sha256);
        for (taken, reading) in [(&strict, Reading::Strict), (&generous, Reading::Generous)] {
            let again = take(&taken.loaded, reading).expect("a reading can be read");
            assert_eq!(again.loaded.effective.to_toml(), taken.loaded.effective.to_toml(), "seed {seed}");
        }
        let back = take(&strict.loaded, Reading::Generous).expect("a reading can be read");
        assert_eq!(format!("{:?}", back.loaded.scenario), format!("{:?}", generous.loaded.scenario), "seed {seed}");
        let printed = load_text("printed.toml", strict.loaded.effective.to_toml(), None, &[]).expect("it reads back");
        assert_eq!(printed.sha256, strict.loaded.sha256);
    }
}

#[test]
fn without_bands_nothing_moves() {
    let world = World::new(3, "alone", true).to_toml();
    let zero = "{ capacity = 0, demand = 0, recovery = 0, recipe = 0, assay = 0, cost = 0, price = 0 }";
    let text = format!("{world}\n[evidence.band]\nassumed = {zero}\n");
    let loaded = load_text("zero.toml", text, None, &[]).expect("a valid scenario");
    for taken in readings(&loaded).expect("readings of a valid scenario are valid") {
        assert_eq!((taken.moved, taken.loaded.sha256), (0, loaded.sha256.clone()));
    }
}

/// scenarios/smallest.toml, whose numbers have no grade. Strict, 2025: 150 × 0.75 t of feed × 0.25 × 0.8 × 0.8 × 0.95
/// = 17.1 t of oxide, over 0.4 × 1.05 and times 0.95: 38.68 t of magnets against 100 × 1.2.
#[test]
fn readings_come_to_what_a_hand_computes() {
    let path = format!("{}/scenarios/smallest.toml", env!("CARGO_MANIFEST_DIR"));
    let report = run(&["solve", &path, "--by-evidence", "--format", "json"]).exits(4).json();
    let answer = &report["answers"][0];
    let coverage = |reading: &str| answer["by_evidence"][reading]["coverage"].as_f64().expect("a coverage");
    let by_hand = 150.0 * 0.75 * 0.25 * 0.8 * 0.8 * 0.95 / (0.4 * 1.05) * 0.95 / 120.0;
    for (reading, expected) in [("strict", by_hand), ("stated", 0.75), ("generous", 1.0)] {
        assert!(close(coverage(reading), expected), "{reading}: {}", coverage(reading));
    }
    assert_eq!(answer["robust"], false);
    assert_eq!(report["evidence"]["encloses"], true);
    let strict = run(&["solve", &path, "--evidence", "strict", "--format", "json"]).exits(4).json();
    assert_eq!(strict["answers"][0]["coverage"], answer["by_evidence"]["strict"]["coverage"]);
    assert_eq!(strict["scenario"]["evidence"], "strict");
    let plain = run(&["solve", &path]).exits(4).stdout;
    assert_eq!(run(&["solve", &path, "--evidence", "stated"]).exits(4).stdout, plain);
}

#[test]
fn joint_questions_and_rules_on_shares_are_not_said_to_be_enclosed() {
    let (_, loaded) = graded(1, "alone", false);
    let mut question = loaded.scenario.question.clone();
    assert!(doubts(&loaded.scenario, &question, false).is_empty());
    assert_eq!(doubts(&loaded.scenario, &question, true).len(), 1);
    question.mode = Mode::Joint;
    assert_eq!(doubts(&loaded.scenario, &question, false).len(), 1);
    let shares = case("g6_frontier");
    let report = run(&["solve", &shares, "--by-evidence", "--format", "json"]).json();
    assert_eq!(report["evidence"]["encloses"], false);
}
