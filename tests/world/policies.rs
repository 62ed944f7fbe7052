//! Political statements of every kind in all their forms, at random.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use super::{Consumer, Dice, World};

/// The kinds of a world at large. Ceilings on money are left to [`World::with`]: they make laws fail by nature.
const AT_LARGE: [&str; 9] =
    ["ban", "export_ban", "max_flow", "max_share", "min_share", "offtake", "tariff", "subsidy", "price_floor"];

const STAGES: [&str; 5] = ["mining", "recycling", "separation", "metal", "magnet"];

impl World {
    /// World number `seed` with a statement called `rule` of this kind, first among up to two others. None of them has
    /// a price of slack.
    pub fn with(seed: u64, mode: &'static str, kind: &str) -> Self {
        let mut world = Self::new(seed, mode, false);
        let mut dice = Dice::new(seed ^ 0x5EED);
        world.policies.push(("rule".to_owned(), world.policy(&mut dice, kind)));
        for number in 0..dice.roll(3) {
            let kind = AT_LARGE[index(&mut dice, AT_LARGE.len())];
            let body = world.policy(&mut dice, kind);
            world.policies.push((format!("p{number}"), body));
        }
        world
    }

    /// The same world with a price of slack on the statement called `rule`.
    pub fn softened(&self, usd: f64) -> Self {
        let mut world = self.clone();
        let rule = world.policies.iter_mut().find(|(key, _)| key == "rule").expect("a statement called `rule`");
        rule.1 = format!("{}\nslack_usd_per_t = {usd}", rule.1);
        world
    }

    /// The same world without the statement called `rule`.
    pub fn relieved(&self) -> Self {
        let mut world = self.clone();
        world.policies.retain(|(key, _)| key != "rule");
        world
    }

    pub(super) fn add_policies(&mut self, dice: &mut Dice) {
        for number in 0..=dice.roll(3) {
            let kind = AT_LARGE[index(dice, AT_LARGE.len())];
            let mut body = vec![self.policy(dice, kind)];
            if !["tariff", "subsidy", "price_floor"].contains(&kind) && dice.chance(30) {
                body.push(format!("slack_usd_per_t = {}", 1 + dice.roll(50)));
            }
            self.policies.push((format!("p{number}"), body.join("\n")));
        }
    }

    /// A statement of this kind.
    ///
    /// # Panics
    /// On a kind that it does not know: every kind stands here, so that the laws are tried on it.
    fn policy(&self, dice: &mut Dice, kind: &str) -> String {
        let body = match kind {
            "ban" => self.ban(dice),
            "export_ban" => self.flows(dice),
            "max_flow" => format!("{}\nlimit_t_per_year = {}", self.flows(dice), 1 + dice.roll(40)),
            "max_share" => self.max_share(dice),
            "min_share" => self.min_share(dice),
            "offtake" => self.offtake(dice),
            "tariff" if dice.chance(30) => format!("from = {}\nrate = {}", self.places(dice), dice.hundredths(1, 30)),
            "tariff" => format!("{}\nusd_per_t = {}", self.flows(dice), dice.roll(8)),
            "subsidy" => self.subsidy(dice),
            "price_floor" => self.price_floor(dice),
            "max_premium" => format!("premium = {}", dice.hundredths(0, 150)),
            "budget" => format!("usd_per_year = {}", 20 + dice.roll(600)),
            other => panic!("the generator knows no statement of kind `{other}`"),
        };
        format!("kind = \"{kind}\"\n{body}")
    }

    fn ban(&self, dice: &mut Dice) -> String {
        let mut body = vec![format!("origins = {}", self.places(dice))];
        if dice.chance(70) {
            body.push(format!("stages = [\"{}\"]", self.stage(dice)));
        }
        if dice.chance(25) {
            body.push("commodities = [\"heavy\"]".to_owned());
        }
        if dice.chance(80) {
            body.push(format!("members = {}", self.members(dice)));
        }
        body.join("\n")
    }

