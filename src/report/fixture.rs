//! Small reports for the tests of the renderers.

use std::fs;
use std::path::Path;

use super::beside::Beside;
use super::{Answer, MixEntry, Other, QuestionRef, Report, ScenarioRef, Shortfall, SystemAnswer, Transfers, Verdict};

/// A scenario's particulars.
pub fn scenario() -> ScenarioRef {
    ScenarioRef {
        title: "Smallest scenario".to_owned(),
        path: "scenarios/smallest.toml".to_owned(),
        evidence: "stated".to_owned(),
        sha256: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef".to_owned(),
    }
}

/// A question about one member.
pub fn question() -> QuestionRef {
    QuestionRef {
        mode: "alone".to_owned(),
        avoid: vec!["CN".to_owned()],
        avoid_stages: ["mining", "separation", "magnet"].map(str::to_owned).to_vec(),
        years: vec![2025, 2030],
        members: vec!["japan".to_owned()],
        statuses: ["operating", "construction", "financed", "announced", "idle"].map(str::to_owned).to_vec(),
    }
}

/// An answer without a mix: 100 t are wanted, and 75 t are there unless it is feasible.
pub fn answer(member: &str, year: i32, verdict: Verdict) -> Answer {
    let shortfall_t = if verdict == Verdict::Feasible { 0.0 } else { 25.0 };
    let lower = if verdict == Verdict::Undecided { 0.0 } else { shortfall_t };
    let feasible = verdict == Verdict::Feasible;
    let delivered_t = 100.0 - shortfall_t;
    Answer {
        member: member.to_owned(),
        year,
        mode: "alone".to_owned(),
        verdict,
        proof: if verdict == Verdict::Undecided { "none" } else { "exact" }.to_owned(),
        demand_t: 100.0,
        delivered_t: Some(delivered_t),
        shortfall_t,
        shortfall_bounds_t: [lower, shortfall_t],
        coverage: Some(delivered_t / 100.0),
        cost_usd: Some(50_240.0 * delivered_t),
        cost_bounds_usd: Some([50_240.0 * delivered_t; 2]),
        cost_per_t_usd: Some(50_240.0),
        baseline_cost_usd: Some(3_024_000.0),
        premium: feasible.then_some(2_000.0 / 3_024.0),
        transfers: Some(Transfers { resource_cost_usd: 50_240.0 * delivered_t, ..Transfers::default() }),
        shortfalls: vec![Shortfall { commodity: "magnet".to_owned(), shortfall_t }],
        mix: Vec::new(),
        beside: Beside::default(),
        explanation: None,
    }
}

/// A line of a mix.
pub fn mix(place: [&str; 4], quantity_t: f64, share: f64) -> MixEntry {
    let [stage, commodity, country, facility] = place.map(str::to_owned);
    MixEntry { stage, commodity, country, facility, quantity_t, share }
}

/// What `scenarios/smallest.toml` answers.
pub fn alone() -> Report {
    let mut answers = vec![answer("japan", 2025, Verdict::Infeasible), answer("japan", 2030, Verdict::Feasible)];
    for (answer, oxide) in answers.iter_mut().zip([30.0, 40.0]) {
        answer.mix = vec![
            mix(["mining", "ndpr_oxide", "AU", "hill"], oxide, 1.0),
            mix(["separation", "ndpr_oxide", "MY", "port"], oxide, 1.0),
            mix(["magnet", "magnet", "JP", "works"], 100.0 - answer.shortfall_t, 1.0),
        ];
    }
    Report::new("microlp", scenario(), question(), None, answers)
}

/// Two members and a consumer outside, with a year that is undecided and awkward numbers.
pub fn joint() -> Report {
    use Verdict::{Feasible, Infeasible, Undecided};
    let question = QuestionRef {
        mode: "joint".to_owned(),
        years: vec![2025, 2026, 2030],
        members: vec!["france".to_owned(), "japan".to_owned()],
        ..question()
    };
    let mut answers = Vec::new();
    for (member, verdicts) in [("france", [Infeasible, Undecided, Feasible]), ("japan", [Infeasible; 3])] {
        for (year, verdict) in question.years.iter().zip(verdicts) {
            let answer = answer(member, *year, verdict);
            answers.push(Answer { mode: "joint".to_owned(), cost_bounds_usd: None, transfers: None, ..answer });
        }
    }
    answers[3].mix = vec![
        mix(["separation", "dy_oxide", "MY", "port"], 1.0, 2.0 / 3.0),
        mix(["separation", "dy_oxide", "AU", "bay"], 0.25, 1.0 / 6.0),
        mix(["separation", "dy_oxide", "AU", "creek"], 0.25, 1.0 / 6.0),
        mix(["separation", "ndpr_oxide", "AU", "creek"], 40.0, 1.0),
    ];
    let last = answers.last_mut().unwrap();
    (last.coverage, last.shortfall_t, last.delivered_t) = (Some(0.999_999_6), 0.000_04, Some(99.999_96));
    last.shortfall_bounds_t = [0.000_04; 2];
    last.shortfalls[0].shortfall_t = 0.000_04;
    let system = |(year, verdict): (&i32, Verdict)| SystemAnswer {
        year: *year,
        verdict,
        cost_usd: Some(12_345_678.9),
        cost_bounds_usd: Some([12_345_678.9, 12_345_678.9]),
        baseline_cost_usd: None,
        premium: None,
        shortfall_t: 50.0,
        shortfall_bounds_t: [50.0, 50.0],
        least_shortfall_t: Some(48.5),
        alliance_cost_usd: Some(8_000_000.0),
        transfers: Some(Transfers { resource_cost_usd: 12_000_000.0, tariffs_usd: 345_678.9, ..Transfers::default() }),
        others: vec![Other {
            member: "rest_of_world".to_owned(),
            demand_t: 12_000.0,
            shortfall_t: 0.0,
            coverage: Some(1.0),
        }],
        beside: Beside::default(),
        explanation: None,
    };
    let system = question.years.iter().zip([Infeasible, Undecided, Infeasible]).map(system).collect();
    Report::new("microlp", scenario(), question, Some(system), answers)
}

/// Twelve members and eleven years.
pub fn large() -> Report {
    let years: Vec<i32> = (2025..=2035).collect();
    let members: Vec<String> = (1..=12).map(|number| format!("member_with_a_name_{number}")).collect();
    let verdict = |year: i32| if year < 2030 { Verdict::Infeasible } else { Verdict::Feasible };
    let answers = members.iter().flat_map(|member| years.iter().map(move |year| answer(member, *year, verdict(*year))));
    let answers = answers.collect();
    Report::new("microlp", scenario(), QuestionRef { years, members, ..question() }, None, answers)
}

/// Compares `text` with `tests/golden/<name>`; with `BLESS=1` in the environment it becomes the file.
pub fn assert_golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, text).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(golden == text, "{} differs; it should be\n{golden}\nand is\n{text}", path.display());
}
