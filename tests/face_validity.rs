//! Whether the flagship looks like the world: its own numbers against published ones, and answers that must hold.
//! docs/method.md explains the differences that are tolerated here.

mod common;
mod flagship;

use common::run;
use flagship::{flagship, float, in_2025, running, scenario, stands_in, table};
use toml::{Table, Value};

/// Mine output of 2025 in t REO (USGS, Mineral Commodity Summaries 2026 v1.3). Canada, Greenland, South Africa and
/// Tanzania are zero.
const USGS_2025: [(&str, f64); 13] = [
    ("US", 51_000.0),
    ("AU", 29_000.0),
    ("BR", 2_000.0),
    ("MM", 22_000.0),
    ("CN", 270_000.0),
    ("IN", 2_900.0),
    ("MG", 2_700.0),
    ("MY", 110.0),
    ("NG", 1_500.0),
    ("RU", 2_600.0),
    ("TH", 4_800.0),
    ("VN", 150.0),
    ("XX", 550.0),
];

/// Mine output of 2023 in t REO as the 2025 edition had it, with Australia as the 2026 edition revised it and Laos as
/// in the flagship: what the published share of 2023 speaks of.
const MINED_2023: [(&str, f64); 14] = [
    ("US", 41_600.0),
    ("AU", 29_000.0),
    ("BR", 140.0),
    ("MM", 43_000.0),
    ("CN", 255_000.0),
    ("IN", 2_900.0),
    ("MG", 2_100.0),
    ("MY", 310.0),
    ("NG", 7_200.0),
    ("RU", 2_500.0),
    ("TH", 3_600.0),
    ("VN", 300.0),
    ("LA", 6_000.0),
    ("XX", 1_440.0),
];

/// The magnet elements as ore and scrap contain them.
const MAGNET_ELEMENTS: [&str; 3] = ["ndpr_oxide", "dy_unseparated", "tb_unseparated"];
const TWO_POINTS: f64 = 0.02;

/// Capacity of 2025 in t REO of the mines of a country, and the magnet elements in it.
fn mined(flagship: &Table, country: &str) -> (f64, f64) {
    let mut total = (0.0, 0.0);
    for (_, mine) in running(flagship, "mine").filter(|(_, mine)| stands_in(mine, country)) {
        let tonnes = in_2025(&mine["capacity_t_per_year"]);
        let assay = table(mine, "assay");
        let content: f64 = MAGNET_ELEMENTS.iter().filter_map(|element| assay.get(*element)).map(float).sum();
        total = (total.0 + tonnes, total.1 + tonnes * content);
    }
    total
}

/// China's share of the magnet elements in so many tonnes of each country's ore.
fn chinas_share(tonnes: &[(&str, f64)]) -> f64 {
    let flagship = flagship();
    let contained = |country: &str, tonnes: f64| {
        let (capacity, content) = mined(&flagship, country);
        tonnes * content / capacity
    };
    let world: f64 = tonnes.iter().map(|(country, tonnes)| contained(country, *tonnes)).sum();
    let (country, mined) = tonnes.iter().find(|(country, _)| *country == "CN").expect("China mines");
    contained(country, *mined) / world
}

/// Capacity of 2025 of all facilities that run `process`: in China, and elsewhere.
fn capacity(flagship: &Table, process: &str) -> (f64, f64) {
    let mut total = (0.0, 0.0);
    for (_, facility) in running(flagship, process) {
        let tonnes = in_2025(&facility["capacity_t_per_year"]);
        if stands_in(facility, "CN") { total.0 += tonnes } else { total.1 += tonnes }
    }
    total
}

/// Demand for a commodity in 2025, everybody's.
fn demand(flagship: &Table, commodity: &str) -> f64 {
    let members = table(flagship, "member").values();
    members.filter_map(Value::as_table).map(|member| in_2025(&table(member, "demand_t_per_year")[commodity])).sum()
}

