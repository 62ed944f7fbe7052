//! What flips a verdict: edges computed by hand, and every named value tried out on random scenarios.

mod common;
mod law;
mod world;

use std::sync::Arc;

use common::run;
use didymium::answer::explained::explain;
use didymium::evidence::{Direction, Reading, moved, numbers, take};
use didymium::exact::decimal;
use didymium::explain::Depth;
use didymium::flip::flips;
use didymium::network::Detail;
use didymium::report::Verdict;
use didymium::report::flip::{Flip, Turn};
use didymium::scenario::load::load_text;
use didymium::scenario::{Loaded, Scenario};
use law::{answers_of, cases, options};
use serde_json::Value;
use world::{Dice, World};

fn smallest(args: &[&str]) -> Value {
    let path = format!("{}/scenarios/smallest.toml", env!("CARGO_MANIFEST_DIR"));
    run(&[&["explain", &path, "--flip", "--format", "json"], args].concat()).json()
}

fn turns(flip: &Value) -> Vec<(&str, f64, f64)> {
    let number = |value: &Value| value.as_f64().expect("a number");
    let of = |turn: &'_ Value| (number(&turn["holds_at"]), number(&turn["flips_at"]));
    let list = flip["numbers"].as_array().expect("a list").iter();
    list.map(|turn| (turn["statement"].as_str().expect("a key path"), of(turn).0, of(turn).1)).collect()
}

/// Its numbers have no grade: capacity ± 25 %, demand and assay ± 20 %, recovery and recipe ± 5 %, and four times that.
#[test]
fn edges_are_where_a_hand_computes_them() {
    let report = smallest(&[]);
    // 150 t of feed win 30 t of oxide: 75 t of magnets for 100 asked for; 40 t of oxide are 200 t of feed.
    assert_eq!(
        turns(&report["answers"][0]["flip"]),
        [
            ("member.japan.demand_t_per_year.magnet", 75.0001, 75.0),
            ("facility.port.capacity_t_per_year.2025", 199.9999, 200.0),
            ("facility.hill.assay.ndpr_oxide", 0.333_333_3, 0.333_333_4),
        ]
    );
    // 120 t of magnets can be pressed, 250 t of feed separated where 200 suffice, and 40 t of oxide are 0.2 of these.
    assert_eq!(
        turns(&report["answers"][1]["flip"]),
        [
            ("facility.works.capacity_t_per_year", 100.0, 99.9999),
            ("facility.port.capacity_t_per_year.2030", 200.0, 199.9999),
            ("facility.hill.assay.ndpr_oxide", 0.2, 0.199_999_9),
            ("member.japan.demand_t_per_year.magnet", 120.0, 120.0001),
            ("facility.hill.capacity_t_per_year", 200.0, 199.999),
            ("process.make_magnet.output.magnet", 0.833_334, 0.833_333),
        ]
    );
    let works = &report["answers"][1]["flip"]["numbers"][0];
    assert_eq!((&works["range_end"], &works["ranges"]), (&90.0.into(), &0.66667.into()), "20.0001 of 30 t");
    assert_eq!(works["set"], "facility.works.capacity_t_per_year=99.9999");
}

/// What can be supplied over what is asked for when everything has gone `part` of its way; `sign` is 1 for generous.
fn supplied(feed: f64, part: f64, sign: f64) -> f64 {
    let by = |band: f64| 1.0 + sign * band * part;
    let recovery = (0.8 * by(0.05)).min(1.0);
    let oxide = feed * by(0.25) * 0.25 * by(0.2) * recovery;
    let magnets = (oxide / (0.4 * (1.0 - sign * 0.05 * part))).min(120.0 * by(0.25)) * by(0.05);
    magnets / (100.0 * (1.0 - sign * 0.2 * part))
}

#[test]
fn all_together_flip_where_a_hand_computes_it() {
    let report = smallest(&[]);
    for (answer, feed, sign, towards) in [(0, 150.0, 1.0, "generous"), (1, 250.0, -1.0, "strict")] {
        let together = &report["answers"][answer]["flip"]["together"];
        let [holds, flips] = ["holds_at", "flips_at"].map(|key| together[key].as_f64().expect("a number"));
        assert!((flips - holds - 1e-6).abs() < 1e-12, "{together}");
        assert_eq!((supplied(feed, holds, sign) >= 1.0, supplied(feed, flips, sign) >= 1.0), (sign < 0.0, sign > 0.0));
        assert_eq!((&together["towards"], &together["first"]), (&towards.into(), &true.into()));
    }
}

