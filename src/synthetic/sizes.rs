//! How large a made-up scenario is.

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::nearest;

/// How many there are of everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Alliance members.
    pub members: usize,
    /// Other consumers.
    pub others: usize,
    /// Mines.
    pub mines: usize,
    /// Collectors of scrap.
    pub recyclers: usize,
    /// Separation plants.
    pub separators: usize,
    /// Metal works.
    pub metals: usize,
    /// Magnet plants.
    pub magnets: usize,
    /// Elements that magnets need.
    pub elements: usize,
    /// Routes with a freight of their own.
    pub routes: usize,
    /// Political statements.
    pub policies: usize,
    /// Years.
    pub years: usize,
}

impl Default for Sizes {
    /// About as large as the flagship scenario.
    fn default() -> Self {
        Self {
            members: 12,
            others: 2,
            mines: 40,
            recyclers: 8,
            separators: 20,
            metals: 20,
            magnets: 25,
            elements: 3,
            routes: 30,
            policies: 22,
            years: 3,
        }
    }
}

impl Sizes {
    /// Name, value, and what it may be.
    fn fields(&mut self) -> [(&'static str, &mut usize, usize, usize); 11] {
        const MANY: usize = 1_000_000;
        [
            ("members", &mut self.members, 1, MANY),
            ("others", &mut self.others, 0, MANY),
            ("mines", &mut self.mines, 1, MANY),
            ("recyclers", &mut self.recyclers, 0, MANY),
            ("separators", &mut self.separators, 1, MANY),
            ("metals", &mut self.metals, 1, MANY),
            ("magnets", &mut self.magnets, 1, MANY),
            ("elements", &mut self.elements, 1, 100),
            ("routes", &mut self.routes, 0, MANY),
            ("policies", &mut self.policies, 0, MANY),
            ("years", &mut self.years, 1, 100),
        ]
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut copy = self.clone();
        let parts = copy.fields().map(|(name, value, ..)| format!("{name}={value}"));
        f.write_str(&parts.join(","))
    }
}

impl FromStr for Sizes {
    type Err = String;

    /// Reads `members=4,mines=100`; what is not said is as by default.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut sizes = Self::default();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or_else(|| format!("`{part}` is not NAME=NUMBER"))?;
            let mut fields = sizes.fields();
            let names = fields.iter().map(|field| field.0);
            let unknown = || match nearest(name, names.clone()) {
                Some(near) => format!("no size is called `{name}`; one with a similar name exists: `{near}`"),
                None => {
                    format!("no size is called `{name}`; there are {}", names.clone().collect::<Vec<_>>().join(", "))
                }
            };
            let place = names.clone().position(|field| field == name).ok_or_else(unknown)?;
            let (_, field, least, most) = &mut fields[place];
            let number: usize = value.parse().map_err(|_| format!("`{value}` is no number of {name}"))?;
            if !(*least..=*most).contains(&number) {
                return Err(format!("`{name}` is from {least} to {most}"));
            }
            **field = number;
        }
        Ok(sizes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_they_are_written() {
        let sizes: Sizes = "mines=7,years=1".parse().unwrap();
        assert_eq!(sizes, Sizes { mines: 7, years: 1, ..Sizes::default() });
        assert_eq!(sizes.to_string().parse(), Ok(sizes));
        assert_eq!("".parse(), Ok(Sizes::default()));
    }

    #[test]
    fn what_is_no_size_is_refused_with_what_there_is() {
        for (text, said) in [
            ("mine=3", "one with a similar name exists: `mines`"),
            ("zebras=3", "there are members, others, mines"),
            ("mines", "`mines` is not NAME=NUMBER"),
            ("mines=many", "`many` is no number of mines"),
            ("mines=0", "`mines` is from 1 to 1000000"),
            ("mines=9999999", "`mines` is from 1 to 1000000"),
        ] {
            let error = text.parse::<Sizes>().unwrap_err();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
