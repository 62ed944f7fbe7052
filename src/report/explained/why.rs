//! Why something is missing: what the network shows, the inequality of the proof, the statements that clash.

use std::fmt::Write as _;

use super::{Page, listed};
use crate::report::explanation::{Inequality, Lack, Part, TOGETHER, apart};
use crate::report::figure;
use crate::report::table::grid::{Cell, Column, FAINT, Grid};

/// Suppliers shown before the rest is counted.
const MOST: usize = 10;
/// Members named before the rest is counted.
const MOST_MEMBERS: usize = 3;

/// The sections on why.
pub fn render(page: &Page<'_>) -> String {
    let explanation = page.explanation;
    let mut why: String = explanation.structure.iter().map(|lack| lack_line(page, lack)).collect();
    if why.is_empty() {
        why = explanation.inequalities().map(|inequality| inequality_lines(page, inequality)).collect();
    }
    Page::section("Why", &why) + &conflicts(page)
}

fn lack_line(page: &Page<'_>, lack: &Lack) -> String {
    let place = |statement: &String| format!("`{statement}`, {}", page.place(statement));
    let places: Vec<String> = lack.statements.iter().map(place).collect();
    let because = if places.is_empty() { String::new() } else { format!(" ({})", places.join("; ")) };
    let dash = if lack.depth == 0 { "" } else { "- " };
    let indent = "  ".repeat(lack.depth);
    page.say(&format!("{dash}{}{because}", lack.text)).lines().map(|line| [&indent, line, "\n"].concat()).collect()
}

fn inequality_lines(page: &Page<'_>, inequality: &Inequality) -> String {
    let (needs, one) = needs(&inequality.needs);
    let excluded = exclusions(page, inequality);
    if let Some(money) = &inequality.money {
        let figures = [money.least_cost_usd, money.allowed_usd];
        let figures = figure::unlike(&figures, figures);
        let verb = if one { "costs" } else { "cost" };
        let others = if inequality.given_t > 0.0 { ", with what others get," } else { "" };
        let (statement, place) = (&money.statement, page.place(&money.statement));
        let sentence = format!(
            "{needs}{others} {verb} at least {} USD; {statement} ({place}) allows {} USD.",
            figures[0], figures[1]
        );
        return page.say(&sentence) + &excluded;
    }
    let Some(product) = inequality.counted_in.as_deref() else {
        return page.say(&format!("Nobody can supply {needs}.")) + &excluded;
    };
    let (asked, available) = (inequality.needed_t + inequality.given_t, inequality.available_t);
    let figures = [inequality.needed_t, inequality.given_t, available];
    let figures = figures.map(|value| figure::unlike(&[value], [available, asked]).remove(0));
    let [needed, given, available] = figures;
    let verb = if one { "takes" } else { "take" };
    let mut sentence = format!("{needs} {verb} {needed} t of {}", apart(product));
    if inequality.given_t > 0.0 {
        let _ = write!(sentence, ", and what others get takes {given} t");
    }
    let _ = write!(sentence, "; all that can be had is {available} t:");
    page.say(&sentence) + &sources(page, inequality, product) + &excluded
}

/// `Japan (7,303 t of magnet) and 3 more members`, and whether it is one member only.
fn needs(needs: &[Part]) -> (String, bool) {
    let mut members: Vec<(&str, Vec<String>)> = Vec::new();
    for need in needs {
        let wants = format!("{} t of {}", figure::one(need.value), need.commodity.as_deref().unwrap_or("it"));
        match members.iter_mut().find(|member| member.0 == need.name) {
            Some(member) => member.1.push(wants),
            None => members.push((&need.name, vec![wants])),
        }
    }
    let words: Vec<String> =
        members.iter().take(MOST_MEMBERS).map(|(name, wants)| format!("{name} ({})", wants.join(", "))).collect();
    let rest = members.len() - words.len();
    (listed(&words, rest, "more members"), members.len() == 1)
}

