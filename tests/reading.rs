//! Reading as a whole: bases, overrides, hashes, printing, hostile texts.

use std::fs;
use std::path::Path;

use didymium::cli::render;
use didymium::diagnostic::{At, KeyPath, Rule};
use didymium::exact::decimal;
use didymium::scenario::{LoadError, Loaded, is_override, load, load_bytes, load_text};
use tempfile::TempDir;

const SOUND: &str = include_str!("diagnostics/sound.toml");

fn sound(overrides: &[&str]) -> Loaded {
    let overrides: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
    match load_text("sound.toml", SOUND.to_owned(), None, &overrides) {
        Ok(loaded) => loaded,
        Err(LoadError::Invalid(findings)) => panic!("{}", render::findings(&findings, false)),
        Err(other) => panic!("{other}"),
    }
}

fn rules(text: &str, overrides: &[&str]) -> Vec<&'static str> {
    let overrides: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
    match load_text("text.toml", text.to_owned(), None, &overrides) {
        Ok(loaded) => loaded.warnings.iter().map(|finding| finding.rule.name()).collect(),
        Err(LoadError::Invalid(findings)) => {
            let _ = render::findings(&findings, true);
            findings.diagnostics.as_slice().iter().map(|finding| finding.rule.name()).collect()
        }
        Err(other) => panic!("{other}"),
    }
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn a_file_over_its_base_has_the_hash_of_the_flat_file() {
    let child = "extends = 'base/sound.toml'\nremove = ['source.survey', 'commodity.concentrate.source']\n\
                 [scenario]\ntitle = 'Other'\n[facility.kuantan.capacity_t_per_year]\n2030 = 60000 # more\n";
    let folder = folder(&[("base/sound.toml", SOUND), ("child.toml", child)]);
    let loaded = load(&folder.path().join("child.toml"), &[]).unwrap();
    let flat = SOUND
        .replace("title = \"One chain\"", "title = 'Other'")
        .replace("[source.survey]\ntitle = \"A survey\"\n", "[source]\n")
        .replace(", source = \"survey\"", "")
        .replace("{ 2024 = 50000 }", "{ 2024 = 50_000, 2030 = 60000 }");
    let flat = load_text("flat.toml", flat, None, &[]).unwrap();
    assert_eq!(loaded.effective.to_toml(), flat.effective.to_toml());
    assert_eq!(loaded.sha256, flat.sha256);
    assert_ne!(loaded.sha256, sound(&[]).sha256);
}

#[test]
fn a_printed_scenario_reads_back_as_itself() {
    let text = SOUND.replace("A survey", "q\\\"uo\\ntes \\u0001 \u{e9}") + "[country.\"a b\"]\nname = 'x'\n";
    let loaded = load_text("a", text, None, &[]).unwrap();
    let again = load_text("b", loaded.effective.to_toml(), None, &[]).unwrap();
    assert_eq!(loaded.sha256, again.sha256);
    assert_eq!(format!("{:?}", loaded.scenario), format!("{:?}", again.scenario));
}

#[test]
fn an_override_adds_a_year_replaces_a_value_and_adds_a_row() {
    let loaded = sound(&[
        "facility.kuantan.capacity_t_per_year.2030 = 60000",
        "scenario.mode=alone",
        "facility.second={ country = 'JP', process = 'reduce', capacity_t_per_year = 5 }",
        "scenario.avoid=[]",
        "facility.works.name=Big = works",
    ]);
    let scenario = &loaded.scenario;
    let facility = |name: &str| &scenario.facilities[scenario.facilities.id(name).unwrap()];
    let capacity = facility("kuantan").capacity.as_ref().unwrap();
    assert_eq!([2023, 2029, 2030].map(|year| capacity.at(year)), [0.0, 50_000.0, 60_000.0].map(decimal));
    assert_eq!(scenario.question.mode.word(), "alone");
    assert!(scenario.question.avoid.is_empty());
    assert_eq!(facility("works").name, "Big = works");
    assert_eq!(scenario.facilities.keys().last(), Some("second"));
    let at = At::Value(KeyPath::new(["facility", "kuantan", "capacity_t_per_year", "2030"]));
    let (text, range) = loaded.origins.range(&at);
    assert_eq!(&loaded.origins.text(text).contents[range], "60000");
}

