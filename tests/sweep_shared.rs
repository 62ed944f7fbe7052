//! Points of a sweep share the proofs of the scenario without changes. What they say must not show it: every row is what
//! the point's scenario is answered by itself, whichever points were asked before.

mod common;
mod law;
mod world;

use std::sync::atomic::AtomicBool;

use common::run;
use didymium::answer::swept::Wanted;
use didymium::answer::{Options, answer, pair, question_ref};
use didymium::explain::{case::Case, stage};
use didymium::network::Detail;
use didymium::origin::Text;
use didymium::prove::Search;
use didymium::report::Verdict;
use didymium::report::sweep::Row;
use didymium::scenario::load::{load, load_text};
use didymium::scenario::{Loaded, Mode, Question, Scenario};
use didymium::sweep::base::Base;
use didymium::sweep::point::Asking;
use didymium::sweep::window::in_order;
use didymium::sweep::{Plan, Study};
use law::{BACKEND, cases, options};
use world::{Dice, World};

/// Two inputs of a world, each with values that change nothing, little, and much.
fn axes(world: &World, dice: &mut Dice) -> Vec<String> {
    let pick = |dice: &mut Dice, count: usize| usize::try_from(dice.roll(count as u64)).expect("small");
    let plant = &world.plants[pick(dice, world.plants.len())].key;
    let consumer = &world.consumers[pick(dice, world.consumers.len())].key;
    let all = [
        format!("facility.{plant}.capacity_t_per_year=*0,*0.5,*1,*1.01,*3"),
        format!("facility.{plant}.cost_usd_per_t=*1,*1.1,*4"),
        format!("member.{consumer}.demand_t_per_year.magnet=*0.2,*0.99,*1.5"),
        "facility.*.capacity_t_per_year=*0.4,*0.9,*2.5".to_owned(),
        "member.*.demand_t_per_year=*0.5,*1.2".to_owned(),
        "scenario.avoid=[],[\"c0\"]".to_owned(),
    ];
    let first = pick(dice, all.len());
    let second = (first + 1 + pick(dice, all.len() - 1)) % all.len();
    [first, second].map(|at| all[at].clone()).to_vec()
}

/// What the row of a member and a year says, times apart.
type Figures = (Option<Verdict>, String, [Option<u64>; 4], Option<String>);

fn of_row(row: &Row) -> Figures {
    let numbers = [row.coverage, row.shortfall_t, row.cost_usd, row.premium].map(|number| number.map(f64::to_bits));
    (row.verdict, row.proof.clone(), numbers, row.binding_stage.clone())
}

/// The same from the answers that `solve` gives, and the binding stage from programs that begin with nothing.
fn solved(scenario: &Scenario, question: &Question, options: Options<'_>) -> Vec<Figures> {
    let answers = answer(scenario, question, options, &|_, _| {}).answers;
    let figures = answers.iter().map(|answer| {
        let member = scenario.members.id(&answer.member).expect("a member");
        let of = Some(member).filter(|_| question.mode != Mode::Joint);
        let pair = pair(scenario, question, of, answer.year, options);
        let stage =
            pair.answer.as_ref().ok().filter(|_| answer.verdict == Verdict::Infeasible).and_then(|outcome| {
                stage::find_binding(&Case::of(outcome, |asked| asked == member, Search::by(BACKEND)))
            });
        let numbers = [answer.coverage, Some(answer.shortfall_t), answer.cost_usd, answer.premium];
        (Some(answer.verdict), answer.proof.clone(), numbers.map(|number| number.map(f64::to_bits)), stage)
    });
    figures.collect()
}

struct Swept<'a> {
    study: Study<'a>,
    of: fn(&Scenario) -> Result<Question, String>,
}

impl<'a> Swept<'a> {
    fn new(loaded: &'a Loaded, axes: &[String]) -> Self {
        let text = |axis: &String| Text { name: "--axis".to_owned(), contents: axis.clone() };
        let plan = Plan { axes: axes.iter().map(text).collect(), ..Plan::default() };
        let study = Study::new(loaded, &plan).unwrap_or_else(|findings| panic!("{axes:?}: {findings:?}"));
        Self { study, of: |scenario| Ok(scenario.question.clone()) }
    }

    /// What rows of `point` say, from a base that other points may have asked before.
    fn rows(&self, base: &Base<'_>, point: u64) -> Vec<Figures> {
        let scenario = &self.study.loaded().scenario;
        let question = question_ref(scenario, &scenario.question);
        let options = options(Detail::Pooled);
        let asking =
            Asking { question: &question, of: &self.of, options, time_limit: None, base, wanted: Wanted::Stages };
        asking.rows(&self.study, point).iter().map(of_row).collect()
    }

    fn base(&self) -> Base<'_> {
        Base::new(&self.study.loaded().scenario, &self.of)
    }
}

#[test]
fn rows_are_the_answers_of_the_points_by_themselves() {
    let mut verdicts = [0; 2];
    for seed in 0..cases() {
        for mode in ["alone", "own", "joint"] {
            let world = World::new(seed, mode, seed % 2 == 0);
            let axes = axes(&world, &mut Dice::new(seed + 1000));
            let loaded = load_text("generated.toml", world.to_toml(), None, &[]).expect("a valid world");
            let swept = Swept::new(&loaded, &axes);
            let base = swept.base();
            for point in 0..swept.study.points().expect("few") {
                let scenario = swept.study.scenario(point).expect("numbers that make a scenario");
                let expected = solved(&scenario, &scenario.question, options(Detail::Pooled));
                let cells = swept.study.cells(point);
                let found = swept.rows(&base, point);
                assert_eq!(found, expected, "seed {seed}, {mode}, {axes:?} at {cells:?} of\n{}", world.to_toml());
                for (verdict, ..) in found {
                    verdicts[usize::from(verdict == Some(Verdict::Feasible))] += 1;
                }
            }
        }
    }
    assert!(verdicts.iter().all(|count| *count > cases()), "both verdicts are common: {verdicts:?}");
}

