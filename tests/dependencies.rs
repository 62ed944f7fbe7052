//! What the default build rests on: permissive licences, the public registry, and nothing but Rust.

use std::process::Command;

use serde_json::Value;

/// Licences that ask for no more than attribution.
const PERMISSIVE: [&str; 9] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// The packages that the default build for this machine needs, those of tests included.
fn packages() -> Vec<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let version = Command::new("rustc").arg("-vV").output().expect("there is rustc");
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc says its host");
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let needed: Vec<&str> =
        metadata["resolve"]["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect();
    let all = metadata["packages"].as_array().unwrap().iter();
    all.filter(|package| needed.contains(&package["id"].as_str().unwrap())).cloned().collect()
}

/// Whether one may take the package under permissive licences only: one way through its expression must have no other.
fn permits(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    // `A AND (B OR C)`: every part joined by AND must offer something.
    expression.split(" AND ").all(|part| {
        let part = part.trim_matches(['(', ')', ' ']);
        part.split(" OR ").any(|licence| PERMISSIVE.contains(&licence.trim_matches(['(', ')', ' '])))
    })
}

#[test]
fn every_licence_is_permissive() {
    for package in packages() {
        let licence = package["license"].as_str().unwrap_or("none stated");
        assert!(permits(licence), "{} is under {licence}", package["name"]);
    }
    assert!(permits("(MIT OR Apache-2.0) AND Unicode-3.0") && permits("MIT/Apache-2.0"));
    assert!(!permits("GPL-3.0") && !permits("MIT AND LGPL-2.1"));
}

#[test]
fn everything_comes_from_the_public_registry() {
    for package in packages() {
        let source = package["source"].as_str();
        let own = package["name"] == "didymium" && source.is_none();
        let public = source.is_some_and(|source| source.starts_with("registry+https://github.com/rust-lang/crates.io"));
        assert!(own || public, "{} comes from {source:?}", package["name"]);
    }
}

#[test]
fn the_default_build_links_to_no_foreign_library() {
    let found = packages();
    assert!(found.len() > 40, "only {} packages were found", found.len());
    for package in &found {
        let links = package["links"].as_str();
        // Says only that no two versions of it are linked at once.
        let foreign = links.is_some_and(|links| links != "rayon-core");
        assert!(!foreign, "{} links to {links:?}", package["name"]);
    }
}

#[test]
fn the_oldest_compiler_is_old_enough_for_every_package() {
    let number = |text: &str| -> Vec<u64> { text.split('.').map(|part| part.parse().unwrap()).collect() };
    let own = number(env!("CARGO_PKG_RUST_VERSION"));
    for package in packages() {
        if let Some(needed) = package["rust_version"].as_str() {
            let mut needed = number(needed);
            needed.truncate(2);
            assert!(needed <= own, "{} needs Rust {needed:?}", package["name"]);
        }
    }
}
