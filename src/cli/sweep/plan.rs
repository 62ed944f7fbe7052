//! A sweep as a file: one TOML table `[sweep]` whose keys are those of the command line.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use toml::{Table, Value};

use super::super::failure::Failure;
use super::super::question::{Asked, Counted};
use crate::diagnostic::nearest;

/// What a plan says.
#[derive(Clone, Debug, Default)]
pub struct PlanFile {
    /// The scenario, relative to the plan.
    pub scenario: Option<PathBuf>,
    /// `set = ["KEY=VALUE"]`
    pub set: Vec<String>,
    /// `axis = ["KEY=VALUES"]`
    pub axes: Vec<String>,
    /// `vary = ["KEY=DISTRIBUTION"]`
    pub vary: Vec<String>,
    /// How many samples.
    pub samples: Option<u64>,
    /// Their seed.
    pub seed: Option<u64>,
    /// The question.
    pub asked: Asked,
}

/// All keys.
const KEYS: [&str; 13] = [
    "scenario",
    "set",
    "axis",
    "vary",
    "samples",
    "seed",
    "mode",
    "members",
    "years",
    "avoid",
    "avoid_stages",
    "statuses",
    "evidence",
];

impl PlanFile {
    /// Reads a plan.
    ///
    /// # Errors
    /// Where it cannot be read, or says what a plan does not say.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
        let refuse = |message: String, help: &str| Failure::usage(format!("`{}`: {message}", path.display()), help);
        let table: Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            refuse(format!("line {line} is not TOML: {}", error.message()), "a plan is a TOML file")
        })?;
        let help = "a plan has one table: `[sweep]`";
        if let Some(other) = table.keys().find(|key| *key != "sweep") {
            return Err(refuse(format!("`{other}` is no part of a plan"), help));
        }
        let sweep = table.get("sweep").and_then(Value::as_table).ok_or_else(|| refuse("it is no plan".into(), help))?;
        if let Some(other) = sweep.keys().find(|key| !KEYS.contains(&key.as_str())) {
            let help = nearest(other, KEYS).map_or_else(
                || format!("it knows {}", KEYS.map(|key| format!("`{key}`")).join(", ")),
                |near| format!("a key with a similar name exists: `{near}`"),
            );
            return Err(refuse(format!("`sweep.{other}` is no key of a plan"), &help));
        }
        let keys = Keys { sweep, refuse: &refuse };
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        Ok(Self {
            scenario: keys.text("scenario")?.map(|relative| folder.join(relative)),
            set: keys.texts("set")?.unwrap_or_default(),
            axes: keys.texts("axis")?.unwrap_or_default(),
            vary: keys.texts("vary")?.unwrap_or_default(),
            samples: keys.number("samples")?,
            seed: keys.number("seed")?,
            asked: Asked {
                mode: keys.word("mode")?,
                members: keys.texts("members")?.unwrap_or_default(),
                years: keys.years()?,
                avoid: keys.texts("avoid")?,
                avoid_stages: keys.texts("avoid_stages")?.unwrap_or_default(),
                counted: Counted {
                    statuses: keys.words("statuses")?.unwrap_or_default(),
                    evidence: keys.word("evidence")?,
                },
            },
        })
    }
}

/// The keys of a plan, each read as what it takes.
struct Keys<'a> {
    sweep: &'a Table,
    refuse: &'a dyn Fn(String, &str) -> Failure,
}

