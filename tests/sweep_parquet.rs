//! Rows as a Parquet file: in builds with the feature `parquet`; others say how to get one.

mod common;

use common::run;

const SMALLEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/smallest.toml");
const AXIS: &str = "facility.port.capacity_t_per_year=-1,100,250";

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_parquet_says_how_to_get_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.parquet");
    run(&["sweep", SMALLEST, "--axis", AXIS, "--output", path.to_str().unwrap()])
        .exits(2)
        .complains_of("cargo build --release --features parquet");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_file_holds_the_rows_of_the_csv_file() {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};

    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for name in ["rows.csv", "rows.parquet"] {
        run(&["sweep", SMALLEST, "--axis", AXIS, "--axis", "scenario.mode=alone,own", "--output", &path(name)])
            .exits(5);
    }
    let file = std::fs::File::open(path("rows.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let mut table = csv::Reader::from_path(path("rows.csv")).unwrap();
    let columns = table.headers().unwrap().clone();
    let mut rows = 0;
    for (row, record) in reader.get_row_iter(None).unwrap().zip(table.records()) {
        let (row, record) = (row.unwrap(), record.unwrap());
        for ((name, field), (column, text)) in row.get_column_iter().zip(columns.iter().zip(&record)) {
            assert_eq!(name, column);
            match text.parse::<f64>() {
                Ok(number) => {
                    assert_eq!(field.to_string().parse::<f64>().map(f64::to_bits), Ok(number.to_bits()), "{column}")
                }
                Err(_) if text.is_empty() => assert_eq!(field.to_string(), "null", "{column}"),
                Err(_) => assert_eq!(field.to_string(), format!("{text:?}"), "{column}"),
            }
        }
        rows += 1;
    }
    assert_eq!(rows, 12);
}

#[test]
fn parquet_is_neither_streamed_nor_sharded_nor_bisected() {
    for args in [
        &["--axis", AXIS, "--format", "parquet"][..],
        &["--axis", AXIS, "--shard", "1/2", "--output", "x.parquet"],
        &["--bisect", "facility.port.capacity_t_per_year=0..1", "--format", "parquet"],
    ] {
        run(&[&["sweep", SMALLEST], args].concat()).exits(2).complains_of("arquet");
    }
}
