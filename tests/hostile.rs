//! Files and arguments made to exhaust the reader: each ends in an answer or a clear message, within a gigabyte of
//! address space and with little to read. `docs/limits.md` lists the limits.
#![cfg(target_os = "linux")]

mod common;

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use common::{Run, file};
use tempfile::TempDir;

/// Address space of every run, in KiB, that of threads and of the program itself included.
const SPACE: usize = 1 << 20;
/// Most bytes of standard error: some screens of findings.
const MOST_TO_READ: usize = 100_000;

/// A folder with the scenario that the cases change.
struct Case {
    folder: TempDir,
    sound: String,
}

impl Case {
    fn new() -> Self {
        let sound = fs::read_to_string(file("fuzz/tiny.toml")).expect("the scenario can be read");
        Self { folder: tempfile::tempdir().expect("a folder can be made"), sound }
    }

    fn write(&self, name: &str, contents: &str) {
        fs::write(self.folder.path().join(name), contents).expect("the file can be written");
    }

    /// The scenario with `old`, which it has, replaced by `new`.
    fn with(&self, old: &str, new: &str) -> String {
        assert!(self.sound.contains(old), "{old}");
        self.sound.replacen(old, new, 1)
    }

    /// Runs `didymium ARGS` in the folder within [`SPACE`].
    fn run(&self, args: &[&str]) -> Run {
        let script = format!("ulimit -v {SPACE}; exec \"$0\" \"$@\"");
        let output = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_didymium")])
            .args(args)
            .current_dir(self.folder.path())
            .output()
            .expect("sh starts");
        let stderr = String::from_utf8(output.stderr).expect("standard error is UTF-8");
        assert!(stderr.len() < MOST_TO_READ, "{} bytes to read", stderr.len());
        let stdout = String::from_utf8(output.stdout).expect("standard output is UTF-8");
        let code = output.status.code().unwrap_or_else(|| panic!("killed: {}\n{stderr}", output.status));
        Run { stdout, stderr, code }
    }

    /// What `check` says about `contents`.
    fn check(&self, contents: &str) -> Run {
        self.write("hostile.toml", contents);
        self.run(&["check", "hostile.toml"])
    }

