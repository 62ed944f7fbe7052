//! Proofs that hold but are not exact: made by hand, since no solver stops there on these cases. A plan dearer than need
//! be beside half the multipliers proves an interval only, and nothing may be printed that takes it for a figure.

mod common;

use std::fs;

use common::{case, run};
use didymium::answer::{Options, answer, question_ref};
use didymium::certificates::envelope;
use didymium::certificates::record::Recorder;
use didymium::certify::{Certified, certify};
use didymium::decide::prover::{Posed, Prover};
use didymium::exact::Rational;
use didymium::lp::{Col, Sense, StatementId};
use didymium::network::Detail;
use didymium::prove::{Search, Unproven, minimise};
use didymium::report::table::{self, Look};
use didymium::report::{Report, ScenarioRef};
use didymium::scenario::load::load;
use didymium::solve::Microlp;
use didymium::table::Id;
use serde_json::Value;

/// Proves as little as it can: the worst plan there is, and half of what can be shown.
struct Lazy<'a> {
    honest: &'a Options<'a>,
    worst: Search<'a>,
}

impl Prover for Lazy<'_> {
    fn prove(&self, posed: &Posed<'_, '_>) -> Result<Certified, Unproven> {
        let proof = self.honest.prove(posed)?;
        let half = Rational::ONE / (Rational::ONE + Rational::ONE);
        let multipliers = proof.multipliers().iter().map(|multiplier| multiplier * &half).collect();
        let mut lp = posed.lp.clone();
        for index in 0..lp.columns().len() {
            let col = Col::from_index(index);
            let column = lp.column_mut(col);
            column.cost = -&column.cost;
            // A best plan needs no such row; a worst one would not end without.
            if let Some(most) = column.implied_upper.clone() {
                lp.add_row(vec![(col, Rational::ONE)], Sense::AtMost, most, StatementId::from_index(0));
            }
        }
        let worst = minimise(&lp, self.worst)?;
        Ok(certify(posed.lp, worst.point().to_vec(), multipliers).expect("the worst plan is a plan"))
    }
}

/// What such proofs come to, as `solve --certificates` would write it, and the table.
fn forged(path: &str) -> (String, String) {
    let loaded = load(path.as_ref(), &[]).unwrap();
    let options = Options { backend: &Microlp, second: None, time_limit: None, detail: Detail::Pooled, prover: None };
    let lazy = Lazy { honest: &options, worst: options.search() };
    let recorder = Recorder::new(&lazy);
    let question = &loaded.scenario.question;
    let recording = Options { prover: Some(&recorder), ..options };
    let answers = answer(&loaded.scenario, question, recording, &|_, _| {});
    let about = ScenarioRef {
        title: loaded.scenario.title.clone(),
        path: path.to_owned(),
        evidence: "stated".to_owned(),
        sha256: loaded.sha256.clone(),
    };
    let report =
        Report::new("microlp", about, question_ref(&loaded.scenario, question), answers.system, answers.answers);
    let table = table::render(&report, Look { width: 120, verbose: false });
    (envelope::write(&report, &recorder.entries()), anstream::adapter::strip_str(&table).to_string())
}

/// What `verify` says of `text` about the scenario at `path`.
fn verified(path: &str, text: &str, code: i32) -> String {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("forged.json");
    fs::write(&report, text).unwrap();
    let run = run(&["verify", report.to_str().unwrap(), path]).exits(code);
    run.stdout + &run.stderr
}

#[test]
fn in_joint_a_dearer_plan_has_a_cost_with_bounds_and_no_parts() {
    let path = case("rest_of_world");
    let (text, table) = forged(&path);
    let report: Value = serde_json::from_str(&text).unwrap();
    let (system, ally) = (&report["system"][0], &report["answers"][0]);
    let bounds: Vec<f64> = serde_json::from_value(system["cost_bounds_usd"].clone()).unwrap();
    // The least is 30 USD.
    assert!(bounds[0] < 30.0 && 30.0 < bounds[1] && system["cost_usd"] == bounds[1], "{bounds:?}");
    for key in ["baseline_cost_usd", "premium", "alliance_cost_usd"] {
        assert!(system[key].is_null(), "{key}: {}", system[key]);
    }
    for key in ["cost_usd", "cost_per_t_usd", "baseline_cost_usd", "premium"] {
        assert!(ally[key].is_null(), "{key}: {}", ally[key]);
    }
    assert!(table.contains("  ≤ "), "{table}");
    assert!(table.contains("A mix is a cheapest one only where the cost has no sign"), "{table}");
    let said = verified(&path, &text, 0);
    assert!(said.contains("\nnot exact, so that a cost or shortfall is proven only"), "{said}");
    assert!(said.contains("answer in 2026: full") && said.contains("baseline in 2026: full"), "{said}");
}

#[test]
fn a_figure_that_inexact_proofs_do_not_prove_is_refused() {
    let path = case("rest_of_world");
    let (text, _) = forged(&path);
    for (printed, forged) in [
        ("\"alliance_cost_usd\": null", "\"alliance_cost_usd\": 20.0"),
        ("\"premium\": null", "\"premium\": 1.0"),
        ("\"cost_per_t_usd\": null", "\"cost_per_t_usd\": 2.0"),
        ("\"cost_bounds_usd\": [", "\"cost_bounds_usd\": [30.0, "),
    ] {
        let changed = text.replacen(printed, forged, 1);
        assert_ne!(changed, text, "{printed}");
        let said = verified(&path, &changed, 1);
        assert!(said.contains("proven"), "{forged}: {said}");
    }
}

#[test]
fn a_shortfall_known_within_bounds_is_written_as_the_most() {
    let path = case("dear_or_cheap");
    let (text, table) = forged(&path);
    let report: Value = serde_json::from_str(&text).unwrap();
    let answer = &report["answers"][0];
    assert_eq!(answer["verdict"], "infeasible");
    assert_eq!(answer["shortfall_bounds_t"], serde_json::json!([5.0, 20.0]));
    assert!(table.contains("at most 20 t short") && table.contains("≤ 20") && table.contains("≥ 0"), "{table}");
    let said = verified(&path, &text, 0);
    assert!(said.contains("baseline of buyer in 2030: shortfall"), "{said}");
}

#[test]
fn exact_proofs_are_not_said_to_leave_anything_open() {
    let path = case("rest_of_world");
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("proofs.json");
    let report = report.to_str().unwrap();
    run(&["solve", &path, "--certificates", report, "--quiet"]).exits(0);
    let said = run(&["verify", report, &path]).exits(0).stdout;
    assert!(!said.contains("not exact"), "{said}");
}
