//! Sparse matrices: lines of entries one after the other, and a matrix by rows and by columns.

/// Lines of entries, each with its index and value.
#[derive(Clone, Debug)]
pub struct Lines<N> {
    starts: Vec<usize>,
    entries: Vec<(usize, N)>,
}

impl<N> Default for Lines<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<N> Lines<N> {
    /// No lines.
    #[must_use]
    pub fn new() -> Self {
        Self { starts: vec![0], entries: Vec::new() }
    }

    /// Adds a line.
    pub fn push(&mut self, entries: impl IntoIterator<Item = (usize, N)>) {
        self.entries.extend(entries);
        self.starts.push(self.entries.len());
    }

    /// One line.
    #[must_use]
    pub fn line(&self, index: usize) -> &[(usize, N)] {
        &self.entries[self.starts[index]..self.starts[index + 1]]
    }

    /// How many lines.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len() - 1
    }
}

impl<N: Clone> Lines<N> {
    /// The same entries in lines by their index, of which there are `count`; each with the name of the line it was in.
    #[must_use]
    pub fn turned(&self, names: &[usize], count: usize) -> Self {
        let mut starts = vec![0; count + 1];
        for (index, _) in &self.entries {
            starts[index + 1] += 1;
        }
        for index in 0..count {
            starts[index + 1] += starts[index];
        }
        let (mut next, mut order) = (starts.clone(), vec![(0, 0); self.entries.len()]);
        for (line, &name) in names.iter().enumerate() {
            for at in self.starts[line]..self.starts[line + 1] {
                let slot = &mut next[self.entries[at].0];
                order[*slot] = (name, at);
                *slot += 1;
            }
        }
        let entries = order.into_iter().map(|(name, at)| (name, self.entries[at].1.clone())).collect();
        Self { starts, entries }
    }
}

/// A sparse matrix.
#[derive(Clone, Debug)]
pub struct Matrix<N> {
    rows: Lines<N>,
    columns: Lines<N>,
}

impl<N: Clone> Matrix<N> {
    /// The matrix with these rows, each a list of columns and values, and this many columns.
    #[must_use]
    pub fn of(rows: Vec<Vec<(usize, N)>>, width: usize) -> Self {
        let mut by_row = Lines::new();
        for row in rows {
            by_row.push(row);
        }
        let names: Vec<usize> = (0..by_row.count()).collect();
        let columns = by_row.turned(&names, width);
        Self { rows: by_row, columns }
    }

    /// The matrix of these columns, in this order.
    #[must_use]
    pub fn only(&self, columns: &[usize]) -> Self {
        let mut by_column = Lines::new();
        for &col in columns {
            by_column.push(self.column(col).iter().cloned());
        }
        let names: Vec<usize> = (0..columns.len()).collect();
        let rows = by_column.turned(&names, self.height());
        Self { rows, columns: by_column }
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

    /// How many entries.
    #[must_use]
    pub fn size(&self) -> usize {
        self.rows.entries.len()
    }

    /// How many rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.rows.count()
    }

    /// How many columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.columns.count()
    }
}
