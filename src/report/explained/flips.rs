//! Which numbers would flip the verdict, alone and all together.

use super::{Page, percent};
use crate::report::figure;
use crate::report::flip::{Flip, Stretch, Turn};
use crate::report::table::grid::{Column, Grid};

/// Rows shown at most.
const MOST: usize = 12;

/// The section on flips; nothing where they were not asked for.
pub fn render(page: &Page<'_>) -> String {
    let Some(flip) = &page.explanation.flip else { return String::new() };
    Page::section("Which numbers would flip it", &body(page, flip))
}

fn body(page: &Page<'_>, flip: &Flip) -> String {
    let Some(together) = &flip.together else {
        return page.say("The verdict is not proven, so that nothing can be shown to flip it.");
    };
    alone(page, flip) + &reported(page, flip) + &open(page, flip) + &stretch(page, together)
}

fn alone(page: &Page<'_>, flip: &Flip) -> String {
    let (tried, reach) = (flip.tried, flip.searched_to);
    let within = flip.numbers.iter().filter(|turn| turn.ranges.is_some_and(|ranges| ranges <= 1.0)).count();
    let beyond = flip.numbers.len() - within;
    let sentence = match (within, beyond) {
        (0, 0) => format!("Of {tried} numbers moved one at a time, none flips it within {reach} times its range."),
        (0, _) => format!(
            "Of {tried} numbers moved one at a time, none flips it within its own range, {beyond} within {reach} times it:"
        ),
        (_, 0) => format!("Of {tried} numbers moved one at a time, {within} flip it, all within their own ranges:"),
        _ => format!(
            "Of {tried} numbers moved one at a time, {within} flip it within their own ranges, {beyond} more within {reach} times these:"
        ),
    };
    page.say(&sentence) + &turns(page, &flip.numbers)
}

fn reported(page: &Page<'_>, flip: &Flip) -> String {
    if flip.reported.is_empty() {
        return String::new();
    }
    let sentence = "Reported numbers have no range. Off by no more than an assumed one may be, these would flip it:";
    page.say(sentence) + &turns(page, &flip.reported)
}

/// The numbers, as far as they are shown.
fn turns(page: &Page<'_>, turns: &[Turn]) -> String {
    let Some(first) = turns.first() else { return String::new() };
    let mut columns = vec![Column::key("number"), Column::key("line"), Column::key("grade")];
    columns.extend(["now", "flips at"].map(|title| Column::figures(title, "")));
    columns.push(Column::figures("off by", "%"));
    if first.ranges.is_some() {
        columns.push(Column::figures("of its range", "%"));
    }
    let mut grid = Grid::new(columns);
    for turn in turns.iter().take(MOST) {
        let place = page.place(&turn.statement);
        let grade = turn.grade.as_deref().unwrap_or("none");
        // What lies just beyond a range does not read as its end.
        let share = |share: Option<f64>| match share.map(|share| (share, figure::one(100.0 * share))) {
            None => figure::NONE.to_owned(),
            Some((share, text)) if share > 1.0 && text == "100" => format!(">{text}"),
            Some((_, text)) => text,
        };
        let mut row = vec![turn.statement.as_str().into(), place.trim_start_matches("line ").into(), grade.into()];
        row.extend([turn.value_now, turn.flips_at].map(|value| figure::one(value).into()));
        row.push(share(turn.relative).into());
        if first.ranges.is_some() {
            row.push(share(turn.ranges).into());
        }
        grid.row(row);
    }
    let more = turns.len().saturating_sub(MOST);
    let more =
        if more == 0 { String::new() } else { page.small(&format!("… and {more} more; `--format json` lists all")) };
    page.table(&grid) + &more
}

fn open(page: &Page<'_>, flip: &Flip) -> String {
    match flip.open.len() {
        0 => String::new(),
        some => page.say(&format!("Of {some} numbers nothing could be proven: {}.", flip.open.join(", "))),
    }
}

fn stretch(page: &Page<'_>, stretch: &Stretch) -> String {
    let Stretch { towards, numbers, searched_to, .. } = stretch;
    let all = format!("All {numbers} numbers with a range, moved together towards the {towards} reading, ");
    let sentence = match stretch.flips_at {
        Some(part) => format!("{all}flip it at {} of their ranges.", percent(figure::shown_above(part))),
        None if stretch.holds_at >= *searched_to => {
            format!("{all}do not flip it, not even {searched_to} times as far as these go.")
        }
        None => format!(
            "{all}do not flip it as far as anything could be proven, which is {} of these.",
            percent(stretch.holds_at)
        ),
    };
    let unless = "Looked at in quarters of the ranges: that it does not flip, and flip back, in between is not proven.";
    page.say(&sentence) + &if stretch.first { String::new() } else { page.small(unless) }
}
