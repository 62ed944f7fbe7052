//! `didymium sweep` and `sweep-merge` from outside: rows, refusals, determinism, shards.

mod common;

use std::fs;
use std::path::Path;

use common::{Run, run};
use serde_json::Value;
use tempfile::TempDir;

const PORT: &str = "facility.port.capacity_t_per_year";

fn smallest() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/smallest.toml");
    path.to_str().unwrap().to_owned()
}

fn sweep(args: &[&str]) -> Run {
    run(&[&["sweep", &smallest()], args].concat())
}

/// The cells of a table on standard output, without its header.
fn cells(run: &Run) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// One column of a table on standard output.
fn column(run: &Run, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
    let at = reader.headers().unwrap().iter().position(|header| header == name).expect("the column is there");
    cells(run).into_iter().map(|mut row| row.swap_remove(at)).collect()
}

fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

/// Where one member leaves the alliance, it has no answer; the others have those that `solve` gives.
#[test]
fn a_member_that_is_not_asked_about_at_a_point_leaves_the_answers_of_others() {
    let case = common::case("g2_members");
    let table = run(&["sweep", &case, "--mode", "joint", "--axis", "member.u.alliance=true,false"]).exits(5);
    let said: Vec<(String, bool)> =
        column(&table, "member").into_iter().zip(column(&table, "error").iter().map(String::is_empty)).collect();
    let expected = [("u", true), ("j", true), ("e", true), ("u", false), ("j", true), ("e", true)];
    assert_eq!(said, expected.map(|(member, answered)| (member.to_owned(), answered)));
    let alone =
        run(&["solve", &case, "--mode", "joint", "--set", "member.u.alliance=false", "--format", "json"]).json();
    let solved = common::answer(&alone, "j", 2026)["shortfall_t"].to_string();
    assert!(common::close(solved.parse().unwrap(), column(&table, "shortfall_t")[4].parse().unwrap()), "{solved}");
}

#[test]
fn rows_are_what_solve_answers() {
    let table = sweep(&["--axis", &format!("{PORT}=100,250")]).exits(4);
    for (value, row) in ["100", "100", "250", "250"].iter().zip(cells(&table)) {
        let report = run(&["solve", &smallest(), "--set", &format!("{PORT}={value}"), "--format", "json"]).json();
        let answer = common::answer(&report, "japan", row[3].parse().unwrap());
        let number = |key: &str| answer[key].as_f64().map_or(String::new(), |number| number.to_string());
        let expected = [
            (*value).to_owned(),
            "alone".to_owned(),
            "japan".to_owned(),
            answer["year"].to_string(),
            answer["verdict"].as_str().unwrap().to_owned(),
            number("coverage"),
            number("shortfall_t"),
            number("cost_usd"),
            number("premium"),
            String::new(),
            "exact".to_owned(),
            String::new(),
        ];
        assert_eq!(row, expected);
    }
}

#[test]
fn inputs_are_the_first_columns_in_the_order_given_and_the_last_axis_is_fastest() {
    let table = sweep(&[
        "--year",
        "2030",
        "--axis",
        "member.japan.demand_t_per_year.magnet=50,60",
        "--axis",
        &format!("{PORT}=200..300:3"),
    ])
    .exits(0);
    let header = table.stdout.lines().next().unwrap();
    assert_eq!(
        header,
        format!(
            "member.japan.demand_t_per_year.magnet,{PORT},mode,member,year,verdict,coverage,shortfall_t,cost_usd,premium,\
             binding_stage,proof,error"
        )
    );
    let inputs: Vec<String> = cells(&table).iter().map(|row| row[..2].join(" ")).collect();
    assert_eq!(inputs, ["50 200", "50 250", "50 300", "60 200", "60 250", "60 300"]);
}

#[test]
fn every_form_of_an_axis_sets_what_it_says() {
    for (axis, expected) in [
        (format!("{PORT}=10,20.5"), vec!["10", "20.5"]),
        (format!("{PORT}=0..1:3"), vec!["0", "0.5", "1"]),
        (format!("{PORT}=1..100:3 log"), vec!["1", "10", "100"]),
        (format!("{PORT}=*0.5,+10,+-10"), vec!["*0.5", "+10", "+-10"]),
        (format!("{PORT}=*0.25..4:3 log"), vec!["*0.25", "*1", "*4"]),
        ("facility.*.cost_usd_per_t=*1.2".to_owned(), vec!["*1.2"]),
        ("facility.{port,river}.cost_usd_per_t=5,6".to_owned(), vec!["5", "6"]),
        ("scenario.avoid=[\"CN\"],[\"CN\",\"MY\"]".to_owned(), vec!["[\"CN\"]", "[\"CN\", \"MY\"]"]),
        ("scenario.mode=alone,joint".to_owned(), vec!["alone", "joint"]),
    ] {
        let table = sweep(&["--year", "2030", "--axis", &axis]);
        let inputs: Vec<String> = cells(&table).into_iter().map(|mut row| row.swap_remove(0)).collect();
        assert_eq!(inputs, expected, "{axis}");
        assert!(column(&table, "error").iter().all(String::is_empty), "{axis}");
    }
}

