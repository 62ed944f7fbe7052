//! A chart on the page: its title, its legend, the picture, and the figures behind it.

use super::sheet::Sheet;
use crate::report::chart::{Chart, Swatch, standalone};
use crate::report::markup::{Markup, Tag};

/// When a figure is shown: for these choices of member, year, commodity.
#[derive(Clone, Copy, Debug, Default)]
pub struct When<'a> {
    /// The member.
    pub member: Option<&'a str>,
    /// The year.
    pub year: Option<i32>,
    /// The commodity of a mix.
    pub commodity: Option<&'a str>,
    /// The commodity of a cost curve.
    pub curve: Option<&'a str>,
    /// Whether it is another choice that is shown at first.
    pub hidden: bool,
}

impl When<'_> {
    /// Writes the choices as attributes.
    pub fn write<'m>(&self, tag: Tag<'m>) -> Tag<'m> {
        tag.maybe("data-member", self.member)
            .maybe("data-year", self.year)
            .maybe("data-commodity", self.commodity)
            .maybe("data-curve", self.curve)
            .flag("hidden", self.hidden)
    }
}

/// A figure with one chart.
pub fn figure(page: &mut Markup, chart: &Chart, note: &str, when: When<'_>, sheet: Option<&Sheet>) {
    figure_of(page, &[(chart, "")], note, when, sheet);
}

/// A figure whose chart is drawn once for pages and once for phones.
pub fn figure_of(page: &mut Markup, charts: &[(&Chart, &str)], note: &str, when: When<'_>, sheet: Option<&Sheet>) {
    let Some((first, _)) = charts.first() else { return };
    when.write(page.tag("figure")).with(|figure| {
        figure.tag("figcaption").with(|caption| {
            caption.text(&first.title);
            if !note.is_empty() {
                caption.tag("span").text(note);
            }
        });
        legend(figure, &first.legend);
        for (chart, class) in charts {
            figure.add(&chart.inline(class));
        }
        if let Some(sheet) = sheet.filter(|sheet| !sheet.is_empty()) {
            folded(figure, "The figures behind it", |details| sheet.scrolling(details));
        }
    });
    page.line();
}

/// What the marks of a chart, or of several, mean.
pub fn legend(figure: &mut Markup, swatches: &[Swatch]) {
    if swatches.is_empty() {
        return;
    }
    figure.tag("ul").at("class", "legend").with(|list| {
        for swatch in swatches {
            list.tag("li").with(|item| {
                item.tag("svg").at("class", "chart").at("aria-hidden", "true").with(|svg| {
                    standalone::mark(svg, swatch.class);
                });
                item.tag("span").text(&swatch.meaning);
            });
        }
    });
}

/// Something that is shown on demand.
pub fn folded(page: &mut Markup, summary: &str, fill: impl FnOnce(&mut Markup)) {
    page.tag("details").with(|details| {
        details.tag("summary").text(summary);
        fill(details);
    });
}
