//! The question on the command line, laid over the one the scenario asks.

use clap::{Args, ValueEnum};

use super::failure::Failure;
use crate::evidence::{Reading, take};
use crate::scenario::{CountryId, Loaded, MemberId, Mode, Question, Scenario, StageId, Status};
use crate::table::{Id, Table};

/// What the command line changes about the scenario's question.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Question")]
pub struct Asked {
    /// Who takes part: all on the same capacity, one at a time, or one with only what it owns
    #[arg(long, value_enum)]
    pub mode: Option<ModeName>,
    /// Members to answer for [default: all]; in `joint` everybody still takes part
    #[arg(long = "member", value_name = "MEMBER", value_delimiter = ',')]
    pub members: Vec<String>,
    /// Years to answer for [default: the scenario's]
    #[arg(long = "year", value_name = "YEAR", value_delimiter = ',', allow_negative_numbers = true, value_parser = year)]
    pub years: Vec<i32>,
    /// Countries to source without [default: the scenario's]; `--avoid ""` avoids none
    #[arg(long, value_name = "COUNTRY", value_delimiter = ',')]
    pub avoid: Option<Vec<String>>,
    /// Stages at which they are avoided [default: the scenario's]
    #[arg(long = "avoid-stage", value_name = "STAGE", value_delimiter = ',')]
    pub avoid_stages: Vec<String>,
    #[command(flatten)]
    pub counted: Counted,
}

/// What is counted: how real a facility must be, and how its numbers are read.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Question")]
pub struct Counted {
    /// Only facilities of these statuses [default: the scenario's]; one without a status counts as operating
    #[arg(long = "status", value_enum, value_name = "STATUS", value_delimiter = ',')]
    pub statuses: Vec<StatusName>,
    /// How numbers that are not certain are read: as stated, or each at the end of its range that helps most, or least
    #[arg(long, value_enum, value_name = "READING")]
    pub evidence: Option<ReadingName>,
}

/// [`Status`] on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatusName {
    /// Running
    Operating,
    /// Being built
    Construction,
    /// Money committed
    Financed,
    /// Made public
    Announced,
    /// Standing still
    Idle,
}

impl From<StatusName> for Status {
    fn from(name: StatusName) -> Self {
        match name {
            StatusName::Operating => Self::Operating,
            StatusName::Construction => Self::Construction,
            StatusName::Financed => Self::Financed,
            StatusName::Announced => Self::Announced,
            StatusName::Idle => Self::Idle,
        }
    }
}

/// [`Reading`] on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReadingName {
    /// Each at the end of its range that helps least
    Strict,
    /// As the scenario states them
    Stated,
    /// Each at the end of its range that helps most
    Generous,
}

impl From<ReadingName> for Reading {
    fn from(name: ReadingName) -> Self {
        match name {
            ReadingName::Strict => Self::Strict,
            ReadingName::Stated => Self::Stated,
            ReadingName::Generous => Self::Generous,
        }
    }
}

/// [`Mode`] on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModeName {
    /// All members and other consumers together, on the same capacity
    Joint,
    /// One member at a time, all others absent: the optimistic bound
    Alone,
    /// One member with only the facilities it owns: self-reliance
    Own,
}

impl From<ModeName> for Mode {
    fn from(name: ModeName) -> Self {
        match name {
            ModeName::Joint => Self::Joint,
            ModeName::Alone => Self::Alone,
            ModeName::Own => Self::Own,
        }
    }
}

impl Asked {
    /// The scenario's question with these changes.
    ///
    /// # Errors
    /// Where a name or year is not the scenario's, or a member is not asked about.
    pub fn of(&self, scenario: &Scenario) -> Result<Question, Failure> {
        self.over(&scenario.question, scenario)
    }

    /// The keys of the scenario's question that are overruled, each with the flag that does.
    #[must_use]
    pub fn fixed(&self) -> Vec<(&'static str, String)> {
        let flags = [
            ("mode", "`--mode`", self.mode.is_some()),
            ("avoid", "`--avoid`", self.avoid.is_some()),
            ("avoid_stages", "`--avoid-stage`", !self.avoid_stages.is_empty()),
            ("statuses", "`--status`", !self.counted.statuses.is_empty()),
        ];
        flags.into_iter().filter(|(.., given)| *given).map(|(key, flag, _)| (key, flag.to_owned())).collect()
    }

