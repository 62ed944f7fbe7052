//! Charts as SVG, for pages and for slides. Positions across are percentages and positions down are pixels, so that a
//! chart fills any width and its text keeps its size.

use std::fmt::Display;

use super::markup::{Markup, Percent, Pixels};

pub mod bottleneck;
pub mod cost;
pub mod costcurve;
pub mod coverage;
mod ink;
pub mod mix;
mod panel;
#[cfg(feature = "png")]
pub mod raster;
mod scale;
pub mod standalone;
pub mod style;
pub mod timeline;

/// A chart without its surroundings.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What one sees in it, for readers who do not see it.
    pub summary: String,
    /// What its marks mean.
    pub legend: Vec<Swatch>,
    /// Height, px.
    pub height: f64,
    body: Markup,
}

/// One entry of a legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swatch {
    /// Class of the mark, as in [`style`].
    pub class: &'static str,
    /// What it means.
    pub meaning: String,
}

impl Swatch {
    fn new(class: &'static str, meaning: impl Into<String>) -> Self {
        Self { class, meaning: meaning.into() }
    }
}

/// How much room a chart has across.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// A page or a slide.
    Wide,
    /// A phone.
    Narrow,
}

impl Chart {
    /// The chart as an element of a page: an image with a text alternative. Its title stands in the figure's caption.
    #[must_use]
    pub fn inline(&self, class: &str) -> Markup {
        let mut markup = Markup::new();
        markup
            .tag("svg")
            .at("class", format_args!("chart {class}").to_string().trim_end())
            .at("role", "img")
            .at("aria-label", &self.summary)
            .at("width", "100%")
            .at("height", self.height)
            .with(|svg| {
                svg.add(&self.body);
            });
        markup
    }
}

/// Shapes and texts at percentages across and pixels down.
impl Markup {
    /// A rectangle with a class.
    fn rect(&mut self, class: impl Display, [x, y]: [f64; 2], [width, height]: [f64; 2]) -> &mut Self {
        self.tag("rect")
            .at("class", class)
            .at("x", Percent(x))
            .at("y", Pixels(y))
            .at("width", Percent(width))
            .at("height", Pixels(height))
            .empty()
    }

    /// A line with a class.
    fn stroke(&mut self, class: impl Display, [x, y]: [f64; 2], [to_x, to_y]: [f64; 2]) -> &mut Self {
        self.tag("line")
            .at("class", class)
            .at("x1", Percent(x))
            .at("y1", Pixels(y))
            .at("x2", Percent(to_x))
            .at("y2", Pixels(to_y))
            .empty()
    }

    /// A text that begins (or ends, or is centred, by its class) so many pixels from a percentage.
    fn label(&mut self, class: impl Display, [x, y]: [f64; 2], shift: f64, text: impl Display) -> &mut Self {
        let tag = self.tag("text").at("class", class).at("x", Percent(x)).at("y", Pixels(y));
        let tag = if shift == 0.0 { tag } else { tag.at("dx", Pixels(shift)) };
        tag.text(text)
    }

    /// Within a text: one wording for pages and slides, another for phones; a last word that both share is there once.
    fn either(&mut self, wide: &str, narrow: &str) {
        let end = wide.rfind(' ').map(|at| &wide[at..]).filter(|end| narrow.ends_with(end)).unwrap_or_default();
        let [wide, narrow] = [wide, narrow].map(|text| text.strip_suffix(end).unwrap_or(text));
        if wide == narrow { self.text(wide) } else { self.alternatives(wide, narrow) }.text(end);
    }

    /// Within a text: a wording for pages and slides and, in smaller letters, one for phones. [`style`] shows the first
    /// or the second.
    fn alternatives(&mut self, wide: &str, narrow: &str) -> &mut Self {
        self.tag("tspan").text(wide).tag("tspan").text(narrow)
    }
}
