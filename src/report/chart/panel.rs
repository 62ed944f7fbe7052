//! Columns by year over an axis that begins at zero.

use super::scale::ticks;
use crate::report::figure;
use crate::report::markup::Markup;

/// The space between two years, as a part of a year's width.
const GAP: f64 = 0.28;
/// A year takes no more room than one of so many would.
const FEWEST: usize = 5;
/// Room for the numbers of an axis, in widths of a year.
const AXIS: f64 = 1.3;

/// A plot with one column per year.
pub struct Panel<'a> {
    years: &'a [i32],
    /// Room for the numbers of the axis, in widths of a year.
    margin: f64,
    top: f64,
    height: f64,
    ticks: Vec<f64>,
}

impl<'a> Panel<'a> {
    /// A panel from `top` that is `height` px high and holds columns up to `largest`.
    pub fn new(years: &'a [i32], [top, height]: [f64; 2], largest: f64) -> Self {
        Self { years, margin: 0.0, top, height, ticks: ticks(largest, 4) }
    }

    /// The panel with room for the numbers of its axis on its left.
    pub fn with_axis(self) -> Self {
        Self { margin: AXIS, ..self }
    }

    /// Where the axis ends.
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// Height of `value`, px.
    pub fn length(&self, value: f64) -> f64 {
        let most = self.ticks.last().copied().unwrap_or(1.0);
        self.height * (value / most).clamp(0.0, 1.0)
    }

    /// Where the column of year number `index` begins and how wide it is, per cent.
    pub fn column(&self, index: usize) -> [f64; 2] {
        let slot = self.room(100.0);
        [slot * (self.margin + index as f64 + GAP / 2.0), slot * (1.0 - GAP)]
    }

    /// The room of one year in a picture of some width, px.
    pub fn room(&self, width: f64) -> f64 {
        width / (self.years.len().max(FEWEST) as f64 + self.margin)
    }

    /// The middle of the column of year number `index`, per cent.
    pub fn middle(&self, index: usize) -> f64 {
        let [x, width] = self.column(index);
        x + width / 2.0
    }

    /// Lines of the grid; their numbers come with [`numbers`](Self::numbers), over the columns.
    pub fn grid(&self, body: &mut Markup) {
        for tick in &self.ticks {
            let y = self.bottom() - self.length(*tick);
            body.stroke(if *tick == 0.0 { "axis" } else { "grid" }, [0.0, y], [100.0, y]);
        }
    }

    /// The numbers of the axis, on their lines.
    pub fn numbers(&self, body: &mut Markup) {
        let texts = figure::column(&self.ticks.iter().map(|tick| Some(*tick)).collect::<Vec<_>>());
        for (tick, text) in self.ticks.iter().zip(&texts).skip(1) {
            body.label("small halo", [0.0, self.bottom() - self.length(*tick) - 3.0], 0.0, text);
        }
    }

    /// The years below the axis.
    pub fn years(&self, body: &mut Markup) {
        for (index, year) in self.years.iter().enumerate() {
            body.label("small mid", [self.middle(index), self.bottom() + 15.0], 0.0, year);
        }
    }
}