impl Keys<'_> {
    fn wrong(&self, key: &str, takes: &str, help: &str) -> Failure {
        (self.refuse)(format!("`sweep.{key}` takes {takes}"), help)
    }

    fn text(&self, key: &str) -> Result<Option<String>, Failure> {
        let Some(value) = self.sweep.get(key) else { return Ok(None) };
        let text = value.as_str().ok_or_else(|| self.wrong(key, "a string", "write it in quotes"))?;
        Ok(Some(text.to_owned()))
    }

    fn texts(&self, key: &str) -> Result<Option<Vec<String>>, Failure> {
        let wrong = || self.wrong(key, "a list of strings", "it looks like `[\"...\", \"...\"]`");
        match self.sweep.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(vec![text.clone()])),
            Some(Value::Array(items)) => {
                let texts: Option<Vec<String>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
                texts.map(Some).ok_or_else(wrong)
            }
            Some(_) => Err(wrong()),
        }
    }

    fn number(&self, key: &str) -> Result<Option<u64>, Failure> {
        let Some(value) = self.sweep.get(key) else { return Ok(None) };
        let number = value.as_integer().and_then(|number| u64::try_from(number).ok());
        number.map(Some).ok_or_else(|| self.wrong(key, "a whole number from 0", "write it without quotes"))
    }

    fn years(&self) -> Result<Vec<i32>, Failure> {
        let wrong = || self.wrong("years", "a list of years", "it looks like `[2026, 2030]`");
        match self.sweep.get("years") {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => {
                let year = |item: &Value| item.as_integer().and_then(|year| i32::try_from(year).ok());
                items.iter().map(year).collect::<Option<Vec<i32>>>().ok_or_else(wrong)
            }
            Some(_) => Err(wrong()),
        }
    }

    /// One of the words that a flag takes.
    fn word<T: ValueEnum>(&self, key: &str) -> Result<Option<T>, Failure> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        self.choose(key, &text).map(Some)
    }

    /// Several of the words that a flag takes.
    fn words<T: ValueEnum>(&self, key: &str) -> Result<Option<Vec<T>>, Failure> {
        let Some(texts) = self.texts(key)? else { return Ok(None) };
        texts.iter().map(|text| self.choose(key, text)).collect::<Result<_, _>>().map(Some)
    }

    fn choose<T: ValueEnum>(&self, key: &str, text: &str) -> Result<T, Failure> {
        T::from_str(text, false).map_err(|_| {
            let known = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
            let known: Vec<String> = known.map(|value| format!("`{}`", value.get_name())).collect();
            let (last, others) = known.split_last().expect("a flag takes some word");
            let takes = format!("{} or {last}", others.join(", "));
            self.wrong(key, &takes, "leave it out for the scenario's")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::question::{ModeName, ReadingName, StatusName};
    use super::*;

    fn read(text: &str) -> Result<PlanFile, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.toml");
        std::fs::write(&path, text).unwrap();
        PlanFile::read(&path).map_err(|failure| anstream::adapter::strip_str(&failure.text()).to_string())
    }

    #[test]
    fn a_plan_says_what_flags_would() {
        let plan = read(
            "[sweep]\nscenario = '../x.toml'\naxis = ['a=1,2']\nvary = ['b=uniform(0,1)']\nsamples = 10\nseed = 3\n\
             mode = 'alone'\nmembers = ['japan']\nyears = [2026]\navoid = []\nstatuses = 'operating'\nevidence = 'strict'\n",
        )
        .unwrap();
        assert!(plan.scenario.unwrap().ends_with("../x.toml"));
        assert_eq!((plan.axes.len(), plan.vary.len(), plan.samples, plan.seed), (1, 1, Some(10), Some(3)));
        assert_eq!(
            (plan.asked.mode, plan.asked.years, plan.asked.avoid),
            (Some(ModeName::Alone), vec![2026], Some(vec![]))
        );
        assert_eq!(
            (plan.asked.counted.statuses, plan.asked.counted.evidence),
            (vec![StatusName::Operating], Some(ReadingName::Strict))
        );
    }

    #[test]
    fn what_a_plan_does_not_say_is_refused() {
        for (text, complaint) in [
            ("[sweep]\nsample = 3", "`samples`"),
            ("[sweep]\nsamples = -3", "a whole number from 0"),
            ("[sweep]\naxis = [1]", "a list of strings"),
            ("[sweep]\nmode = 'jiont'", "`joint`, `alone` or `own`"),
            ("[sweep]\nstatuses = ['running']", "`announced` or `idle`"),
            ("[swep]", "`swep` is no part of a plan"),
            ("axis = ", "line 1 is not TOML"),
        ] {
            let text = read(text).unwrap_err();
            assert!(text.contains(complaint), "{text}");
        }
    }
}
