//! The command line: usage, formats, files, streams and exit codes.

mod common;

use std::fs;

use common::{case, file, run, run_with_input, solve};
use serde_json::Value;

/// A path as text.
fn text(path: &std::path::Path) -> &str {
    path.to_str().expect("a temporary path is UTF-8")
}

/// The names in a directory.
fn names(directory: &std::path::Path) -> Vec<std::ffi::OsString> {
    let entries = fs::read_dir(directory).expect("the directory can be read");
    entries.map(|entry| entry.expect("the entry can be read").file_name()).collect()
}

#[test]
fn wrong_usage_exits_with_two_and_prints_nothing_to_standard_output() {
    let sound = case("sound");
    for args in [
        &[][..],
        &["slove", &sound],
        &["solve"],
        &["check"],
        &["solve", &sound, "--no-such-flag"],
        &["solve", &sound, "--mode", "jiont"],
        &["solve", &sound, "--format", "yaml"],
        &["solve", &sound, "--year", "soon"],
        &["solve", &sound, "--set", "facility.old_mine.capacity_t_per_year"],
        &["solve", &sound, "--member"],
    ] {
        let run = run(args);
        assert_eq!(run.code, 2, "{args:?}\n{}{}", run.stdout, run.stderr);
        assert!(run.stdout.is_empty(), "{args:?} printed\n{}", run.stdout);
        assert!(!run.stderr.is_empty(), "{args:?} was refused without a word");
    }
}

#[test]
fn help_and_version_exit_with_zero() {
    for args in [&["--help"][..], &["solve", "--help"], &["--version"]] {
        let run = run(args).exits(0);
        assert!(!run.stdout.is_empty(), "{args:?} printed nothing");
    }
}

#[test]
fn a_name_the_scenario_does_not_have_is_a_usage_error_with_the_nearest_one() {
    for (flag, wrong, right) in [
        ("--member", "ilsands", "`islands`"),
        ("--avoid", "dillmun", "`dilmun`"),
        ("--avoid-stage", "seperation", "`separation`"),
    ] {
        let run = solve(&case("sound"), &[flag, wrong]).exits(2).complains_of(wrong).complains_of(right);
        assert!(run.stdout.is_empty(), "{flag} {wrong} printed\n{}", run.stdout);
    }
}

#[test]
fn a_year_the_scenario_does_not_have_is_a_usage_error() {
    solve(&case("g7_time"), &["--year", "2029", "--year", "2924"]).exits(2).complains_of("2924").complains_of("2029");
}

#[test]
fn an_override_is_checked_like_the_file() {
    let run = solve(&case("sound"), &["--set", "facility.old_mine.capacity_t_per_yaer=5"]);
    run.exits(3).complains_of("`capacity_t_per_year`");
    solve(&case("sound"), &["--set", "facility.old_mine.capacity_t_per_year=-5"]).exits(3).complains_of("-5");
    solve(&case("sound"), &["--set", "facility.old_mine.country=\"avlaon\""]).exits(3).complains_of("`avalon`");
}

#[test]
fn a_missing_file_and_a_directory_cannot_be_read() {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    let missing = directory.path().join("nowhere.toml");
    for command in ["check", "solve"] {
        run(&[command, text(&missing)]).exits(6).complains_of("nowhere.toml");
        run(&[command, text(directory.path())]).exits(6);
    }
}

