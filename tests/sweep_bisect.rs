//! `sweep --bisect`: brackets around the values at which a verdict flips, proven at both ends.

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{Run, run};

const SMALLEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/smallest.toml");
const PORT: &str = "facility.port.capacity_t_per_year";

/// The smallest scenario with a second separator abroad. Both shares of the policies are set at once: of the 200 t of
/// feed either plant takes 120 t at most, so between 40 and 60 % go through Malaysia. One policy demands at least the
/// share, the other allows at most the share: feasible from 0.4 to 0.6, and nowhere else.
const TWO_EDGES: &str = r#"
[facility.bay]
country = "AU"
process = "separate"
capacity_t_per_year = 120
[facility.port.capacity_t_per_year]
2025 = 120
2030 = 120
[policy.floor]
kind = "min_share"
stage = "separation"
countries = ["MY"]
share = 0.5
[policy.cap]
kind = "max_share"
stage = "separation"
countries = ["MY"]
share = 0.5
"#;

fn bisect(args: &[&str]) -> Run {
    run(&[&["sweep", SMALLEST, "--bisect"], args].concat())
}

/// The columns that say where the edge is.
fn brackets(run: &Run) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let of = |record: &csv::StringRecord, name: &str| {
        record[headers.iter().position(|header| header == name).unwrap()].to_owned()
    };
    let names = ["member", "year", "edge", "edges", "lower", "lower_verdict", "upper", "upper_verdict"];
    reader.records().map(|record| names.map(|name| of(record.as_ref().unwrap(), name)).join(" ")).collect()
}

#[test]
fn the_edge_lies_where_a_hand_computes_it() {
    // 200 t of feed are needed in both years.
    let run = bisect(&[&format!("{PORT}=0..300"), "--tolerance", "1"]).exits(0).complains_of("2 edges");
    assert_eq!(
        brackets(&run),
        ["japan 2025 1 1 199 infeasible 200 feasible", "japan 2030 1 1 199 infeasible 200 feasible"]
    );
    // As a factor on 150 t and 250 t; the default tolerance is a thousandth of the range.
    let run = bisect(&[&format!("{PORT}=*0.5..2.5")]).exits(0);
    assert_eq!(
        brackets(&run),
        ["japan 2025 1 1 *1.332 infeasible *1.334 feasible", "japan 2030 1 1 *0.798 infeasible *0.8 feasible"]
    );
}

#[test]
fn both_ends_of_a_bracket_are_what_solve_says() {
    let run = bisect(&[&format!("{PORT}=0..300"), "--tolerance", "0.3", "--year", "2030"]).exits(0);
    let words = brackets(&run).remove(0);
    let words: Vec<&str> = words.split(' ').collect();
    for (value, verdict) in [(words[4], words[5]), (words[6], words[7])] {
        let report = common::solve_json(SMALLEST, &["--set", &format!("{PORT}={value}"), "--year", "2030"]);
        assert_eq!(common::answer(&report, "japan", 2030)["verdict"], verdict, "{value}");
    }
    let width = words[6].parse::<f64>().unwrap() - words[4].parse::<f64>().unwrap();
    assert!(width > 0.0 && width <= 0.3, "{width}");
}

#[test]
fn where_nothing_flips_both_ends_say_so() {
    let run = bisect(&[&format!("{PORT}=0..100"), "--year", "2030"]).exits(0).complains_of("0 edges; 1 without one");
    assert_eq!(brackets(&run), ["japan 2030  0 0 infeasible 100 infeasible"]);
}

#[test]
fn an_edge_is_found_at_every_point_of_a_grid() {
    let demand = "member.japan.demand_t_per_year.magnet=50,100,150";
    let args = [&format!("{PORT}=0..400"), "--tolerance", "1", "--year", "2030", "--axis", demand];
    let alone = bisect(&args).exits(0);
    let edges: Vec<String> = brackets(&alone).iter().map(|line| line.split(' ').nth(6).unwrap().to_owned()).collect();
    // Works make at most 120 t.
    assert_eq!(edges, ["100", "200", "400"]);
    assert!(brackets(&alone)[2].ends_with("0 infeasible 400 infeasible"));
    assert!(alone.stdout.starts_with("member.japan.demand_t_per_year.magnet,mode,member,year,bisected,"));
    for jobs in ["1", "3"] {
        assert_eq!(bisect(&[&args[..], &["--jobs", jobs]].concat()).stdout, alone.stdout);
    }
}

#[test]
fn a_verdict_that_flips_twice_has_two_edges_as_far_as_the_grid_sees_them() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(SMALLEST, folder.path().join("base.toml")).unwrap();
    let path = folder.path().join("two.toml");
    fs::write(&path, format!("extends = \"base.toml\"\n{TWO_EDGES}")).unwrap();
    let path = path.to_str().unwrap();
    let args = ["sweep", path, "--bisect", "policy.*.share=0..1", "--tolerance", "0.01", "--year", "2030"];
    for mode in ["alone", "joint"] {
        let both = run(&[&args[..], &["--mode", mode]].concat()).exits(0).complains_of("1 with more than one");
        assert_eq!(
            brackets(&both),
            ["japan 2030 1 2 0.39 infeasible 0.4 feasible", "japan 2030 2 2 0.6 feasible 0.61 infeasible"],
            "{mode}"
        );
    }
    // Two values see nothing between them, and say at how many values they looked.
    let none = run(&[&args[..], &["--grid", "2"]].concat()).exits(0);
    assert_eq!(brackets(&none), ["japan 2030  0 0 infeasible 1 infeasible"]);
    assert!(none.stdout.contains(",infeasible,2,exact,"), "{}", none.stdout);
}

