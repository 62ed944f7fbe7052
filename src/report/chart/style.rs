//! Colours and classes. Hues are those of Okabe and Ito, which colour-blind readers tell apart; what matters is also
//! said by a pattern, a length, a mark or a word.

use crate::report::markup::Markup;

/// Names of colours with their values on light and on dark paper.
const COLOURS: [(&str, &str, &str); 21] = [
    ("paper", "#ffffff", "#14181d"),
    ("raised", "#f5f6f7", "#1c2127"),
    ("ink", "#1a1f24", "#e8eaed"),
    ("soft", "#57606a", "#a3adb8"),
    ("rule", "#d5dae0", "#39424c"),
    ("faint", "#e9ecef", "#262d35"),
    ("accent", "#00576b", "#7cc9dc"),
    ("good", "#00657a", "#2a93a8"),
    ("on-good", "#ffffff", "#ffffff"),
    ("part", "#a9d6de", "#17505c"),
    ("bad", "#b03a00", "#ff9a62"),
    ("bad-soft", "#fbe9e0", "#3a2318"),
    ("open", "#6b5b00", "#e6cf5c"),
    ("k0", "#0072b2", "#4aa8e0"),
    ("k1", "#d98300", "#f0ab3c"),
    ("k2", "#008f68", "#35c29b"),
    ("k3", "#b55e91", "#dd93bf"),
    ("k4", "#4aa3d6", "#8fd0f5"),
    ("k5", "#8a6d00", "#d6bd45"),
    ("k6", "#6a51a3", "#a892dc"),
    ("k7", "#7d8791", "#8b96a1"),
];

/// How many categories have a colour of their own; the last colour is for all others.
pub const CATEGORIES: usize = 8;

