//! How wide texts are, roughly: what is placed by it has room to spare in every common font.

/// Width of `text` in px at a font size of `size` px; on the large side.
#[must_use]
pub fn width(text: &str, size: f64) -> f64 {
    size * text.chars().map(em).sum::<f64>()
}

/// `text`, cut with an ellipsis so that it fits `room` px.
#[must_use]
pub fn fitted(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut shown = String::new();
    let mut used = width("…", size);
    for letter in text.chars() {
        used += size * em(letter);
        if used > room {
            break;
        }
        shown.push(letter);
    }
    if shown.trim_end().is_empty() { String::new() } else { format!("{}…", shown.trim_end()) }
}

/// The advance of a letter, as a part of the font size.
fn em(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.32,
        'f' | 't' | 'r' | ' ' | '(' | ')' | '-' | '/' => 0.41,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' => 0.98,
        'A'..='Z' => 0.72,
        '\0'..='\u{24f}' | '\u{2000}'..='\u{206f}' => 0.63,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_cut_with_an_ellipsis() {
        assert_eq!(fitted("Japan", 12.0, 100.0), "Japan");
        assert_eq!(fitted("Vacuumschmelze Hanau", 12.0, 60.0), "Vacuu…");
        assert_eq!(fitted("Japan", 12.0, 8.0), "");
        assert!(width("日本", 10.0) >= 20.0);
    }
}