/// An input of a recipe, zero where it takes none.
fn input(flagship: &Table, process: &str, commodity: &str) -> f64 {
    table(table(table(flagship, "process"), process), "input").get(commodity).map_or(0.0, float)
}

/// Oxide that a tonne of what `process` makes takes, element by element.
fn oxide_per_tonne(flagship: &Table, process: &str) -> [f64; 3] {
    [("ndpr", "reduce_ndpr"), ("dy", "reduce_dy"), ("tb", "reduce_tb")].map(|(element, reduce)| {
        input(flagship, process, &format!("{element}_metal")) * input(flagship, reduce, &format!("{element}_oxide"))
    })
}

/// Demands that two numbers differ by at most `part` of the second.
fn expect_within(found: f64, expected: f64, part: f64) {
    assert!((found - expected).abs() <= part * expected, "{found} is not within {part} of {expected}");
}

/// Demands that two shares differ by at most two points.
fn expect_share(found: f64, published: f64) {
    assert!((found - published).abs() <= TWO_POINTS, "a share of {found:.4}, published {published}");
}

#[test]
fn mine_output_of_2025_is_that_of_usgs_country_by_country() {
    let flagship = flagship();
    for (country, published) in USGS_2025 {
        let (tonnes, _) = mined(&flagship, country);
        assert!((tonnes - published).abs() <= 0.005 * published, "{country}: {tonnes} t, published {published} t");
    }
    for (name, mine) in running(&flagship, "mine") {
        let country = mine["country"].as_str().expect("a country is text");
        let listed = country == "LA" || USGS_2025.iter().any(|(code, _)| *code == country);
        let tonnes = in_2025(&mine["capacity_t_per_year"]);
        assert!(listed || tonnes == 0.0, "{name}: {tonnes} t in 2025 in {country}, which USGS does not list");
    }
}

#[test]
fn chinas_share_of_mined_tonnes_is_the_published_69_percent() {
    let flagship = flagship();
    let world: f64 = USGS_2025.iter().map(|(country, _)| mined(&flagship, country).0).sum();
    expect_share(mined(&flagship, "CN").0 / world, 0.69);
}

/// The share of 2025 is higher, 67 %, because Myanmar, Nigeria and Thailand ship less than in 2023.
#[test]
fn chinas_share_of_mined_magnet_elements_is_the_published_62_percent_with_the_tonnes_of_2023() {
    expect_share(chinas_share(&MINED_2023), 0.62);
}

/// The share of 2024, 61 %, was published when USGS had 31,000 t for Myanmar and 13,000 t each for Thailand and Nigeria. The
/// edition of 2026 has 27,000, 2,100 and 1,500 t: with those it is 68 %.
#[test]
fn chinas_share_of_mined_magnet_elements_is_the_published_61_percent_with_the_tonnes_of_2024_as_known_then() {
    let then = MINED_2023.map(|(country, tonnes)| match country {
        "US" => (country, 45_000.0),
        "BR" => (country, 20.0),
        "MM" => (country, 31_000.0),
        "CN" => (country, 270_000.0),
        "MG" => (country, 2_000.0),
        "MY" => (country, 130.0),
        "NG" | "TH" => (country, 13_000.0),
        "XX" => (country, 1_100.0),
        _ => (country, tonnes),
    });
    expect_share(chinas_share(&then), 0.61);
    let revised = then.map(|(country, tonnes)| match country {
        "US" => (country, 45_500.0),
        "BR" => (country, 560.0),
        "MM" => (country, 27_000.0),
        "MG" => (country, 1_400.0),
        "MY" => (country, 140.0),
        "NG" => (country, 1_500.0),
        "RU" => (country, 2_600.0),
        "TH" => (country, 2_100.0),
        "XX" => (country, 1_000.0),
        _ => (country, tonnes),
    });
    expect_share(chinas_share(&revised), 0.68);
}

