//! Made-up scenarios of any size: a magnet chain from mine to magnet with every kind of facility, route and statement.
//! The same sizes and seed give the same text everywhere: all draws are integers of a fixed generator.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

mod dice;
mod facilities;
mod policies;
pub mod sizes;

use dice::Dice;
pub use sizes::Sizes;

/// The first year.
const FIRST_YEAR: usize = 2026;
/// Minerals that mines dig.
const MINERALS: [&str; 3] = ["bastnaesite", "monazite", "clay"];
/// The countries avoided.
const AVOIDED: [&str; 2] = ["Y1", "Y2"];

/// The text of a scenario.
///
/// # Panics
/// Never: a string takes all text.
#[must_use]
pub fn scenario(sizes: &Sizes, seed: u64) -> String {
    let mut world =
        World { sizes, dice: Dice::new(seed), suppliers: BTreeSet::new(), mines: Vec::new(), magnets: Vec::new() };
    world.text(seed).expect("a string takes all text")
}

/// A scenario in the making.
struct World<'a> {
    sizes: &'a Sizes,
    dice: Dice,
    /// Countries of nobody in which something stands, by number.
    suppliers: BTreeSet<usize>,
    /// Mines that stand in no avoided country.
    mines: Vec<usize>,
    /// Where each magnet plant stands.
    magnets: Vec<String>,
}

