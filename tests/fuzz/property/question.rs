//! Changed copies of valid scenarios, solved: no panic, no false verdict. The plan behind a verdict is checked by the
//! library itself; here, a verdict must agree with its own figures.

use std::time::Duration;

use didymium::answer::{Options, answer};
use didymium::network::Detail;
use didymium::report::Verdict;
use didymium::scenario::load::load_bytes;
use didymium::solve::{Deadline, Simplex};

/// Larger scenarios are left to the other targets.
const LARGEST: usize = 12_000;

/// Reads `bytes` as a scenario and answers its first question.
pub fn holds(bytes: &[u8]) {
    if bytes.len() > LARGEST || super::names_a_file(bytes) {
        return;
    }
    let Ok(loaded) = load_bytes("fuzz.toml", bytes.to_vec(), None, &[]) else { return };
    let mut question = loaded.scenario.question.clone();
    question.years.truncate(1);
    question.members.truncate(2);
    let time_limit = Deadline::after(Duration::from_secs(2));
    let options = Options { backend: &Simplex, second: None, time_limit, detail: Detail::Pooled, prover: None };
    for entry in answer(&loaded.scenario, &question, options, &|_, _| {}).answers {
        let [low, high] = entry.shortfall_bounds_t;
        assert!(low <= high, "{low} > {high}");
        match entry.verdict {
            Verdict::Feasible => assert!(high == 0.0),
            Verdict::Infeasible => assert!(low > 0.0),
            Verdict::Undecided => {}
        }
    }
}
