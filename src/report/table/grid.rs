//! Aligned columns. What is too wide for the reader is set in blocks side by side below each other, never wrapped
//! inside a number.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

/// Something good.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// Something bad.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// Something open.
pub const OPEN: Style = AnsiColor::Yellow.on_default();
/// A heading.
pub const HEAD: Style = Style::new().bold();
/// Small print.
pub const FAINT: Style = Style::new().dimmed();

/// Space between two columns.
const GAP: &str = "  ";

/// The head of a column.
#[derive(Clone, Debug)]
pub struct Column {
    title: String,
    unit: String,
    left: bool,
}

impl Column {
    /// A column of words, flush left, that stays in view when the table is set in blocks.
    pub fn key(title: &str) -> Self {
        Self { title: plain(title), unit: String::new(), left: true }
    }

    /// A column of figures, flush right, with its unit below its title.
    pub fn figures(title: &str, unit: &str) -> Self {
        Self { title: plain(title), unit: unit.to_owned(), left: false }
    }
}

/// One field of a table.
#[derive(Clone, Debug)]
pub struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    /// Text in a style of its own.
    pub fn styled(text: &str, style: Style) -> Self {
        Self { text: plain(text), style }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::styled(text, Style::new())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

/// A table.
#[derive(Clone, Debug)]
pub struct Grid {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Grid {
    /// A table without rows.
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row; it has one cell per column.
    pub fn row(&mut self, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(cells);
    }

    /// The table as text that is at most `width` columns wide, as far as its key columns allow.
    pub fn render(&self, width: usize) -> String {
        let widths: Vec<usize> = (0..self.columns.len()).map(|index| self.width(index)).collect();
        let keys = self.columns.iter().take_while(|column| column.left).count();
        let taken: usize = widths[..keys].iter().map(|width| width + GAP.len()).sum();
        let (mut blocks, mut next) = (Vec::new(), keys);
        while next < widths.len() || blocks.is_empty() {
            let (first, mut used) = (next, taken);
            while next < widths.len() && (next == first || widths[next] == 0 || used + widths[next] <= width) {
                used += widths[next] + GAP.len();
                next += 1;
            }
            let shown: Vec<usize> = (0..keys).chain(first..next).collect();
            blocks.push(self.block(&shown, &widths));
        }
        blocks.join("\n")
    }

    fn width(&self, index: usize) -> usize {
        let column = &self.columns[index];
        let cells = self.rows.iter().map(|row| row[index].text.width());
        cells.chain([column.title.width(), column.unit.width()]).max().unwrap_or(0)
    }

    fn block(&self, shown: &[usize], widths: &[usize]) -> String {
        let head = |text: fn(&Column) -> &str| -> Vec<Cell> {
            self.columns.iter().map(|column| Cell::styled(text(column), HEAD)).collect()
        };
        let mut text = self.line(&head(|column| &column.title), shown, widths);
        if shown.iter().any(|index| !self.columns[*index].unit.is_empty()) {
            text += &self.line(&head(|column| &column.unit), shown, widths);
        }
        for row in &self.rows {
            text += &self.line(row, shown, widths);
        }
        text
    }

    fn line(&self, cells: &[Cell], shown: &[usize], widths: &[usize]) -> String {
        let (mut line, mut pending) = (String::new(), 0);
        for &index in shown {
            let Cell { text, style } = &cells[index];
            let padding = widths[index] - text.width();
            let (before, after) = if self.columns[index].left { (0, padding) } else { (padding, 0) };
            if !text.is_empty() {
                line += &" ".repeat(pending + before);
                line += &paint(text, *style);
                pending = 0;
            }
            pending += if text.is_empty() { widths[index] } else { after } + GAP.len();
        }
        line.push('\n');
        line
    }
}

/// `text` in `style`.
pub fn paint(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}

/// `text` without control characters, which could play tricks on a terminal.
pub fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}

/// Units that stay on the line of their number.
const UNITS: [&str; 5] = ["%", "t", "t/yr", "USD", "million"];

/// `text` in lines of at most `width` columns, the second and later ones indented.
pub fn wrap(text: &str, width: usize, indent: usize) -> String {
    let (mut lines, mut used) = (String::new(), 0);
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let unit = UNITS.contains(&word.trim_end_matches([',', '.', ':', ';', ')']));
        match words.last_mut() {
            Some(number) if unit && number.ends_with(|last: char| last.is_ascii_digit()) => {
                number.extend([" ", word]);
            }
            _ => words.push(word.to_owned()),
        }
    }
    for word in &words {
        let long = anstream::adapter::strip_str(word).to_string().width();
        if used > 0 && used + 1 + long > width {
            lines.push('\n');
            lines += &" ".repeat(indent);
            used = indent;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines += word;
        used += long;
    }
    lines.push('\n');
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    fn sample() -> Grid {
        let mut grid = Grid::new(vec![Column::key("who"), Column::figures("a", "t"), Column::figures("b", "")]);
        grid.row(vec!["日本".into(), "1,000".into(), Cell::styled("2", BAD)]);
        grid.row(vec!["x\u{1b}y".into(), "".into(), "-".into()]);
        grid
    }

    #[test]
    fn columns_are_aligned_by_what_the_eye_sees() {
        assert_eq!(bare(&sample().render(80)), "who       a  b\n          t\n日本  1,000  2\nx\u{fffd}y          -\n");
    }

    #[test]
    fn what_is_too_wide_goes_into_a_block_below_with_its_keys() {
        assert_eq!(
            bare(&sample().render(12)),
            "who       a\n          t\n日本  1,000\nx\u{fffd}y\n\nwho   b\n日本  2\nx\u{fffd}y   -\n"
        );
    }

    #[test]
    fn a_unit_stays_with_its_number() {
        assert_eq!(wrap("larger by 33.34 %, or 5 t.", 15, 0), "larger by\n33.34 %, or\n5 t.\n");
    }

    #[test]
    fn words_are_wrapped_with_a_hanging_indent() {
        assert_eq!(wrap("one two three", 8, 2), "one two\n  three\n");
        assert_eq!(bare(&wrap(&format!("one {} three", paint("two", BAD)), 8, 2)), "one two\n  three\n");
    }
}
