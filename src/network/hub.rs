//! Routes that cost the same and that no statement speaks of go through one hub per class and commodity: one column
//! into it from each maker's place, one out of it to each user's place, instead of one per pair.

use super::Detail;
use crate::exact::Rational;
use crate::scenario::CountryId;

/// What one tonne pays from one place to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fare {
    /// Freight, USD/t.
    pub freight: Rational,
    /// Tariff, USD/t.
    pub tariff: Rational,
}

impl Fare {
    /// Freight and tariff, USD/t.
    #[must_use]
    pub fn total(&self) -> Rational {
        &self.freight + &self.tariff
    }
}

/// A pair of places between which something may pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What a tonne pays.
    pub fare: Fare,
    /// Whether a statement speaks of it, so that it needs a column of its own.
    pub watched: bool,
}

/// How a commodity gets from makers to users.
#[derive(Clone, Debug, Default)]
pub struct Shipping {
    /// Pairs with a column of their own.
    pub pairs: Vec<(CountryId, CountryId, Fare)>,
    /// Places that may send through the hub.
    pub into_hub: Vec<CountryId>,
    /// Places that may receive through the hub.
    pub out_of_hub: Vec<CountryId>,
    /// What a tonne pays through the hub.
    pub hub_fare: Option<Fare>,
}

/// One open pair.
struct Pair {
    from: usize,
    to: usize,
    fare: Fare,
    watched: bool,
}

/// The shipping from the places `makers` to the places `users` where `passage` lets anything pass.
#[must_use]
pub fn shipping(
    detail: Detail,
    makers: &[CountryId],
    users: &[CountryId],
    passage: impl Fn(CountryId, CountryId) -> Option<Passage>,
) -> Shipping {
    let mut open = Vec::new();
    for (from, &maker) in makers.iter().enumerate() {
        for (to, &user) in users.iter().enumerate() {
            if let Some(Passage { fare, watched }) = passage(maker, user) {
                open.push(Pair { from, to, fare, watched });
            }
        }
    }
    let hub = match detail {
        Detail::Pooled => Hub::find(&open, makers, users),
        Detail::Full => None,
    };
    let by_hub = hub.as_ref().map(|hub| (hub, hub.fare.total()));
    let pays = |pair: &Pair| by_hub.as_ref().is_none_or(|(hub, usd)| !hub.serves(pair) || *usd > pair.fare.total());
    let pairs = open.into_iter().filter(pays).map(|pair| (makers[pair.from], users[pair.to], pair.fare)).collect();
    let chosen = |places: &[CountryId], flags: &[bool]| -> Vec<CountryId> {
        places.iter().zip(flags).filter(|(_, flag)| **flag).map(|(place, _)| *place).collect()
    };
    match hub {
        None => Shipping { pairs, ..Shipping::default() },
        Some(hub) => Shipping {
            pairs,
            into_hub: chosen(makers, &hub.from),
            out_of_hub: chosen(users, &hub.to),
            hub_fare: Some(hub.fare),
        },
    }
}

struct Hub {
    fare: Fare,
    from: Vec<bool>,
    to: Vec<bool>,
}

impl Hub {
    fn serves(&self, pair: &Pair) -> bool {
        self.from[pair.from] && self.to[pair.to]
    }

    /// The hub at the commonest fare, without places that have a pair the hub must not serve (closed, watched or
    /// dearer); `None` where it would save no column.
    fn find(open: &[Pair], makers: &[CountryId], users: &[CountryId]) -> Option<Self> {
        let abroad = |pair: &&Pair| makers[pair.from] != users[pair.to] && !pair.watched;
        let mut fares: Vec<(&Fare, usize)> = Vec::new();
        for pair in open.iter().filter(abroad) {
            match fares.iter_mut().find(|(fare, _)| *fare == &pair.fare) {
                Some(entry) => entry.1 += 1,
                None => fares.push((&pair.fare, 1)),
            }
        }
        let fare = fares.iter().max_by_key(|entry| entry.1)?.0.clone();
        let mut fits = vec![vec![false; users.len()]; makers.len()];
        let total = fare.total();
        for pair in open {
            fits[pair.from][pair.to] = !pair.watched && (pair.fare == fare || pair.fare.total() < total);
        }
        let mut hub = Self { fare, from: vec![true; makers.len()], to: vec![true; users.len()] };
        while let Some(misfit) = hub.worst(&fits) {
            match misfit {
                Side::From(index) => hub.from[index] = false,
                Side::To(index) => hub.to[index] = false,
            }
        }
        let (into, out) = (hub.from.iter().filter(|f| **f).count(), hub.to.iter().filter(|f| **f).count());
        (into * out > into + out).then_some(hub)
    }

    /// The place with the most pairs the hub must not serve.
    fn worst(&self, fits: &[Vec<bool>]) -> Option<Side> {
        let misfits = |from: usize, to: usize| usize::from(self.from[from] && self.to[to] && !fits[from][to]);
        let (rows, cols) = (self.from.len(), self.to.len());
        let by_from = (0..rows).map(|i| ((0..cols).map(|j| misfits(i, j)).sum::<usize>(), Side::From(i)));
        let by_to = (0..cols).map(|j| ((0..rows).map(|i| misfits(i, j)).sum::<usize>(), Side::To(j)));
        by_from.chain(by_to).max_by_key(|entry| entry.0).filter(|entry| entry.0 > 0).map(|entry| entry.1)
    }
}

#[derive(Clone, Copy)]
enum Side {
    From(usize),
    To(usize),
}
