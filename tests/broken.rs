//! Broken scenario files: each is refused with exit code 3 at the line of its fault, naming the offending word and,
//! where it is misspelt, the nearest right one. The files are `cases/sound.toml` with one fault each.

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use common::{Run, case, file, run};

/// The places that `stderr` names in `name`, as line and column.
fn places(stderr: &str, name: &str) -> BTreeSet<(usize, usize)> {
    let start = format!("{name}:");
    let place = |rest: &str| {
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
        let line = digits(rest);
        let column = digits(rest[line.len()..].strip_prefix(':')?);
        Some((line.parse().ok()?, column.parse().ok()?))
    };
    stderr.match_indices(&start).filter_map(|(at, _)| place(&stderr[at + start.len()..])).collect()
}

/// The line of the one place in `source` where `fault` stands, and the columns from the line's first character to its
/// end.
fn location(source: &str, fault: &str) -> (usize, std::ops::RangeInclusive<usize>) {
    let found: Vec<(usize, &str)> =
        source.lines().enumerate().filter(|(_, line)| !line.starts_with("# ") && line.contains(fault)).collect();
    let [(index, line)] = found[..] else { panic!("{fault:?} stands on {} lines, not one", found.len()) };
    let first = line.chars().take_while(|one| one.is_whitespace()).count() + 1;
    (index + 1, first..=line.chars().count() + 1)
}

/// A broken file and what was said of it.
struct Refused {
    name: String,
    source: String,
    run: Run,
}

impl Refused {
    /// Checks `broken/NAME.toml`, which both `check` and `solve` must refuse.
    fn file(name: &str) -> Self {
        let path = file(&format!("broken/{name}.toml"));
        let solved = run(&["solve", &path]).exits(3);
        assert!(solved.stdout.is_empty(), "a refused scenario has no answer:\n{}", solved.stdout);
        let run = run(&["check", &path]).exits(3);
        let source = String::from_utf8_lossy(&fs::read(&path).expect("the broken file can be read")).into_owned();
        Self { name: format!("{name}.toml"), source, run }
    }

    /// Whether a finding points at the line where `fault` stands.
    fn points_at(&self, fault: &str) -> bool {
        let (line, columns) = location(&self.source, fault);
        places(&self.run.stderr, &self.name).iter().any(|place| place.0 == line && columns.contains(&place.1))
    }

    /// Demands a finding at the line where one of `faults` stands.
    fn at(self, faults: &[&str]) -> Self {
        let pointed = faults.iter().any(|fault| self.points_at(fault));
        assert!(pointed, "no finding points at {faults:?} in {}:\n{}", self.name, self.run.stderr);
        self
    }

    /// Demands that the findings say `word`.
    fn says(self, word: &str) -> Self {
        assert!(self.run.stderr.contains(word), "{}: {word:?} is not said:\n{}", self.name, self.run.stderr);
        self
    }

    /// Demands that the findings suggest `name`.
    fn suggests(self, name: &str) -> Self {
        self.says(&format!("`{name}`"))
    }
}

#[test]
fn the_scenario_that_was_broken_is_sound() {
    let run = run(&["check", &case("sound")]).exits(0);
    assert!(places(&run.stderr, "sound.toml").is_empty(), "{}", run.stderr);
}

#[test]
fn a_misspelt_key_is_refused_at_every_level() {
    for (name, fault, wrong, right) in [
        ("key_at_top", "[polcy.", "polcy", "policy"),
        ("key_in_scenario", "avoid_stage =", "avoid_stage", "avoid_stages"),
        ("key_in_country", "nam =", "nam", "name"),
        ("key_in_commodity", "prise_usd_per_t", "prise_usd_per_t", "price_usd_per_t"),
        ("key_in_process", "cost_usd_pr_t", "cost_usd_pr_t", "cost_usd_per_t"),
        ("key_in_facility", "cost_usd_per_ton ", "cost_usd_per_ton", "cost_usd_per_t"),
        ("key_in_member", "alliace", "alliace", "alliance"),
        ("key_in_routes", "freigt_usd_per_t", "freigt_usd_per_t", "freight_usd_per_t"),
        ("key_in_route", "comodity", "comodity", "commodity"),
        ("key_in_policy", "home_exemt", "home_exemt", "home_exempt"),
    ] {
        Refused::file(name).at(&[fault]).says(wrong).suggests(right);
    }
}

#[test]
fn a_misspelt_word_is_refused_with_the_nearest_one() {
    for (name, wrong, right) in [
        ("word_mode", "jiont", "joint"),
        ("word_status", "opperating", "operating"),
        ("word_grade", "asumed", "assumed"),
        ("word_kind", "\"max_shar\"", "max_share"),
        ("word_default", "opne", "open"),
    ] {
        Refused::file(name).at(&[wrong]).says(wrong.trim_matches('"')).suggests(right);
    }
}

#[test]
fn a_name_that_does_not_exist_is_refused_with_the_nearest_one() {
    for (name, fault, wrong, right) in [
        ("name_country", "country = \"britia\"", "britia", "brittia"),
        ("name_avoid", "dillmun", "dillmun", "dilmun"),
        ("name_commodity_in_recipe", "input = ", "nd_oxid", "nd_oxide"),
        ("name_commodity_in_route", "commodity = ", "concentrat", "concentrate"),
        ("name_process", "make_magnets", "make_magnets", "make_magnet"),
        ("name_member", "ilsands", "ilsands", "islands"),
        ("name_owner", "owner", "island", "islands"),
        ("name_stage", "seperation", "seperation", "separation"),
        ("name_source", "survay", "survay", "survey"),
        ("stage_missing_from_list", "stage = \"magnets\"", "magnets", "magnet"),
    ] {
        Refused::file(name).at(&[fault]).says(wrong).suggests(right);
    }
}