#[test]
fn reported_numbers_are_named_apart_and_others_only_without_a_grade_of_their_own() {
    let set = ["--year", "2030", "--set", "facility.works.grade=reported", "--set", "facility.hill.grade=unverified"];
    let report = smallest(&set);
    let flip = &report["answers"][0]["flip"];
    let reported = flip["reported"].as_array().expect("a list");
    assert_eq!(reported.len(), 1, "{flip}");
    assert_eq!((&reported[0]["flips_at"], &reported[0]["ranges"]), (&99.9999.into(), &Value::Null));
    // An unverified assay is off by 10 % at most, four times that is 0.15.
    let hill = turns(flip).into_iter().find(|turn| turn.0.ends_with("assay.ndpr_oxide"));
    assert_eq!(hill, Some(("facility.hill.assay.ndpr_oxide", 0.2, 0.199_999_9)));
    assert!(report["places"]["facility.works.capacity_t_per_year"]["line"].is_u64(), "{}", report["places"]);
}

#[test]
fn the_page_and_the_sheet_name_them_too() {
    let path = format!("{}/scenarios/smallest.toml", env!("CARGO_MANIFEST_DIR"));
    let page = run(&["explain", &path, "--year", "2030", "--flip"]).exits(0).stdout;
    for part in [
        "Of 10 numbers moved one at a time, 2 flip it within their own ranges, 4 more within 4 times these:",
        "moved together towards the strict reading, flip it at 27.56 % of their ranges.",
    ] {
        assert!(page.contains(part), "the page lacks {part}:\n{page}");
    }
    assert!(!run(&["explain", &path, "--year", "2030"]).stdout.contains("flip"), "only where it is asked for");
    let sheet = run(&["explain", &path, "--year", "2030", "--flip", "--format", "csv"]).stdout;
    for row in [
        "japan,2030,flip,,facility.works.capacity_t_per_year,none,flips_at,t/yr,99.9999",
        "japan,2030,flip_together,,,strict,flips_at,1,0.275558",
    ] {
        assert!(sheet.lines().any(|line| line == row), "the sheet lacks {row}:\n{sheet}");
    }
}

/// A world whose rows have grades at random.
struct Trial {
    text: String,
    grades: Vec<String>,
}

impl Trial {
    fn new(seed: u64, mode: &'static str) -> Self {
        let world = World::new(seed, mode, seed.is_multiple_of(3));
        let mut dice = Dice::new(seed ^ 0xF11B);
        let grade =
            |dice: &mut Dice| ["reported", "unverified", "assumed"][usize::try_from(dice.roll(3)).expect("small")];
        let grades = world.plants.iter().map(|plant| format!("facility.{}.grade={}", plant.key, grade(&mut dice)));
        Self { grades: grades.collect(), text: world.to_toml() }
    }

    fn load(&self, set: Option<&str>) -> Loaded {
        let mut overrides = self.grades.clone();
        overrides.extend(set.map(str::to_owned));
        load_text("generated.toml", self.text.clone(), None, &overrides)
            .unwrap_or_else(|error| panic!("{error:?}\n{overrides:?}\n{}", self.text))
    }

    /// The verdict of answer number `index`.
    fn verdict(&self, set: &str, index: usize) -> Verdict {
        answers_of(&self.load(Some(set)).scenario, Detail::Pooled).answers[index].verdict
    }

    fn flips(&self) -> Vec<(Verdict, Flip)> {
        let loaded = self.load(None);
        let (question, depth) = (&loaded.scenario.question, Depth { conflicts: 1, worth: false });
        let mut answers = explain(&loaded.scenario, question, options(Detail::Pooled), depth, &|_, _| {});
        flips(&loaded, question, options(Detail::Pooled), &mut answers, &|_, _| {});
        let flip = |answer: didymium::report::Answer| answer.explanation.and_then(|explanation| explanation.flip);
        let answers = answers.answers.into_iter();
        answers.map(|answer| (answer.verdict, flip(answer).expect("flips were asked for"))).collect()
    }
}