    /// A question that is asked of the scenario with these changes.
    ///
    /// # Errors
    /// As for [`of`](Self::of).
    pub fn over(&self, question: &Question, scenario: &Scenario) -> Result<Question, Failure> {
        let mut question = question.clone();
        if let Some(mode) = self.mode {
            question.mode = mode.into();
        }
        if !self.members.is_empty() {
            question.members = members(scenario, &self.members)?;
        }
        if !self.years.is_empty() {
            question.years = years(&scenario.years, &self.years)?;
        }
        if let Some(avoid) = &self.avoid {
            question.avoid = countries(scenario, avoid)?;
        }
        if !self.avoid_stages.is_empty() {
            question.avoid_stages = stages(scenario, &self.avoid_stages)?;
        }
        if !self.counted.statuses.is_empty() {
            question.statuses = self.counted.statuses();
        }
        Ok(question)
    }
}

impl Counted {
    /// The statuses that are named, in their order.
    fn statuses(&self) -> Vec<Status> {
        let wanted: Vec<Status> = self.statuses.iter().map(|name| Status::from(*name)).collect();
        Status::ALL.into_iter().filter(|status| wanted.contains(status)).collect()
    }

    /// The statuses as an override of the scenario's question, which claims take theirs from.
    #[must_use]
    pub fn overrides(&self) -> Vec<String> {
        let words: Vec<String> = self.statuses().iter().map(|status| format!("\"{}\"", status.word())).collect();
        if words.is_empty() { Vec::new() } else { vec![format!("scenario.statuses=[{}]", words.join(", "))] }
    }

    /// How the evidence is read.
    #[must_use]
    pub fn reading(&self) -> Reading {
        self.evidence.map_or(Reading::Stated, Reading::from)
    }

    /// The scenario under that reading.
    ///
    /// # Errors
    /// Where the reading makes it invalid.
    pub fn read(&self, loaded: Loaded) -> Result<Loaded, Failure> {
        match self.reading() {
            Reading::Stated => Ok(loaded),
            reading => Ok(take(&loaded, reading).map_err(Failure::Invalid)?.loaded),
        }
    }
}

fn members(scenario: &Scenario, names: &[String]) -> Result<Vec<MemberId>, Failure> {
    let alliance = scenario.members.iter().filter(|(_, member)| member.alliance);
    let keys: Vec<&str> = alliance.map(|(id, _)| scenario.members.key(id)).collect();
    let ids = named("member", names, &scenario.members, &keys)?;
    match ids.iter().find(|id| !scenario.members[**id].alliance) {
        None => Ok(ids),
        Some(other) => Err(Failure::usage(
            format!("`{}` has `alliance = false`: it is not asked about", scenario.members.key(*other)),
            "it takes part in `joint` questions; the report's `system.others` says how well it is served",
        )),
    }
}

fn countries(scenario: &Scenario, names: &[String]) -> Result<Vec<CountryId>, Failure> {
    if names.iter().all(String::is_empty) {
        return Ok(Vec::new());
    }
    // Countries go by their code; who writes a name is told the code.
    let unknown = names.iter().filter(|name| scenario.countries.id(name).is_none());
    for name in unknown {
        let called = scenario.countries.iter().find(|(_, country)| country.name.eq_ignore_ascii_case(name));
        if let Some((id, _)) = called {
            let code = scenario.countries.key(id);
            let help = format!("a country is given by its key: `{code}`");
            return Err(Failure::usage(format!("no country of the scenario is called `{name}`"), help));
        }
    }
    named("country", names, &scenario.countries, &scenario.countries.keys().collect::<Vec<_>>())
}

fn stages(scenario: &Scenario, names: &[String]) -> Result<Vec<StageId>, Failure> {
    named("stage", names, &scenario.stages, &scenario.stages.keys().collect::<Vec<_>>())
}

fn years(known: &[i32], years: &[i32]) -> Result<Vec<i32>, Failure> {
    if let Some(unknown) = years.iter().find(|year| !known.contains(year)) {
        let known: Vec<String> = known.iter().map(i32::to_string).collect();
        return Err(Failure::usage(
            format!("the scenario does not ask about {unknown}"),
            format!("its years are {}", known.join(", ")),
        ));
    }
    Ok(known.iter().copied().filter(|year| years.contains(year)).collect())
}