#[test]
fn factors_and_sums_reach_the_numbers_of_the_file() {
    // 2030: 200 t of feed are needed, the port takes 250 t: short below a factor of 0.8, or a change of -50.
    let table = sweep(&["--year", "2030", "--axis", &format!("{PORT}=*0.8,*0.7,+-50,+-75")]).exits(4);
    assert_eq!(column(&table, "verdict"), ["feasible", "infeasible", "feasible", "infeasible"]);
    assert_eq!(column(&table, "coverage"), ["1", "0.875", "1", "0.875"]);
}

#[test]
fn a_delay_moves_the_years_of_a_capacity() {
    // The port grows in 2030; any delay leaves 2030 with 150 t of feed and 75 t of magnets.
    let args = ["--year", "2030", "--samples", "40", "--vary"];
    let table = sweep(&[&args[..], &[&format!("{PORT}=delay(0.7, from=2030)")]].concat()).exits(4);
    let mut seen = [false; 2];
    for (delay, verdict) in column(&table, PORT).iter().zip(column(&table, "verdict")) {
        assert_eq!(verdict, if delay == "0" { "feasible" } else { "infeasible" });
        seen[usize::from(delay == "0")] = true;
    }
    assert_eq!(seen, [true, true], "both kinds are among the draws");
}

#[test]
fn delays_with_a_whole_common_factor_are_the_same_and_without_are_not() {
    let delays = |common: &str| {
        let vary = format!("facility.{{hill,river,works}}.capacity_t_per_year=delay(2, common={common})");
        // A capacity that is one number has no years to move.
        let sets = ["hill", "river", "works"].map(|name| format!("facility.{name}.capacity_t_per_year={{2020=1000}}"));
        let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", set.as_str()]).collect();
        let table = sweep(&[&["--year", "2025", "--samples", "30", "--vary", &vary], &sets[..]].concat());
        cells(&table).into_iter().filter(|row| row[0] == row[1] && row[1] == row[2]).count()
    };
    assert_eq!(delays("1"), 30);
    assert!(delays("0") < 15);
}

#[test]
fn a_point_that_fails_is_a_row_with_its_error_and_the_sweep_goes_on() {
    let table = sweep(&["--year", "2030", "--axis", &format!("{PORT}=-5,250,x")]).exits(5);
    assert_eq!(column(&table, "verdict"), ["", "feasible", ""]);
    assert_eq!(column(&table, "proof"), ["none", "exact", "none"]);
    let errors = column(&table, "error");
    assert!(errors[0].contains("is not negative, but -5 is") && errors[1].is_empty(), "{errors:?}");
    assert!(errors[2].contains("a number or a table of numbers by year, not a string"), "{errors:?}");
    table.complains_of("3 rows: 1 feasible, 2 with an error");
}

#[test]
fn draws_beyond_any_double_are_rows_with_their_error() {
    for ends in ["*uniform(-1e308,1e308)", "+uniform(-1e308,1e308)", "uniform(-1e308,1e308)"] {
        let vary = format!("{PORT}={ends}");
        let table = sweep(&["--year", "2030", "--samples", "2", "--seed", "1", "--vary", &vary]).exits(5);
        assert!(column(&table, "error").iter().all(|error| !error.is_empty()), "{}", table.stdout);
    }
}

#[test]
fn the_exit_code_tells_what_the_rows_came_to() {
    sweep(&["--year", "2030", "--axis", &format!("{PORT}=250")]).exits(0);
    sweep(&["--year", "2030", "--axis", &format!("{PORT}=250,10")]).exits(4);
    let undecided =
        sweep(&["--year", "2030", "--axis", &format!("{PORT}=250"), "--time-limit", "0.000000001"]).exits(5);
    assert_eq!(column(&undecided, "verdict"), ["undecided"]);
    assert_eq!(column(&undecided, "error"), ["no answer could be proven"]);
    assert_eq!(column(&undecided, "coverage"), [""]);
}

