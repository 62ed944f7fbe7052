//! What `report` and `plot` share: a question answered with everything that pictures show.

use super::Manner;
use super::console::Progress;
use super::engine::Engine;
use super::failure::Failure;
use super::input::Input;
use super::question::Asked;
use super::solve::scenario_ref;
use crate::answer::beside::Conditions;
use crate::answer::pictured::{Phase, Wanted};
use crate::answer::question_ref;
use crate::dossier::dossier;
use crate::evidence::{Reading, Taken, readings};
use crate::report::dossier::Dossier;
use crate::scenario::Question;
use crate::scenario::load::Loaded;

/// A question read and understood, ready to be answered.
pub struct Posed<'a> {
    input: &'a Input,
    engine: &'a Engine,
    reading: Reading,
    /// The scenario under every reading of its evidence; none where one of them is no valid scenario.
    readings: Option<[Taken; 3]>,
    /// The scenario.
    pub loaded: Loaded,
    /// The question.
    pub question: Question,
}

impl<'a> Posed<'a> {
    /// Reads the scenario and lays the question of the command line over its own.
    ///
    /// # Errors
    /// Where it cannot be read or is invalid, or something asked for is not there.
    pub fn read(input: &'a Input, asked: &Asked, engine: &'a Engine, manner: &Manner) -> Result<Self, Failure> {
        let stated = input.load(manner.quiet)?;
        let readings = readings(&stated).ok();
        let loaded = asked.counted.read(stated)?;
        let question = asked.of(&loaded.scenario)?;
        Ok(Self { input, engine, reading: asked.counted.reading(), readings, loaded, question })
    }

    /// The conditions under which the question is asked too.
    #[must_use]
    pub fn conditions(&self) -> Conditions<'_> {
        Conditions { readings: self.readings.as_ref(), asked: self.reading }
    }

    /// The answers, with a line of progress meanwhile.
    ///
    /// # Errors
    /// Where this build lacks the solver.
    pub fn answer(&self, wanted: Wanted<'_>, manner: &Manner) -> Result<Dossier, Failure> {
        let options = self.engine.options()?;
        let progress = Progress::new(manner.quiet);
        let show = |phase, done, total| {
            let work = match phase {
                Phase::Solving => "solving",
                Phase::Comparing => "comparing readings and statuses",
                Phase::Explaining => "looking for reasons",
            };
            progress.say(work, done, total);
        };
        let scenario = scenario_ref(&self.input.file, &self.loaded, self.reading);
        let question = question_ref(&self.loaded.scenario, &self.question);
        let answer = || dossier(&self.loaded, &self.question, (scenario, question), options, wanted, &show);
        Ok(self.engine.on_threads(answer))
    }
}