    fn flows(&self, dice: &mut Dice) -> String {
        let mut body = vec![format!("from = {}", self.places(dice))];
        if dice.chance(40) {
            let first = body[0].split('"').nth(1).expect("a place").to_owned();
            let to: Vec<String> =
                (0..self.countries).map(|place| format!("c{place}")).filter(|to| *to != first).collect();
            body.push(format!("to = {to:?}"));
        }
        if dice.chance(40) {
            let goods = ["ore", "light", "heavy", "metal", "magnet"];
            body.push(format!("commodities = [\"{}\"]", goods[index(dice, goods.len())]));
        }
        body.join("\n")
    }

    fn max_share(&self, dice: &mut Dice) -> String {
        let stage = self.stage(dice);
        let mut body = vec![format!("stage = \"{stage}\"\nshare = {}", dice.hundredths(40, 95))];
        body.push(format!("members = {}\nhome_exempt = {}", self.members(dice), dice.chance(50)));
        if dice.chance(40) {
            body.push(format!("countries = {}", self.places(dice)));
        }
        subject(dice, stage, body)
    }

    fn min_share(&self, dice: &mut Dice) -> String {
        let stage = self.stage(dice);
        let mut body = vec![format!("stage = \"{stage}\"\nshare = {}", dice.hundredths(5, 30))];
        body.push(format!("members = {}", self.members(dice)));
        if stage != "recycling" && dice.chance(60) {
            body.push(format!("countries = {}", self.places(dice)));
        }
        subject(dice, stage, body)
    }

    fn offtake(&self, dice: &mut Dice) -> String {
        let plant = &self.plants[index(dice, self.plants.len())];
        let members: Vec<&Consumer> = self.consumers.iter().collect();
        let member = &members[index(dice, members.len())].key;
        format!("facility = \"{}\"\nmember = \"{member}\"\nshare = {}", plant.key, dice.hundredths(10, 33))
    }

    /// Less than the cost of what is paid: several on one facility could exceed it, so each takes a fifth at most.
    fn subsidy(&self, dice: &mut Dice) -> String {
        let plant = &self.plants[index(dice, self.plants.len())];
        format!("facility = \"{}\"\nusd_per_t = {}", plant.key, plant.cost * dice.hundredths(1, 20))
    }

    fn price_floor(&self, dice: &mut Dice) -> String {
        let price = 60 + dice.roll(30);
        if dice.chance(50) {
            let separators: Vec<_> = self.plants.iter().filter(|plant| plant.process == "separate").collect();
            let plant = separators[index(dice, separators.len())];
            return format!("facility = \"{}\"\ncommodity = \"light\"\nusd_per_t = {price}", plant.key);
        }
        let plant = &self.plants[index(dice, self.plants.len())];
        format!("country = \"c{}\"\nstage = \"{}\"\nusd_per_t = {price}", plant.country, plant.stage())
    }

    /// One or two places.
    fn places(&self, dice: &mut Dice) -> String {
        let first = index(dice, self.countries);
        if dice.chance(70) {
            return format!("[\"c{first}\"]");
        }
        format!("[\"c{first}\", \"c{}\"]", (first + 1) % self.countries)
    }

    /// One or two alliance members.
    fn members(&self, dice: &mut Dice) -> String {
        let members: Vec<&str> =
            self.consumers.iter().filter(|consumer| consumer.alliance).map(|consumer| consumer.key.as_str()).collect();
        let first = index(dice, members.len());
        if members.len() == 1 || dice.chance(60) {
            return format!("[\"{}\"]", members[first]);
        }
        format!("[\"{}\", \"{}\"]", members[first], members[(first + 1) % members.len()])
    }

    /// A stage at which something is made.
    fn stage(&self, dice: &mut Dice) -> &'static str {
        loop {
            let stage = STAGES[index(dice, STAGES.len())];
            if stage != "recycling" || self.plants.iter().any(|plant| plant.process == "collect") {
                return stage;
            }
        }
    }
}

fn index(dice: &mut Dice, len: usize) -> usize {
    usize::try_from(dice.roll(len as u64)).expect("small")
}

/// A share of some commodities, perhaps of their sum.
fn subject(dice: &mut Dice, stage: &str, mut body: Vec<String>) -> String {
    if ["mining", "recycling", "separation"].contains(&stage) && dice.chance(40) {
        body.push("commodities = [\"light\", \"heavy\"]".to_owned());
        if dice.chance(50) {
            body.push("together = true".to_owned());
        }
    }
    body.join("\n")
}
