//! Political statements of every kind, in turn; money rules once each.

use std::fmt::{self, Write as _};

use super::{AVOIDED, FIRST_YEAR, World, home, member};

/// Adds all statements.
pub fn write(world: &mut World<'_>, text: &mut String) -> fmt::Result {
    if world.sizes.policies > 0 {
        text.push_str("[policy]\n");
    }
    for number in 1..=world.sizes.policies {
        let rule = rule(world, number);
        let from = FIRST_YEAR + world.dice.below(world.sizes.years);
        let time = if world.dice.chance(30) { format!(", from_year = {from}") } else { String::new() };
        let state = if world.dice.chance(5) { ", enabled = false" } else { "" };
        writeln!(text, "p{number} = {{ {rule}{time}{state} }}")?;
    }
    if world.sizes.policies > 0 {
        text.push('\n');
    }
    Ok(())
}

/// The statement's own keys. The first two are about money, the others take turns.
fn rule(world: &mut World<'_>, number: usize) -> String {
    const TURNS: usize = 9;
    let turn = number.saturating_sub(3) / TURNS;
    match number {
        1 => return "kind = \"max_premium\", premium = 3".to_owned(),
        2 => return "kind = \"budget\", usd_per_year = 900000000000".to_owned(),
        _ => {}
    }
    let somebody = member(turn % world.sizes.members + 1);
    let land = home(turn % world.sizes.members + 1);
    let dealer = world.some_supplier(turn);
    match (number - 3) % TURNS {
        0 => {
            let share = world.dice.within(40, 90);
            format!(
                "kind = \"max_share\", members = [\"{somebody}\"], stage = \"separation\", share = 0.{share}, home_exempt = true, slack_usd_per_t = 50000"
            )
        }
        1 => format!("kind = \"ban\", members = [\"{somebody}\"], origins = [\"{dealer}\"], stages = [\"metal\"]"),
        2 => {
            let limit = world.dice.within(50, 500) * 10;
            format!(
                "kind = \"max_flow\", from = [\"{dealer}\"], commodities = [\"concentrate\"], limit_t_per_year = {limit}"
            )
        }
        3 => {
            let rate = world.dice.within(1, 25);
            format!(
                "kind = \"tariff\", from = [\"{}\"], to = [\"{land}\"], commodities = [\"magnet\"], rate = 0.{rate:02}",
                AVOIDED[0]
            )
        }
        4 => {
            let plant = turn % world.sizes.magnets + 1;
            format!("kind = \"subsidy\", facility = \"magnet_{plant}\", usd_per_t = {}", world.dice.within(5, 20))
        }
        5 if turn < world.mines.len() => {
            let mine = world.mines[turn];
            let share = world.dice.within(1, 5);
            format!(
                "kind = \"offtake\", facility = \"mine_{mine}\", member = \"{somebody}\", share = 0.{share}, slack_usd_per_t = 20000"
            )
        }
        5 | 6 => {
            let (place, floor) = (&world.magnets[turn % world.magnets.len()], world.dice.within(50, 90) * 1000);
            format!(
                "kind = \"price_floor\", country = \"{place}\", stage = \"magnet\", commodity = \"magnet\", usd_per_t = {floor}"
            )
        }
        7 => format!(
            "kind = \"min_share\", members = [\"{somebody}\"], stage = \"magnet\", share = 0.0{}, slack_usd_per_t = 30000",
            world.dice.within(1, 9)
        ),
        _ => format!(
            "kind = \"export_ban\", from = [\"{}\"], to = [\"{land}\"], commodities = [\"metal_1\"]",
            AVOIDED[1]
        ),
    }
}