#[test]
fn json_names_the_question_the_tool_and_the_file() {
    let run = solve(&case("sound"), &[]).exits(0);
    let report = run.json();
    assert_eq!(report["format"], 1);
    assert_eq!(report["tool"]["name"], "didymium");
    assert_eq!(report["scenario"]["title"], "One chain");
    assert!(report["scenario"]["path"].as_str().is_some_and(|path| path.ends_with("sound.toml")), "{report:#}");
    let digest = report["scenario"]["sha256"].as_str().expect("the report has a digest");
    assert!(digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{digest}");
    let question = &report["question"];
    assert_eq!(question["mode"], "joint");
    assert_eq!(question["avoid"], serde_json::json!(["dilmun"]));
    assert_eq!(question["avoid_stages"], serde_json::json!(["mining", "separation", "magnet"]));
    assert_eq!(question["years"], serde_json::json!([2026]));
    assert_eq!(question["members"], serde_json::json!(["islands"]));
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let once = solve(&case("g2_members"), &[]).exits(4).stdout;
    let again = solve(&case("g2_members"), &[]).exits(4).stdout;
    assert!(once == again, "two runs differ:\n{once}\n{again}");
}

#[test]
fn csv_has_a_header_and_rows_of_the_same_length() {
    let run = run(&["solve", &case("g2_members"), "--format", "csv"]).exits(4);
    let widths: Vec<usize> = run.stdout.lines().map(|line| line.split(',').count()).collect();
    assert!(widths.len() >= 4, "a header and three members:\n{}", run.stdout);
    assert!(widths[0] > 1 && widths.iter().all(|width| *width == widths[0]), "ragged:\n{}", run.stdout);
    let header = run.stdout.lines().next().expect("there is a first line");
    for column in ["member", "year", "verdict"] {
        assert!(header.split(',').any(|name| name == column), "no column `{column}` in {header}");
    }
}

#[test]
fn a_table_is_the_default_and_names_every_member_and_verdict() {
    let by_default = run(&["solve", &case("priority_shortage")]).exits(4).stdout;
    let table = run(&["solve", &case("priority_shortage"), "--format", "table"]).exits(4).stdout;
    assert_eq!(by_default, table);
    for word in ["feasible", "infeasible", "2026"] {
        assert!(table.contains(word), "the table does not say {word}:\n{table}");
    }
    assert!(!table.contains('\u{1b}'), "no colours where no terminal is:\n{table}");
}

#[test]
fn output_is_written_whole_and_standard_output_stays_empty() {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    for (format, name) in [("json", "a.json"), ("csv", "a.csv"), ("table", "a.txt")] {
        let path = directory.path().join(name);
        fs::write(&path, "what was there before, ".repeat(10_000)).expect("the file can be written");
        let printed = run(&["solve", &case("g2_members"), "--format", format]).exits(4).stdout;
        let run = run(&["solve", &case("g2_members"), "--format", format, "--output", text(&path)]).exits(4);
        assert!(run.stdout.is_empty(), "with --output standard output is empty:\n{}", run.stdout);
        let written = fs::read_to_string(&path).expect("the file can be read");
        assert!(
            written == printed,
            "printed:
{printed}
written:
{written}"
        );
    }
    assert_eq!(names(directory.path()).len(), 3, "temporary files are gone");
}

#[test]
fn output_into_a_directory_that_does_not_exist_leaves_nothing_behind() {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    let path = directory.path().join("nowhere").join("a.json");
    solve(&case("sound"), &["--output", text(&path)]).exits(6).complains_of("a.json");
    assert!(names(directory.path()).is_empty(), "nothing is left behind");
}

#[test]
fn a_refused_scenario_does_not_touch_the_output() {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    let path = directory.path().join("a.json");
    fs::write(&path, "before").expect("the file can be written");
    solve(&file("broken/recovery_above_one.toml"), &["--output", text(&path)]).exits(3);
    assert_eq!(fs::read_to_string(&path).expect("the file can be read"), "before");
}

#[test]
fn a_dash_reads_standard_input() {
    let scenario = fs::read(case("g1_joint_production")).expect("the case can be read");
    let run = run_with_input(&["solve", "-", "--format", "json"], &scenario).exits(0);
    let report: Value = run.json();
    let from_file = solve(&case("g1_joint_production"), &[]).exits(0).json();
    assert_eq!(report["answers"], from_file["answers"]);
    assert_eq!(report["scenario"]["sha256"], from_file["scenario"]["sha256"]);
    let broken = fs::read(file("broken/recovery_above_one.toml")).expect("the file can be read");
    run_with_input(&["check", "-"], &broken).exits(3).complains_of("dy_oxide");
}

#[test]
fn every_case_and_textbook_problem_is_sound() {
    let mut args = vec!["check".to_owned()];
    for folder in ["cases", "textbook"] {
        let folder = file(folder);
        args.extend(names(folder.as_ref()).iter().map(|name| format!("{folder}/{}", name.display())));
    }
    run(&args.iter().map(String::as_str).collect::<Vec<_>>()).exits(0);
}

#[test]
fn check_reports_every_finding_of_every_file() {
    run(&["check", &case("sound"), &case("g2_members")]).exits(0);
    let first = file("broken/key_in_facility.toml");
    let second = file("broken/ten_faults.toml");
    let third = file("broken/syntax_twice.toml");
    let run = run(&["check", &first, &case("sound"), &second, &third]).exits(3);
    for name in ["key_in_facility.toml", "ten_faults.toml", "syntax_twice.toml"] {
        assert!(run.stderr.contains(name), "{name} is not named:\n{}", run.stderr);
    }
    assert!(!run.stderr.contains("sound.toml:"), "a sound file has no findings:\n{}", run.stderr);
}

#[test]
fn an_extended_file_is_read_from_where_the_extending_one_stands() {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    let path = directory.path().join("child.toml");
    fs::copy(case("g2_members"), directory.path().join("base.toml")).expect("the case can be copied");
    let child = "format = 1\nextends = \"base.toml\"\nremove = [\"facility.u_mine\"]\n";
    fs::write(&path, child).expect("the file can be written");
    let report = solve(text(&path), &[]).exits(4).json();
    common::expect_number(common::system(&report, 2026), "shortfall_t", 22.0);
}

#[test]
fn check_and_test_take_overrides_in_every_file() {
    let (scenario, capacity) = (file("../scenarios/smallest.toml"), "facility.port.capacity_t_per_year.2025");
    run(&["check", &scenario, "--set", &format!("{capacity}=5")]).exits(0);
    run(&["check", &case("sound"), &scenario, "--set", "facility.prt.capacity_t_per_year=5"])
        .exits(3)
        .complains_of("--set:1:1");
    let printed = run(&["check", &scenario, "--print", "--set", &format!("{capacity}=5")]).exits(0).stdout;
    assert!(printed.contains("2025 = 5"), "{printed}");
    // A claim is judged of the scenario as it is set.
    run(&["test", &case("dear_or_cheap")]).exits(0);
    run(&["test", &case("dear_or_cheap"), "--set", "process.make_cheap.cost_usd_per_t=3"]).exits(1);
}

#[test]
fn a_country_called_by_its_name_is_told_by_its_key() {
    let named = ["--set", "country.CN.name=\"China\"", "--avoid", "china"];
    solve(&case("rest_of_world"), &named).exits(2).complains_of("a country is given by its key: `CN`");
}

#[test]
fn a_page_names_policies_in_force_only_where_they_bind_somebody_who_takes_part() {
    let page = |args: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.html");
        let scenario = file("policies/offtake_source.toml");
        run(&[&["report", &scenario, "--stated-only", "--output", text(&path)], args].concat());
        fs::read_to_string(&path).expect("the page is written")
    };
    assert!(page(&["--mode", "joint"]).contains("Policies in force: "));
    assert!(page(&["--mode", "alone", "--member", "a"]).contains("Policies in force: "));
    // The holder is absent, so nothing is reserved.
    assert!(!page(&["--mode", "alone", "--member", "b"]).contains("Policies in force: "));
}