#[test]
fn no_row_depends_on_other_points_or_threads() {
    // Many plans are equally good here: what is found depends on where a search begins.
    for seed in 0..cases() / 4 {
        for mode in ["alone", "joint"] {
            let mut world = World::new(seed, mode, false);
            world.freight = 0.0;
            world.plants.iter_mut().for_each(|plant| plant.cost = 1.0);
            let axes = axes(&world, &mut Dice::new(seed + 2000));
            let loaded = load_text("generated.toml", world.to_toml(), None, &[]).expect("a valid world");
            let swept = Swept::new(&loaded, &axes);
            let points = swept.study.points().expect("few");
            let each: Vec<_> = (0..points).map(|point| swept.rows(&swept.base(), point)).collect();
            let base = swept.base();
            let mut backwards: Vec<_> = (0..points).rev().map(|point| swept.rows(&base, point)).collect();
            backwards.reverse();
            assert_eq!(backwards, each, "seed {seed}, {mode}, {axes:?}");
            let (base, mut together) = (swept.base(), Vec::new());
            let stop = AtomicBool::new(false);
            let end = in_order(
                0..points,
                3,
                &stop,
                |point| swept.rows(&base, point),
                |rows| {
                    together.push(rows);
                    Ok::<(), ()>(())
                },
            );
            assert_eq!((end, together), (Ok(points), each), "seed {seed}, {mode}, {axes:?}");
        }
    }
}

#[test]
fn a_table_is_the_same_bytes_on_any_number_of_threads_and_in_any_shards() {
    let mut world = World::new(13, "joint", false);
    world.freight = 0.0;
    world.plants.iter_mut().for_each(|plant| plant.cost = 1.0);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("ties.toml"), world.to_toml()).unwrap();
    let axes = ["--axis", "facility.*.capacity_t_per_year=*0.5..6.5:13", "--axis", "scenario.mode=joint,alone"];
    let sweep = |args: &[&str]| run(&[&["sweep", &path("ties.toml"), "--stages", "--quiet"], &axes[..], args].concat());
    let whole = sweep(&["--jobs", "1"]);
    assert!(whole.stdout.contains(",feasible,") && whole.stdout.contains(",infeasible,"), "{}", whole.stdout);
    for jobs in ["2", "5"] {
        assert_eq!(sweep(&["--jobs", jobs]).stdout, whole.stdout, "{jobs} threads");
    }
    let shards: Vec<String> = (1..=3).map(|number| path(&format!("{number}.csv"))).collect();
    for (number, shard) in (1..).zip(&shards) {
        let run = sweep(&["--shard", &format!("{number}/3"), "--output", shard]);
        assert!([0, 4].contains(&run.code), "{}", run.stderr);
    }
    let shards = shards.iter().map(String::as_str);
    let merge: Vec<&str> = ["sweep-merge", "--quiet", "--output", "-"].into_iter().chain(shards).collect();
    assert_eq!(run(&merge).stdout, whole.stdout);
}

#[test]
fn what_is_not_read_again_is_what_reading_everything_gives() {
    let flagship = std::path::Path::new("scenarios/g7-magnets.toml");
    let loaded = load(flagship, &[]).expect("the flagship");
    let mut refused = 0;
    for change in [
        "scenario.avoid=[\"AU\"]",
        "source.nasdaq_mp_2026.year=2024",
        "source.another={ title = \"Another\" }",
        "country.US.name=\"America\"",
        "commodity.concentrate.unit=\"t\"",
        "process.mine.cost_usd_per_t=1",
        "process.mine.stage=\"magnet\"",
        "member.japan.demand_t_per_year.magnet_heat_resistant=5",
        "member.japan.countries=[\"AU\"]",
        "facility.mountain_pass.capacity_t_per_year.2028=7",
        "facility.mountain_pass.assay.dy_oxide=0",
        "facility.mountain_pass.owner=\"japan\"",
        "facility.mountain_pass.country=\"nowhere\"",
        "facility.another={ country = \"US\", process = \"mine\", capacity_t_per_year = 1 }",
        "route.au_my_concentrate.freight_usd_per_t=1",
        "routes.default=\"closed\"",
        "policy.border_clay.enabled=false",
    ] {
        let text = Text { name: "--axis".to_owned(), contents: change.to_owned() };
        let Ok(study) = Study::new(&loaded, &Plan { axes: vec![text], ..Plan::default() }) else {
            assert!(load(flagship, &[change.to_owned()]).is_err(), "{change}");
            refused += 1;
            continue;
        };
        let shared = study.scenario(0).map(|scenario| format!("{scenario:?}"));
        let read = load(flagship, &[change.to_owned()]).map(|loaded| format!("{:?}", loaded.scenario));
        assert_eq!(shared.is_err(), read.is_err(), "{change}: {shared:?}");
        refused += usize::from(shared.is_err());
        if let (Ok(shared), Ok(read)) = (shared, read) {
            assert!(shared == read, "{change} is read differently");
        }
    }
    assert!((1..=5).contains(&refused), "both outcomes are common: {refused} refused");
}
