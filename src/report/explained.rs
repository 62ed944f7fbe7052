//! Reasons in plain words: one page per question, for a reader who has never seen a linear program.

use std::fmt::Write as _;

use super::explanation::{Causes, Explanation, JointRepair, Margin, Price, Repair};
use super::{Report, Verdict};

/// Renders statements that cannot hold together, given their key paths.
pub type Conflict<'a> = &'a dyn Fn(&[String]) -> String;

/// The reasons of every question of `report`; `conflict` shows statements where the file says them.
#[must_use]
pub fn render(report: &Report, conflict: Conflict<'_>) -> String {
    let mut text = String::new();
    let question = &report.question;
    let avoiding = if question.avoid.is_empty() {
        "nothing avoided".to_owned()
    } else {
        format!("avoiding {}", question.avoid.join(", "))
    };
    let _ = writeln!(
        text,
        "{}\n{}; {avoiding} at {}",
        report.scenario.title,
        question.mode,
        question.avoid_stages.join(", ")
    );
    for system in report.system.iter().flatten() {
        if let Some(explanation) = &system.explanation {
            let title = format!("All alliance demands together, {}", system.year);
            let demand: f64 = report.answers.iter().filter(|a| a.year == system.year).map(|a| a.demand_t).sum();
            let short = system.least_shortfall_t.unwrap_or(system.shortfall_t);
            page(&mut text, &title, &headline(system.verdict, short, demand), explanation, conflict);
        }
    }
    for answer in &report.answers {
        if let Some(explanation) = &answer.explanation {
            let title = format!("{}, {}", answer.member, answer.year);
            let headline = headline(answer.verdict, answer.shortfall_t, answer.demand_t);
            page(&mut text, &title, &headline, explanation, conflict);
        }
    }
    text
}

fn headline(verdict: Verdict, short: f64, demand: f64) -> String {
    match verdict {
        Verdict::Feasible => "feasible: the whole demand can be met".to_owned(),
        Verdict::Infeasible => {
            format!("infeasible: at least {} t of {} t must stay unmet", figure(short), figure(demand))
        }
        Verdict::Undecided => "undecided: nothing could be proven".to_owned(),
    }
}

fn page(text: &mut String, title: &str, headline: &str, explanation: &Explanation, conflict: Conflict<'_>) {
    let _ = writeln!(text, "\n{title}: {headline}\n{}", "=".repeat(title.chars().count()));
    let causes: Vec<String> = [&explanation.structure, &explanation.sentence].into_iter().flatten().cloned().collect();
    section(text, "Why", &causes);
    if !explanation.conflict.is_empty() {
        let necessary =
            if explanation.conflict_irreducible { "each proven necessary" } else { "perhaps not the smallest set" };
        section(text, &format!("What cannot hold together ({necessary})"), &[]);
        text.push_str(&conflict(&explanation.conflict));
        for (number, further) in explanation.further_conflicts.iter().enumerate() {
            section(text, &format!("Conflict {}", number + 2), &[]);
            text.push_str(&conflict(further));
        }
    }
    section(text, "What would cure it, each alone", &repairs(explanation));
    section(text, "What would cure it, several together", &joint_repairs(&explanation.joint_repairs));
    let stages = explanation.stages.iter().map(|stage| {
        format!("{:<12} {:>12} t short{}", stage.stage, figure(stage.shortfall_t), unproven(stage.proven))
    });
    section(text, "Stage by stage: what is short when only this stage's capacities count", &stages.collect::<Vec<_>>());
    section(text, "Policy or physics", &explanation.causes.as_ref().map(causes_lines).unwrap_or_default());
    section(text, "How far the verdict is from turning", &margin(&explanation.margin));
    section(text, "What one unit of a binding statement is worth", &prices(&explanation.prices));
    section(text, "What removing a policy would bring", &policies(explanation));
    section(text, "Until when", &timeline(explanation));
}

/// A heading and its lines; nothing where there is nothing to say but the heading is not asked for by itself.
fn section(text: &mut String, heading: &str, lines: &[String]) {
    if lines.is_empty() && !heading.contains("cannot hold") && !heading.starts_with("Conflict") {
        return;
    }
    let _ = writeln!(text, "\n{heading}");
    for line in lines {
        let _ = writeln!(text, "  {line}");
    }
}

fn repairs(explanation: &Explanation) -> Vec<String> {
    let mut lines: Vec<String> = explanation.repairs.iter().map(repair).collect();
    let others = explanation.statements_that_cannot_help_alone;
    if others > 0 && !lines.is_empty() {
        lines.push(format!("The other {others} statements cannot cure it alone: the proof does not rest on them."));
    }
    lines
}

fn repair(repair: &Repair) -> String {
    let mut line = repair.statement.clone();
    match (repair.cures, repair.move_by) {
        (false, _) => {
            let _ = write!(line, ": not alone, {} t would still be missing", figure(repair.remaining_shortfall_t));
        }
        (true, None) => line.push_str(": without it nothing is missing"),
        (true, Some(by)) => {
            let unit = repair.unit.as_deref().unwrap_or("t/yr");
            match (repair.value_now, repair.value_needed) {
                (Some(now), Some(needed)) => {
                    let _ = write!(line, ": from {} to {} {unit}", figure(now), figure(needed));
                }
                _ => {
                    let _ = write!(line, ": let {} {unit} through", figure(by));
                }
            }
            if let Some(relative) = repair.relative.filter(|relative| relative.is_finite()) {
                let _ = write!(line, " ({} %)", figure(100.0 * relative));
            }
        }
    }
    line + unproven(repair.proven)
}

