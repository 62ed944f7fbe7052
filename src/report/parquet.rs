//! A sweep's table as a Parquet file: a column is of numbers where all its cells are, else of text; what does not apply
//! is null.

use std::fs::File;
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use super::sweep::Cell;

/// Rows per group: so many are held in memory at once.
const ROWS_PER_GROUP: usize = 65_536;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers of 32 bits.
    Year,
    /// Numbers.
    Number,
    /// Text.
    Text,
}

/// A file under way.
pub struct Writer {
    file: SerializedFileWriter<File>,
    kinds: Vec<Kind>,
    rows: Vec<Vec<Option<Cell>>>,
}

impl Writer {
    /// A file with these columns and no row yet.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn new(file: File, columns: &[String], kinds: Vec<Kind>) -> Result<Self> {
        let field = |(name, kind): (&String, &Kind)| {
            let (physical, logical) = match kind {
                Kind::Year => (Physical::INT32, None),
                Kind::Number => (Physical::DOUBLE, None),
                Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            };
            let builder = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
            builder.with_logical_type(logical).build().map(Arc::new)
        };
        let fields = columns.iter().zip(&kinds).map(field).collect::<Result<Vec<_>>>()?;
        let schema = Type::group_type_builder("sweep").with_fields(fields).build()?;
        let properties = Arc::new(WriterProperties::builder().build());
        Ok(Self { file: SerializedFileWriter::new(file, Arc::new(schema), properties)?, kinds, rows: Vec::new() })
    }

    /// Adds a row; it has one cell per column.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn row(&mut self, cells: Vec<Option<Cell>>) -> Result<()> {
        self.rows.push(cells);
        if self.rows.len() < ROWS_PER_GROUP { Ok(()) } else { self.flush() }
    }

    /// Writes what is left and the end of the file.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(mut self) -> Result<()> {
        self.flush()?;
        self.file.close().map(drop)
    }

    fn flush(&mut self) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        for (index, kind) in self.kinds.iter().enumerate() {
            let cells: Vec<Option<&Cell>> = self.rows.iter().map(|row| row[index].as_ref()).collect();
            column(&mut group, *kind, &cells)?;
        }
        group.close()?;
        self.rows.clear();
        Ok(())
    }
}

fn column(group: &mut SerializedRowGroupWriter<'_, File>, kind: Kind, cells: &[Option<&Cell>]) -> Result<()> {
    let there: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let texts = cells.iter().flatten().map(|cell| cell.text());
    let mut column = group.next_column()?.expect("there is a column for every kind");
    match kind {
        Kind::Year => {
            let values: Vec<i32> = texts.map(|text| text.parse().expect("a year is a whole number")).collect();
            column.typed::<Int32Type>().write_batch(&values, Some(&there), None)?;
        }
        Kind::Number => {
            let values: Vec<f64> = texts.map(|text| text.parse().expect("all cells of it are numbers")).collect();
            column.typed::<DoubleType>().write_batch(&values, Some(&there), None)?;
        }
        Kind::Text => {
            let values: Vec<ByteArray> = texts.map(|text| ByteArray::from(text.into_bytes())).collect();
            column.typed::<ByteArrayType>().write_batch(&values, Some(&there), None)?;
        }
    }
    column.close()
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::*;

    #[test]
    fn what_is_written_is_read_back_with_types_and_nulls() {
        let file = tempfile::tempfile().unwrap();
        let columns = ["a.b", "year", "verdict"].map(str::to_owned);
        let kinds = vec![Kind::Number, Kind::Year, Kind::Text];
        let mut writer = Writer::new(file.try_clone().unwrap(), &columns, kinds).unwrap();
        let text = |text: &str| Some(Cell::Text(text.to_owned()));
        writer.row(vec![text("0.5"), text("2030"), text("feasible")]).unwrap();
        writer.row(vec![Some(Cell::Number(2.0)), text("2035"), None]).unwrap();
        writer.finish().unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let rows: Vec<String> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert_eq!(rows, ["{a.b: 0.5, year: 2030, verdict: \"feasible\"}", "{a.b: 2.0, year: 2035, verdict: null}"]);
    }
}
