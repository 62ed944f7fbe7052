//! How far numbers without a range may be off: a convention by grade and kind of number, replaceable in the file.

use crate::scenario::Grade;
use crate::scenario::keys::Quantity;
use crate::tree::Tree;

/// The bands of a scenario.
pub struct Bands<'a> {
    stated: Option<&'a Tree>,
}

impl<'a> Bands<'a> {
    /// What the document says in `[evidence.band]`, on top of the convention.
    #[must_use]
    pub fn of(root: &'a Tree) -> Self {
        Self { stated: table(root, "evidence").and_then(|evidence| table(evidence, "band")) }
    }

    /// How far a number may be off, as a part of its value; one without a grade counts as assumed.
    #[must_use]
    pub fn band(&self, grade: Option<Grade>, quantity: Quantity) -> f64 {
        let grade = grade.unwrap_or(Grade::Assumed);
        let stated = self.stated.and_then(|bands| table(bands, grade.word()));
        let stated = stated.and_then(|bands| bands.get(quantity.word())?.node.value.as_number());
        stated.unwrap_or_else(|| convention(grade, quantity))
    }
}

fn table<'t>(tree: &'t Tree, key: &str) -> Option<&'t Tree> {
    tree.get(key)?.node.value.as_table()
}

/// The band of a scenario that states none. docs/scenario.md has the table.
#[must_use]
pub fn convention(grade: Grade, quantity: Quantity) -> f64 {
    let [unverified, assumed] = match quantity {
        Quantity::Capacity => [0.1, 0.25],
        Quantity::Recovery => [0.03, 0.05],
        Quantity::Recipe => [0.02, 0.05],
        Quantity::Demand | Quantity::Assay => [0.1, 0.2],
        Quantity::Cost | Quantity::Price => [0.2, 0.4],
    };
    match grade {
        Grade::Reported => 0.0,
        Grade::Unverified => unverified,
        Grade::Assumed => assumed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_has_the_table() {
        let manual = include_str!("../../docs/scenario.md");
        for (grade, words) in [
            (Grade::Reported, "`reported`"),
            (Grade::Unverified, "`unverified`"),
            (Grade::Assumed, "`assumed`, or no grade"),
        ] {
            let bands = Quantity::ALL.map(|quantity| convention(grade, quantity).to_string());
            let row = format!("| {words} | {} |", bands.join(" | "));
            assert!(manual.contains(&row), "docs/scenario.md lacks the row\n{row}");
        }
    }
}