fn sources(page: &Page<'_>, inequality: &Inequality, product: &str) -> String {
    let counting = |part: &&Part| part.counts_t > 0.0;
    let parts: Vec<&Part> = inequality.sources.iter().chain(&inequality.limits).filter(counting).collect();
    if parts.is_empty() {
        return String::new();
    }
    let shown = &parts[..parts.len().min(MOST)];
    let counts = figure::column(&shown.iter().map(|part| Some(part.counts_t)).collect::<Vec<_>>());
    // Several products are in the sentence above; together they would make the column wider than its figures.
    let head = if product.contains(TOGETHER) { "t".to_owned() } else { format!("t of {product}") };
    let mut grid = Grid::new(vec![Column::figures(&head, ""), Column::key("from"), Column::key("")]);
    for (part, counts) in shown.iter().zip(counts) {
        let from = match &part.country {
            Some(country) => format!("{} ({country})", part.name),
            None if part.statement.starts_with("policy.") => format!("within {}", part.name),
            None => part.name.clone(),
        };
        grid.row(vec![counts.into(), from.into(), Cell::styled(&page.place(&part.statement), FAINT)]);
    }
    let mut text = page.table(&grid);
    if parts.len() > shown.len() {
        let rest: f64 = parts[shown.len()..].iter().map(|part| part.counts_t).sum();
        text += &page.say(&format!("and {} t from {} more", figure::one(rest), parts.len() - shown.len()));
    }
    text
}

fn exclusions(page: &Page<'_>, inequality: &Inequality) -> String {
    let exclusions = &inequality.excluded_by;
    if exclusions.is_empty() {
        return String::new();
    }
    let title = format!("{} by", inequality.ruled_out());
    let mut grid = Grid::new(vec![Column::key(&title), Column::key("")]);
    for exclusion in exclusions {
        let at = exclusion.stages.join(", ");
        let at = if at.is_empty() { at } else { format!(" at {at}") };
        let place = Cell::styled(&page.place(&exclusion.statement), FAINT);
        grid.row(vec![format!("{}{at}", exclusion.statement).into(), place]);
    }
    page.table(&grid)
}

fn conflicts(page: &Page<'_>) -> String {
    let explanation = page.explanation;
    if explanation.conflict.is_empty() {
        return String::new();
    }
    let irreducible = explanation.conflict_irreducible;
    let mut text =
        conflict(page, "What cannot all hold", &explanation.conflict, irreducible, &explanation.conflict_given);
    for (number, further) in explanation.further_conflicts.iter().enumerate() {
        let heading = format!("What cannot all hold either ({})", number + 2);
        text += &conflict(page, &heading, &further.statements, further.irreducible, &further.given);
    }
    let more = match (explanation.further_conflicts.is_empty(), explanation.conflicts_complete) {
        (true, true) => "Proven: there is no other conflict.",
        (false, true) => "Proven: there are no other conflicts.",
        (false, false) => "There may be more conflicts.",
        (true, false) => return text,
    };
    text + &page.say(more)
}

fn conflict(page: &Page<'_>, heading: &str, statements: &[String], irreducible: bool, given: &[String]) -> String {
    let necessary = match (statements.len(), irreducible) {
        (1, true) => "Proven: this cannot hold, whatever becomes of the other statements.",
        (_, true) => "Proven: together these cannot hold; take out any one of them and the others can.",
        (_, false) => "Proven: together these cannot hold. Not proven: that each of them is needed for that.",
    };
    let (demands, money): (Vec<&String>, Vec<&String>) = given.iter().partition(|path| path.starts_with("member."));
    let mut words = Vec::new();
    match demands.len() {
        0 => {}
        1 => words.push("what one other demand gets".to_owned()),
        more => words.push(format!("what {more} other demands get")),
    }
    words.extend(money.into_iter().map(|policy| format!("what {policy} adds or takes off")));
    let given = match &words[..] {
        [] => String::new(),
        _ => format!(" Taken as given: {}.", listed(&words, 0, "")),
    };
    Page::section(heading, &(page.say(&format!("{necessary}{given}")) + &(page.snippets)(page.year, statements)))
}