#[test]
fn an_override_is_a_key_and_a_value() {
    for right in ["a=1", "a.\"b=c\".d = x", "a={ b = 1 }"] {
        assert!(is_override(right), "{right}");
    }
    for wrong in ["", "a", "a=", "=1", "a b=1", "a..b=1"] {
        assert!(!is_override(wrong), "{wrong}");
    }
}

#[test]
fn a_key_path_leads_to_its_place_or_to_the_nearest_table_around_it() {
    let loaded = sound(&[]);
    let written = |parts: &[&str]| {
        let location = loaded.origins.locate(&KeyPath::new(parts.iter().copied())).unwrap();
        let contents = &loaded.origins.text(location.key_text).contents;
        (contents[location.key].to_owned(), contents[location.value].to_owned(), location.exact)
    };
    let exact = |key: &str, value: &str| (key.to_owned(), value.to_owned(), true);
    assert_eq!(written(&["facility", "works", "capacity_t_per_year"]), exact("capacity_t_per_year", "9000"));
    assert_eq!(written(&["member", "japan", "demand_t_per_year", "magnet"]), exact("magnet", "5000"));
    assert_eq!(written(&["facility", "kuantan", "accepts", "0"]), exact("\"monazite\"", "\"monazite\""));
    assert_eq!(written(&["facility", "works", "cost_usd_per_t"]).0, "works");
    assert!(!written(&["facility", "works", "cost_usd_per_t"]).2);
    assert_eq!(loaded.origins.locate(&KeyPath::new(["route", "x"])), None);
}

#[test]
fn bases_are_found_from_the_file_that_names_them_and_cycles_are_shown() {
    let folder = folder(&[
        ("a.toml", "extends = 'sub/b.toml'\n"),
        ("sub/b.toml", "extends = '../c.toml'\n"),
        ("c.toml", SOUND),
        ("loop.toml", "format = 1\nextends = 'sub/pool.toml'\n"),
        ("sub/pool.toml", "extends = '../loop.toml'\n"),
    ]);
    assert_eq!(load(&folder.path().join("a.toml"), &[]).unwrap().scenario.title, "One chain");
    let Err(LoadError::Invalid(findings)) = load(&folder.path().join("loop.toml"), &[]) else { panic!("it ends") };
    let all = findings.diagnostics.as_slice();
    assert_eq!(all.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [Rule::BaseCycle]);
    assert_eq!(all[0].notes[0].1.matches("->").count(), 2, "{:?}", all[0].notes);
}

#[test]
fn files_that_cannot_be_read_are_not_findings() {
    let folder = folder(&[]);
    for path in [folder.path().to_owned(), folder.path().join("missing.toml")] {
        assert!(matches!(load(&path, &[]), Err(LoadError::Io { .. })), "{}", path.display());
    }
    assert!(load_text("text", "extends = 'x.toml'".to_owned(), Some(Path::new("/nowhere")), &[]).is_err());
}

#[test]
fn a_byte_order_mark_and_carriage_returns_do_no_harm() {
    let text = format!("\u{feff}{}", SOUND.replace('\n', "\r\n"));
    assert_eq!(load_text("windows.toml", text, None, &[]).unwrap().sha256, sound(&[]).sha256);
}

#[test]
fn wrong_sections_are_told_from_wrong_rows() {
    let text = |more: &str| format!("format = 1\n{more}\n[scenario]\nyears = [2026]\n");
    assert_eq!(rules(&text("facility = []"), &[]), ["no-member", "wrong-type"]);
    assert_eq!(rules(&text("[[facility]]\nname = 'x'"), &[]), ["no-member", "wrong-type"]);
    assert_eq!(rules(&text("member = 1"), &[]), ["wrong-type"]);
    assert_eq!(rules(&text("country = { JP = 1 }"), &[]), ["no-member", "wrong-type"]);
    assert_eq!(rules("format = 1\nscenario = 3", &[]), ["no-member", "wrong-type"]);
    assert_eq!(rules("x = 1", &[]), ["unknown-key", "unknown-format", "missing-key", "no-member"]);
}

#[test]
fn misspelt_keys_are_not_reported_as_missing_too() {
    let text = SOUND.replace("capacity_t_per_year = 100000", "capacity_t_per_yaer = 100000");
    assert_eq!(rules(&text, &[]), ["unknown-key"]);
    assert_eq!(rules(&SOUND.replace("country = \"AU\"", "countri = \"AU\""), &[]), ["unknown-key"]);
    assert_eq!(rules(SOUND, &["facility.kuantn.capacity_t_per_year.2030=1"]), ["unknown-name"]);
}

