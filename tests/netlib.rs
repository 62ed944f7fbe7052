//! Problems that others published, with the optima and statuses they published: the Netlib linear programs and the
//! collection of infeasible ones. Each optimum and each infeasibility is proven by the crate, then compared.
//!
//! A few small problems lie in `tests/netlib`. `DIDYMIUM_NETLIB=FOLDER` names a copy of both collections instead, with
//! files `feasible/<name>.mps` and `infeasible/<name>.mps`, and `DIDYMIUM_NETLIB_SECONDS` a time limit for each problem;
//! what is not proven then is listed, what is proven differently fails.

mod mps;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use didymium::exact::{Rational, approx, magnitude, parse_decimal};
use didymium::prove::{Search, minimise};
use didymium::solve::{Backend, Deadline, Microlp, Simplex};
use mps::Problem;

/// The solvers of this build; `DIDYMIUM_NETLIB_SOLVER` names one of them.
fn backends() -> Vec<&'static dyn Backend> {
    let all: &[&dyn Backend] = &[
        &Simplex,
        &Microlp,
        #[cfg(feature = "highs")]
        &didymium::solve::Highs,
    ];
    let wanted = std::env::var("DIDYMIUM_NETLIB_SOLVER").ok();
    all.iter().copied().filter(|backend| wanted.as_ref().is_none_or(|name| name == backend.name())).collect()
}

/// Where the collections are, and whether all of them.
fn collection(kind: &str) -> (Vec<PathBuf>, bool) {
    let whole = std::env::var_os("DIDYMIUM_NETLIB");
    let root = whole.as_ref().map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/netlib"), PathBuf::from);
    let mut files: Vec<PathBuf> = fs::read_dir(root.join(kind))
        .unwrap_or_else(|error| panic!("{}: {error}", root.join(kind).display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "mps"))
        .collect();
    files.sort_by_key(|path| (fs::metadata(path).unwrap().len(), path.clone()));
    (files, whole.is_some())
}

/// A search by `backend` that begins now.
fn search(backend: &'static dyn Backend) -> Search<'static> {
    let seconds = std::env::var("DIDYMIUM_NETLIB_SECONDS").ok().and_then(|text| text.parse().ok());
    Search { until: seconds.map(Duration::from_secs_f64).and_then(Deadline::after), ..Search::by(backend) }
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// The published optimum of `name`, and one unit of its last published digit.
fn published(name: &str) -> Option<(Rational, Rational)> {
    let table = include_str!("netlib/optima.csv");
    let line = table.lines().find(|line| line.split(',').next() == Some(name))?;
    let text = line.split(',').nth(1).expect("a name and an optimum");
    let (mantissa, exponent) = text.split_once('e').expect("in scientific notation");
    let digits = mantissa.split('.').nth(1).map_or(0, str::len);
    let unit = parse_decimal(&format!("1e{}", exponent.parse::<i64>().unwrap() - i64::try_from(digits).unwrap()));
    Some((parse_decimal(text).unwrap(), unit.unwrap()))
}

/// Reports what could not be proven: with the whole collection a line each, with the small ones a failure.
fn unproven(whole: bool, name: &str, why: &str) {
    assert!(whole, "{name}: {why}");
    eprintln!("{name}: not proven: {why}");
}

#[test]
fn published_optima_are_found_and_proven() {
    let (files, whole) = collection("feasible");
    let mut proven = 0;
    for (path, backend) in files.iter().flat_map(|path| backends().into_iter().map(move |backend| (path, backend))) {
        let name = name(path);
        let Some((optimum, unit)) = published(&name) else {
            unproven(whole, &name, "no published optimum");
            continue;
        };
        let started = Instant::now();
        let posed = Problem::read(&fs::read_to_string(path).unwrap()).pose(false);
        match minimise(&posed.lp, search(backend)) {
            Ok(certified) if certified.is_exact() => {
                let found = certified.upper() + &posed.constant;
                let apart = magnitude(&found - &optimum);
                assert!(apart <= unit, "{name}: {found} is proven, {} is published", approx(&optimum));
                proven += 1;
                eprintln!(
                    "{name}, {}: {} proven, {:.1} s",
                    backend.name(),
                    approx(&found),
                    started.elapsed().as_secs_f64()
                );
            }
            Ok(_) => unproven(whole, &name, "bounds apart"),
            Err(error) => unproven(whole, &name, &error.to_string()),
        }
    }
    eprintln!("{proven} of {} proven", files.len() * backends().len());
    assert!(proven >= 8);
}

#[test]
fn published_infeasibilities_are_proven() {
    let (files, whole) = collection("infeasible");
    let mut proven = 0;
    for (path, backend) in files.iter().flat_map(|path| backends().into_iter().map(move |backend| (path, backend))) {
        let name = name(path);
        let problem = Problem::read(&fs::read_to_string(path).unwrap());
        assert!(minimise(&problem.pose(false).lp, search(backend)).is_err(), "{name} has an optimum");
        let posed = problem.pose(true);
        assert!(posed.constraints > 0, "{name} has no rows");
        match minimise(&posed.lp, search(backend)) {
            Ok(certified) => match certified.lower() {
                Some(lower) if *lower > Rational::ZERO => {
                    proven += 1;
                    eprintln!("{name}, {}: at least {} must give way", backend.name(), approx(lower));
                }
                _ => {
                    assert!(*certified.upper() > Rational::ZERO, "{name} has a solution");
                    unproven(whole, &name, "no bound above zero");
                }
            },
            Err(error) => unproven(whole, &name, &error.to_string()),
        }
    }
    eprintln!("{proven} of {} proven", files.len() * backends().len());
    assert!(proven >= 4);
}
