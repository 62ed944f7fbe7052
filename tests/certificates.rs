//! Certificates: every report verifies as it was written, and none after any change to it.

mod altered;
mod second_opinion;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use didymium::answer::{Options, answer, question_ref};
use didymium::certificates::envelope;
use didymium::certificates::programs;
use didymium::certificates::question;
use didymium::certificates::record::Recorder;
use didymium::certificates::verify::verify;
use didymium::network::Detail;
use didymium::report::{Report, ScenarioRef};
use didymium::scenario::load::{Loaded, load};
use didymium::scenario::{Mode, Question};
use didymium::solve::Microlp;
use serde_json::Value;
use sha2::{Digest, Sha256};

const MODES: [Mode; 3] = [Mode::Joint, Mode::Alone, Mode::Own];

fn scenarios(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files
}

fn scenario(name: &str, overrides: &[&str]) -> Loaded {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let overrides: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
    load(&path, &overrides).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What `solve --mode MODE --certificates` writes.
fn certificates(loaded: &Loaded, mode: Mode) -> String {
    let question = Question { mode, ..loaded.scenario.question.clone() };
    certificates_for(loaded, &question)
}

fn certificates_for(loaded: &Loaded, question: &Question) -> String {
    let options = Options { backend: &Microlp, second: None, time_limit: None, detail: Detail::Pooled, prover: None };
    let recorder = Recorder::new(&options);
    let recording = Options { prover: Some(&recorder), ..options };
    let answers = answer(&loaded.scenario, question, recording, &|_, _| {});
    let about = ScenarioRef {
        title: loaded.scenario.title.clone(),
        path: "scenario.toml".to_owned(),
        evidence: "stated".to_owned(),
        sha256: loaded.sha256.clone(),
    };
    let question = question_ref(&loaded.scenario, question);
    let report = Report::new("microlp", about, question, answers.system, answers.answers);
    envelope::write(&report, &recorder.entries())
}

fn check(text: &str, loaded: &Loaded) -> Result<(), Vec<String>> {
    verify(text, loaded, &|_, _| {}, &|_| {}).map(drop)
}

/// A sound file in parts, but for its digest.
fn opened(name: &str, mode: Mode) -> (Loaded, Value) {
    let loaded = scenario(name, &[]);
    let mut document: Value = serde_json::from_str(&certificates(&loaded, mode)).unwrap();
    document.as_object_mut().unwrap().shift_remove("sha256").unwrap();
    (loaded, document)
}

/// The programs that a sound file is about, as `verify --programs` writes them.
fn programs_of(text: &str, loaded: &Loaded) -> String {
    let lines = Mutex::new(String::new());
    let line = |line: String| lines.lock().unwrap().push_str(&line);
    verify(text, loaded, &|_, _| {}, &|posed| line(programs::line(posed))).unwrap();
    lines.into_inner().unwrap()
}

/// `document` as a file that ends with `digest`, or with the one that fits.
fn sealed(document: &Value, digest: Option<&str>) -> String {
    let text = format!("{document:#}");
    let body = format!("{},\n", text.strip_suffix("\n}").unwrap_or(&text));
    let fitting = || format!("{:x}", Sha256::digest(body.as_bytes()));
    let digest = digest.map_or_else(fitting, str::to_owned);
    format!("{body}  \"sha256\": \"{digest}\"\n}}\n")
}

#[test]
fn what_was_solved_verifies_in_all_modes() {
    for path in ["cases", "policies", "textbook"].into_iter().flat_map(scenarios) {
        let loaded = load(&path, &[]).unwrap();
        for mode in MODES {
            let text = certificates(&loaded, mode);
            assert_eq!(check(&text, &loaded), Ok(()), "{} in mode {}", path.display(), mode.word());
        }
    }
}

#[test]
fn a_report_is_about_one_scenario_overrides_and_bases_included() {
    const CAPACITY: &str = "facility.m1.capacity_t_per_year=801";
    let (plain, set) =
        (scenario("tests/cases/g1_m1_limited.toml", &[]), scenario("tests/cases/g1_m1_limited.toml", &[CAPACITY]));
    let text = certificates(&set, Mode::Alone);
    assert_eq!(check(&text, &set), Ok(()));
    let faults = check(&text, &plain).unwrap_err();
    assert!(faults[0].starts_with("it is about another scenario"), "{faults:?}");
    let (base, extended) =
        (scenario("tests/cases/g2_members.toml", &[]), scenario("tests/cases/g3_hidden_bottleneck.toml", &[]));
    let text = certificates(&extended, Mode::Joint);
    assert_eq!(check(&text, &extended), Ok(()));
    assert!(check(&text, &base).is_err());
    // Nor is it enough to say that it is about this one.
    let forged = text.replace(&extended.sha256, &base.sha256);
    let faults = check(&forged, &base).unwrap_err();
    assert!(faults.iter().any(|fault| fault.contains("breaks row") || fault.contains("prove")), "{faults:?}");
}

/// What the proofs cannot know, so that only the digest guards it.
const BEYOND_PROOF: &[&str] = &["/scenario/path", "/tool/solver", "/tool/version"];

/// Whether the question of `document` comes to the very answers that it has, when it is solved anew.
fn is_answered_alike(document: &Value, loaded: &Loaded) -> bool {
    let asked = serde_json::from_value(document["question"].clone()).unwrap();
    let question = question::resolve(&loaded.scenario, &asked).unwrap();
    let solved: Value = serde_json::from_str(&certificates_for(loaded, &question)).unwrap();
    ["system", "answers", "first_feasible_year", "first_sustained_year"].iter().all(|key| solved[key] == document[key])
}

/// Changes one thing after another in a sound file. With the old digest none is accepted. With a digest that fits, what
/// is accepted is still a proof of the very same figures, by a checker of its own.
fn no_change_is_accepted(name: &str, mode: Mode) {
    let loaded = scenario(name, &[]);
    let text = certificates(&loaded, mode);
    let mut document: Value = serde_json::from_str(&text).unwrap();
    let digest = document.as_object_mut().unwrap().shift_remove("sha256").unwrap();
    assert_eq!(check(&sealed(&document, None), &loaded), Ok(()));
    let programs = second_opinion::programs(&programs_of(&text, &loaded));
    let is_proof = |document: &Value| {
        let entries = document["proofs"]["programs"].as_array().unwrap();
        entries.iter().filter(|entry| !entry["proof"].is_null()).all(|entry| {
            let program = programs.get(&second_opinion::title(entry));
            program.is_some_and(|program| second_opinion::holds(program, &entry["proof"]))
        })
    };
    assert!(is_proof(&document), "{name}");
    let (mut refused, mut immaterial) = (0, 0);
    for change in altered::every_change(&document) {
        let at = &change.pointer;
        if let Err(faults) = check(&sealed(&change.document, None), &loaded) {
            refused += 1;
            assert!(!faults.is_empty() && faults.iter().all(|fault| fault.len() > 10), "{at}: {faults:?}");
            continue;
        }
        immaterial += 1;
        let unguarded = sealed(&change.document, digest.as_str());
        assert!(check(&unguarded, &loaded).is_err(), "{name}: the digest lets {at} change");
        let vector = at.starts_with("/proofs/programs/") && (at.contains("/plan") || at.contains("/multipliers"));
        let known = BEYOND_PROOF.contains(&at.as_str())
            || vector && is_proof(&change.document)
            || at.starts_with("/question/") && is_answered_alike(&change.document, &loaded);
        assert!(known, "{name}: a change of {at} is accepted");
    }
    assert!(refused > 10 * immaterial, "{name}: {refused} changes refused, {immaterial} immaterial");
}

#[test]
fn no_change_is_accepted_alone() {
    no_change_is_accepted("tests/cases/g1_m1_limited.toml", Mode::Alone);
}

#[test]
fn no_change_is_accepted_where_all_is_feasible() {
    no_change_is_accepted("tests/cases/g1_joint_production.toml", Mode::Joint);
}

#[test]
fn no_change_is_accepted_of_a_fair_split() {
    no_change_is_accepted("tests/cases/priority_shortage.toml", Mode::Joint);
    no_change_is_accepted("tests/cases/g8_fairness.toml", Mode::Joint);
}

#[test]
fn no_change_is_accepted_under_a_premium_ceiling() {
    no_change_is_accepted("tests/policies/max_premium.toml", Mode::Joint);
}

/// What an entry is about, as faults say it: `answer of japan in 2026: round 2`.
fn words(entry: &Value) -> String {
    let text = |key: &str| entry[key].as_str().unwrap_or_default();
    let who = if entry["member"].is_null() { String::new() } else { format!(" of {}", text("member")) };
    let round = entry["round"].as_u64().map_or_else(String::new, |number| format!(" {number}"));
    format!("{}{who} in {}: {}{round}", text("of"), entry["year"], text("program"))
}

#[test]
fn a_proof_that_is_missing_is_called_by_its_program() {
    let (loaded, document) = opened("tests/cases/priority_shortage.toml", Mode::Joint);
    let entries = document["proofs"]["programs"].as_array().unwrap();
    for (index, entry) in entries.iter().enumerate() {
        let mut less = document.clone();
        less["proofs"]["programs"].as_array_mut().unwrap().remove(index);
        let faults = check(&sealed(&less, None), &loaded).unwrap_err();
        let (title, next) = (words(entry), entries.get(index + 1).map(words));
        let missing = |fault: &&String| fault.starts_with(&format!("{title}: its proof is missing"));
        let fault = faults.iter().find(missing).unwrap_or_else(|| panic!("{title} is not missed: {faults:?}"));
        assert!(!fault.contains("next one") || fault.ends_with(&format!("about `{}`", next.unwrap())), "{fault}");
    }
    assert!(entries.iter().any(|entry| entry["round"] == 2), "a fair split takes rounds");
    let verified = verify(&sealed(&document, None), &loaded, &|_, _| {}, &|_| {}).unwrap();
    assert_eq!(verified.proofs, entries.iter().filter(|entry| !entry["proof"].is_null()).count());
}

#[test]
fn a_proof_that_does_not_hold_is_called_by_its_program_and_row() {
    let (loaded, document) = opened("tests/cases/g1_m1_limited.toml", Mode::Alone);
    let entries = document["proofs"]["programs"].as_array().unwrap();
    let index = entries.iter().position(|entry| !entry["proof"].is_null()).unwrap();
    let title = words(&entries[index]);
    let fault = |part: &str, change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
        let mut document = document.clone();
        change(document["proofs"]["programs"][index]["proof"][part].as_object_mut().unwrap());
        check(&sealed(&document, None), &loaded).unwrap_err().swap_remove(0)
    };
    let turned = fault("multipliers", &|rows| {
        let (row, value) = rows.iter().next().unwrap();
        let text = value.as_str().unwrap();
        let other = text.strip_prefix('-').map_or_else(|| format!("-{text}"), str::to_owned);
        let row = row.clone();
        rows.insert(row, other.into());
    });
    assert!(turned.starts_with(&format!("{title}: the multiplier ")) && turned.ends_with("the wrong sign"), "{turned}");
    let empty = fault("plan", &serde_json::Map::clear);
    let (row, tonnes) =
        empty.strip_prefix(&format!("{title}: the plan breaks row `")).unwrap().split_once("` by ").unwrap();
    assert!(row.starts_with("demand.") && tonnes.parse::<u32>().is_ok_and(|tonnes| tonnes > 0), "{empty}");
}

#[test]
fn a_question_names_nothing_twice() {
    let (loaded, document) = opened("tests/cases/g1_m1_limited.toml", Mode::Alone);
    for (key, twice) in [("years", "2026"), ("statuses", "\"operating\"")] {
        let mut asked = document["question"].clone();
        for (list, sound) in [(format!("[{twice}]"), true), (format!("[{twice}, {twice}]"), false)] {
            asked[key] = serde_json::from_str(&list).unwrap();
            let resolved = question::resolve(&loaded.scenario, &serde_json::from_value(asked.clone()).unwrap());
            assert_eq!(resolved.is_ok(), sound, "{key} {list}: {resolved:?}");
        }
    }
}