#[test]
fn the_ending_of_an_output_chooses_the_form_or_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str, args: &[&str]| {
        let path = folder.path().join(name);
        run(&[args, &["-o", text(&path)]].concat());
        fs::read_to_string(&path).expect("it is written")
    };
    let scenario = case("g2_members");
    for command in ["solve", "explain"] {
        let args = [command, scenario.as_str()];
        assert!(written("a.JSON", &args).starts_with("{\n  \"format\": 1,"), "{command}");
        assert!(written("a.csv", &args).lines().next().is_some_and(|line| line.contains(",quantity,")), "{command}");
        assert!(!written("a.txt", &args).starts_with('{'), "{command}");
        assert!(written("b.csv", &[command, &scenario, "--format", "json"]).starts_with('{'), "{command}");
        let page = folder.path().join("a.html");
        run(&[command, &scenario, "-o", text(&page)]).exits(2).complains_of("`didymium report` writes pages");
        assert!(!page.exists(), "{command}");
    }
    assert!(written("claims.xml", &["test", &case("claims")]).starts_with("<?xml"));
    let data = folder.path().join("page.json");
    run(&["report", &scenario, "-o", text(&data)]).exits(2).complains_of("write JSON");
    run(&["plot", "coverage", &scenario, "-o", text(&data)]).exits(2).complains_of("write JSON");
}
