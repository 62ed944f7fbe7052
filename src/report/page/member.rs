//! One member at a time: what is delivered, where it comes from, what it costs, and why it is not enough.

use super::figures::{When, figure, folded};
use super::sheet::{Head, Sheet, blanks};
use super::{standing, titled, why};
use crate::report::chart::mix::{self, Subject};
use crate::report::chart::{cost, timeline};
use crate::report::clause::PARTS;
use crate::report::dossier::{Dossier, words};
use crate::report::markup::Markup;
use crate::report::{Answer, SystemAnswer, figure as number};

/// All members, one of them shown.
pub fn section(main: &mut Markup, dossier: &Dossier) {
    titled(main, "members", "Member by member", |section| {
        let heads = mix::heads(dossier);
        chooser(section, dossier, &heads);
        section.tag("h3").text("Delivered and missing");
        each(dossier, |member, when| {
            let chart = timeline::chart(dossier, &[member]);
            figure(section, &chart, &dossier.names.member(member), when, Some(&deliveries(dossier, member)));
        });
        section.tag("h3").text("Why");
        why::panels(section, dossier);
        if standing::is_there(dossier) {
            section.tag("h3").text("How real, how sure");
            section.tag("p").at("class", "note").text(
                "The same question on what operates, then with what is less real too; and with every number that is not \
                 certain at the end of its range that helps least, or most. ✓: the whole demand, proven; ?: not decided.",
            );
            each(dossier, |member, when| standing::tables(section, dossier, member, when));
        }
        section.tag("h3").text("Where it comes from");
        section.tag("p").at("class", "note").text(
            "A cheapest mix, not always the only one. Every stage is drawn to the same height; bands are parts of what \
             the member uses of it.",
        );
        mixes(section, dossier, &heads);
        section.tag("h3").text("Cost against the baseline");
        section.tag("p").at("class", "note").text(
            "The baseline is the same question with nothing avoided. A premium is stated only where both meet the whole \
             demand.",
        );
        if let Some(system) = &dossier.report.system {
            section.tag("p").at("class", "note").text(PARTS);
            folded(section, "The cost of all together", |details| costs_of_all(system).scrolling(details));
        }
        each(dossier, |member, when| {
            if let Some(chart) = cost::chart(dossier, member) {
                figure(section, &chart, "", when, Some(&costs(dossier, member)));
            } else {
                let name = dossier.names.member(member);
                when.write(section.tag("p")).text(format_args!("{name}: no answer has a cost."));
            }
        });
    });
}

/// Every member with the choice at which it is shown.
fn each<'a>(dossier: &'a Dossier, mut show: impl FnMut(&'a str, When<'a>)) {
    for (index, member) in dossier.report.question.members.iter().enumerate() {
        show(member, When { member: Some(member), hidden: index > 0, ..When::default() });
    }
}

/// The choices; they show themselves where a script can act on them.
fn chooser(section: &mut Markup, dossier: &Dossier, heads: &[String]) {
    let question = &dossier.report.question;
    let form = section.tag("div").at("class", "chooser").at("role", "group").at("aria-label", "What is shown");
    form.flag("hidden", true).with(|form| {
        let members: Vec<(&str, String)> =
            question.members.iter().map(|member| (member.as_str(), dossier.names.member(member))).collect();
        choose(form, "member", "Member", &members);
        let years: Vec<String> = question.years.iter().map(i32::to_string).collect();
        choose(form, "year", "Year", &years.iter().map(|year| (year.as_str(), year.clone())).collect::<Vec<_>>());
        let heads: Vec<(&str, String)> =
            heads.iter().map(|head| (head.as_str(), dossier.names.commodity(head))).collect();
        choose(form, "commodity", "Followed from", &heads);
    });
}

/// One choice.
pub fn choose(form: &mut Markup, name: &'static str, title: &str, options: &[(&str, String)]) {
    if options.is_empty() {
        return;
    }
    form.tag("label").with(|label| {
        label.text(title);
        let select = label.tag("select").at("id", format_args!("choose-{name}")).at("data-chooses", name);
        select.at("autocomplete", "off").with(|select| {
            for (value, text) in options {
                select.tag("option").at("value", value).text(text);
            }
        });
    });
}

fn mixes(section: &mut Markup, dossier: &Dossier, heads: &[String]) {
    let question = &dossier.report.question;
    for (number, member) in question.members.iter().enumerate() {
        for (position, year) in question.years.iter().enumerate() {
            for (index, head) in heads.iter().enumerate() {
                let hidden = number + position + index > 0;
                let when =
                    When { member: Some(member), year: Some(*year), commodity: Some(head), hidden, ..When::default() };
                if let Some(chart) = mix::chart(dossier, Subject { member, year: *year, head }) {
                    figure(section, &chart, "", when, None);
                } else {
                    let (name, head) = (dossier.names.member(member), dossier.names.commodity(head));
                    when.write(section.tag("p"))
                        .text(format_args!("{name}, {year}: nothing made from {head} is delivered."));
                }
            }
        }
    }
    each(dossier, |member, when| {
        when.write(section.tag("div")).with(|part| {
            let title = format!("The whole mix of {}, facility by facility", dossier.names.member(member));
            folded(part, &title, |details| whole_mix(dossier, member).scrolling(details));
        });
    });
}