/// The classes that charts use, with colours by name in braces.
const RULES: &str = "\
.chart text{fill:{ink};font-size:12px;font-variant-numeric:tabular-nums}
.chart tspan+tspan{display:none}
.chart .small{font-size:11px;fill:{soft}}
.chart .bold{font-weight:600}
.chart .end{text-anchor:end}
.chart .mid{text-anchor:middle}
.chart .halo,.chart .halo text{paint-order:stroke;stroke:{paper};stroke-width:3px;stroke-linejoin:round}
.chart .on{fill:{on-good}}
.chart .bad{fill:{bad}}
.chart .grid{stroke:{rule};stroke-width:1}
.chart .axis{stroke:{soft};stroke-width:1}
.chart .need{stroke:{ink};stroke-width:2;stroke-dasharray:6 4}
.chart .cell{fill:{faint}}
.chart .part{fill:{part}}
.chart .full{fill:{good}}
.chart .lack{fill:url(#hatch)}
.chart .doubt{fill:url(#dots)}
.chart .plan{fill:url(#stripes)}
.chart .base{fill:{rule}}
.chart .frame{fill:none;stroke:{soft};stroke-width:1}
.chart .mark{fill:none;stroke:{on-good};stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.chart .bands{fill-opacity:.38}
.chart .bar{stroke:{paper};stroke-width:1}
.hatch-line{stroke:{bad};stroke-width:1.6}
.hatch-ground{fill:{bad-soft}}
.dots-dot{fill:{open}}
.dots-ground{fill:{faint}}
.stripes-line{stroke:{paper};stroke-width:2.4;stroke-opacity:.8}
";

/// Patterns without a colour of their own: hatched for what is missing, dotted for what is undecided, striped for what
/// does not stand yet.
const PLAIN: &str = "\
<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect class=\"hatch-ground\" width=\"6\" height=\"6\"/><line class=\"hatch-line\" x1=\"1\" y1=\"0\" x2=\"1\" y2=\"6\"/></pattern>\
<pattern id=\"dots\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
<rect class=\"dots-ground\" width=\"6\" height=\"6\"/><circle class=\"dots-dot\" cx=\"2\" cy=\"2\" r=\"1.1\"/></pattern>\
<pattern id=\"stripes\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\">\
<line class=\"stripes-line\" x1=\"2\" y1=\"0\" x2=\"2\" y2=\"7\"/></pattern>";

/// The line of what is striped.
const STRIPE: &str = "<line class=\"stripes-line\" x1=\"2\" y1=\"0\" x2=\"2\" y2=\"7\"/>";

/// All patterns, those striped in the colour of each category included.
#[must_use]
pub fn patterns() -> Markup {
    let mut patterns = Markup::new();
    patterns.constant(PLAIN);
    for category in 0..CATEGORIES {
        let pattern = patterns.tag("pattern").at("id", format_args!("s{category}")).at("width", 7).at("height", 7);
        let pattern = pattern.at("patternUnits", "userSpaceOnUse").at("patternTransform", "rotate(-45)");
        pattern.with(|pattern| {
            pattern.tag("rect").at("class", format_args!("k{category}")).at("width", 7).at("height", 7).empty();
            pattern.constant(STRIPE);
        });
    }
    patterns
}

/// Which paper a chart or page is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

/// The rules of all classes with the colours themselves.
#[must_use]
pub fn fixed(paper: Paper) -> String {
    let mut rules = RULES.to_owned();
    for (name, light, dark) in COLOURS {
        rules = rules.replace(&format!("{{{name}}}"), if paper == Paper::Light { light } else { dark });
    }
    rules + &categories(|name| colour(name, paper).to_owned())
}

/// The rules of all classes with colours from the variables that [`variables`] sets.
#[must_use]
pub fn themed() -> String {
    let mut rules = RULES.to_owned();
    for (name, ..) in COLOURS {
        rules = rules.replace(&format!("{{{name}}}"), &format!("var(--{name})"));
    }
    rules + &categories(|name| format!("var(--{name})"))
}

/// The colours as variables.
#[must_use]
pub fn variables(paper: Paper) -> String {
    let set = |(name, ..): &(&str, &str, &str)| format!("--{name}:{};", colour(name, paper));
    COLOURS.iter().map(set).collect::<Vec<_>>().concat()
}

/// A class for the colour of each category, and one for that colour striped.
fn categories(colour: impl Fn(&str) -> String) -> String {
    let rule = |category| {
        let colour = colour(&format!("k{category}"));
        format!(".k{category}{{fill:{colour}}}.chart .p{category}{{fill:url(#s{category})}}\n")
    };
    (0..CATEGORIES).map(rule).collect::<Vec<_>>().concat()
}

/// A colour by name.
#[must_use]
pub fn colour(name: &str, paper: Paper) -> &'static str {
    let found = COLOURS.iter().find(|entry| entry.0 == name);
    found.map_or("", |(_, light, dark)| if paper == Paper::Light { light } else { dark })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as WCAG defines it.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn texts_stand_out_as_much_as_the_guidelines_ask() {
        for paper in [Paper::Light, Paper::Dark] {
            let colour = |name| colour(name, paper);
            for (text, ground, least) in [
                ("ink", "paper", 7.0),
                ("ink", "raised", 7.0),
                ("ink", "part", 4.5),
                ("ink", "faint", 4.5),
                ("ink", "bad-soft", 4.5),
                ("soft", "paper", 4.5),
                ("soft", "raised", 4.5),
                ("accent", "paper", 4.5),
                ("bad", "paper", 4.5),
                ("bad", "bad-soft", 4.5),
                ("open", "paper", 4.5),
                ("good", "paper", 3.0),
                ("on-good", "good", if paper == Paper::Light { 4.5 } else { 3.0 }),
            ] {
                let found = contrast(colour(text), colour(ground));
                assert!(found >= least, "{text} on {ground}, {paper:?}: {found:.2} < {least}");
            }
        }
    }

    #[test]
    fn every_colour_that_a_rule_names_exists() {
        assert!(!fixed(Paper::Light).contains("{{") && !fixed(Paper::Light).contains("var("));
        for rule in fixed(Paper::Dark).lines() {
            assert!(!rule.contains(":{"), "{rule}");
        }
    }
}
