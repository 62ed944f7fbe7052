//! A seeded generator of small valid scenarios with every feature of the model, as text in the file format.

use std::fmt::Write as _;

mod policies;

/// A small deterministic generator (PCG's multiplier and increment; O'Neill, 2014).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03);
        dice.roll(2);
        dice
    }

    /// A number from `0..sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// Whether something with probability `percent` happens.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }

    /// A decimal from `low..=high` hundredths.
    fn hundredths(&mut self, low: u64, high: u64) -> f64 {
        (low + self.roll(high - low + 1)) as f64 / 100.0
    }
}

/// One facility of the generated world.
#[derive(Clone, Debug)]
pub struct Plant {
    pub key: String,
    pub country: usize,
    pub process: &'static str,
    pub capacity: f64,
    pub cost: f64,
    /// Assay of a source: light and heavy oxide, tonnes per tonne.
    pub assay: Option<(f64, f64)>,
    /// Limit on the heavy oxide of a splitter.
    pub heavy_limit: Option<f64>,
}

impl Plant {
    /// The stage it works at.
    pub fn stage(&self) -> &'static str {
        match self.process {
            "mine" => "mining",
            "collect" => "recycling",
            "separate" | "reclaim" => "separation",
            "smelt" | "remelt" => "metal",
            _ => "magnet",
        }
    }
}

/// One consumer.
#[derive(Clone, Debug)]
pub struct Consumer {
    pub key: String,
    pub country: usize,
    pub alliance: bool,
    pub priority: u64,
    pub magnets: f64,
    pub oxide: f64,
}

/// A generated scenario, still as numbers, so that a law can vary it.
#[derive(Clone, Debug)]
pub struct World {
    pub countries: usize,
    pub plants: Vec<Plant>,
    pub consumers: Vec<Consumer>,
    pub freight: f64,
    pub routes: Vec<(usize, usize, Option<f64>)>,
    pub avoid: bool,
    pub byproduct: Option<(f64, f64)>,
    pub policies: Vec<(String, String)>,
    pub mode: &'static str,
    /// Scrap that presses make per tonne of magnets, and tonnes of metal won from a tonne of it.
    pub scrap: Option<(f64, f64)>,
    /// Places of warehouses, which take metal or magnets and hand them on.
    pub warehouses: Vec<usize>,
    /// Whether tables are written in reverse order.
    pub reversed: bool,
}

impl World {
    /// World number `seed`; `policies` says whether political statements are in it.
    pub fn new(seed: u64, mode: &'static str, policies: bool) -> Self {
        let mut dice = Dice::new(seed);
        let countries = 3 + usize::try_from(dice.roll(3)).expect("small");
        let mut world = Self {
            countries,
            plants: Vec::new(),
            consumers: Vec::new(),
            freight: dice.roll(4) as f64 * 0.5,
            routes: Vec::new(),
            avoid: dice.chance(70),
            byproduct: dice.chance(40).then(|| (dice.hundredths(10, 90), 1.0 + dice.roll(20) as f64)),
            policies: Vec::new(),
            mode,
            scrap: None,
            warehouses: Vec::new(),
            reversed: false,
        };
        world.add_plants(&mut dice);
        world.add_consumers(&mut dice);
        for from in 0..countries {
            for to in 0..countries {
                if from != to && dice.chance(12) {
                    let freight = dice.chance(60).then(|| dice.roll(6) as f64 * 0.5);
                    world.routes.push((from, to, freight));
                }
            }
        }
        world.add_circles(&mut Dice::new(seed ^ 0xC1_7C1E));
        if policies {
            world.add_policies(&mut dice);
        }
        world
    }