#[test]
fn values_that_make_no_scenario_leave_a_wide_bracket_and_say_why() {
    // Below zero there is no scenario; the edge at 200 t is still found.
    let run = bisect(&[&format!("{PORT}=-300..300"), "--tolerance", "1", "--year", "2030"]).exits(5);
    assert_eq!(brackets(&run), ["japan 2030 1 1 199 infeasible 200 feasible"]);
    assert!(run.stdout.contains("at -300: "), "{}", run.stdout);
    let open = bisect(&[&format!("{PORT}=0..300"), "--year", "2030", "--time-limit", "0.000000001"]).exits(5);
    assert!(open.stdout.contains(",none,no answer could be proven at 0"), "{}", open.stdout);
}

#[test]
fn edges_go_to_a_file_or_a_stream_in_either_form() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("edges.jsonl");
    let (axis, path) = (format!("{PORT}=0..300"), path.to_str().unwrap());
    bisect(&[&axis, "--output", path]).exits(0);
    let streamed = bisect(&[&axis, "--format", "jsonl"]).stdout;
    assert_eq!(fs::read_to_string(path).unwrap(), streamed);
    let line: serde_json::Value = serde_json::from_str(streamed.lines().next().unwrap()).unwrap();
    assert_eq!((line["edge"].as_u64(), line["upper_verdict"].as_str()), (Some(1), Some("feasible")));
}

#[test]
fn a_bisection_that_makes_no_sense_is_refused() {
    for (args, complaint) in [
        (vec![format!("{PORT}=1..0")], "the lower end comes first"),
        (vec![format!("{PORT}=1")], "a bisection has two ends"),
        (vec![format!("{PORT}=0..1"), "--tolerance=0".to_owned()], "expected a positive number"),
        (vec![format!("{PORT}=0..1e9"), "--tolerance=1e-9".to_owned()], "a larger `--tolerance`"),
        (vec![format!("{PORT}=0..1"), "--grid=1".to_owned()], "2..=100000"),
        (vec![format!("{PORT}=0..1"), format!("--axis={PORT}=1,2")], "another input sets or changes this too"),
        (vec![format!("{PORT}=0..1"), "--resume".to_owned()], "need a file to write to"),
        (vec![format!("{PORT}=0..1"), "--shard=1/2".to_owned()], "cannot be used with"),
        (vec!["facility.prot.capacity_t_per_year=0..1".to_owned()], "`port`"),
    ] {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        bisect(&args).exits(2).complains_of(complaint);
    }
    run(&["sweep", SMALLEST, "--axis", "facility.port.cost_usd_per_t=1", "--tolerance", "1"])
        .exits(2)
        .complains_of("--bisect");
}

/// A bisection of some thousand values, into a file.
fn long(output: &Path, more: &[&str]) -> Vec<String> {
    let axis = "member.japan.demand_t_per_year.magnet=20..110:40";
    let bisected = format!("{PORT}=0..300");
    let args = ["sweep", SMALLEST, "--bisect", &bisected, "--tolerance", "1e-7", "--axis", axis, "--output"];
    [&args[..], &[output.to_str().unwrap()], more].concat().into_iter().map(str::to_owned).collect()
}

fn run_long(output: &Path, more: &[&str]) -> Run {
    let args = long(output, more);
    run(&args.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn a_bisection_killed_at_any_moment_is_continued_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.csv");
    run_long(&whole, &[]).exits(0);
    let whole = fs::read(whole).unwrap();
    let (output, part) = (folder.path().join("edges.csv"), folder.path().join("edges.csv.part"));
    let mut left = Vec::new();
    for goal in [1, 2_000, 8_000, 20_000] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_didymium"))
            .args(long(&output, &["--resume", "--jobs", "3"]))
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let began = Instant::now();
        while fs::metadata(&part).map_or(0, |found| found.len()) < goal && child.try_wait().unwrap().is_none() {
            assert!(began.elapsed() < Duration::from_secs(300), "the bisection does not get on");
            std::thread::sleep(Duration::from_micros(200));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let before = left.len();
        left = fs::read(&part).expect("it was at work");
        assert!(left.len() >= before, "what was asked before is still there");
    }
    assert!(!output.exists());
    run_long(&output, &[]).exits(2).complains_of("`--resume` continues it");
    for (more, differs) in
        [(["--tolerance", "1"], "bisection"), (["--grid", "5"], "bisection"), (["--year", "2030"], "question")]
    {
        let args = long(&output, &["--resume"]).join("\n");
        let said = if more[0] == "--tolerance" { "--tolerance\n1e-7\n" } else { "" };
        let args = args.replacen(said, "", 1);
        let args: Vec<&str> = args.split('\n').chain(more).collect();
        run(&args).exits(2).complains_of(&format!("its {differs} differs"));
    }
    fs::write(&part, [&left[..], b"{\"part\":0,\"st"].concat()).unwrap();
    run_long(&output, &["--resume"]).exits(0);
    assert_eq!(fs::read(&output).unwrap(), whole);
    assert!(!part.exists());
    // What was asked is not asked again: a verdict that was never given is believed.
    let text = String::from_utf8(left).unwrap();
    let (true_line, false_line) =
        (r#"{"part":0,"step":0,"verdicts":["infeasible"]}"#, r#"{"part":0,"step":0,"verdicts":["feasible"]}"#);
    assert!(text.contains(true_line), "{text}");
    fs::write(&part, text.replace(true_line, false_line)).unwrap();
    run_long(&output, &["--resume"]).exits(0).complains_of("1 with more than one");
}
