//! What a file's keys come to mean in the checked scenario: defaults, overrides, time.

use didymium::cli::render;
use didymium::exact::{Rational, decimal};
use didymium::scenario::policy::{Ban, Budget, Favoured, MaxFlow, MinShare, Rule};
use didymium::scenario::{ByMember, Condition, Figure, LoadError, Scenario, Work, load_text};
use didymium::table::Id;

const SOUND: &str = include_str!("diagnostics/sound.toml");

fn scenario(more: &str) -> Scenario {
    match load_text("scenario.toml", format!("{SOUND}\n{more}"), None, &[]) {
        Ok(loaded) => loaded.scenario,
        Err(LoadError::Invalid(findings)) => panic!("{}", render::findings(&findings, false)),
        Err(other) => panic!("{other}"),
    }
}

fn capacity(text: &str) -> impl Fn(i32) -> Rational {
    let more = format!("[facility.x]\ncountry = 'JP'\nprocess = 'reduce'\ncapacity_t_per_year = {text}");
    let scenario = scenario(&more);
    let facility = scenario.facilities[scenario.facilities.id("x").unwrap()].clone();
    move |year| facility.capacity.as_ref().unwrap().at(year)
}

#[test]
fn capacities_are_steps_from_zero_unless_they_say_otherwise() {
    let step = capacity("{ 2026 = 10, 2030 = 20 }");
    assert_eq!([2025, 2028, 2031].map(step), [0.0, 10.0, 20.0].map(decimal));
    let linear = capacity("{ 2026 = 10, 2030 = 20, hold = 'linear' }");
    assert_eq!([2025, 2028, 2031].map(linear), [10.0, 15.0, 20.0].map(decimal));
    assert_eq!(capacity("7.5")(1950), decimal(7.5));
}

#[test]
fn demands_are_linear_and_numbers_of_policies_hold_before_their_first_year() {
    let scenario = scenario("[policy.p]\nkind = 'max_flow'\nfrom = 'CN'\nlimit_t_per_year = { 2026 = 5, 2030 = 9 }");
    let united_states = &scenario.members[scenario.members.id("united_states").unwrap()];
    assert_eq!(united_states.demand[0].1.at(2027), decimal(2500.0));
    let Rule::MaxFlow(MaxFlow { limit, .. }) = &scenario.policies[scenario.policies.id("p").unwrap()].rule else {
        panic!()
    };
    assert_eq!([2020, 2028, 2031].map(|year| limit.at(year)), [5.0, 5.0, 9.0].map(decimal));
}

#[test]
fn stages_follow_what_is_made() {
    let scenario = scenario("");
    let stages: Vec<&str> = scenario.stages.keys().collect();
    assert_eq!(stages, ["mining", "separation", "metal", "magnet"]);
    let made: Vec<&str> = scenario.processes.iter().map(|(_, process)| scenario.stages.key(process.stage)).collect();
    assert_eq!(made, stages);
    assert_eq!(scenario.question.avoid_stages.len(), 4);
    assert_eq!(scenario.question.members.len(), 2);
    assert_eq!(scenario.question.mode.word(), "joint");
}

#[test]
fn a_facility_overrides_its_process_entry_by_entry() {
    let scenario = scenario(
        "[facility.x]\ncountry = 'MY'\nprocess = 'separate'\nmax_output_t_per_year = { dy_oxide = 5 }\n\
         recovery = { la_oxide = 0, dy_oxide = 0.5 }\n[facility.y]\ncountry = 'US'\nowner = 'japan'\n\
         process = 'magnetise'\ninput = { dy_oxide = 0 }\ncapacity_t_per_year = 1",
    );
    let facility = |name: &str| &scenario.facilities[scenario.facilities.id(name).unwrap()];
    let id = |name: &str| scenario.commodities.id(name).unwrap();
    let operation = &facility("x").operations[0];
    let Work::Split { recovery, .. } = &operation.work else { panic!() };
    assert_eq!(*recovery, [(id("ndpr_oxide"), 0.9), (id("dy_oxide"), 0.5)]);
    assert_eq!(operation.cost.at(2026), decimal(10_000.0));
    let Work::Recipe { input, .. } = &facility("y").operations[0].work else { panic!() };
    assert_eq!(*input, [(id("ndpr_metal"), 0.3)]);
    assert_eq!(facility("y").operations[0].cost.at(2026), Rational::ZERO);
    let owner = |name: &str| facility(name).owner.map(|owner| scenario.members.key(owner));
    assert_eq!([owner("y"), owner("works"), owner("x")], [Some("japan"), Some("japan"), None]);
}

#[test]
fn policies_bind_the_alliance_and_favour_the_home_countries_by_default() {
    let scenario = scenario(
        "[policy.a]\nkind = 'min_share'\nstage = 'magnet'\nshare = 0.1\n\
         [policy.b]\nkind = 'ban'\norigins = 'CN'\nmembers = 'all'\n\
         [policy.c]\nkind = 'budget'\nusd_per_year = 5\nmembers = ['united_states', 'japan']\n",
    );
    let rules: Vec<&Rule> = scenario.policies.iter().map(|(_, policy)| &policy.rule).collect();
    let Rule::MinShare(MinShare { members, favoured: Favoured::Home, together: false, .. }) = rules[0] else {
        panic!()
    };
    assert_eq!(*members, scenario.question.members);
    let Rule::Ban(Ban { stages, members, commodities: None, .. }) = rules[1] else { panic!() };
    assert_eq!((stages.len(), members), (4, &scenario.question.members));
    let Rule::Budget(Budget { members, .. }) = rules[2] else { panic!() };
    assert_eq!(members.iter().map(|member| member.index()).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn a_claim_asks_the_question_of_the_scenario_but_for_what_it_says() {
    let scenario = scenario(
        "[claim.a]\ntext = 'x'\nmode = 'alone'\nmembers = ['japan']\nfrom_year = 2027\navoid_stages = ['metal']\n\
         verdict = 'infeasible'\nmin_coverage = 0.5\nfirst_feasible_after = 2030\nexpect = 'refuted'",
    );
    let claim = &scenario.claims[scenario.claims.id("a").unwrap()];
    assert_eq!((claim.question.years.as_slice(), claim.question.members.len()), (&[2030][..], 1));
    assert_eq!((claim.question.avoid.len(), claim.question.avoid_stages.len()), (1, 1));
    let wanted = [
        Condition::Feasible(false),
        Condition::AtLeast(Figure::Coverage, ByMember::Same(0.5)),
        Condition::FirstFeasibleAfter(ByMember::Same(2030)),
    ];
    assert_eq!(claim.conditions, wanted);
}
