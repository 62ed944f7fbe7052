//! What holds, what does not, and what is not known.

/// Whether something holds; `None` where what is proven does not say.
pub type Truth = Option<bool>;

/// Slack of comparisons with numbers of the file, relative: figures are exact values rounded to the nearest f64.
const ROUNDING: f64 = 1e-12;

/// Whether both hold.
pub fn and(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Whether one of them holds.
pub fn or(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// What is known of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// There is none, such as the premium of an infeasible answer: it meets no condition.
    Absent,
    /// There may be one.
    Unknown,
    /// It lies between these, or takes values between these in plans that are equally good.
    Between(f64, f64),
}

impl Value {
    /// A figure that is known and unique.
    pub fn exactly(value: f64) -> Self {
        Self::Between(value, value)
    }

    /// The ends, where they are known.
    pub fn ends(self) -> Option<[f64; 2]> {
        match self {
            Self::Between(low, high) => Some([low, high]),
            Self::Absent | Self::Unknown => None,
        }
    }

    /// Whether it is at least `limit`, whatever it is.
    pub fn at_least(self, limit: f64) -> Truth {
        let slack = ROUNDING * limit.abs();
        match self {
            Self::Absent => Some(false),
            Self::Between(low, _) if low >= limit - slack => Some(true),
            Self::Between(_, high) if high < limit - slack => Some(false),
            Self::Between(..) | Self::Unknown => None,
        }
    }

    /// Whether it is at most `limit`, whatever it is.
    pub fn at_most(self, limit: f64) -> Truth {
        match self {
            Self::Between(low, high) => Self::Between(-high, -low).at_least(-limit),
            other => other.at_least(limit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_on_both_sides_of_a_limit_decide_nothing() {
        let value = Value::Between(1.0, 3.0);
        assert_eq!([1.0, 2.0, 3.0, 4.0].map(|limit| value.at_least(limit)), [Some(true), None, None, Some(false)]);
        assert_eq!([0.5, 1.0, 2.0, 3.0].map(|limit| value.at_most(limit)), [Some(false), None, None, Some(true)]);
        assert_eq!(Value::exactly(0.0).at_most(0.0), Some(true));
        assert_eq!([Value::Absent.at_most(1.0), Value::Absent.at_least(0.0)], [Some(false); 2]);
        assert_eq!([Value::Unknown.at_most(1.0), Value::Unknown.at_least(0.0)], [None; 2]);
    }

    #[test]
    fn what_is_unknown_stays_unknown_unless_decided_elsewhere() {
        assert_eq!([None, Some(false)].into_iter().fold(Some(true), and), Some(false));
        assert_eq!([None, Some(true)].into_iter().fold(Some(true), and), None);
        assert_eq!([None, Some(true)].into_iter().fold(Some(false), or), Some(true));
    }
}
