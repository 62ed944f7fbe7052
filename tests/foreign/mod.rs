//! Other solvers on this machine, and what they make of an exported program.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};
use std::{env, fs, io};

use serde_json::Value;

use super::common::{answer, run, solve_json, system};

/// Set to 1 where a missing solver is a failure and not a reason to skip.
const REQUIRED: &str = "DIDYMIUM_REQUIRE_FOREIGN_SOLVERS";

/// A solver with a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Solver {
    Highs,
    Glpsol,
}

impl Solver {
    fn command(self) -> &'static str {
        match self {
            Self::Highs => "highs",
            Self::Glpsol => "glpsol",
        }
    }

    fn is_there(self) -> bool {
        Command::new(self.command()).arg("--version").output().is_ok_and(|output| output.status.success())
    }

    /// The optimum of the program in `path`; it must have one.
    fn optimum(self, path: &Path, form: &str) -> f64 {
        let solution = path.with_extension("solution");
        let (input, found) = (text(path), text(&solution));
        let output = match self {
            Self::Highs => self.start(path, &["--solution_file", found, input]),
            Self::Glpsol => {
                let form = if form == "lp" { "--lp" } else { "--freemps" };
                self.start(path, &[form, input, "--write", found])
            }
        };
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{self:?} did not read {input}:\n{said}");
        let solution = fs::read_to_string(&solution).unwrap_or_else(|error| panic!("{self:?}: {error}\n{said}"));
        let optimum = match self {
            Self::Highs => optimum_of_highs(&solution),
            Self::Glpsol => optimum_of_glpsol(&solution),
        };
        optimum.unwrap_or_else(|| panic!("{self:?} calls {input} not optimal:\n{said}\n{solution}"))
    }

    /// Runs beside `path`: some solvers leave a log where they stand.
    fn start(self, path: &Path, args: &[&str]) -> Output {
        let folder = path.parent().expect("a program lies in a folder");
        Command::new(self.command()).current_dir(folder).args(args).output().expect("the solver was there a moment ago")
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary path is UTF-8")
}

/// `Model status`, `Optimal`, …, `Objective 12.5`, each on a line.
fn optimum_of_highs(solution: &str) -> Option<f64> {
    let optimal = solution.lines().nth(1) == Some("Optimal");
    let objective = solution.lines().find_map(|line| line.strip_prefix("Objective "))?;
    if optimal { objective.trim().parse().ok() } else { None }
}

/// `s bas ROWS COLUMNS f f 12.5`: primal and dual feasible.
fn optimum_of_glpsol(solution: &str) -> Option<f64> {
    let line = solution.lines().find(|line| line.starts_with("s bas "))?;
    let words: Vec<&str> = line.split_whitespace().collect();
    if words[4..6] == ["f", "f"] { words[6].parse().ok() } else { None }
}

/// The solvers that are there; says so on standard error, past the test harness, where one is missing.
pub fn solvers() -> Vec<Solver> {
    let (there, missing): (Vec<Solver>, Vec<Solver>) =
        [Solver::Highs, Solver::Glpsol].into_iter().partition(|solver| solver.is_there());
    let missing: Vec<&str> = missing.into_iter().map(Solver::command).collect();
    if !missing.is_empty() {
        let message = format!("SKIPPED: exported programs are not solved by {}: not installed", missing.join(" and "));
        assert!(env::var(REQUIRED).as_deref() != Ok("1"), "{message}, but {REQUIRED}=1 asks for all");
        let _ = writeln!(io::stderr(), "{message}");
    }
    there
}

/// One member's or everybody's year.
#[derive(Clone, Debug)]
pub struct Part {
    mode: String,
    member: Option<String>,
    year: i32,
}

impl Part {
    /// The part called so.
    pub fn of(mode: &str, member: Option<&str>, year: i32) -> Self {
        Self { mode: mode.to_owned(), member: member.map(str::to_owned), year }
    }

    fn args(&self) -> Vec<String> {
        let mut args = vec!["--mode".to_owned(), self.mode.clone(), "--year".to_owned(), self.year.to_string()];
        args.extend(self.member.iter().flat_map(|member| ["--member".to_owned(), member.clone()]));
        args
    }

    /// The optimum that `report` gives for `question`, where it gives one.
    fn proven(&self, report: &Value, question: &str) -> Option<f64> {
        let (row, shortfall) = match &self.member {
            Some(member) => (answer(report, member, self.year), "shortfall_t"),
            None => (system(report, self.year), "least_shortfall_t"),
        };
        let key = match question {
            "shortfall" => shortfall,
            "cost" => "cost_usd",
            _ => "baseline_cost_usd",
        };
        row[key].as_f64()
    }
}

