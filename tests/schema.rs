//! The JSON Schema: committed as the code makes it.

use didymium::schema::render;

#[test]
fn the_committed_schema_is_the_one_the_code_makes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/scenario.schema.json");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, render()).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap() == render(),
        "docs/scenario.schema.json is stale: BLESS=1 cargo test"
    );
}
