//! The nearest right name.

/// The candidate that `name` was probably meant to be: equal but for case, or a third of its letters (rounded up) and
/// at most three away. A name of two letters is like no other.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let limit = if length < 3 { 0 } else { length.div_ceil(3).min(3) };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate.chars().count().abs_diff(length) > limit {
            continue;
        }
        let distance = strsim::osa_distance(&wanted, &candidate.to_lowercase());
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_near_when_few_letters_differ() {
        assert_eq!(nearest("kalgorlie", ["mountain_pass", "kalgoorlie"]), Some("kalgoorlie"));
        assert_eq!(nearest("Japan", ["france", "japan"]), Some("japan"));
        assert_eq!(nearest("cn", ["AU", "CN"]), Some("CN"));
        assert_eq!(nearest("RU", ["AU", "CN"]), None);
        assert_eq!(nearest("iland", ["islands"]), Some("islands"));
        assert_eq!(nearest("XX", ["AU", "CN"]), None);
        assert_eq!(nearest("x", []), None);
    }
}
