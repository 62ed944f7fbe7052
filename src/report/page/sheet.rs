//! Tables of a page: the figures behind a chart, and lists.

use crate::report::figure;
use crate::report::markup::Markup;

/// A table with a caption; the first column names the rows.
pub struct Sheet {
    caption: String,
    heads: Vec<Head>,
    rows: Vec<Row>,
}

/// The head of a column.
pub struct Head {
    title: String,
    class: &'static str,
}

impl Head {
    /// A column of words.
    pub fn words(title: impl Into<String>) -> Self {
        Self { title: title.into(), class: "" }
    }

    /// A column of figures, flush right.
    pub fn figures(title: impl Into<String>) -> Self {
        Self { title: title.into(), class: "n" }
    }

    /// A column of longer texts.
    pub fn texts(title: impl Into<String>) -> Self {
        Self { title: title.into(), class: "wrap" }
    }
}

/// What becomes of a table that is wider than the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Scrolling,
    Stacking,
}

struct Row {
    class: &'static str,
    cells: Vec<Markup>,
}

impl Sheet {
    /// A table without rows.
    pub fn new(caption: impl Into<String>, heads: Vec<Head>) -> Self {
        Self { caption: caption.into(), heads, rows: Vec::new() }
    }

    /// A row of plain texts.
    pub fn row<T: std::fmt::Display>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.marked("", cells.into_iter().map(plain).collect());
    }

    /// A row of markup with a class.
    pub fn marked(&mut self, class: &'static str, cells: Vec<Markup>) {
        self.rows.push(Row { class, cells });
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table in a region that scrolls by itself where it is too wide.
    pub fn scrolling(&self, page: &mut Markup) {
        let region = page.tag("div").at("class", "scroll").at("role", "region").at("tabindex", "0");
        region.at("aria-label", &self.caption).with(|region| self.table(region, Form::Scrolling));
    }

    /// The table; on a phone every row becomes a block.
    pub fn stacking(&self, page: &mut Markup) {
        self.table(page, Form::Stacking);
    }

    /// The column from which on all are figures: said once for the table rather than in every field.
    fn first_figure(&self) -> usize {
        self.heads.len() - self.heads.iter().rev().take_while(|head| head.class == "n").count()
    }

    fn table(&self, page: &mut Markup, form: Form) {
        let class = match form {
            Form::Scrolling => format!("n{}", self.first_figure()),
            Form::Stacking => "stack".to_owned(),
        };
        page.tag("table").at("class", class).maybe("style", self.heads_of_fields(form)).with(|table| {
            table.tag("caption").text(&self.caption);
            table.tag("thead").with(|head| {
                head.tag("tr").with(|row| {
                    for head in &self.heads {
                        row.tag("th").at("scope", "col").maybe("class", class_of(head.class)).text(&head.title);
                    }
                });
            });
            table.tag("tbody").with(|body| {
                for row in &self.rows {
                    self.write_row(body, row, form);
                }
            });
        });
    }

    /// The heads as variables of the style, so that a field of a stacked table can carry the head of its column.
    fn heads_of_fields(&self, form: Form) -> Option<String> {
        let heads = self.heads.iter().enumerate().skip(1);
        let variables = heads.map(|(index, head)| format!("--h{}:'{}'", index + 1, head.title));
        (form == Form::Stacking).then(|| variables.collect::<Vec<_>>().join(";"))
    }

    fn write_row(&self, body: &mut Markup, row: &Row, form: Form) {
        let first_figure = self.first_figure();
        body.tag("tr").maybe("class", class_of(row.class)).with(|line| {
            for (index, (cell, head)) in row.cells.iter().zip(&self.heads).enumerate() {
                let said = form == Form::Scrolling && index >= first_figure;
                let class = if said { None } else { class_of(head.class) };
                if index == 0 {
                    line.tag("th").at("scope", "row").maybe("class", class).with(|field| {
                        field.add(cell);
                    });
                } else {
                    line.tag("td").maybe("class", class).with(|field| {
                        field.add(cell);
                    });
                }
            }
        });
        body.line();
    }
}

fn class_of(class: &'static str) -> Option<&'static str> {
    (!class.is_empty()).then_some(class)
}

/// Figures of one precision; nothing where there is none.
pub fn blanks(values: &[Option<f64>]) -> Vec<String> {
    let texts = figure::column(values).into_iter().zip(values);
    texts.map(|(text, value)| if value.is_some() { text } else { String::new() }).collect()
}

/// A text as markup.
pub fn plain(text: impl std::fmt::Display) -> Markup {
    let mut markup = Markup::new();
    markup.text(text);
    markup
}

/// Text in which words between backticks are code.
pub fn with_code(text: &str) -> Markup {
    let mut markup = Markup::new();
    for (index, part) in text.split('`').enumerate() {
        if index % 2 == 1 {
            markup.tag("code").text(part);
        } else {
            markup.text(part);
        }
    }
    markup
}