fn joint_repairs(repairs: &[JointRepair]) -> Vec<String> {
    let mut lines = Vec::new();
    for repair in repairs {
        lines.push(format!(
            "moving {}, least sum of relative changes {} %{}:",
            repair.scope,
            figure(100.0 * repair.effort),
            unproven(repair.proven)
        ));
        for change in &repair.changes {
            let about = change.detail.as_ref().map_or(String::new(), |detail| format!(" ({detail})"));
            let by = match (change.value_now, change.value_needed) {
                (Some(now), Some(needed)) => format!("from {} to {} {}", figure(now), figure(needed), change.unit),
                _ => format!("let {} {} through", figure(change.move_by), change.unit),
            };
            lines.push(format!("  {}{about}: {by}", change.statement));
        }
    }
    lines
}

fn causes_lines(causes: &Causes) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = |what: &str, tonnes: Option<f64>| {
        if let Some(tonnes) = tonnes {
            lines.push(format!("{what:<44} {:>12} t short", figure(tonnes)));
        }
    };
    line("without any policy and without the avoidance", causes.without_policies_t);
    line("without the avoidance, policies kept", causes.without_avoidance_t);
    for stage in &causes.avoidance_relaxed_at {
        line(&format!("without the avoidance at {}", stage.stage), Some(stage.shortfall_t));
    }
    line("without any limit of capacity", causes.without_capacities_t);
    if !causes.proven {
        lines.push("not all of these are proven".to_owned());
    }
    lines
}

fn margin(margin: &Margin) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = |share: Option<f64>, words: &str| {
        if let Some(share) = share {
            lines.push(format!("{words} {} %{}", figure(100.0 * share), unproven(margin.proven)));
        }
    };
    line(margin.capacity_uplift, "all capacities together would have to be larger by at least");
    line(margin.demand_growth, "the demand can grow by at most");
    line(margin.capacity_loss, "all capacities together can shrink by at most");
    lines
}

fn prices(prices: &[Price]) -> Vec<String> {
    let side = |value: Option<f64>, until: Option<f64>, word: &str| match (value, until) {
        (Some(value), Some(until)) => format!("{word} {} (at least as far as {})", figure(value), figure(until)),
        _ => format!("{word} unknown"),
    };
    let mut lines = Vec::new();
    for price in prices {
        lines.push(format!("{} = {}, in {}", price.statement, figure(price.value_now), price.unit));
        // Less of a capacity costs, less of a demand saves.
        let [less, more] = if price.statement.starts_with("member.") {
            ["one less saves", "one more costs"]
        } else {
            ["one less costs", "one more saves"]
        };
        lines.push(format!(
            "  {}; {}",
            side(price.left, price.left_from, less),
            side(price.right, price.right_to, more)
        ));
    }
    lines
}

fn policies(explanation: &Explanation) -> Vec<String> {
    let line = |policy: &super::explanation::PolicyValue| match (policy.saves_usd, policy.saves_shortfall_t) {
        (Some(usd), _) => format!("{}: saves {} USD", policy.statement, figure(usd)),
        (None, Some(tonnes)) => format!("{}: {} t less missing", policy.statement, figure(tonnes)),
        (None, None) => policy.statement.clone(),
    };
    explanation.policies.iter().map(line).collect()
}

fn timeline(explanation: &Explanation) -> Vec<String> {
    let years = &explanation.timeline;
    let feasible = |verdict: Verdict| verdict == Verdict::Feasible;
    let mut lines: Vec<String> = years
        .iter()
        .map(|year| {
            let stage = year.binding_stage.as_ref().map_or(String::new(), |stage| format!(", tightest at {stage}"));
            match year.verdict {
                Verdict::Feasible => format!("{} feasible", year.year),
                Verdict::Infeasible => format!("{} infeasible, {} t short{stage}", year.year, figure(year.shortfall_t)),
                Verdict::Undecided => format!("{} undecided", year.year),
            }
        })
        .collect();
    if years.is_empty() {
        return lines;
    }
    let first = years.iter().find(|year| feasible(year.verdict)).map(|year| year.year);
    let run = years.iter().rev().take_while(|year| feasible(year.verdict)).last().map(|year| year.year);
    let word = |year: Option<i32>| year.map_or("none".to_owned(), |year| year.to_string());
    lines.push(format!("first feasible year: {}; feasible from then on: {}", word(first), word(run)));
    lines
}

fn unproven(proven: bool) -> &'static str {
    if proven { "" } else { " [not proven]" }
}

/// A number with as many digits as a reader needs, thousands apart.
fn figure(value: f64) -> String {
    let decimals = match value.abs() {
        large if large >= 1000.0 || large == 0.0 => 0,
        middle if middle >= 10.0 => 1,
        small if small >= 0.1 => 3,
        _ => 6,
    };
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::figure;

    #[test]
    fn figures_have_the_digits_a_reader_needs() {
        let shown: Vec<String> = [0.0, 0.25, 12.34, 1234.5, -1_234_567.8, 0.000_012].into_iter().map(figure).collect();
        assert_eq!(shown, ["0", "0.25", "12.3", "1,234", "-1,234,568", "0.000012"]);
    }
}