/// China's share of separation in 2025: all oxide that the world's magnets take, less what plants outside China could make.
/// `made` replaces what a plant could make by what it did.
fn separated_in_china(flagship: &Table, made: impl Fn(&str) -> Option<f64>) -> f64 {
    let mut outside: f64 = running(flagship, "separate_dy")
        .filter(|(_, plant)| !stands_in(plant, "CN"))
        .map(|(_, plant)| in_2025(&plant["capacity_t_per_year"]))
        .sum();
    for (name, plant) in running(flagship, "separate").filter(|(_, plant)| !stands_in(plant, "CN")) {
        let fed = plant.get("capacity_t_per_year").is_none_or(|capacity| in_2025(capacity) > 0.0);
        let limit = plant.get("max_output_t_per_year").and_then(Value::as_table);
        if let (true, Some(limit)) = (fed, limit) {
            outside += made(name).unwrap_or_else(|| in_2025(&limit["ndpr_oxide"]));
        }
    }
    let kinds = ["standard", "heat_resistant"].iter();
    let world: f64 = kinds
        .map(|kind| {
            let needed: f64 = oxide_per_tonne(flagship, &format!("make_{kind}")).iter().sum();
            demand(flagship, &format!("magnet_{kind}")) * needed
        })
        .sum();
    1.0 - outside / world
}

/// Outside China 2025 is counted at what plants could make. Less what was not made in 2024: Mountain Pass 1,294 t
/// instead of 2,599, White Mesa 0 t (campaigns), La Rochelle 0 t (opened in April 2025).
#[test]
fn chinas_share_of_separation_is_the_published_91_percent_with_the_output_of_2024() {
    let made = |name: &str| match name {
        "mountain_pass_separation" => Some(1_294.0),
        "white_mesa" | "la_rochelle" => Some(0.0),
        _ => None,
    };
    expect_share(separated_in_china(&flagship(), made), 0.91);
}

/// The first column of the table of shares in docs/method.md.
#[test]
fn the_method_page_shows_the_shares_of_capacity() {
    let flagship = flagship();
    let countries = || USGS_2025.iter().map(|(country, _)| *country).chain(["LA"]);
    let (ore, content) = mined(&flagship, "CN");
    let all = countries().map(|country| mined(&flagship, country));
    let (world, contained) = all.fold((0.0, 0.0), |sum, mine| (sum.0 + mine.0, sum.1 + mine.1));
    let of_capacity = |process| {
        let (china, elsewhere) = capacity(&flagship, process);
        china / (china + elsewhere)
    };
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/method.md")).expect("the page");
    for (row, share) in [
        ("mining, all rare earths", ore / world),
        ("mining, magnet elements", content / contained),
        ("separation", separated_in_china(&flagship, |_| None)),
        ("metal", of_capacity("reduce_ndpr")),
        ("magnets", of_capacity("make_standard")),
    ] {
        let shown = format!("| {row} | {:.0} % |", 100.0 * share);
        assert!(page.contains(&shown), "docs/method.md should say `{shown}`");
    }
}

/// Capacity counts what could be made outside China (9 %), output what was (4 %); the published share lies between,
/// where 64 % of the capacity outside China is used.
#[test]
fn chinas_published_94_percent_of_magnets_lies_between_capacity_and_output() {
    let flagship = flagship();
    let (china, elsewhere) = capacity(&flagship, "make_standard");
    let made = demand(&flagship, "magnet_standard") + demand(&flagship, "magnet_heat_resistant");
    let (by_capacity, by_output) = (china / (china + elsewhere), china / made);
    assert!(by_capacity < 0.94 && 0.94 < by_output, "{by_capacity:.4} by capacity, {by_output:.4} by output");
    let used = china * (0.06 / 0.94) / elsewhere;
    assert!((0.5..0.8).contains(&used), "94 % needs {used:.2} of the capacity outside China");
}

