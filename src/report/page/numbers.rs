//! Every number of the scenario with where it comes from and how well it stands.

use super::sheet::{Head, Sheet, plain};
use super::titled;
use crate::report::dossier::{Dossier, Number, Value, words};
use crate::report::markup::Markup;

/// The tables of numbers and the publications.
pub fn section(main: &mut Markup, dossier: &Dossier) {
    titled(main, "numbers", "Numbers and sources", |section| {
        section.tag("p").text(summary(&dossier.numbers));
        let mut parts: Vec<&str> = Vec::new();
        for number in &dossier.numbers {
            if !parts.contains(&number.section.as_str()) {
                parts.push(&number.section);
            }
        }
        for part in parts {
            let numbers: Vec<&Number> = dossier.numbers.iter().filter(|number| number.section == part).collect();
            section.tag("details").with(|details| {
                details.tag("summary").with(|summary| {
                    summary.tag("h3").text(title(part));
                    summary.text(format_args!(" {}", count(&numbers)));
                });
                table(dossier, part, &numbers).stacking(details);
            });
        }
        references(section, dossier);
    });
}

fn title(section: &str) -> &str {
    match section {
        "country" => "Countries",
        "commodity" => "Commodities",
        "process" => "Processes",
        "facility" => "Facilities",
        "routes" => "Freight by default",
        "route" => "Routes",
        "member" => "Members",
        "policy" => "Policies",
        other => other,
    }
}

fn grade(number: &Number) -> &'static str {
    match number.grade.as_deref() {
        Some("reported") => "reported",
        Some("unverified") => "unverified",
        Some("assumed") => "assumed",
        _ => "none",
    }
}

/// The word for a grade, `none` in words.
fn grade_words(grade: &str) -> &str {
    if grade == "none" { "no grade stated" } else { grade }
}

fn count(numbers: &[&Number]) -> String {
    let grades = ["reported", "unverified", "assumed", "none"];
    let counts = grades.map(|wanted| numbers.iter().filter(|number| grade(number) == wanted).count());
    let parts = grades.iter().zip(counts).filter(|entry| entry.1 > 0);
    let parts: Vec<String> = parts.map(|(grade, count)| format!("{count} {}", grade_words(grade))).collect();
    parts.join(", ")
}

fn summary(numbers: &[Number]) -> String {
    let all: Vec<&Number> = numbers.iter().collect();
    format!(
        "{} quantities: {}. Reported: seen in the publication named. Unverified: well known, but the publication was not \
         opened. Assumed: an engineering assumption, or arithmetic on other numbers; marked in red.",
        numbers.len(),
        count(&all)
    )
}

fn table(dossier: &Dossier, part: &str, numbers: &[&Number]) -> Sheet {
    let heads = vec![
        Head::words("Of"),
        Head::words("Quantity"),
        Head::texts("Value"),
        Head::words("Unit"),
        Head::words("Grade"),
        Head::words("Source"),
        Head::texts("Note"),
    ];
    let mut sheet = Sheet::new(format!("{}: every number with source and grade", title(part)), heads);
    for number in numbers {
        let grade = grade(number);
        let class = if matches!(grade, "assumed" | "none") { grade } else { "" };
        let mut tag = Markup::new();
        tag.tag("span").at("class", format_args!("tag {grade}")).text(grade_words(grade));
        let mut source = Markup::new();
        if let Some(key) = &number.source {
            source.tag("a").at("href", format_args!("#source-{}", identifier(key))).text(words(key));
        }
        let mut key = Markup::new();
        key.tag("code").text(&number.key);
        let cells = vec![
            plain(owner(dossier, number)),
            key,
            plain(values(number)),
            plain(&number.unit),
            tag,
            source,
            plain(number.note.as_deref().unwrap_or_default()),
        ];
        sheet.marked(class, cells);
    }
    sheet
}

fn owner(dossier: &Dossier, number: &Number) -> String {
    let names = &dossier.names;
    match number.section.as_str() {
        "country" => names.country(&number.owner),
        "commodity" => names.commodity(&number.owner),
        "facility" => names.facility(&number.owner),
        "member" => names.member(&number.owner),
        _ => words(&number.owner),
    }
}

/// `45,000`, or `2024: 45,000 (40,000 to 50,000); 2027: 50,000`.
fn values(number: &Number) -> String {
    let written = |value: &Value| {
        let year = value.year.as_ref().map(|year| format!("{year}: ")).unwrap_or_default();
        let range = value.range.map(|[low, high]| format!(" ({} to {})", as_written(low), as_written(high)));
        format!("{year}{}{}", as_written(value.value), range.unwrap_or_default())
    };
    number.values.iter().map(written).collect::<Vec<_>>().join("; ")
}

/// The number as the file has it, with its thousands apart.
fn as_written(value: f64) -> String {
    let text = value.to_string();
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

/// A key as part of an address within the page.
fn identifier(key: &str) -> String {
    key.chars().map(|letter| if letter.is_alphanumeric() || letter == '_' { letter } else { '-' }).collect()
}

fn references(section: &mut Markup, dossier: &Dossier) {
    if dossier.references.is_empty() {
        return;
    }
    section.tag("details").with(|details| {
        details.tag("summary").with(|summary| {
            summary.tag("h3").text("Publications");
            summary.text(format_args!(" {}", dossier.references.len()));
        });
        details.tag("ul").with(|list| {
            for (key, reference) in &dossier.references {
                list.tag("li").at("id", format_args!("source-{}", identifier(key))).with(|item| {
                    let web = reference
                        .url
                        .as_deref()
                        .filter(|url| url.starts_with("https://") || url.starts_with("http://"));
                    match web {
                        Some(url) => item.tag("a").at("href", url).at("rel", "noreferrer").text(&reference.title),
                        None => item.tag("cite").text(&reference.title),
                    };
                    let year = reference.year.map(|year| year.to_string());
                    for part in [reference.publisher.as_ref(), year.as_ref()].into_iter().flatten() {
                        item.text(format_args!(", {part}"));
                    }
                    item.text(" ").tag("code").text(key);
                });
            }
        });
    });
}