#[test]
fn a_named_value_flips_the_verdict_and_the_one_before_does_not() {
    let mut tried = [0; 2];
    for seed in 0..cases() {
        let trial = Trial::new(seed, ["alone", "joint", "alone", "own"][usize::try_from(seed % 4).expect("small")]);
        for (index, (verdict, flip)) in trial.flips().into_iter().enumerate() {
            assert!(flip.open.is_empty(), "seed {seed}: {flip:?}");
            for turn in flip.numbers.iter().chain(&flip.reported) {
                let Turn { statement, holds_at, flips_at, value_now, .. } = turn;
                let flipped = trial.verdict(&turn.set, index);
                assert!(flipped != verdict && flipped != Verdict::Undecided, "seed {seed}: {turn:?}\n{}", trial.text);
                let held = trial.verdict(&format!("{statement}={holds_at:?}"), index);
                assert_eq!(held, verdict, "seed {seed}: {turn:?}\n{}", trial.text);
                assert!((holds_at - flips_at).abs() <= 1.000_001e-6 * value_now, "seed {seed}: {turn:?}");
                tried[usize::from(verdict == Verdict::Feasible)] += 1;
            }
            let is_sorted = |turns: &[Turn], by: fn(&Turn) -> Option<f64>| turns.is_sorted_by(|a, b| by(a) <= by(b));
            assert!(is_sorted(&flip.numbers, |turn| turn.ranges), "{flip:?}");
            assert!(is_sorted(&flip.reported, |turn| turn.relative), "{flip:?}");
        }
    }
    assert!(tried.iter().all(|count| *count > 5), "{tried:?} of infeasible and feasible questions");
}

#[test]
fn a_number_that_is_not_named_flips_nothing_at_the_ends_of_its_range() {
    let mut tried = 0;
    for seed in 0..cases() / 2 {
        let trial = Trial::new(seed, if seed % 2 == 0 { "alone" } else { "joint" });
        let loaded = trial.load(None);
        let moves = |number: &didymium::evidence::Number| !matches!(Direction::of(number, &loaded.scenario), Direction::Open(why) if !why.matters());
        let weak: Vec<_> = numbers(loaded.effective.root()).into_iter().filter(|n| n.is_weak() && moves(n)).collect();
        let flips = trial.flips();
        for (number, end) in weak.iter().flat_map(|number| [(number, number.low), (number, number.high)]) {
            let changed = answers_of(&trial.load(Some(&format!("{}={end:?}", number.path))).scenario, Detail::Pooled);
            for ((verdict, flip), answer) in flips.iter().zip(changed.answers) {
                let named = flip.numbers.iter().any(|turn| turn.statement == number.path.to_string());
                assert!(named || answer.verdict == *verdict, "seed {seed}: {} at {end}\n{}", number.path, trial.text);
                tried += usize::from(!named);
            }
        }
    }
    assert!(tried > 100, "{tried}");
}

#[test]
fn a_stretch_flips_the_verdict_where_it_says_and_its_end_is_the_reading() {
    let (mut flipped, mut held) = (0, 0);
    for seed in 0..cases() {
        let trial = Trial::new(seed, ["alone", "joint", "own"][usize::try_from(seed % 3).expect("small")]);
        let loaded = trial.load(None);
        for (index, (verdict, flip)) in trial.flips().into_iter().enumerate() {
            let stretch = flip.together.expect("a proven verdict");
            let reading = if verdict == Verdict::Feasible { Reading::Strict } else { Reading::Generous };
            assert_eq!(stretch.towards, reading.word());
            let at = |scenario: &Scenario| answers_of(scenario, Detail::Pooled).answers[index].verdict;
            let stretched = |part: f64| {
                let tree = moved(&loaded, reading, &decimal(part)).tree;
                at(&loaded.variant(&Arc::new(tree), &[]).expect("a stretched scenario is valid"))
            };
            assert_eq!(stretched(stretch.holds_at), verdict, "seed {seed}: {stretch:?}\n{}", trial.text);
            let of_reading = at(&take(&loaded, reading).expect("a reading is valid").loaded.scenario);
            if let Some(part) = stretch.flips_at {
                assert!((part - stretch.holds_at - 1e-6).abs() < 1e-9, "seed {seed}: {stretch:?}");
                assert_ne!(stretched(part), verdict, "seed {seed}: {stretch:?}\n{}", trial.text);
                assert!(!stretch.first || (of_reading != verdict) == (part <= 1.0), "seed {seed}: {stretch:?}");
                flipped += 1;
            } else {
                assert_eq!((stretch.holds_at, of_reading), (4.0, verdict), "seed {seed}: {stretch:?}");
                held += 1;
            }
        }
    }
    assert!(flipped > 5 && held > 0, "{flipped} flipped, {held} held");
}