#[test]
fn a_tonne_of_magnets_takes_0_371_t_of_oxide() {
    let flagship = flagship();
    for process in ["make_standard", "make_heat_resistant"] {
        expect_within(oxide_per_tonne(&flagship, process).iter().sum(), 0.371, 0.02);
    }
}

#[test]
fn metal_takes_the_oxide_that_atomic_masses_say() {
    const OXYGEN: f64 = 15.999;
    const NEODYMIUM: f64 = 144.242;
    const PRASEODYMIUM: f64 = 140.908;
    const DYSPROSIUM: f64 = 162.5;
    const TERBIUM: f64 = 158.925;
    // Mass share of `metal` atoms in an oxide with `oxygen` atoms.
    let content = |mass: f64, metal: f64, oxygen: f64| mass * metal / (mass * metal + OXYGEN * oxygen);
    let neodymium = content(NEODYMIUM, 2.0, 3.0);
    let praseodymium = content(PRASEODYMIUM, 6.0, 11.0);
    let flagship = flagship();
    let didymium = 0.75 * neodymium + 0.25 * praseodymium;
    expect_within(input(&flagship, "reduce_ndpr", "ndpr_oxide"), 1.0 / (didymium * 0.98), 0.005);
    let dysprosium = content(DYSPROSIUM, 2.0, 3.0);
    expect_within(input(&flagship, "reduce_dy", "dy_oxide"), 1.0 / (dysprosium * 0.95), 0.005);
    let terbium = content(TERBIUM, 4.0, 7.0);
    expect_within(input(&flagship, "reduce_tb", "tb_oxide"), 1.0 / (terbium * 0.95), 0.005);
}

#[test]
fn every_number_says_where_it_comes_from() {
    let flagship = flagship();
    assert!(table(&flagship, "facility").len() >= 60, "fewer than 60 facilities");
    // What has no number of its own: a commodity without a price, a source, whose output is 1 by definition.
    let numbers = ["price_usd_per_t", "byproduct", "input", "recovery", "freight_usd_per_t"];
    for kind in ["commodity", "process", "route", "facility", "member", "policy"] {
        for (name, value) in table(&flagship, kind) {
            let entry = value.as_table().expect("an entry is a table");
            let bare = ["commodity", "process"].contains(&kind) && !numbers.iter().any(|key| entry.contains_key(*key));
            for key in ["source", "grade", "note"] {
                assert!(bare || entry.get(key).and_then(Value::as_str).is_some(), "{kind}.{name} has no {key}");
            }
        }
    }
}

/// Nameplates are published, how a plant gets there is not.
#[test]
fn no_ramp_is_graded_as_reported() {
    let flagship = flagship();
    for (name, value) in table(&flagship, "facility") {
        let facility = value.as_table().expect("a facility is a table");
        let Some(steps) = facility.get("capacity_t_per_year").and_then(Value::as_table) else { continue };
        let steps: Vec<f64> =
            steps.iter().filter(|(key, _)| key.parse::<i32>().is_ok()).map(|(_, v)| float(v)).collect();
        let [first, .., last] = steps[..] else { continue };
        if (first / last - 0.3).abs() < 0.005 {
            let said = facility.get("evidence").and_then(|evidence| evidence.get("capacity_t_per_year")?.get("grade"));
            let grade = said.or_else(|| facility.get("grade")).and_then(Value::as_str);
            assert_eq!(grade, Some("assumed"), "the ramp of {name}");
        }
    }
}

#[test]
fn policies_off_leaves_no_policy_on() {
    let effective = run(&["check", "--print", &scenario("policies-off.toml")]).exits(0).stdout;
    let effective: Table = effective.parse().expect("what `check --print` prints is TOML");
    for (name, policy) in table(&effective, "policy") {
        assert_eq!(policy.get("enabled"), Some(&Value::Boolean(false)), "policy.{name} is on");
    }
}
