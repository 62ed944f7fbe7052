//! What numbers rest on: `check --evidence`, `sources`, and the committed page of the flagship's sources.

mod common;

use std::fs;
use std::path::Path;

use common::{case, run};

/// Files of the flagship with other values, shown beside its own.
const VARIANTS: [&str; 4] = ["other-values.toml", "metal-low.toml", "scrap-halved.toml", "scrap-doubled.toml"];

fn scenario(name: &str) -> String {
    // As it is given where the page is written anew: from the project's own folder, where tests run.
    format!("scenarios/{name}")
}

/// `BLESS=1` writes the page anew.
#[test]
fn the_page_of_the_flagships_sources_is_what_the_scenario_says() {
    let files: Vec<String> = ["g7-magnets.toml"].into_iter().chain(VARIANTS).map(scenario).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let page = run(&[&["sources", "--quiet"], &files[..]].concat()).exits(0).stdout;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/sources.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let committed = fs::read_to_string(&path).expect("docs/sources.md is there");
    assert!(committed == page, "docs/sources.md is not what the scenario says: `BLESS=1 cargo test --test sources`");
}

#[test]
fn numbers_are_listed_by_source_with_what_variants_say() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a temporary file");
        path.to_str().expect("a path in Unicode").to_owned()
    };
    let base = fs::read_to_string(case("statuses")).expect("the case is there");
    let sourced = "\n[source.book]\ntitle = \"A | book\"\nyear = 2020\n";
    let base = base.replace("capacity_t_per_year = 40 }", "capacity_t_per_year = { value = 40, low = 30 }, source = \"book\", grade = \"reported\", note = \"half of 80\" }");
    let base = write("base.toml", &(base + sourced));
    let variant =
        write("variant.toml", "extends = \"base.toml\"\nformat = 1\nfacility.works.capacity_t_per_year.value = 35\n");
    let page = run(&["sources", &base, &variant]).exits(0).stdout;
    assert!(page.contains("## book\n\nA | book  \n2020  \n"), "{page}");
    let line = "| facility.works.capacity_t_per_year | 40 (30 to 40) | t/yr | reported | half of 80 |";
    assert!(page.contains(line), "{page}");
    assert!(page.contains("## No source named"), "{page}");
    let change = "| facility.works.capacity_t_per_year | 40 | 35 | book; reported; half of 80 |";
    assert!(page.contains("### variant.toml") && page.contains(change), "{page}");
    let audit = run(&["check", "--evidence", "--format", "json", &base]).exits(0).json();
    let file = &audit["files"][0];
    assert_eq!(file["numbers"]["capacity"], serde_json::json!({ "reported": 1, "none": 4 }));
    assert_eq!(file["without_status"], serde_json::json!(["works"]));
    assert_eq!(file["without_source"].as_array().expect("a list").len(), 7);
    let carried = &file["capacity"][0];
    assert_eq!((&carried["commodity"], &carried["capacity_t"]), (&"magnet".into(), &150.0.into()));
    let share = carried["shares"]["reported"].as_f64().expect("a share");
    assert!((share - 40.0 / 150.0).abs() < 1e-12);
    let text = run(&["check", "--evidence", &base]).exits(0).stdout;
    assert!(text.contains("7 numbers name no source:") && text.contains("27 %"), "{text}");
    run(&["check", "--evidence", &base, "missing.toml"]).exits(6);
}