#[test]
fn a_number_out_of_range_is_refused() {
    for (name, fault, word) in [
        ("recovery_above_one", "recovery = ", "dy_oxide"),
        ("capacity_negative", "-2000", "capacity_t_per_year"),
        ("demand_negative", "-50", "demand_t_per_year"),
        ("number_nan", "nan", "cost_usd_per_t"),
        ("number_inf", "inf", "capacity_t_per_year"),
        ("share_above_one", "share = 90", "share"),
        ("assay_above_one", "assay = ", "assay"),
    ] {
        Refused::file(name).at(&[fault]).says(word);
    }
}

#[test]
fn a_value_of_the_wrong_type_is_refused() {
    Refused::file("wrong_type").at(&["thirty"]).says("cost_usd_per_t").says("thirty");
    Refused::file("year_word").at(&["soon"]).says("soon");
}

#[test]
fn a_process_or_facility_that_lacks_its_numbers_is_refused() {
    let splitter = ["[process.separate]", "splits = ", "[facility.splitter]", "process = \"separate\""];
    Refused::file("splitter_without_recovery").at(&splitter).says("recovery");
    Refused::file("source_without_assay").at(&["[facility.old_mine]", "process = \"mine\""]).says("assay");
    let works = ["[facility.magnet_works]", "process = \"make_magnet\""];
    Refused::file("capacity_missing").at(&works).says("capacity_t_per_year");
}

#[test]
fn a_demand_that_nobody_can_make_is_refused_and_the_missing_stage_named() {
    Refused::file("demand_nobody_makes").at(&["demand_t_per_year.motor"]).says("motor").says("assembly");
}

#[test]
fn what_contradicts_itself_is_refused() {
    let routes = ["[route.mine_to_splitter]", "[route.again]"];
    Refused::file("routes_ambiguous").at(&routes).says("mine_to_splitter").says("again");
    let members = ["[\"cipango\"]", "[\"brittia\", \"cipango\"]", "[member.rival]", "[member.islands]"];
    Refused::file("country_in_two_members").at(&members).says("cipango").says("islands").says("rival");
    let splits = ["[\"separate\", \"leach\"]", "[facility.splitter]"];
    Refused::file("two_splits_of_one_material").at(&splits).says("concentrate");
    let duty = ["[policy.duty]", "[\"dy_oxide\"]", "rate = "];
    Refused::file("tariff_without_price").at(&duty).says("dy_oxide").says("price");
}

#[test]
fn every_syntax_error_is_reported() {
    Refused::file("syntax_twice").at(&["years ="]).at(&["kind = \"max_share"]);
    Refused::file("table_twice").at(&["[facility.splitter] # again", "process = \"separate\""]).says("splitter");
}

#[test]
fn a_format_or_years_that_are_missing_or_unknown_are_refused() {
    Refused::file("format_missing").says("format_missing.toml").says("`format");
    Refused::file("format_two").at(&["format = 2"]).says("1");
    Refused::file("years_missing").says("years_missing.toml").says("years");
    Refused::file("empty").says("empty.toml").says("`format");
}

#[test]
fn a_file_that_is_no_text_is_refused() {
    Refused::file("not_utf8").says("not_utf8.toml").says("UTF-8");
}

#[test]
fn ten_faults_are_reported_in_one_pass() {
    let refused = Refused::file("ten_faults");
    let mut missed = String::new();
    for faults in [
        &["dilmum"][..],
        &["nmae"],
        &["recovery = "],
        &["assay = "],
        &["opperating"],
        &["-2000"],
        &["cipngo"],
        &["commodity = "],
        &["iland\""],
        &["[\"cipango\"]", "[\"brittia\", \"cipango\"]", "[member.rival]", "[member.islands]"],
    ] {
        if !faults.iter().any(|fault| refused.points_at(fault)) {
            writeln!(missed, "not reported: {faults:?}").expect("a string takes text");
        }
    }
    assert!(missed.is_empty(), "{missed}{}", refused.run.stderr);
}

#[test]
fn every_broken_file_is_refused() {
    let mut broken = 0;
    for entry in fs::read_dir(file("broken")).expect("the broken files can be listed") {
        let path = entry.expect("the entry can be read").path();
        let run = run(&["check", path.to_str().expect("the path is UTF-8")]).exits(3);
        let name = path.file_name().and_then(|name| name.to_str()).expect("the name is UTF-8");
        assert!(run.stderr.contains(name), "{name} is not named:\n{}", run.stderr);
        broken += 1;
    }
    assert!(broken >= 25, "only {broken} broken files");
}

#[test]
fn fifty_megabytes_of_comments_do_not_break_the_reader() {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    let path = directory.path().join("huge.toml");
    let comment = "# nothing to see here, move along, nothing to see here, move along, nothing to see\n";
    let sound = fs::read_to_string(case("sound")).expect("the case can be read");
    fs::write(&path, sound + &comment.repeat(50_000_000 / comment.len())).expect("the file can be written");
    let run = run(&["check", path.to_str().expect("the path is UTF-8")]);
    assert!([0, 3, 6].contains(&run.code), "exit code {}\n{}", run.code, run.stderr);
    assert!(run.code == 0 || run.stderr.contains("huge.toml"), "{}", run.stderr);
}