    fn add_plants(&mut self, dice: &mut Dice) {
        let scrap = u64::from(dice.chance(40));
        for (process, least, more) in [
            ("mine", 2, 3),
            ("separate", 2, 2),
            ("smelt", 1, 2),
            ("press", 2, 2),
            ("collect", scrap, 1),
            ("reclaim", scrap, 1),
        ] {
            for number in 0..least + dice.roll(more) {
                let assay = ["mine", "collect"]
                    .contains(&process)
                    .then(|| (dice.hundredths(5, 30), dice.hundredths(u64::from(number == 0), 4)));
                let heavy_limit = (process == "separate" && dice.chance(30)).then(|| dice.hundredths(20, 400));
                let size = match process {
                    "mine" | "separate" => 20 + dice.roll(200),
                    _ => 4 + dice.roll(30),
                };
                self.plants.push(Plant {
                    key: format!("{process}_{number}"),
                    country: usize::try_from(dice.roll(self.countries as u64)).expect("small"),
                    process,
                    capacity: size as f64,
                    cost: 1.0 + dice.roll(40) as f64 * 0.25,
                    assay,
                    heavy_limit,
                });
            }
        }
    }

    /// Scrap that comes back to metal with a loss. Dice of its own, so that all else in a world is as it would be without.
    fn add_circles(&mut self, dice: &mut Dice) {
        if !dice.chance(50) {
            return;
        }
        self.scrap = Some((dice.hundredths(2, 9), dice.hundredths(60, 95)));
        for number in 0..=dice.roll(2) {
            self.plants.push(Plant {
                key: format!("remelt_{number}"),
                country: usize::try_from(dice.roll(self.countries as u64)).expect("small"),
                process: "remelt",
                capacity: 1.0 + dice.roll(6) as f64,
                cost: 0.5 + dice.roll(4) as f64 * 0.25,
                assay: None,
                heavy_limit: None,
            });
        }
    }

    fn add_consumers(&mut self, dice: &mut Dice) {
        for country in 0..self.countries {
            let alliance = country > 0 && (country == 1 || dice.chance(75));
            self.consumers.push(Consumer {
                key: format!("m{country}"),
                country,
                alliance,
                priority: if dice.chance(25) { 2 } else { 1 },
                magnets: 1.0 + dice.roll(12) as f64,
                oxide: if dice.chance(25) { dice.hundredths(5, 60) } else { 0.0 },
            });
        }
    }

