//! Judgements as `JUnit` XML, the form build servers read: one suite per file, one case per claim. A file that could not be
//! judged is a case with an error. Times are left out: the same input gives the same bytes.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{ClaimReport, FileReport, words};

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

type Xml = Writer<Vec<u8>>;

/// How many cases there are, and how many of them failed or could not be judged.
fn counts(files: &[FileReport]) -> [(&'static str, String); 4] {
    let errors = files.iter().filter(|file| file.error.is_some()).count();
    let claims = || files.iter().flat_map(|file| &file.claims);
    let failures = claims().filter(|claim| !claim.as_expected).count();
    [("tests", claims().count() + errors), ("failures", failures), ("errors", errors), ("skipped", 0)]
        .map(|(name, count)| (name, count.to_string()))
}

fn start<'a>(name: &'a str, attributes: impl IntoIterator<Item = (&'a str, &'a str)>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((name, legal(value).as_str()));
    }
    start
}

fn write(writer: &mut Xml, files: &[FileReport]) -> std::io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let total = counts(files);
    let attributes = total.iter().map(|(name, count)| (*name, count.as_str()));
    writer.write_event(Event::Start(start("testsuites", [("name", "didymium")].into_iter().chain(attributes))))?;
    for file in files {
        let counts = counts(std::slice::from_ref(file));
        let attributes = counts.iter().map(|(name, count)| (*name, count.as_str()));
        let suite = start("testsuite", [("name", file.path.as_str())].into_iter().chain(attributes));
        writer.write_event(Event::Start(suite))?;
        if let Some(error) = &file.error {
            let case =
                Case { file: &file.path, name: "reading", kind: "error", what: "the scenario could not be judged" };
            case.write(writer, error)?;
        }
        for claim in &file.claims {
            let what = format!("{}, expected {}", claim.judgement, claim.expect);
            let kind = if claim.as_expected { "system-out" } else { "failure" };
            Case { file: &file.path, name: &claim.claim, kind, what: &what }.write(writer, &body(claim))?;
        }
        writer.write_event(Event::End(BytesEnd::new("testsuite")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("testsuites")))
}

/// One case with what is said about it: a failure, an error, or the numbers of a claim that is as expected.
struct Case<'a> {
    file: &'a str,
    name: &'a str,
    kind: &'a str,
    what: &'a str,
}

impl Case<'_> {
    fn write(&self, writer: &mut Xml, body: &str) -> std::io::Result<()> {
        writer.write_event(Event::Start(start("testcase", [("classname", self.file), ("name", self.name)])))?;
        let passed = self.kind == "system-out";
        let attributes = [("message", self.what), ("type", self.kind)].into_iter().filter(|_| !passed);
        writer.write_event(Event::Start(start(self.kind, attributes)))?;
        writer.write_event(Event::Text(BytesText::new(&legal(body))))?;
        writer.write_event(Event::End(BytesEnd::new(self.kind)))?;
        writer.write_event(Event::End(BytesEnd::new("testcase")))
    }
}

/// What XML 1.0 can hold: a control character in a title must not spoil the whole file.
fn legal(text: &str) -> String {
    let holds = |letter: char| {
        matches!(letter, '\t' | '\n' | '\r') || (letter >= ' ' && !matches!(letter, '\u{fffe}' | '\u{ffff}'))
    };
    text.chars().map(|letter| if holds(letter) { letter } else { '\u{fffd}' }).collect()
}

fn body(claim: &ClaimReport) -> String {
    let evidence = words::ranked(claim).into_iter().map(|line| words::line(claim, line));
    let head = [claim.text.clone(), words::outcome(claim)].into_iter().chain(words::readings(claim));
    head.chain(evidence).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn suites_count_their_cases_and_no_letter_spoils_the_file() {
        let expected = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites name=\"didymium\" tests=\"3\" failures=\"1\" errors=\"1\" skipped=\"0\">
  <testsuite name=\"a&amp;b.toml\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\">
    <testcase classname=\"a&amp;b.toml\" name=\"near\">
      <failure message=\"refuted, expected confirmed\" type=\"failure\">It can be done, at &lt; 5 % \u{fffd}[31mmore.
refuted (expected: confirmed), NOT AS EXPECTED
japan 2027 (alone): infeasible, 0.001 of 100 t short, coverage &gt;99.9 %, cost 1 USD [proven]
japan 2028 (alone): infeasible, 25 of 100 t short, coverage 50 to 75 % in equally good plans, premium 25 %, cost 1 USD [proven]
japan 2026 (alone): feasible, cost 1 USD [proven]</failure>
    </testcase>
    <testcase classname=\"a&amp;b.toml\" name=\"share\">
      <system-out>CN makes half.
undetermined, as expected
by reading of the evidence: strict: refuted, stated: undetermined
everybody 2026 (joint): feasible, 25.0 to 62.5 % from CN at mining [verdict proven, claim open]
everybody 2026 (joint): feasible, 50 % from CN at mining [verdict proven, claim open]
everybody 2026 (joint): feasible, no share from CN at mining proven [verdict proven, claim open]</system-out>
    </testcase>
  </testsuite>
  <testsuite name=\"c.toml\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">
    <testcase classname=\"c.toml\" name=\"reading\">
      <error message=\"the scenario could not be judged\" type=\"error\">error: no years</error>
    </testcase>
  </testsuite>
</testsuites>
";
        assert_eq!(render(&fixture::files()), expected);
    }
}
