//! What would flip a verdict, as facts.

use super::{Sheet, Subject};
use crate::report::flip::{Flip, Turn};

impl Sheet<'_> {
    /// Numbers moved alone are of the kind `flip`, or `flip_reported`; all of them together are `flip_together`.
    pub(super) fn flip(&mut self, flip: &Flip) {
        self.fact(&Subject { kind: "flip", ..Subject::default() }, "tried", "1", Some(flip.tried as f64));
        for turn in &flip.numbers {
            self.turn("flip", turn);
        }
        for turn in &flip.reported {
            self.turn("flip_reported", turn);
        }
        for statement in &flip.open {
            self.flag(&Subject { kind: "flip", statement, ..Subject::default() }, "proven", false);
        }
        if let Some(all) = &flip.together {
            let about = Subject { kind: "flip_together", about: &all.towards, ..Subject::default() };
            self.fact(&about, "numbers", "1", Some(all.numbers as f64));
            self.fact(&about, "holds_at", "1", Some(all.holds_at));
            self.fact(&about, "flips_at", "1", all.flips_at);
            self.fact(&about, "searched_to", "1", Some(all.searched_to));
            self.flag(&about, "first", all.first);
        }
    }

    fn turn(&mut self, kind: &str, turn: &Turn) {
        let about = turn.grade.as_deref().unwrap_or("none");
        let about = Subject { kind, number: 0, statement: &turn.statement, about };
        self.fact(&about, "value_now", &turn.unit, Some(turn.value_now));
        self.fact(&about, "range_end", &turn.unit, turn.range_end);
        self.fact(&about, "holds_at", &turn.unit, Some(turn.holds_at));
        self.fact(&about, "flips_at", &turn.unit, Some(turn.flips_at));
        self.fact(&about, "relative", "1", turn.relative);
        self.fact(&about, "ranges", "1", turn.ranges);
    }
}
