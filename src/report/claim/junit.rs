//! Judgements as `JUnit` XML, the form build servers read: one suite per file, one case per claim.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{ClaimReport, FileReport};

/// The judgements of all files.
///
/// # Panics
/// Never: writing to memory does not fail.
#[must_use]
pub fn render(files: &[FileReport]) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    write(&mut writer, files).expect("memory takes all text");
    let mut text = String::from_utf8(writer.into_inner()).expect("only text was written");
    text.push('\n');
    text
}

fn write(writer: &mut Writer<Vec<u8>>, files: &[FileReport]) -> std::io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.write_event(Event::Start(BytesStart::new("testsuites")))?;
    for file in files {
        let failures = file.claims.iter().filter(|claim| !claim.as_expected).count();
        let cases = file.claims.len() + usize::from(file.error.is_some());
        let mut suite = BytesStart::new("testsuite");
        suite.push_attribute(("name", file.path.as_str()));
        suite.push_attribute(("tests", cases.to_string().as_str()));
        suite.push_attribute(("failures", failures.to_string().as_str()));
        suite.push_attribute(("errors", usize::from(file.error.is_some()).to_string().as_str()));
        writer.write_event(Event::Start(suite))?;
        if let Some(error) = &file.error {
            case(writer, &file.path, "reading", Some(("error", "the scenario could not be judged", error)))?;
        }
        for claim in &file.claims {
            let message = format!("{}, expected {}", claim.judgement, claim.expect);
            let body = body(claim);
            let fault = (!claim.as_expected).then_some(("failure", message.as_str(), body.as_str()));
            case(writer, &file.path, &claim.claim, fault)?;
        }
        writer.write_event(Event::End(BytesEnd::new("testsuite")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("testsuites")))
}

fn case(
    writer: &mut Writer<Vec<u8>>,
    file: &str,
    name: &str,
    fault: Option<(&str, &str, &str)>,
) -> std::io::Result<()> {
    let mut case = BytesStart::new("testcase");
    case.push_attribute(("classname", file));
    case.push_attribute(("name", name));
    let Some((kind, message, body)) = fault else { return writer.write_event(Event::Empty(case)) };
    writer.write_event(Event::Start(case))?;
    let mut start = BytesStart::new(kind);
    start.push_attribute(("message", message));
    writer.write_event(Event::Start(start))?;
    writer.write_event(Event::Text(BytesText::new(body)))?;
    writer.write_event(Event::End(BytesEnd::new(kind)))?;
    writer.write_event(Event::End(BytesEnd::new("testcase")))
}

fn body(claim: &ClaimReport) -> String {
    let mut lines = vec![claim.text.clone()];
    for line in &claim.evidence {
        let verdict = format!("{:?}", line.verdict).to_lowercase();
        lines.push(format!(
            "{} {}: {verdict}, {} of {} t short",
            line.member, line.year, line.shortfall_t, line.demand_t
        ));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_messages_are_escaped() {
        let claim = ClaimReport {
            claim: "a".to_owned(),
            text: "less < more & \"so\"".to_owned(),
            mode: "joint".to_owned(),
            judgement: "refuted".to_owned(),
            expect: "confirmed".to_owned(),
            as_expected: false,
            by_evidence: None,
            evidence: Vec::new(),
        };
        let file = FileReport { path: "a&b.toml".to_owned(), sha256: None, error: None, claims: vec![claim] };
        let text = render(&[file]);
        assert!(text.contains("name=\"a&amp;b.toml\" tests=\"1\" failures=\"1\" errors=\"0\""), "{text}");
        assert!(text.contains("less &lt; more &amp;"), "{text}");
        assert!(text.contains("message=\"refuted, expected confirmed\""), "{text}");
    }
}
