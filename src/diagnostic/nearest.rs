//! The nearest right name.

/// Longest name, in letters, that others are compared with: the work grows with the product of both lengths.
const LONGEST: usize = 100;

/// The candidate that `name` was probably meant to be: equal but for case, or a third of its letters (rounded up) and
/// at most three away. A name of two letters is like no other, nor is one that is too long to be compared with many.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let limit = if (3..=LONGEST).contains(&length) { length.div_ceil(3).min(3) } else { 0 };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate.chars().count().abs_diff(length) > limit {
            continue;
        }
        let found = candidate.to_lowercase();
        let distance = match limit {
            0 => usize::from(wanted != found),
            _ => strsim::osa_distance(&wanted, &found),
        };
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The candidate that says the same as `name` in more or shorter words: `capacity_t_per_year` for `capacity`,
/// `capacity_per_year` or `capacity_tonnes_per_year`.
#[must_use]
pub fn worded_alike<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if !(3..=LONGEST).contains(&name.chars().count()) {
        return None;
    }
    let wanted = name.to_lowercase();
    let words: Vec<&str> = wanted.split('_').collect();
    let is_alike = |candidate: &&str| {
        let others: Vec<&str> = candidate.split('_').collect();
        let alike = words.iter().zip(&others).take_while(|(one, other)| one == other).count();
        let (rest, others_rest) = (&words[alike..], &others[alike..]);
        match (rest, others_rest) {
            _ if alike == 0 => false,
            ([], _) => true,
            ([one, rest @ ..], [other, others @ ..]) if rest == others => {
                one.starts_with(other) || other.starts_with(one)
            }
            (rest, [_, others @ ..]) => rest == others,
            _ => false,
        }
    };
    candidates.into_iter().find(is_alike)
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

    #[test]
    fn a_key_is_known_by_its_words_too() {
        let keys = ["capex_usd_per_t_per_year", "capacity_t_per_year", "cost_usd_per_t", "country"];
        for said in ["capacity", "capacity_per_year", "capacity_tonnes_per_year", "Capacity_T"] {
            assert_eq!(worded_alike(said, keys), Some("capacity_t_per_year"), "{said}");
        }
        assert_eq!(worded_alike("cost", keys), Some("cost_usd_per_t"));
        assert_eq!(worded_alike("cost_per_t", keys), Some("cost_usd_per_t"));
        for said in ["output", "capital_t_per_year", "capacity_in_2026_t", "co"] {
            assert_eq!(worded_alike(said, keys), None, "{said}");
        }
    }

    #[test]
    fn long_names_are_near_when_only_case_differs() {
        let (long, other) = ("k".repeat(1_000_000), "l".repeat(1_000_000));
        assert_eq!(nearest(&long.to_uppercase(), [other.as_str(), &long]), Some(long.as_str()));
        assert_eq!(nearest(&long[1..], [long.as_str()]), None);
    }
}