#[test]
fn a_number_is_never_negative_nor_zero_below_zero() {
    assert_eq!(rules(SOUND, &["facility.works.capacity_t_per_year=-0.0"]), Vec::<&str>::new());
    assert_eq!(rules(SOUND, &["facility.works.capacity_t_per_year=-1e-300"]), ["negative-number"]);
    assert_eq!(rules(SOUND, &["facility.works.capacity_t_per_year=nan"]), ["not-finite"]);
    assert_eq!(rules(SOUND, &["facility.works.capacity_t_per_year=1e999"]), ["out-of-range"]);
}

#[test]
fn hostile_nesting_and_bytes_end_in_findings() {
    for text in [
        "[".repeat(100_000),
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}1", "{ a = ".repeat(100_000)),
        format!("{}a = 1", "a.".repeat(100_000)),
        format!("[{}a]", "a.".repeat(70)),
        format!("format = 1\nx = \"{}\"", "y".repeat(1_000_000)),
        "\"\"\"".to_owned(),
        "= = =\n[[[\n'''".to_owned(),
        "a = \u{0}\n".to_owned(),
    ] {
        assert!(!rules(&text, &[]).is_empty());
    }
    let Err(LoadError::Invalid(findings)) = load_bytes("x", vec![b'a', b'\n', 0xff], None, &[]) else { panic!("read") };
    assert!(render::findings(&findings, false).contains("x:2:1"));
}

#[test]
fn mutilated_scenarios_end_in_findings_inside_their_text() {
    let mut state = 1_u64;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..400 {
        let mut lines: Vec<String> = SOUND.lines().map(str::to_owned).collect();
        for _ in 0..=next(3) {
            let line = next(lines.len());
            let letters: Vec<char> = lines[line].chars().collect();
            match next(4) {
                0 => {
                    lines.remove(line);
                }
                1 => lines.swap(line, 0),
                2 if !letters.is_empty() => {
                    let cut = next(letters.len());
                    lines[line] = letters[..cut].iter().chain(&letters[cut + 1..]).collect();
                }
                _ => {
                    let cut = next(letters.len() + 1);
                    let letter = ['"', '[', '}', '=', '.', '-', '9', '\u{e9}', '#', ' '][next(10)];
                    lines[line] = letters[..cut].iter().chain([&letter]).chain(&letters[cut..]).collect();
                }
            }
        }
        let text = lines.join("\n");
        if let Err(LoadError::Invalid(findings)) = load_text("mutilated.toml", text.clone(), None, &[]) {
            for finding in findings.diagnostics.as_slice() {
                let (id, range) = findings.origins.range(&finding.at);
                assert!(findings.origins.text(id).contents.get(range).is_some(), "{finding:?}\n{text}");
            }
            assert!(!render::findings(&findings, false).is_empty());
        }
    }
}

#[test]
fn a_number_with_a_range_is_its_value() {
    let plain = sound(&[]);
    let ranged = sound(&[
        "process.separate.recovery.dy_oxide={ value = 0.8, low = 0.7, grade = 'assumed' }",
        "facility.kuantan.capacity_t_per_year.2024={ value = 50000, high = 60000 }",
        "facility.kuantan.max_output_t_per_year.dy_oxide={ value = 250, low = 0 }",
        "member.japan.demand_t_per_year.magnet={ value = 5000, low = 4000, high = 6000, source = 'survey' }",
        "commodity.la_oxide.byproduct.price_usd_per_t={ value = 700, low = 500 }",
    ]);
    assert_eq!(format!("{:?}", plain.scenario), format!("{:?}", ranged.scenario));
    assert!(ranged.effective.to_toml().contains("low = 0.7"), "what is printed keeps the range");
    let moved = sound(&[
        "member.japan.demand_t_per_year.magnet={ value = 5000, high = 6000 }",
        "member.japan.demand_t_per_year.magnet.high=7000",
        "member.japan.demand_t_per_year.magnet.value=5500",
    ]);
    let japan = moved.scenario.members.id("japan").unwrap();
    assert_eq!(moved.scenario.members[japan].demand[0].1.at(2026), decimal(5500.0));
}