    /// The scenario as a file.
    pub fn to_toml(&self) -> String {
        let mut tables: Vec<String> = Vec::new();
        for country in 0..self.countries {
            tables.push(format!("[country.c{country}]\nname = \"Country {country}\"\n"));
        }
        tables.push("[commodity.ore]\nstage = \"mining\"\nassayed = true\n".to_owned());
        tables.push("[commodity.light]\nstage = \"separation\"\nprice_usd_per_t = 60\n".to_owned());
        tables.push("[commodity.heavy]\nstage = \"separation\"\nprice_usd_per_t = 300\n".to_owned());
        tables.push("[commodity.metal]\nstage = \"metal\"\n".to_owned());
        tables.push("[commodity.magnet]\nstage = \"magnet\"\n".to_owned());
        let mut recovery = "light = 0.9, heavy = 0.8".to_owned();
        if let Some((price, most)) = self.byproduct {
            tables.push(format!(
                "[commodity.rest]\nstage = \"separation\"\nbyproduct = {{ price_usd_per_t = {price}, max_t_per_year = {most} }}\n"
            ));
            recovery.push_str(", rest = 0.5");
        }
        if self.plants.iter().any(|plant| plant.process == "collect") {
            tables.push("[commodity.scrap]\nstage = \"recycling\"\nassayed = true\n".to_owned());
            tables.push("[process.collect]\noutput = { scrap = 1.0 }\n".to_owned());
            tables.push("[process.reclaim]\nsplits = \"scrap\"\nrecovery = { light = 0.8, heavy = 0.9 }\n".to_owned());
        }
        tables.push("[process.mine]\nstage = \"mining\"\noutput = { ore = 1.0 }\n".to_owned());
        tables.push(format!(
            "[process.separate]\nstage = \"separation\"\nsplits = \"ore\"\nrecovery = {{ {recovery} }}\n"
        ));
        tables
            .push("[process.smelt]\nstage = \"metal\"\ninput = { light = 1.2 }\noutput = { metal = 1.0 }\n".to_owned());
        let mut pressed = "magnet = 1.0".to_owned();
        if let Some((made, won)) = self.scrap {
            let _ = write!(pressed, ", swarf = {made}");
            tables.push("[commodity.swarf]\nstage = \"magnet\"\n".to_owned());
            tables.push(format!(
                "[process.remelt]\nstage = \"metal\"\ninput = {{ swarf = 1.0 }}\noutput = {{ metal = {won} }}\n"
            ));
        }
        tables.push(format!(
            "[process.press]\nstage = \"magnet\"\ninput = {{ metal = 0.31, heavy = 0.05 }}\noutput = {{ {pressed} }}\n"
        ));
        for (number, country) in self.warehouses.iter().enumerate() {
            for good in ["metal", "magnet"] {
                tables.push(format!(
                    "[process.store_{good}_{number}]\ninput = {{ {good} = 1.0 }}\noutput = {{ {good} = 1.0 }}\n\
                     [facility.store_{good}_{number}]\ncountry = \"c{country}\"\nprocess = \"store_{good}_{number}\"\n\
                     capacity_t_per_year = 100000\n"
                ));
            }
        }
        for plant in &self.plants {
            tables.push(self.plant(plant));
        }
        for (number, (from, to, freight)) in self.routes.iter().enumerate() {
            let how = freight.map_or("open = false".to_owned(), |usd| format!("freight_usd_per_t = {usd}"));
            tables.push(format!("[route.r{number}]\nfrom = \"c{from}\"\nto = \"c{to}\"\n{how}\n"));
        }
        for consumer in &self.consumers {
            let mut demand = format!("magnet = {}", consumer.magnets);
            if consumer.oxide > 0.0 {
                let _ = write!(demand, ", heavy = {}", consumer.oxide);
            }
            tables.push(format!(
                "[member.{}]\ncountries = [\"c{}\"]\nalliance = {}\npriority = {}\ndemand_t_per_year = {{ {demand} }}\n",
                consumer.key, consumer.country, consumer.alliance, consumer.priority
            ));
        }
        for (key, body) in &self.policies {
            tables.push(format!("[policy.{key}]\n{body}\n"));
        }
        if self.reversed {
            tables.reverse();
        }
        let avoid = if self.avoid { "\"c0\"" } else { "" };
        format!(
            "format = 1\n\n[scenario]\ntitle = \"generated\"\nyears = [2026]\nstages = [\"mining\", \"recycling\", \"separation\", \"metal\", \"magnet\"]\nmode = \"{}\"\navoid = [{avoid}]\n\n[routes]\ndefault = \"open\"\nfreight_usd_per_t = {}\n\n{}",
            self.mode,
            self.freight,
            tables.join("\n")
        )
    }

    fn plant(&self, plant: &Plant) -> String {
        let mut text = format!(
            "[facility.{}]\ncountry = \"c{}\"\nprocess = \"{}\"\ncapacity_t_per_year = {}\ncost_usd_per_t = {}\n",
            plant.key, plant.country, plant.process, plant.capacity, plant.cost
        );
        if let Some((light, heavy)) = plant.assay {
            let rest = if self.byproduct.is_some() && plant.process == "mine" { ", rest = 0.4" } else { "" };
            let heavy = if heavy > 0.0 { format!(", heavy = {heavy}") } else { String::new() };
            let _ = writeln!(text, "assay = {{ light = {light}{heavy}{rest} }}");
        }
        if let Some(limit) = plant.heavy_limit {
            let _ = writeln!(text, "max_output_t_per_year = {{ heavy = {limit} }}");
        }
        text
    }
}
