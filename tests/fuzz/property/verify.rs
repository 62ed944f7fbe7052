//! A sound report with certificates, changed in any way and sealed anew: it is refused with a reason, or it still says
//! what solving its question anew says. With the digest it had, it is refused unless it is the same text.

use std::sync::LazyLock;

use didymium::answer::{Options, answer, question_ref};
use didymium::certificates::envelope;
use didymium::certificates::question;
use didymium::certificates::record::Recorder;
use didymium::certificates::verify::verify;
use didymium::network::Detail;
use didymium::report::{Report, ScenarioRef};
use didymium::scenario::load::{Loaded, load_text};
use didymium::scenario::{Mode, Question};
use didymium::solve::Simplex;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::TINY;

static LOADED: LazyLock<Loaded> =
    LazyLock::new(|| load_text("s.toml", TINY.to_owned(), None, &[]).expect("the scenario is sound"));

/// Sound reports: one member and year, which is feasible; two years, of which one is not; everybody in competition.
static SOUND: LazyLock<[String; 3]> = LazyLock::new(|| {
    let asked = &LOADED.scenario.question;
    let mut one = asked.clone();
    one.members.truncate(1);
    let mut first = one.clone();
    first.years.truncate(1);
    let mut joint = Question { mode: Mode::Joint, ..asked.clone() };
    joint.years.remove(0);
    [first, one, joint].map(|question| certificates(&question))
});

/// What `solve --certificates` writes about `question`.
fn certificates(question: &Question) -> String {
    let options = Options { backend: &Simplex, second: None, time_limit: None, detail: Detail::Pooled, prover: None };
    let recorder = Recorder::new(&options);
    let answers = answer(&LOADED.scenario, question, Options { prover: Some(&recorder), ..options }, &|_, _| {});
    let about = ScenarioRef {
        title: LOADED.scenario.title.clone(),
        path: "s.toml".to_owned(),
        evidence: "stated".to_owned(),
        sha256: LOADED.sha256.clone(),
    };
    let asked = question_ref(&LOADED.scenario, question);
    envelope::write(&Report::new("simplex", about, asked, answers.system, answers.answers), &recorder.entries())
}

/// Where the last entry of a file, its digest, begins.
const DIGEST: &str = "  \"sha256\": \"";

/// Carries out the edits of `script` one after another: two bytes of position, one of how much is cut, one of how many
/// bytes follow to be put in.
fn edited(text: &str, mut script: &[u8]) -> Vec<u8> {
    let mut text = text.as_bytes().to_vec();
    while let [high, low, cut, put, rest @ ..] = script {
        let start = usize::from(u16::from_be_bytes([*high, *low])) % (text.len() + 1);
        let end = (start + usize::from(*cut)).min(text.len());
        let (new, rest) = rest.split_at(usize::from(*put).min(rest.len()));
        text.splice(start..end, new.iter().copied());
        script = rest;
    }
    text
}

/// What a report says beside what no proof can carry.
fn figures(report: &str) -> Option<Value> {
    let mut report: Value = serde_json::from_str(report).ok()?;
    let keys = report.as_object_mut()?;
    keys.shift_remove("proofs");
    keys.shift_remove("sha256");
    for (table, key) in [("tool", "solver"), ("tool", "version"), ("scenario", "path")] {
        keys.get_mut(table)?.as_object_mut()?.shift_remove(key);
    }
    Some(report)
}

/// Edits a sound report as `bytes` say: the first chooses the report and whether its digest is mended.
pub fn holds(bytes: &[u8]) {
    let [choice, script @ ..] = bytes else { return };
    let sound = &SOUND[usize::from(choice % 3)];
    let (before, digest) = sound.split_at(sound.rfind(DIGEST).expect("a file ends with its digest"));
    let Ok(text) = String::from_utf8(edited(before, script)) else { return };
    let check = |text: &str| verify(text, &LOADED, &|_, _| {}, &|_| {});
    if *choice < 128 {
        let accepted = check(&format!("{text}{digest}")).is_ok();
        assert_eq!(accepted, text == before, "the digest lets a change through, or none");
        return;
    }
    let sealed = format!("{text}{DIGEST}{:x}\"\n}}\n", Sha256::digest(text.as_bytes()));
    if let Err(faults) = check(&sealed) {
        assert!(!faults.is_empty() && faults.iter().all(|fault| !fault.is_empty()));
        return;
    }
    let said = figures(&sealed).expect("what was accepted is a report");
    if Some(&said) != figures(sound).as_ref() {
        let asked = serde_json::from_value(said["question"].clone()).expect("it was understood");
        let asked = question::resolve(&LOADED.scenario, &asked).expect("it was understood");
        assert_eq!(Some(said), figures(&certificates(&asked)), "figures that do not follow");
    }
}
