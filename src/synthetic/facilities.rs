//! Mines, collectors, separation plants, metal works and magnet plants.

use std::fmt::{self, Write as _};

use super::{AVOIDED, FIRST_YEAR, MINERALS, World, home, member, needed, share};

const STATUS: [&str; 5] = ["operating", "construction", "financed", "announced", "idle"];
const GRADES: [&str; 3] = ["reported", "unverified", "assumed"];

/// Adds all facilities.
pub fn write(world: &mut World<'_>, text: &mut String) -> fmt::Result {
    text.push_str("[facility]\n");
    for number in 1..=world.sizes.mines {
        mine(world, text, number)?;
    }
    for number in 1..=world.sizes.recyclers {
        let country = home(world.dice.below(world.sizes.members) + 1);
        let parts = world.elements().map(|element| format!("oxide_{element} = {}", share(needed(element))));
        let assay = parts.collect::<Vec<_>>().join(", ");
        let capacity = capacity(world, 100, 800);
        writeln!(
            text,
            "collector_{number} = {{ country = \"{country}\", process = \"collect\", mineral = \"scrap\", assay = {{ {assay} }}, {capacity} }}"
        )?;
    }
    for number in 1..=world.sizes.separators {
        separator(world, text, number)?;
    }
    for number in 1..=world.sizes.metals {
        metal(world, text, number)?;
    }
    for number in 1..=world.sizes.magnets {
        magnet(world, text, number)?;
    }
    text.push('\n');
    Ok(())
}

/// A mine digs one mineral; the first ones contain everything, so that every element can be had.
fn mine(world: &mut World<'_>, text: &mut String, number: usize) -> fmt::Result {
    let country = world.place(30);
    if !AVOIDED.contains(&country.as_str()) {
        world.mines.push(number);
    }
    let mineral = mineral(number);
    let mut assay = format!("filler_oxide = 0.{}", world.dice.within(30, 60));
    for element in world.elements() {
        if number <= MINERALS.len() || world.dice.chance(70) {
            let grams = needed(element) * world.dice.within(4, 12) / 10;
            write!(assay, ", oxide_{element} = {}", share(grams))?;
        }
    }
    let (capacity, cost) = (capacity(world, 2000, 40_000), world.dice.within(20, 120) * 100);
    let evidence = evidence(world);
    writeln!(
        text,
        "mine_{number} = {{ country = \"{country}\", process = \"mine\", mineral = \"{mineral}\", assay = {{ {assay} }}, {capacity}, cost_usd_per_t = {cost}{evidence} }}"
    )
}

fn separator(world: &mut World<'_>, text: &mut String, number: usize) -> fmt::Result {
    let country = world.place(40);
    let first = mineral(world.dice.within(1, world.sizes.mines));
    let second = mineral(world.dice.within(1, world.sizes.mines));
    let accepts = if first == second { format!("\"{first}\"") } else { format!("\"{first}\", \"{second}\"") };
    let recycles = world.recycles() && (number.is_multiple_of(4) || number == world.sizes.separators);
    let (process, accepts) = if recycles {
        ("[\"separate\", \"recycle\"]", format!("{accepts}, \"scrap\""))
    } else {
        ("\"separate\"", accepts)
    };
    let last = world.sizes.elements;
    let limit = world.dice.within(10, 60);
    let capacity = match number % 6 {
        5 => format!("max_output_t_per_year = {{ oxide_{last} = {limit}, oxide_1 = {} }}", limit * 60),
        2 => format!("{}, max_output_t_per_year = {{ oxide_{last} = {limit} }}", capacity(world, 3000, 30_000)),
        _ => capacity(world, 3000, 30_000),
    };
    let recovery = if number % 7 == 3 {
        format!(", recovery = {{ oxide_{last} = 0.{} }}", world.dice.within(60, 79))
    } else {
        String::new()
    };
    let owner = if number % 9 == 4 {
        format!(", owner = \"{}\"", member(world.dice.below(world.sizes.members) + 1))
    } else {
        String::new()
    };
    let cost = world.dice.within(30, 150) * 100;
    let evidence = evidence(world);
    writeln!(
        text,
        "separator_{number} = {{ country = \"{country}\", process = {process}, accepts = [{accepts}], {capacity}, cost_usd_per_t = {cost}{recovery}{owner}{evidence} }}"
    )
}

/// A metal works reduces one element or several with one capacity; together they reduce all.
fn metal(world: &mut World<'_>, text: &mut String, number: usize) -> fmt::Result {
    let country = world.place(30);
    let first = (number - 1) % world.sizes.elements + 1;
    let mut elements: Vec<usize> = (first..=world.sizes.elements).step_by(world.sizes.metals).collect();
    let next = first % world.sizes.elements + 1;
    if !elements.contains(&next) && world.dice.chance(40) {
        elements.push(next);
    }
    let processes: Vec<String> = elements.iter().map(|element| format!("\"reduce_{element}\"")).collect();
    let process = processes.join(", ");
    let (capacity, cost) = (capacity(world, 200, 3000), world.dice.within(20, 90) * 100);
    writeln!(
        text,
        "metal_{number} = {{ country = \"{country}\", process = [{process}], {capacity}, cost_usd_per_t = {cost} }}"
    )
}

fn magnet(world: &mut World<'_>, text: &mut String, number: usize) -> fmt::Result {
    let country = world.place(30);
    world.magnets.push(country.clone());
    let last = world.sizes.elements;
    let input =
        if last > 1 && number.is_multiple_of(5) { format!(", input = {{ metal_{last} = 0 }}") } else { String::new() };
    let (capacity, cost) = (capacity(world, 300, 3000), world.dice.within(50, 200) * 100);
    let evidence = evidence(world);
    writeln!(
        text,
        "magnet_{number} = {{ country = \"{country}\", process = \"press\", {capacity}, cost_usd_per_t = {cost}{input}{evidence} }}"
    )
}

/// The mineral of mine `number`, so that all are there once there are as many mines.
fn mineral(number: usize) -> &'static str {
    MINERALS[number % MINERALS.len()]
}

/// A capacity, in a third of all cases one that is enlarged later; all begin with the first year.
fn capacity(world: &mut World<'_>, low: usize, high: usize) -> String {
    let tonnes = world.dice.within(low / 10, high / 10) * 10;
    let later = world.dice.below(world.sizes.years);
    if later > 0 && world.dice.chance(33) {
        let more = tonnes * world.dice.within(110, 300) / 100;
        return format!("capacity_t_per_year = {{ {FIRST_YEAR} = {tonnes}, {} = {more} }}", FIRST_YEAR + later);
    }
    format!("capacity_t_per_year = {tonnes}")
}

fn evidence(world: &mut World<'_>) -> String {
    let (status, grade) = (STATUS[world.dice.below(STATUS.len())], GRADES[world.dice.below(GRADES.len())]);
    format!(", status = \"{status}\", source = \"dice\", grade = \"{grade}\"")
}
