//! A sparse matrix, by rows and by columns.

/// Entries of all lines of one direction, one after the other.
#[derive(Clone, Debug, Default)]
struct Lines<N> {
    starts: Vec<usize>,
    entries: Vec<(usize, N)>,
}

impl<N> Lines<N> {
    fn line(&self, index: usize) -> &[(usize, N)] {
        &self.entries[self.starts[index]..self.starts[index + 1]]
    }
}

/// A sparse matrix.
#[derive(Clone, Debug, Default)]
pub struct Matrix<N> {
    rows: Lines<N>,
    columns: Lines<N>,
}

impl<N: Clone> Matrix<N> {
    /// The matrix with these rows, each a list of columns and values, and this many columns.
    #[must_use]
    pub fn of(rows: Vec<Vec<(usize, N)>>, width: usize) -> Self {
        let mut starts = vec![0; width + 1];
        for (col, _) in rows.iter().flatten() {
            starts[col + 1] += 1;
        }
        for col in 0..width {
            starts[col + 1] += starts[col];
        }
        let mut next = starts.clone();
        let size = starts[width];
        let mut order = vec![(0, 0); size];
        for (row, entries) in rows.iter().enumerate() {
            for (at, (col, _)) in entries.iter().enumerate() {
                order[next[*col]] = (row, at);
                next[*col] += 1;
            }
        }
        let columns = order.into_iter().map(|(row, at)| (row, rows[row][at].1.clone())).collect();
        let mut by_row = Lines { starts: vec![0], entries: Vec::with_capacity(size) };
        for row in rows {
            by_row.entries.extend(row);
            by_row.starts.push(by_row.entries.len());
        }
        Self { rows: by_row, columns: Lines { starts, entries: columns } }
    }

    /// Columns and values of a row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[(usize, N)] {
        self.rows.line(row)
    }

    /// Rows and values of a column.
    #[must_use]
    pub fn column(&self, col: usize) -> &[(usize, N)] {
        self.columns.line(col)
    }

    /// How many rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.rows.starts.len() - 1
    }

    /// How many columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.columns.starts.len() - 1
    }
}