/// The rows called `names`, in file order and without repeats.
fn named<I: Id, T>(kind: &str, names: &[String], table: &Table<I, T>, offered: &[&str]) -> Result<Vec<I>, Failure> {
    let find = |name: &String| table.id(name).ok_or_else(|| Failure::unknown(kind, name, offered.iter().copied()));
    let mut ids = names.iter().map(find).collect::<Result<Vec<I>, Failure>>()?;
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// One year of an argument.
fn year(text: &str) -> Result<i32, String> {
    text.parse().map_err(|_| "it is no year; several are given with commas: 2026,2027".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::scenario::load::load_bytes;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        asked: Asked,
    }

    fn scenario() -> Scenario {
        let text = r#"
            format = 1
            scenario = { years = [2025, 2026, 2030], stages = ["mining", "separation", "magnet"], avoid = ["CN"] }
            country = { AU = {}, CN = {}, JP = {}, FR = {}, XX = {} }
            commodity.magnet.stage = "magnet"
            process.press.output.magnet = 1
            facility.works = { country = "JP", process = "press", capacity_t_per_year = 1 }
            member.japan = { countries = ["JP"], demand_t_per_year.magnet = 1 }
            member.france = { countries = ["FR"], demand_t_per_year.magnet = 1 }
            member.rest_of_world = { countries = ["XX"], demand_t_per_year.magnet = 1, alliance = false }
        "#;
        load_bytes("test", text.as_bytes().to_vec(), None, &[]).unwrap().scenario
    }

    fn ask(args: &[&str]) -> Result<Question, String> {
        let line = Line::try_parse_from([&["didymium"], args].concat()).map_err(|error| error.to_string())?;
        let plain = |failure: Failure| anstream::adapter::strip_str(&failure.text()).to_string();
        line.asked.of(&scenario()).map_err(plain)
    }

    #[test]
    fn nothing_asked_is_the_scenarios_own_question() {
        assert_eq!(ask(&[]).unwrap(), scenario().question);
    }

    #[test]
    fn lists_and_repeats_come_out_in_the_files_order_and_once() {
        let scenario = scenario();
        let args = ["--member", "france,japan", "--member", "japan", "--year", "2030", "--year", "2025"];
        let question = ask(&[&args[..], &["--avoid", "CN,AU", "--avoid-stage", "magnet,mining"]].concat()).unwrap();
        let members: Vec<&str> = question.members.iter().map(|id| scenario.members.key(*id)).collect();
        let avoid: Vec<&str> = question.avoid.iter().map(|id| scenario.countries.key(*id)).collect();
        let stages: Vec<&str> = question.avoid_stages.iter().map(|id| scenario.stages.key(*id)).collect();
        assert_eq!((members, avoid, stages), (vec!["japan", "france"], vec!["AU", "CN"], vec!["mining", "magnet"]));
        assert_eq!(question.years, [2025, 2030]);
    }

    #[test]
    fn an_empty_avoidance_avoids_nothing() {
        assert!(ask(&["--avoid", ""]).unwrap().avoid.is_empty());
        assert!(ask(&["--avoid="]).unwrap().avoid.is_empty());
    }

    #[test]
    fn what_the_scenario_does_not_have_is_refused_with_what_it_has() {
        for (args, message, help) in [
            (["--member", "jpan"], "no member of the scenario is called `jpan`", "`japan`"),
            (["--member", "rest_of_wrld"], "no member", "the scenario knows `japan`, `france`"),
            (["--member", "rest_of_world"], "`rest_of_world` has `alliance = false`", "system.others"),
            (["--avoid", "CM"], "no country", "`CN`"),
            (["--avoid", "CN,"], "no country of the scenario is called ``", "`AU`"),
            (["--avoid-stage", "metal"], "no stage", "`separation`"),
            (["--year", "2027"], "the scenario does not ask about 2027", "2025, 2026, 2030"),
            (["--year", "-1"], "the scenario does not ask about -1", "2025"),
        ] {
            let text = ask(&args).unwrap_err();
            assert!(text.contains(message) && text.contains(help), "{args:?}: {text}");
        }
    }
}
