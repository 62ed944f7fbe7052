//! What cannot be seen from outside: how long reading, formulation and export take, and how much of a run is search and
//! exact arithmetic. Prints one JSON object.
//!
//! ```sh
//! cargo bench --bench stages -- FILE [--formulation]      # the latter without solving anything
//! ```
//! Times are processor seconds of one thread where the system tells them (Linux), else seconds.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use didymium::answer::{self, Options};
use didymium::certify::{Certified, certify};
use didymium::decide::prover::{Added, Posed, Prover};
use didymium::export::names::Names;
use didymium::export::{Export, Form};
use didymium::formulation::{BaselineCost, formulate};
use didymium::lp::{Basis, Lp};
use didymium::network::{Detail, Network};
use didymium::prove::presolve::{Reduction, transpose};
use didymium::prove::vertex::exact_vertex;
use didymium::prove::{Search, Unproven, minimise};
use didymium::scenario::{Scenario, load};
use didymium::simplex::Kernel;
use didymium::solve::{Backend, BackendError, Candidate, Model, Simplex};
use serde_json::{Value, json};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let (flags, files): (Vec<String>, Vec<String>) = args.into_iter().partition(|arg| arg.starts_with("--"));
    let [file] = &files[..] else { panic!("one scenario is expected") };
    let (loaded, read) = timed(|| load::load(Path::new(file), &[]).expect("the scenario can be read"));
    let mut found = formulating(&loaded.scenario);
    found["read_s"] = json!(read.as_secs_f64());
    if !flags.contains(&"--formulation".to_owned()) {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
        found["solving"] = threads.install(|| solving(&loaded.scenario));
    }
    println!("{found}");
}

/// The first year's program for everybody together, and how long it takes to build and to write.
fn formulating(scenario: &Scenario) -> Value {
    let question = &scenario.question;
    let query = answer::query(scenario, question, None, question.years[0], Detail::Pooled);
    let (network, of_network) = timed(|| Network::of(query));
    let (program, of_program) = timed(|| formulate(network, &BaselineCost::default()));
    let lp = &program.lp;
    let nonzeros: usize = lp.rows().iter().map(|row| row.terms.len()).sum();
    let (size, of_export) = timed(|| {
        let names = Names::of(&program, Added::default());
        let export = Export::new(lp.clone(), names, "cost_usd", Vec::new());
        let mut file = Vec::new();
        export.write(Form::Mps, &[], &mut file).expect("memory takes all bytes");
        file.len()
    });
    json!({
        "rows": lp.rows().len(), "columns": lp.columns().len(), "nonzeros": nonzeros,
        "network_s": of_network.as_secs_f64(), "formulate_s": of_program.as_secs_f64(),
        "export_s": of_export.as_secs_f64(), "export_bytes": size,
    })
}

/// Answers the scenario's question with a watch on every proof.
fn solving(scenario: &Scenario) -> Value {
    let watch = Watch::default();
    let options =
        Options { backend: &watch, second: None, time_limit: None, detail: Detail::Pooled, prover: Some(&watch) };
    let (answers, all) = timed(|| answer::answer(scenario, &scenario.question, options, &|_, _| ()));
    let undecided = answers.answers.iter().filter(|answer| answer.proof == "none").count();
    let spent = watch.spent.lock().expect("no thread panicked");
    let seconds = |time: Duration| time.as_secs_f64();
    json!({
        // What the watch computed twice is not part of a run.
        "run_s": seconds(all.saturating_sub(spent.exact)), "prove_s": seconds(spent.prove),
        "search_s": seconds(spent.search), "exact_s": seconds(spent.exact),
        "programs": spent.programs, "undecided": undecided,
    })
}

/// Searches by `simplex` and measures.
#[derive(Default)]
struct Watch {
    spent: Mutex<Spent>,
}

#[derive(Default)]
struct Spent {
    programs: usize,
    prove: Duration,
    search: Duration,
    exact: Duration,
}

impl Backend for Watch {
    fn name(&self) -> &'static str {
        Simplex.name()
    }

    fn search(
        &self,
        model: &Model,
        start: Option<&Kernel>,
        limit: Option<Duration>,
    ) -> Result<Candidate, BackendError> {
        let (found, time) = timed(|| Simplex.search(model, start, limit));
        self.spent.lock().expect("no thread panicked").search += time;
        found
    }
}

impl Prover for Watch {
    fn prove(&self, posed: &Posed<'_, '_>) -> Result<Certified, Unproven> {
        let search = Search { start: posed.bench.start, ..Search::by(self) };
        let (certified, prove) = timed(|| minimise(posed.lp, search));
        // The exact part is done again, by itself, where it can be timed.
        let exact = certified.as_ref().map_or(Duration::ZERO, |certified| exactly(posed.lp, certified));
        let mut spent = self.spent.lock().expect("no thread panicked");
        spent.programs += 1;
        spent.prove += prove;
        spent.exact += exact;
        certified
    }
}

/// How long the exact vertex of a basis and its certificate take.
fn exactly(lp: &Lp, certified: &Certified) -> Duration {
    let reduction = Reduction::of(lp, &transpose(lp));
    let kernel = kernel(lp, &reduction, certified.basis());
    let (vertex, of_vertex) = timed(|| exact_vertex(lp, &reduction, &kernel, &|| false));
    assert!(vertex.is_ok(), "a basis that was found leads to its vertex");
    let (point, multipliers) = (certified.point().to_vec(), certified.multipliers().to_vec());
    let (again, of_certificate) = timed(|| certify(lp, point, multipliers));
    assert_eq!(again.expect("what was proven is proven again").upper(), certified.upper());
    of_vertex + of_certificate
}

/// The basis by place in the reduced program.
fn kernel(lp: &Lp, reduction: &Reduction, basis: &Basis) -> Kernel {
    let basic = |at: &usize| basis.columns.binary_search(&lp.columns()[reduction.columns[*at]].label).is_ok();
    let tight = |at: &usize| basis.rows.binary_search(&lp.rows()[reduction.rows[*at]].label).is_ok();
    Kernel {
        columns: (0..reduction.columns.len()).filter(basic).collect(),
        rows: (0..reduction.rows.len()).filter(tight).collect(),
    }
}

/// What `work` comes to and how long this thread was at work.
fn timed<R>(work: impl FnOnce() -> R) -> (R, Duration) {
    let (begin, at_work) = (Instant::now(), at_work());
    let result = work();
    let time = match (at_work, self::at_work()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => begin.elapsed(),
    };
    (result, time)
}

/// How long this thread has been at work, in nanoseconds of Linux's scheduler.
fn at_work() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
