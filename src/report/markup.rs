//! Markup (SVG and HTML) written tag by tag: every attribute and every text is escaped, so that no name in a scenario
//! can become part of the page.

use std::fmt::{self, Display, Write};

/// Markup under construction.
#[derive(Clone, Debug, Default)]
pub struct Markup {
    text: String,
}

impl Markup {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins an element called `name`; it ends with one of the methods of [`Tag`].
    pub fn tag(&mut self, name: &'static str) -> Tag<'_> {
        self.text.push('<');
        self.text.push_str(name);
        Tag { markup: self, name }
    }

    /// Adds text.
    pub fn text(&mut self, text: impl Display) -> &mut Self {
        escaped(&mut self.text, &text);
        self
    }

    /// Adds markup that was escaped when it was made.
    pub fn add(&mut self, markup: &Self) -> &mut Self {
        self.text.push_str(&markup.text);
        self
    }

    /// Adds markup of our own, as it is.
    pub fn constant(&mut self, markup: &'static str) -> &mut Self {
        self.text.push_str(markup);
        self
    }

    /// Adds text that is not markup and must not be escaped: a style or a script of our own.
    pub fn raw(&mut self, text: &str) -> &mut Self {
        debug_assert!(!text.contains("</"), "a style or script would end early");
        self.text.push_str(text);
        self
    }

    /// Ends the line, for readers of the source.
    pub fn line(&mut self) -> &mut Self {
        self.text.push('\n');
        self
    }

    /// Whether nothing was added yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The markup as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The markup as text.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }
}

/// An element whose attributes are being written.
#[must_use = "an element has to be ended"]
pub struct Tag<'a> {
    markup: &'a mut Markup,
    name: &'static str,
}

impl<'a> Tag<'a> {
    /// Adds an attribute.
    pub fn at(self, name: &'static str, value: impl Display) -> Self {
        let text = &mut self.markup.text;
        text.push(' ');
        text.push_str(name);
        text.push_str("=\"");
        escaped(text, &value);
        text.push('"');
        self
    }

    /// Adds an attribute where there is a value.
    pub fn maybe(self, name: &'static str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.at(name, value),
            None => self,
        }
    }

    /// Adds an attribute without a value.
    pub fn flag(self, name: &'static str, present: bool) -> Self {
        if present {
            self.markup.text.push(' ');
            self.markup.text.push_str(name);
        }
        self
    }

    /// Ends an element without content, as XML does.
    pub fn empty(self) -> &'a mut Markup {
        self.markup.text.push_str("/>");
        self.markup
    }

    /// Ends an element of HTML that never has content.
    pub fn void(self) -> &'a mut Markup {
        self.markup.text.push('>');
        self.markup
    }

    /// An element that contains text alone.
    pub fn text(self, text: impl Display) -> &'a mut Markup {
        self.with(|markup| {
            markup.text(text);
        })
    }

    /// An element that contains what `fill` adds.
    pub fn with(self, fill: impl FnOnce(&mut Markup)) -> &'a mut Markup {
        self.markup.text.push('>');
        fill(self.markup);
        self.markup.text.push_str("</");
        self.markup.text.push_str(self.name);
        self.markup.text.push('>');
        self.markup
    }
}

/// Writes `value` with everything escaped that means something in markup or in an attribute, and without the control
/// characters that XML has no way to say.
fn escaped(text: &mut String, value: &impl Display) {
    write!(Escaping(text), "{value}").expect("a string takes all text");
}

struct Escaping<'a>(&'a mut String);

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                '\n' => self.0.push('\n'),
                '\t' => self.0.push(' '),
                letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => self.0.push('\u{fffd}'),
                letter => self.0.push(letter),
            }
        }
        Ok(())
    }
}

/// A position or a length in pixels, to a tenth.
#[derive(Clone, Copy, Debug)]
pub struct Pixels(pub f64);

impl Display for Pixels {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&brief(self.0, 1))
    }
}

/// A percentage of the width of the picture, to a hundredth.
#[derive(Clone, Copy, Debug)]
pub struct Percent(pub f64);

impl Display for Percent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}%", brief(self.0, 2))
    }
}

/// The number with so many decimals at most and no idle zeros.
fn brief(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_or_attribute_is_markup() {
        let mut markup = Markup::new();
        let evil = "</title><script>alert(\"1\")</script>&amp;'\u{0}\u{1b}";
        markup.tag("p").at("title", evil).text(evil);
        let safe = "&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&#39;\u{fffd}\u{fffd}";
        assert_eq!(markup.as_str(), format!("<p title=\"{safe}\">{safe}</p>"));
    }

    #[test]
    fn elements_nest_and_end() {
        let mut markup = Markup::new();
        markup.tag("g").maybe("class", None::<&str>).flag("hidden", true).with(|markup| {
            markup.tag("rect").at("x", Percent(100.0 / 3.0)).at("y", Pixels(-0.01)).empty();
        });
        assert_eq!(markup.as_str(), "<g hidden><rect x=\"33.33%\" y=\"0\"/></g>");
    }
}