    /// Demands that `contents` is refused in these words.
    fn refused(&self, contents: &str, complaint: &str) {
        self.check(contents).exits(3).complains_of(complaint);
    }
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

#[test]
fn deep_nesting_is_refused() {
    let case = Case::new();
    let deep =
        |open: &str, close: &str| format!("{}x = {}1{}\n", case.sound, open.repeat(100_000), close.repeat(100_000));
    case.refused(&deep("[", "]"), "nested deeper than 16 levels");
    case.refused(&deep("{a = ", "}"), "nested deeper than 16 levels");
    case.refused(&format!("{}[a{}]\n", case.sound, ".a".repeat(50_000)), "recursion limit");
    case.refused(&format!("{}a{} = 1\n", case.sound, ".a".repeat(50_000)), "recursion limit");
}

#[test]
fn texts_beyond_64_mib_are_refused_bases_included() {
    let case = Case::new();
    let comments = format!("# {}\n", "x".repeat(40 << 20));
    case.refused(&(case.sound.clone() + &comments + &comments), "larger than 64 MiB");
    case.write("base.toml", &(case.sound.clone() + &comments));
    case.refused(&format!("extends = \"base.toml\"\n{comments}"), "and what extends it are larger than 64 MiB");
    case.check("extends = \"base.toml\"\n").exits(0);
}

#[test]
fn bases_are_at_most_32_and_never_a_cycle() {
    let case = Case::new();
    let base = |number: usize| format!("extends = \"{number}.toml\"\n");
    for number in 1..=5000 {
        case.write(&format!("{number}.toml"), &base(number + 1));
    }
    case.refused(&base(1), "more than 32 files extend each other");
    case.write("32.toml", &case.sound);
    case.check(&base(1)).exits(0);
    case.write("32.toml", &base(33));
    case.write("33.toml", &case.sound);
    case.refused(&base(1), "more than 32 files extend each other");
    case.write("32.toml", &base(7));
    case.refused(&base(1), "extends itself");
    case.refused("extends = \"hostile.toml\"\n", "extends itself");
}

#[test]
fn tables_of_a_hundred_thousand_entries_are_read() {
    let case = Case::new();
    let countries = lines(100_000, |number| format!("x{number} = {{}}\n"));
    case.write("countries.toml", &case.with("C = {}\n", &format!("C = {{}}\n{countries}")));
    case.run(&["solve", "countries.toml"]).exits(4).complains_of("and 99800 more");
    let years: Vec<String> = (0..100_000).map(|number| format!("{} = {number}", 1000 + number)).collect();
    let years = format!("capacity_t_per_year = {{ {} }}", years.join(", "));
    case.refused(&case.with("capacity_t_per_year = 6", &years), "`1000` is not a year from 1900 to 2200");
    let asked: Vec<String> = (0..100_000).map(|number| (1000 + number % 1000).to_string()).collect();
    case.refused(&case.with("2025, 2030", &asked.join(", ")), "1000 is not a year from 1900 to 2200");
    let routes = lines(50_000, |number| format!("[route.r{number}]\nfrom = \"A\"\nto = \"B\"\n"));
    case.refused(&(case.sound.clone() + &routes), "both speak for everything from `A` to `B`");
}

#[test]
fn all_years_there_are_can_be_asked_about() {
    let case = Case::new();
    let years: Vec<String> = (1900..=2200).map(|year| year.to_string()).collect();
    case.write("years.toml", &case.with("2025, 2030", &years.join(", ")));
    let report = case.run(&["solve", "years.toml", "--format", "json"]).exits(4).json();
    assert_eq!(report["answers"].as_array().map(Vec::len), Some(2 * 301));
}

#[test]
fn sixty_thousand_misspelt_keys_are_found_at_once() {
    let case = Case::new();
    let works =
        lines(30_000, |number| format!("f{number} = {{ country = \"Q{number}\", process = \"dig\", capcity = 1 }}\n"));
    case.refused(&case.with("[routes]", &format!("{works}[routes]")), "`f0` has no `capacity_t_per_year`");
}

#[test]
fn numbers_are_at_most_1e15_and_as_small_as_they_like() {
    let case = Case::new();
    let with = |number: &str| case.with("capacity_t_per_year = 6", &format!("capacity_t_per_year = {number}"));
    for huge in
        ["1e308", "1e9999", "9223372036854775808", "0xFFFFFFFFFFFFFFFFFFFF", &"1".repeat(40), &"1".repeat(1_000_000)]
    {
        case.refused(&with(huge), "`capacity_t_per_year` is at most 1e15");
    }
    case.refused(&with("-1e-308"), "not negative");
    let thirds = format!("5.{}", "3".repeat(1_000_000));
    for small in ["1e-308", "5e-324", "1e-9999", "-0.0", &thirds] {
        case.write("small.toml", &with(small));
        let report = case.run(&["solve", "small.toml", "--format", "json"]).exits(4).json();
        assert_eq!(report["answers"][1]["proof"], "exact", "{small}");
    }
}

#[test]
fn very_long_names_and_texts_are_quoted_in_part() {
    let case = Case::new();
    let long = "k".repeat(5_000_000);
    case.check(&case.with("[scenario]\n", &format!("[scenario]\ntitle = \"{long}\"\n"))).exits(0);
    case.refused(&case.with("[scenario]\n", &format!("[scenario]\n{long} = 1\n")), "bytes left out");
    // Two long names that are alike: comparing them letter by letter would take days.
    let alike = case.with("C = {}\n", &format!("C = {{}}\n{long}k = {{}}\n"));
    case.refused(&alike.replacen("country = \"A\"", &format!("country = \"{long}\""), 1), "bytes left out");
    case.write("named.toml", &case.with("member.b]", &format!("member.{long}]")));
    let member = "k".repeat(100_000);
    case.run(&["solve", "named.toml", "--member", &member]).exits(2).complains_of("bytes left out");
}

#[test]
fn sweeps_are_at_most_ten_million_points() {
    let case = Case::new();
    case.write("s.toml", &case.sound);
    let sweep = |args: &[&str]| case.run(&[&["sweep", "s.toml", "--output", "s.csv"], args].concat()).exits(2);
    let axis = |name: &str| format!("facility.{name}.cost_usd_per_t=1..2:1000000");
    sweep(&["--axis", &axis("hill"), "--axis", &axis("lake")]).complains_of("are more than 10000000");
    sweep(&["--axis", "facility.hill.cost_usd_per_t=1..2:1000000000000"]).complains_of("at most a million values");
    sweep(&["--axis", "facility.hill.cost_usd_per_t=1..2:99999999999999999999"]).complains_of("whole number");
    sweep(&["--samples", "1000000000000", "--vary", "facility.hill.cost_usd_per_t=uniform(1,2)"])
        .complains_of("are more than 10000000");
    assert!(!Path::new(&case.folder.path().join("s.csv")).exists());
}

#[test]
fn patterns_over_many_facilities_are_told_apart_in_time() {
    let case = Case::new();
    let works = lines(5000, |number| {
        format!("f{number} = {{ country = \"A\", process = \"dig\", capacity_t_per_year = 1, cost_usd_per_t = 9 }}\n")
    });
    case.write("many.toml", &case.with("[routes]", &format!("{works}[routes]")));
    let alike: Vec<String> = (0..60).map(|number| format!("facility.f*{number}.c*_t*=1")).collect();
    let mut args = vec!["sweep", "many.toml", "--output", "many.csv"];
    args.extend(alike.iter().flat_map(|axis| ["--axis", axis]));
    case.run(&args).exits(2).complains_of("another input sets or changes this too");
    let apart = ["--axis", "facility.f*.cost_usd_per_t*=1,1.1", "--axis", "facility.*.capacity_t_per_year*=1"];
    case.run(
        &[&["sweep", "many.toml", "--output", "many.csv", "--year", "2025", "--member", "a"], &apart[..]].concat(),
    )
    .exits(0);
}

#[test]
fn hostile_certificates_are_refused() {
    let case = Case::new();
    case.write("s.toml", &case.sound);
    case.run(&["solve", "s.toml", "--certificates", "sound.json"]).exits(4);
    case.run(&["verify", "sound.json", "s.toml"]).exits(0);
    let sound = fs::read_to_string(case.folder.path().join("sound.json")).unwrap();
    let refused = |contents: &str, complaint: &str| {
        case.write("hostile.json", contents);
        case.run(&["verify", "hostile.json", "s.toml"]).exits(1).complains_of(complaint);
    };
    refused(&"[".repeat(1_000_000), "recursion limit exceeded");
    refused(&format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000)), "recursion limit exceeded");
    let digits = "7".repeat(1_000_000);
    for number in [digits.clone(), format!("-{digits}"), format!("1/{digits}")] {
        let changed = sound.replacen(":\"4\"", &format!(":\"{number}\""), 1);
        assert_ne!(changed, sound);
        refused(&changed, "at most 10000 digits");
    }
    refused(&sound.replacen("\"feasible\"", &format!("\"{digits}\""), 1), "bytes left out");
    refused(&sound.replacen("\"coverage\": 1.0", &format!("\"coverage\": {digits}"), 1), "it is not JSON");
    let strays = lines(200_000, |number| format!("\"x{number}\":\"1\","));
    refused(&sound.replacen("\"plan\":{", &format!("\"plan\":{{{strays}"), 1), "the program has no column `x0`");
    File::create(case.folder.path().join("large.json")).unwrap().set_len((256 << 20) + 1).unwrap();
    case.run(&["verify", "large.json", "s.toml"]).exits(1).complains_of("larger than 256 MiB");
}
