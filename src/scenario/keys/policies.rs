//! Keys of political statements, and which kind takes which.

use super::super::check::{Check, Draft};
use super::super::policy::{
    Ban, Budget, ExportBan, MaxFlow, MaxPremium, MaxShare, MinShare, Offtake, PriceFloor, Rule, Subsidy, Tariff,
};
use super::super::read::Row;
use super::{Key, Kind, POLICY_AMOUNT, POLICY_SHARE, Shape};

/// The words of [`POLICY_KINDS`].
const WORDS: &[&str] = &{
    let mut words = [""; POLICY_KINDS.len()];
    let mut index = 0;
    while index < words.len() {
        words[index] = POLICY_KINDS[index].word;
        index += 1;
    }
    words
};

pub const POLICY: &[Key] = &[
    Key::needed("kind", Shape::Word(WORDS), "What it says."),
    Key::new("members", Shape::Members, "Whom it binds; every alliance member where absent."),
    Key::new("from_year", Shape::Year, "First year in force."),
    Key::new("until_year", Shape::Year, "Last year in force."),
    Key::new("enabled", Shape::Flag, "Whether it takes part; true where absent."),
    Key::new("slack_usd_per_t", POLICY_AMOUNT, "Price of breaking it; a hard rule where absent.").unit("USD/t"),
    Key::new("origins", Shape::Names(Kind::Country), "Places nothing may come from."),
    Key::new("stages", Shape::Names(Kind::Stage), "Stages at which it holds; all where absent."),
    Key::new("stage", Shape::Name(Kind::Stage), "The stage it is about."),
    Key::new("commodities", Shape::Names(Kind::Commodity), "The commodities it is about; all where absent."),
    Key::new("commodity", Shape::Name(Kind::Commodity), "The commodity it is about; all priced ones where absent."),
    Key::new("from", Shape::Names(Kind::Country), "Where flows start."),
    Key::new("to", Shape::Names(Kind::Country), "Where flows end; everywhere where absent."),
    Key::new("limit_t_per_year", POLICY_AMOUNT, "How much may flow, all together.").unit("t/yr"),
    Key::new("share", POLICY_SHARE, "The share.").unit("share"),
    Key::new("countries", Shape::Names(Kind::Country), "The suppliers counted together."),
    Key::new("country", Shape::Name(Kind::Country), "The place whose facilities are meant."),
    Key::new("home_exempt", Shape::Flag, "Whether the member's own countries are exempt; false where absent."),
    Key::new("together", Shape::Flag, "Whether the commodities are summed; one row each where absent."),
    Key::new("facility", Shape::Name(Kind::Facility), "The facility."),
    Key::new("member", Shape::Name(Kind::Member), "Who holds the offtake."),
    Key::new("rate", POLICY_AMOUNT, "Tariff as a share of the commodity's price: 0.25 is 25 %.").unit("share"),
    Key::new("usd_per_t", POLICY_AMOUNT, "Money per tonne.").unit("USD/t"),
    Key::new("premium", POLICY_AMOUNT, "Premium over the baseline: 0.2 is 20 %.").unit("share"),
    Key::new("usd_per_year", POLICY_AMOUNT, "Money per year.").unit("USD/yr"),
];

/// Keys that every kind of policy takes.
pub(crate) const COMMON: &[&str] = &["kind", "from_year", "until_year", "enabled", "name", "source", "grade", "note"];

/// A kind of policy.
#[derive(Clone, Copy, Debug)]
pub struct PolicyKind {
    /// Its word in `kind = "…"`.
    pub word: &'static str,
    /// Keys it must have, beside the common ones.
    pub required: &'static [&'static str],
    /// Keys it may have.
    pub keys: &'static [&'static str],
    /// What it says.
    pub doc: &'static str,
    /// Reads one, reporting what is wrong with it.
    pub(in super::super) read: fn(&mut Check<'_>, &Draft, &Row<'_>) -> Option<Rule>,
    /// Reports what is wrong with all of them together, or with one of them and the rest of the scenario.
    pub(in super::super) together: fn(&mut Check<'_>, &Draft),
}

impl PolicyKind {
    /// The kind called `word`.
    #[must_use]
    pub fn find(word: &str) -> Option<&'static Self> {
        POLICY_KINDS.iter().find(|kind| kind.word == word)
    }

    /// Whether this kind takes `key`.
    #[must_use]
    pub fn takes(&self, key: &str) -> bool {
        [COMMON, self.required, self.keys].iter().any(|keys| keys.contains(&key))
    }
}

/// The kinds of policy.
pub const POLICY_KINDS: &[PolicyKind] = &[
    Ban::KIND,
    ExportBan::KIND,
    MaxFlow::KIND,
    MaxShare::KIND,
    MinShare::KIND,
    Offtake::KIND,
    Tariff::KIND,
    Subsidy::KIND,
    PriceFloor::KIND,
    MaxPremium::KIND,
    Budget::KIND,
];