/// The parts of a scenario's own question in `mode`.
pub fn parts(path: &str, mode: &str) -> Vec<Part> {
    let report = solve_json(path, &["--mode", mode]);
    let list = |key: &str| report["question"][key].as_array().expect("a list").clone();
    let years: Vec<i32> =
        list("years").iter().map(|year| i32::try_from(year.as_i64().expect("a year")).expect("a year")).collect();
    let members: Vec<Option<String>> = match mode {
        "joint" => vec![None],
        _ => list("members").iter().map(|member| member.as_str().map(str::to_owned)).collect(),
    };
    let part =
        |member: &Option<String>, year: &i32| Part { mode: mode.to_owned(), member: member.clone(), year: *year };
    members.iter().flat_map(|member| years.iter().map(move |year| part(member, year))).collect()
}

/// The text of an exported program.
pub fn exported(path: &str, part: &Part, question: &str, form: &str) -> String {
    let args = part.args();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    run(&[&["export", path, "--lp-format", form, "--question", question], &args[..]].concat()).exits(0).stdout
}

/// Demands that every solver finds the optima that `solve` proves; says how many were compared.
pub fn agree(path: &str, part: &Part, solvers: &[Solver]) -> usize {
    let args = part.args();
    let report = solve_json(path, &args.iter().map(String::as_str).collect::<Vec<_>>());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut compared = 0;
    for question in ["shortfall", "cost", "baseline"] {
        let proven = part.proven(&report, question);
        for form in ["lp", "mps"] {
            let program = folder.path().join(format!("{question}.{form}"));
            fs::write(&program, exported(path, part, question, form)).expect("the folder takes a file");
            for solver in solvers {
                let found = solver.optimum(&program, form);
                let Some(proven) = proven else { continue };
                let alike = (found - proven).abs() <= 1e-6 * (1.0 + found.abs().max(proven.abs()));
                assert!(alike, "{solver:?} finds {found} for {path} {part:?} {question} {form}, proven is {proven}");
                compared += 1;
            }
        }
    }
    compared
}

/// Demands that every solver finds the levels of the fair split in `part`, round by round; says how many were compared.
pub fn rounds_agree(path: &str, part: &Part, solvers: &[Solver]) -> usize {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let proofs = folder.path().join("proofs.json");
    let args = part.args();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    run(&[&["solve", path, "--quiet", "--certificates", text(&proofs)], &args[..]].concat());
    let report: Value = serde_json::from_str(&fs::read_to_string(&proofs).expect("proofs")).expect("a report");
    let entries = report["proofs"]["programs"].as_array().expect("a list");
    // Where nothing is avoided, the answer is its baseline.
    let asked = entries.iter().rfind(|entry| entry["program"] != "alliance").expect("something is asked");
    let of = asked["of"].clone();
    let rounds = entries.iter().filter(|entry| entry["of"] == of && entry["program"] == "round");
    let mut compared = 0;
    for round in rounds {
        let number = round["round"].to_string();
        let level = fraction(round["proof"]["upper"].as_str().expect("a fair split is proven"));
        for form in ["lp", "mps"] {
            let program = folder.path().join(format!("round{number}.{form}"));
            let options = ["--lp-format", form, "--question", "fair", "--round", &number, "--output", text(&program)];
            run(&[&["export", path], &options[..], &args[..]].concat()).exits(0);
            for solver in solvers {
                let found = solver.optimum(&program, form);
                assert!(
                    (found - level).abs() <= 1e-6,
                    "{solver:?}: {found} for {path} {part:?} {number}, proven {level}"
                );
                compared += 1;
            }
        }
    }
    compared
}

/// `-9/19` as a number.
fn fraction(text: &str) -> f64 {
    let number = |text: &str| -> f64 { text.parse().expect("a number") };
    text.split_once('/').map_or_else(|| number(text), |(over, under)| number(over) / number(under))
}

/// What `solver` proves: verdicts and optima, which do not depend on who searched.
pub fn proven(path: &str, solver: &str) -> Vec<Value> {
    let report = solve_json(path, &["--solver", solver]);
    let system = report["system"].as_array().into_iter().flatten();
    let system = system.map(|row| [&row["verdict"], &row["cost_bounds_usd"], &row["least_shortfall_t"]]);
    let answers = report["answers"].as_array().into_iter().flatten();
    let answers = answers.map(|row| [&row["verdict"], &row["proof"], &row["shortfall_bounds_t"]]);
    system.chain(answers).flatten().cloned().collect()
}