#[test]
fn the_number_of_jobs_changes_no_byte() {
    for format in ["csv", "jsonl"] {
        let args = ["--samples", "150", "--seed", "3", "--vary", "facility.*.capacity_t_per_year=*uniform(0.5,1.5)"];
        let rows = |jobs| sweep(&[&args[..], &["--format", format, "--jobs", jobs]].concat()).stdout;
        let alone = rows("1");
        assert!(alone.lines().count() >= 300);
        assert_eq!(alone, rows("2"));
        assert_eq!(alone, rows("7"));
    }
}

#[test]
fn another_seed_draws_others_and_the_same_seed_the_same() {
    let rows = |seed| sweep(&["--samples", "5", "--seed", seed, "--vary", &format!("{PORT}=uniform(0,300)")]).stdout;
    assert_eq!(rows("1"), rows("1"));
    assert_ne!(rows("1"), rows("2"));
}

#[test]
fn json_lines_hold_what_csv_holds() {
    let args = ["--axis", &format!("{PORT}=-1,100,250")];
    let table = sweep(&args);
    let lines = sweep(&[&args[..], &["--format", "jsonl"]].concat()).stdout;
    for (line, row) in lines.lines().zip(cells(&table)) {
        let object: Value = serde_json::from_str(line).unwrap();
        let plain = object.as_object().unwrap().values().map(|value| match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        assert_eq!(plain.collect::<Vec<String>>(), row);
    }
}

#[test]
fn times_are_a_last_column_and_only_where_wanted() {
    let table = sweep(&["--axis", &format!("{PORT}=100"), "--timing"]);
    assert!(table.stdout.lines().next().unwrap().ends_with(",error,solve_ms"));
    assert!(column(&table, "solve_ms").iter().all(|ms| ms.parse::<f64>().unwrap() > 0.0));
}

#[test]
fn what_makes_no_sense_is_refused_before_anything_runs() {
    let port = |values: &str| format!("{PORT}={values}");
    for (args, complaint) in [
        (vec![], "there is nothing to sweep over"),
        (vec!["--axis", "facility.prot.capacity_t_per_year=1"], "a facility with a similar name exists: `port`"),
        (vec!["--axis", "facility.port.capacity_t_per_yeer=1"], "`capacity_t_per_year`"),
        (vec!["--axis", "facility.x*.capacity_t_per_year=1"], "no key of the scenario fits this"),
        (vec!["--axis", &port("")], "there is no value"),
        (vec!["--axis", &port("1,,2")], "there is no value"),
        (vec!["--axis", &port("0..10")], "a range ends with how many values it has"),
        (vec!["--axis", &port("0..10:1")], "at least its two ends"),
        (vec!["--axis", &port("0..10:3 log")], "both ends of a logarithmic range are positive"),
        (vec!["--axis", &port("0..1:1000000000")], "at most a million values"),
        (
            vec!["--axis", &port("0..1:10000"), "--axis", "facility.river.capacity_t_per_year=0..1:100000"],
            "10000 x 100000 points are more than 10000000",
        ),
        (vec!["--axis", &port("1"), "--axis", &port("2")], "another input sets or changes this too"),
        (vec!["--axis", "scenario.years=[2025]"], "the same years everywhere"),
        (vec!["--samples", "1000000000", "--vary", &port("uniform(0,1)")], "1000000000 points are more than"),
        (vec!["--vary", &port("uniform(0,1)")], "nothing says how many samples"),
        (vec!["--axis", &port("1"), "--samples", "3"], "nothing to draw"),
        (vec!["--axis", &port("1"), "--seed", "3"], "nothing to draw"),
        (vec!["--samples", "0", "--vary", &port("uniform(0,1)")], "0 is not in 1.."),
        (vec!["--samples", "3", "--vary", &port("uniform(1,0)")], "not the numbers that `uniform` takes"),
        (vec!["--samples", "3", "--vary", &port("unifrm(0,1)")], "there is no distribution `unifrm`"),
        (vec!["--samples", "3", "--vary", "facility.hill.capacity_t_per_year=delay(1)"], "nothing to change here"),
        (vec!["--axis", &port("1"), "--shard", "1/2"], "need a file"),
        (vec!["--axis", &port("1"), "--shard", "3/2", "--output", "x.csv"], "expected `i/n`"),
        (vec!["--axis", &port("1"), "--output", "x.xlsx"], "a sweep writes no `.xlsx` files"),
        (vec!["--axis", &port("1"), "--member", "jpan"], "`japan`"),
    ] {
        let run = sweep(&args).exits(2).complains_of(complaint);
        assert!(run.stdout.is_empty());
    }
}

#[test]
fn a_key_of_a_million_alternatives_is_refused() {
    let braces = "{a,b,c,d,e,f,g,h,i,j}".repeat(12);
    sweep(&["--axis", &format!("facility.{braces}.cost_usd_per_t=1")]).exits(2).complains_of("this is no key");
}

/// Writes the shards of a sweep and returns their paths.
fn shards(folder: &TempDir, count: u64, ending: &str, args: &[&str]) -> Vec<String> {
    let one = |number| {
        let part = path(folder, &format!("part-{number}-of-{count}.{ending}"));
        let shard = format!("{number}/{count}");
        let run = sweep(&[args, &["--shard", &shard, "--output", &part]].concat());
        assert!([0, 4, 5].contains(&run.code), "{}", run.stderr);
        part
    };
    (1..=count).map(one).collect()
}

fn merge(parts: &[String], output: &str) -> Run {
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    run(&[&["sweep-merge"], &parts[..], &["--output", output]].concat())
}

#[test]
fn shards_merged_in_any_order_are_the_unsplit_run_byte_for_byte() {
    let axis = format!("{PORT}=-1..300:11");
    let draws = ["--samples", "3", "--seed", "9", "--vary", "member.*.demand_t_per_year=*triangular(0.5,1,1.5)"];
    let args = [&["--axis", axis.as_str()], &draws[..]].concat();
    for ending in ["csv", "jsonl"] {
        let folder = tempfile::tempdir().unwrap();
        let whole = path(&folder, &format!("whole.{ending}"));
        let unsplit = sweep(&[&args[..], &["--output", &whole]].concat()).exits(5);
        // More shards than points: some are empty.
        for count in [1, 2, 3, 40] {
            let mut parts = shards(&folder, count, ending, &args);
            parts.reverse();
            let joined = path(&folder, &format!("joined-{count}.{ending}"));
            let merged = merge(&parts, &joined).exits(unsplit.code);
            assert_eq!(fs::read(&joined).unwrap(), fs::read(&whole).unwrap(), "{count} shards, {ending}");
            let summary = |run: &Run| run.stderr.split(';').next().unwrap().to_owned();
            assert_eq!(summary(&merged), summary(&unsplit));
        }
    }
}

#[test]
fn shards_that_do_not_belong_together_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let axis = format!("{PORT}=0..300:10");
    let parts = shards(&folder, 3, "csv", &["--axis", &axis]);
    let joined = path(&folder, "joined.csv");
    let refuse = |parts: &[String], complaint: &str| {
        merge(parts, &joined).exits(2).complains_of(complaint);
        assert!(!Path::new(&joined).exists());
    };
    refuse(&parts[..2], "a shard is missing: 3/3");
    refuse(&[parts[0].clone(), parts[1].clone(), parts[2].clone(), parts[1].clone()], "are both shard 2/3");
    let other = format!("{PORT}=0..301:10");
    let elsewhere = tempfile::tempdir().unwrap();
    let foreign = shards(&elsewhere, 3, "csv", &["--axis", &other]);
    refuse(&[parts[0].clone(), foreign[1].clone(), parts[2].clone()], "shards of different sweeps");
    merge(&[parts[0].clone(), foreign[1].clone(), parts[2].clone()], &joined).complains_of("not the same: inputs");
    refuse(&[parts[0].clone(), smallest()], "is no shard of a sweep");
    // A shard that lost its end, in the middle of a row or between two.
    let text = fs::read_to_string(&parts[1]).unwrap();
    for cut in [text.len() - 1, text.len() - 20, text.trim_end().rfind('\n').unwrap() + 1] {
        fs::write(&parts[1], &text[..cut]).unwrap();
        refuse(&parts, "is not a whole shard");
    }
    fs::write(&parts[1], text.clone() + text.lines().last().unwrap() + "\n").unwrap();
    refuse(&parts, "is not a whole shard");
    fs::write(&parts[1], &text).unwrap();
    merge(&parts, &joined).exits(4);
    merge(&parts, &parts[0]).exits(6);
}

#[test]
fn a_finished_shard_is_not_computed_again() {
    let folder = tempfile::tempdir().unwrap();
    let part = path(&folder, "part.csv");
    let axis = format!("{PORT}=0..300:10");
    let args = ["--axis", &axis, "--shard", "2/3", "--output", &part, "--resume"];
    let first = sweep(&args).exits(4);
    let bytes = fs::read(&part).unwrap();
    let second = sweep(&args).exits(4).complains_of("is whole already");
    assert_eq!(first.stderr.split(';').next(), second.stderr.split(';').next());
    assert_eq!(fs::read(&part).unwrap(), bytes);
    // One of another sweep is replaced like any file.
    sweep(&["--axis", &format!("{PORT}=5,6,7"), "--shard", "2/3", "--output", &part, "--resume"]).exits(4);
    assert_ne!(fs::read(&part).unwrap(), bytes);
}