impl World<'_> {
    fn text(&mut self, seed: u64) -> Result<String, fmt::Error> {
        // Facilities first: what else there is depends on where they stand.
        let mut facilities = String::new();
        facilities::write(self, &mut facilities)?;
        let mut text = String::new();
        self.head(&mut text, seed)?;
        self.countries(&mut text)?;
        self.commodities(&mut text)?;
        self.processes(&mut text)?;
        text.push_str(&facilities);
        self.routes(&mut text)?;
        self.members(&mut text)?;
        policies::write(self, &mut text)?;
        text.push_str(
            "[claim.somebody]\n\
             text = \"Somebody is served.\"\n\
             quantifier = \"some\"\n\
             min_coverage = 0\n",
        );
        Ok(text)
    }

    fn head(&self, text: &mut String, seed: u64) -> fmt::Result {
        let years: Vec<String> = (0..self.sizes.years).map(|year| (FIRST_YEAR + year).to_string()).collect();
        let seed_said = if seed == 0 { String::new() } else { format!(" --seed {seed}") };
        write!(
            text,
            "# Made up by `didymium new --synthetic {}{seed_said}`: no number here says anything about the world.\n\
             format = 1\n\n\
             [scenario]\n\
             title = \"Synthetic scenario, seed {seed}\"\n\
             years = [{}]\n\
             stages = [\"mining\", \"recycling\", \"separation\", \"metal\", \"magnet\"]\n\
             avoid = [\"{}\"]\n\
             mode = \"joint\"\n\n\
             [source.dice]\n\
             title = \"Drawn at random\"\n\n",
            self.sizes,
            years.join(", "),
            AVOIDED.join("\", \""),
        )
    }

    fn countries(&self, text: &mut String) -> fmt::Result {
        text.push_str("[country]\n");
        let members = (1..=self.sizes.members).map(home);
        let others = (1..=self.sizes.others).map(other_home);
        let suppliers = self.suppliers.iter().copied().map(supplier);
        for country in members.chain(others).chain(suppliers).chain(AVOIDED.map(str::to_owned)) {
            writeln!(text, "{country} = {{ name = \"Country {country}\" }}")?;
        }
        text.push('\n');
        Ok(())
    }

    fn commodities(&mut self, text: &mut String) -> fmt::Result {
        text.push_str("[commodity]\nconcentrate = { stage = \"mining\", assayed = true, unit = \"t\" }\n");
        if self.recycles() {
            text.push_str("scrap = { stage = \"recycling\", assayed = true }\n");
        }
        text.push_str(
            "filler_oxide = { stage = \"separation\", byproduct = { price_usd_per_t = 700, max_t_per_year = 500000 }, \
             dispose_usd_per_t = 30 }\n",
        );
        for element in self.elements() {
            let price = 40_000 * element + self.dice.within(0, 20) * 1000;
            let later = price + self.dice.within(0, 30) * 1000;
            let last = self.last_year() + 1;
            writeln!(
                text,
                "oxide_{element} = {{ stage = \"separation\", price_usd_per_t = {{ {FIRST_YEAR} = {price}, {last} = {later} }} }}\n\
                 metal_{element} = {{ stage = \"metal\", price_usd_per_t = {} }}",
                price * 5 / 4
            )?;
        }
        text.push_str("magnet = { stage = \"magnet\", price_usd_per_t = 60000 }\n\n");
        Ok(())
    }

    fn processes(&mut self, text: &mut String) -> fmt::Result {
        let recovery: Vec<String> =
            self.elements().map(|element| format!("oxide_{element} = 0.{}", self.dice.within(80, 95))).collect();
        let recovery = recovery.join(", ");
        write!(
            text,
            "[process]\n\
             mine = {{ stage = \"mining\", output = {{ concentrate = 1 }} }}\n\
             separate = {{ stage = \"separation\", splits = \"concentrate\", recovery = {{ {recovery}, filler_oxide = 0.9 }} }}\n"
        )?;
        if self.recycles() {
            write!(
                text,
                "collect = {{ stage = \"recycling\", output = {{ scrap = 1 }}, cost_usd_per_t = 2000 }}\n\
                 recycle = {{ stage = \"separation\", splits = \"scrap\", recovery = {{ {recovery} }} }}\n"
            )?;
        }
        for element in self.elements() {
            writeln!(
                text,
                "reduce_{element} = {{ stage = \"metal\", input = {{ oxide_{element} = 1.2 }}, output = {{ metal_{element} = 1 }} }}"
            )?;
        }
        let input: Vec<String> =
            self.elements().map(|element| format!("metal_{element} = {}", share(needed(element)))).collect();
        writeln!(
            text,
            "press = {{ stage = \"magnet\", input = {{ {} }}, output = {{ magnet = 1 }} }}\n",
            input.join(", ")
        )
    }

    fn routes(&mut self, text: &mut String) -> fmt::Result {
        text.push_str("[routes]\ndefault = \"open\"\nfreight_usd_per_t = 150\n\n");
        if self.sizes.routes > 0 {
            text.push_str("[route]\n");
        }
        // Distinct pairs: from each supplier in turn to one member, then to the next.
        let pairs = self.suppliers.iter().copied().collect::<Vec<_>>();
        let pairs = (1..=self.sizes.members).flat_map(|to| pairs.clone().into_iter().map(move |from| (from, to)));
        for (number, (from, to)) in pairs.take(self.sizes.routes).enumerate() {
            let (from, to) = (supplier(from), home(to));
            let rest = if self.dice.chance(15) {
                "open = false".to_owned()
            } else {
                format!("freight_usd_per_t = {}", self.dice.within(2, 40) * 10)
            };
            writeln!(
                text,
                "r{} = {{ from = \"{from}\", to = \"{to}\", commodity = \"concentrate\", {rest} }}",
                number + 1
            )?;
        }
        text.push('\n');
        Ok(())
    }

    fn members(&mut self, text: &mut String) -> fmt::Result {
        text.push_str("[member]\n");
        let last = self.last_year() + 1;
        let everybody = self.sizes.members + self.sizes.others;
        for number in 1..=everybody {
            let alliance = number <= self.sizes.members;
            let (key, country) = if alliance {
                (member(number), home(number))
            } else {
                let number = number - self.sizes.members;
                (format!("other_{number}"), other_home(number))
            };
            // What everybody needs together is at first about what the magnet plants that are not avoided can make.
            let (tonnes, magnets) = (self.sizes.magnets * 1150 / everybody, self.dice.within(50, 150));
            let now = (tonnes * magnets / 100).max(1);
            let later = now * self.dice.within(105, 160) / 100;
            let rank = if alliance && number % 4 == 0 { ", priority = 2" } else { "" };
            let outside = if alliance { "" } else { ", alliance = false" };
            let oxide = if number % 5 == 0 { format!(", oxide_1 = {}", now / 20 + 1) } else { String::new() };
            writeln!(
                text,
                "{key} = {{ countries = [\"{country}\"]{rank}{outside}, demand_t_per_year = {{ magnet = {{ {FIRST_YEAR} = {now}, {last} = {later} }}{oxide} }} }}"
            )?;
        }
        text.push('\n');
        Ok(())
    }

    fn elements(&self) -> std::ops::RangeInclusive<usize> {
        1..=self.sizes.elements
    }

    fn last_year(&self) -> usize {
        FIRST_YEAR + self.sizes.years - 1
    }

    fn recycles(&self) -> bool {
        self.sizes.recyclers > 0
    }

    /// Where something stands: in `avoided` of a hundred cases in an avoided country, else with a member or a supplier.
    fn place(&mut self, avoided: usize) -> String {
        if self.dice.chance(avoided) {
            return AVOIDED[self.dice.below(AVOIDED.len())].to_owned();
        }
        let members = self.sizes.members;
        let number = self.dice.below(members + self.sizes.mines / 8 + 2) + 1;
        if number <= members {
            return home(number);
        }
        self.suppliers.insert(number - members);
        supplier(number - members)
    }

    /// A supplier by a number that counts round and round.
    fn some_supplier(&self, turn: usize) -> String {
        let number = self.suppliers.iter().nth(turn % self.suppliers.len().max(1));
        number.map_or_else(|| AVOIDED[0].to_owned(), |number| supplier(*number))
    }
}

/// Grams of metal `element` in a tonne of magnet: less of each further one, a third of a tonne in all at most.
fn needed(element: usize) -> usize {
    if element == 1 { 250_000 } else { (50_000 / element.pow(2)).max(10) }
}

/// Grams per tonne as a share.
fn share(grams: usize) -> String {
    format!("0.{grams:06}")
}

fn member(number: usize) -> String {
    format!("member_{number}")
}

fn home(number: usize) -> String {
    format!("M{number}")
}

fn other_home(number: usize) -> String {
    format!("W{number}")
}

fn supplier(number: usize) -> String {
    format!("S{number}")
}