/// What `member` uses by stage, commodity and facility, t.
fn whole_mix(dossier: &Dossier, member: &str) -> Sheet {
    let answers: Vec<&Answer> = dossier.report.answers_of(member).collect();
    let mut heads =
        vec![Head::words("Stage"), Head::words("Commodity"), Head::words("Country"), Head::words("Facility")];
    heads.extend(answers.iter().map(|answer| Head::figures(answer.year.to_string())));
    let mut sheet = Sheet::new(format!("What {} uses, t", dossier.names.member(member)), heads);
    let mut lines: Vec<([&str; 4], Vec<Option<f64>>)> = Vec::new();
    for (index, answer) in answers.iter().enumerate() {
        for entry in &answer.mix {
            let place = [&entry.stage, &entry.commodity, &entry.country, &entry.facility].map(String::as_str);
            let line = lines.iter().position(|line| line.0 == place).unwrap_or_else(|| {
                lines.push((place, vec![None; answers.len()]));
                lines.len() - 1
            });
            lines[line].1[index] = Some(entry.quantity_t);
        }
    }
    let order = |stage: &str, commodity: &str| {
        let first = |pick: &dyn Fn(&[&str; 4]) -> bool| lines.iter().position(|line| pick(&line.0));
        (first(&|place| place[0] == stage), first(&|place| place[0] == stage && place[1] == commodity))
    };
    let mut sorted: Vec<_> = lines.iter().collect();
    sorted.sort_by_key(|line| order(line.0[0], line.0[1]));
    for (place, values) in sorted {
        let [stage, commodity, country, facility] = *place;
        let names = &dossier.names;
        let row = [words(stage), names.commodity(commodity), names.country(country), names.facility(facility)];
        sheet.row(row.into_iter().chain(blanks(values)));
    }
    sheet
}

fn deliveries(dossier: &Dossier, member: &str) -> Sheet {
    let answers: Vec<&Answer> = dossier.report.answers_of(member).collect();
    let heads = vec![
        Head::words("Year"),
        Head::words("Verdict"),
        Head::figures("Demand, t"),
        Head::figures("Delivered, t"),
        Head::figures("Missing, t"),
        Head::figures("Lowest coverage, %"),
    ];
    let mut sheet = Sheet::new(format!("Deliveries of {}", dossier.names.member(member)), heads);
    let column = |pick: fn(&Answer) -> Option<f64>| answers.iter().map(|answer| pick(answer)).collect::<Vec<_>>();
    let columns = [
        number::column(&column(|answer| Some(answer.demand_t))),
        number::column(&column(|answer| answer.delivered_t)),
        number::column(&column(|answer| Some(answer.shortfall_t))),
        number::coverage(&column(|answer| answer.coverage)),
    ];
    for (index, answer) in answers.iter().enumerate() {
        let signs = ["", "≥", "≤", "≥"];
        let open = answer.is_shortfall_open();
        let figures = columns.iter().zip(signs).map(|(column, sign)| match sign {
            sign if open && !sign.is_empty() => number::bound(sign, &column[index]),
            _ => column[index].clone(),
        });
        sheet.row([answer.year.to_string(), answer.verdict.word().to_owned()].into_iter().chain(figures));
    }
    sheet
}

fn costs_of_all(system: &[SystemAnswer]) -> Sheet {
    let column = |pick: fn(&SystemAnswer) -> Option<f64>| system.iter().map(pick).collect::<Vec<_>>();
    let (unit, money) =
        number::money(&[column(|answer| answer.cost_usd), column(|answer| answer.baseline_cost_usd)].concat());
    let premium = number::percent(&column(|answer| answer.premium));
    let heads = vec![
        Head::words("Year"),
        Head::words("Verdict"),
        Head::figures(format!("Cost, {unit}")),
        Head::figures(format!("Baseline, {unit}")),
        Head::figures("Premium, %"),
    ];
    let mut sheet = Sheet::new("Cost of all consumers together", heads);
    for (index, answer) in system.iter().enumerate() {
        let cost = &money[index];
        let cost = if answer.is_cost_open() { number::bound("≤", cost) } else { cost.clone() };
        let (year, verdict) = (answer.year.to_string(), answer.verdict.word());
        sheet.row([&year, verdict, &cost, &money[system.len() + index], &premium[index]]);
    }
    sheet
}

fn costs(dossier: &Dossier, member: &str) -> Sheet {
    let answers: Vec<&Answer> = dossier.report.answers_of(member).collect();
    let column = |pick: fn(&Answer) -> Option<f64>| answers.iter().map(|answer| pick(answer)).collect::<Vec<_>>();
    let money = [column(|answer| answer.cost_usd), column(|answer| answer.baseline_cost_usd)].concat();
    let (unit, money) = number::money(&money);
    let per_t = number::column(&[column(|answer| answer.cost_per_t_usd), column(cost::baseline_per_t)].concat());
    let premium = number::percent(&column(|answer| answer.premium));
    let heads = vec![
        Head::words("Year"),
        Head::figures(format!("Cost, {unit}")),
        Head::figures(format!("Baseline, {unit}")),
        Head::figures("Cost, USD/t"),
        Head::figures("Baseline, USD/t"),
        Head::figures("Premium, %"),
    ];
    let mut sheet = Sheet::new(format!("Cost of {}", dossier.names.member(member)), heads);
    let count = answers.len();
    for (index, answer) in answers.iter().enumerate() {
        let year = answer.year.to_string();
        let most = |text: &String| if answer.is_cost_open() { number::bound("≤", text) } else { text.clone() };
        let [cost, cost_per_t] = [most(&money[index]), most(&per_t[index])];
        sheet.row([&year, &cost, &money[count + index], &cost_per_t, &per_t[count + index], &premium[index]]);
    }
    sheet
}
