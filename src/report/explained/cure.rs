//! What would cure a shortfall: one statement moved alone, several together.

use super::{Page, percent, unproven};
use crate::report::explanation::{Change, JointRepair, Repair};
use crate::report::figure;

/// Statements that help without curing that are named.
const MOST: usize = 5;

/// The sections on cures.
pub fn render(page: &Page<'_>) -> String {
    Page::section("What would cure it alone", &alone(page))
        + &Page::section("What would cure it together", &together(page))
}

fn alone(page: &Page<'_>) -> String {
    let repairs = &page.explanation.repairs;
    if repairs.is_empty() {
        return String::new();
    }
    let mut text: String = repairs.iter().filter(|repair| repair.cures).map(|repair| cure(page, repair)).collect();
    let mut helping: Vec<(&Repair, f64)> = repairs
        .iter()
        .filter(|repair| !repair.cures)
        .filter_map(|repair| repair.remaining_shortfall_t.map(|left| (repair, left)))
        .collect();
    helping.sort_by(|a, b| a.1.total_cmp(&b.1));
    let others = repairs.iter().filter(|repair| !repair.cures).count();
    if text.is_empty() {
        text += &page.say("No single statement can: however far it moves, something stays missing.");
    } else if others > 0 {
        text += &page.say(&format!("None of the other {others} statements can, however far it moves."));
    }
    let lowest: Vec<String> = helping
        .iter()
        .take(MOST)
        .map(|(repair, left)| format!("{} ({} t{})", repair.statement, figure::one(*left), unproven(repair.proven)))
        .collect();
    if !lowest.is_empty() && helping.iter().any(|(_, left)| *left > 0.0) {
        text += &page.say(&format!("Still missing without the most helpful of them: {}.", lowest.join(", ")));
    }
    text
}

fn cure(page: &Page<'_>, repair: &Repair) -> String {
    let unit = repair.unit.as_deref().unwrap_or("t/yr");
    let Some(by) = repair.move_by else {
        return page.say(&format!("{}: without it nothing is missing{}", repair.statement, unproven(repair.proven)));
    };
    let movement = movement(repair.value_now, repair.value_needed, by, unit);
    let relative = repair.relative.filter(|_| repair.value_now.is_some_and(|now| now > 0.0));
    let relative = relative.map_or(String::new(), |relative| format!(" ({})", percent(relative)));
    let mut text = page.say(&format!("{}: {movement}{relative}{}", repair.statement, unproven(repair.proven)));
    if let Some(set) = &repair.set {
        text += &page.small(&format!("  --set '{set}'"));
    }
    text
}

/// `raise from 1,723 to 1,831 t/yr`
fn movement(now: Option<f64>, needed: Option<f64>, by: f64, unit: &str) -> String {
    match (now, needed) {
        (Some(0.0), Some(needed)) => format!("{} {unit} where there is none", figure::one(needed)),
        (Some(now), Some(needed)) => {
            let verb = if needed > now { "raise" } else { "lower" };
            let shown = figure::column(&[Some(now), Some(needed)]);
            format!("{verb} from {} to {} {unit}", shown[0], shown[1])
        }
        _ => format!("let {} {unit} through", figure::one(by)),
    }
}

fn together(page: &Page<'_>) -> String {
    let repairs = &page.explanation.joint_repairs;
    // One change that cures alone was named above.
    let several: Vec<&JointRepair> = repairs.iter().filter(|repair| !repair.changes.is_empty()).collect();
    several.iter().map(|repair| joint(page, repair)).collect()
}

fn joint(page: &Page<'_>, repair: &JointRepair) -> String {
    let effort = match repair.unit.as_str() {
        "USD" => format!("{} USD of capital", figure::one(repair.effort)),
        _ => format!("{} of relative change in all", percent(repair.effort)),
    };
    let scope = match &repair.without {
        Some(spared) => format!("Without moving {spared}"),
        None => format!("Moving {}", repair.scope),
    };
    let lines: String = repair.changes.iter().map(|change| line(page, change)).collect();
    page.say(&format!("{scope}, {effort}{}:", unproven(repair.proven))) + &lines
}

fn line(page: &Page<'_>, change: &Change) -> String {
    let about = change.detail.as_ref().map_or(String::new(), |detail| format!(" ({detail})"));
    let movement = movement(change.value_now, change.value_needed, change.move_by, &change.unit);
    page.say(&format!("  {}{about}: {movement}", change.statement))
}
