//! Fractions. Most of them are short: those that fit two machine words are computed there, all others by `dashu`.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::num::NonZero;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

/// An exact fraction in lowest terms.
#[derive(Clone, PartialEq, Eq)]
pub struct Rational(Repr);

/// A value has one representation: short where it fits.
#[derive(Clone, PartialEq, Eq)]
enum Repr {
    /// Numerator above `i64::MIN`, denominator up to `i64::MAX`, without a common divisor.
    Short(i64, NonZero<u64>),
    Long(Box<RBig>),
}

use Repr::{Long, Short};

/// The denominator of whole numbers.
const WHOLE: NonZero<u64> = NonZero::<u64>::MIN;

impl Rational {
    /// 0
    pub const ZERO: Self = Self(Short(0, WHOLE));
    /// 1
    pub const ONE: Self = Self(Short(1, WHOLE));

    /// `over / under`.
    ///
    /// # Panics
    /// Where `under` is zero.
    #[must_use]
    pub fn from_parts(over: IBig, under: UBig) -> Self {
        Self::shortened(RBig::from_parts(over, under))
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Short(0, _))
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Short(over, _) => *over < 0,
            Long(long) => **long < RBig::ZERO,
        }
    }

    /// `|self|`
    #[must_use]
    pub fn abs(self) -> Self {
        if self.is_negative() { -self } else { self }
    }

    /// The numerator, with the sign.
    #[must_use]
    pub fn numerator(&self) -> IBig {
        self.long().numerator().clone()
    }

    /// The denominator.
    #[must_use]
    pub fn denominator(&self) -> UBig {
        self.long().denominator().clone()
    }

    /// The nearest f64, ties to even.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        /// Whole numbers up to here are f64s, so that their quotient is rounded only once.
        const EXACT: u64 = 1 << f64::MANTISSA_DIGITS;
        match &self.0 {
            Short(over, under) if over.unsigned_abs() <= EXACT && under.get() <= EXACT => {
                *over as f64 / under.get() as f64
            }
            _ => self.long().to_f64().value(),
        }
    }

    fn long(&self) -> Cow<'_, RBig> {
        match &self.0 {
            Short(over, under) => Cow::Owned(RBig::from_parts(IBig::from(*over), UBig::from(under.get()))),
            Long(long) => Cow::Borrowed(long),
        }
    }

    fn shortened(value: RBig) -> Self {
        match (i128::try_from(value.numerator()), u128::try_from(value.denominator())) {
            (Ok(over), Ok(under)) => Self::lowest(over, under),
            _ => Self(Long(Box::new(value))),
        }
    }

    /// The fraction with these parts, which have no common divisor.
    fn lowest(over: i128, under: u128) -> Self {
        let short = i64::try_from(over).ok().filter(|over| *over != i64::MIN);
        let under_short = i64::try_from(under).ok().and_then(|under| NonZero::new(under.unsigned_abs()));
        match (short, under_short) {
            (Some(over), Some(under)) => Self(Short(over, under)),
            _ => Self(Long(Box::new(RBig::from_parts(IBig::from(over), UBig::from(under))))),
        }
    }

    fn plus(&self, other: &Self) -> Self {
        // Most sums of a program begin with zero, or have zeros in them.
        match (self.is_zero(), other.is_zero()) {
            (true, _) => return other.clone(),
            (_, true) => return self.clone(),
            _ => {}
        }
        let (Short(a, b), Short(c, d)) = (&self.0, &other.0) else {
            return Self::shortened(&*self.long() + &*other.long());
        };
        let (a, b, c, d) = (i128::from(*a), b.get(), i128::from(*c), d.get());
        if b == d {
            return Self::reduced(a + c, u128::from(b), b);
        }
        // Only what both denominators share can be cancelled (Knuth, The Art of Computer Programming 2, 4.5.1).
        let shared = gcd(b, d);
        let (b, d) = (b / shared, d / shared);
        let over = a * i128::from(d) + c * i128::from(b);
        Self::reduced(over, u128::from(b) * u128::from(d) * u128::from(shared), shared)
    }

    /// `over / under`, whose common divisors divide `shared`.
    fn reduced(over: i128, under: u128, shared: u64) -> Self {
        if shared == 1 {
            return Self::lowest(over, under);
        }
        let rest = match u64::try_from(over.unsigned_abs()) {
            Ok(over) => Ok(over % shared),
            Err(_) => u64::try_from(over.unsigned_abs() % u128::from(shared)),
        };
        let divisor = gcd(rest.expect("a rest is less than its divisor"), shared);
        if divisor == 1 {
            return Self::lowest(over, under);
        }
        Self::lowest(over / i128::from(divisor), under / u128::from(divisor))
    }

    fn times(&self, other: &Self) -> Self {
        if *self == Self::ONE {
            return other.clone();
        }
        let (Short(a, b), Short(c, d)) = (&self.0, &other.0) else {
            return if self.is_zero() || other.is_zero() {
                Self::ZERO
            } else {
                Self::shortened(&*self.long() * &*other.long())
            };
        };
        Self::product(*a, b.get(), *c, d.get())
    }

    /// `a/b × c/d`
    fn product(a: i64, b: u64, c: i64, d: u64) -> Self {
        let (left, right) = (gcd(a.unsigned_abs(), d), gcd(c.unsigned_abs(), b));
        let part = |number: i64, divisor: u64| i128::from(number) / i128::from(divisor);
        Self::lowest(part(a, left) * part(c, right), u128::from(b / right) * u128::from(d / left))
    }

    fn over(&self, other: &Self) -> Self {
        assert!(!other.is_zero(), "nothing can be divided by zero");
        match (&self.0, &other.0) {
            (Short(a, b), Short(c, d)) => {
                let turned = i64::try_from(d.get()).expect("a short denominator is an i64") * c.signum();
                Self::product(*a, b.get(), turned, c.unsigned_abs())
            }
            _ if self.is_zero() => Self::ZERO,
            _ => Self::shortened(&*self.long() / &*other.long()),
        }
    }
}

/// The greatest common divisor (binary, after Stein).
fn gcd(mut a: u64, mut b: u64) -> u64 {
    if a == 0 || b == 0 {
        return a | b;
    }
    if a == 1 || b == 1 {
        return 1;
    }
    let shift = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    loop {
        b >>= b.trailing_zeros();
        if a > b {
            (a, b) = (b, a);
        }
        b -= a;
        if b == 0 {
            return a << shift;
        }
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Short(a, b), Short(c, d)) if b == d => a.cmp(c),
            (Short(a, b), Short(c, d)) => {
                (i128::from(*a) * i128::from(d.get())).cmp(&(i128::from(*c) * i128::from(b.get())))
            }
            _ => self.long().cmp(&other.long()),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Neg for Rational {
    type Output = Self;
    fn neg(self) -> Self {
        match self.0 {
            Short(over, under) => Self(Short(-over, under)),
            Long(long) => Self(Long(Box::new(-*long))),
        }
    }
}

impl Neg for &Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        -self.clone()
    }
}

/// An operator for values and references alike.
macro_rules! operator {
    ($operator:ident, $method:ident, $assign:ident, $method_assign:ident, |$left:ident, $right:ident| $result:expr) => {
        impl $operator<&Rational> for &Rational {
            type Output = Rational;
            fn $method(self, other: &Rational) -> Rational {
                let ($left, $right) = (self, other);
                $result
            }
        }
        impl $operator<Rational> for Rational {
            type Output = Rational;
            fn $method(self, other: Rational) -> Rational {
                (&self).$method(&other)
            }
        }
        impl $operator<&Rational> for Rational {
            type Output = Rational;
            fn $method(self, other: &Rational) -> Rational {
                (&self).$method(other)
            }
        }
        impl $operator<Rational> for &Rational {
            type Output = Rational;
            fn $method(self, other: Rational) -> Rational {
                self.$method(&other)
            }
        }
        impl $assign<&Rational> for Rational {
            fn $method_assign(&mut self, other: &Rational) {
                *self = (&*self).$method(other);
            }
        }
        impl $assign<Rational> for Rational {
            fn $method_assign(&mut self, other: Rational) {
                *self = (&*self).$method(&other);
            }
        }
    };
}

operator!(Add, add, AddAssign, add_assign, |left, right| left.plus(right));
operator!(Sub, sub, SubAssign, sub_assign, |left, right| left.plus(&-right));
operator!(Mul, mul, MulAssign, mul_assign, |left, right| left.times(right));
operator!(Div, div, DivAssign, div_assign, |left, right| left.over(right));

/// Whole numbers.
macro_rules! whole {
    ($($number:ty),*) => {
        $(impl From<$number> for Rational {
            fn from(value: $number) -> Self {
                Self::lowest(i128::from(value), 1)
            }
        })*
    };
}

whole!(i32, u32, i64, u64);

impl From<usize> for Rational {
    fn from(value: usize) -> Self {
        Self::from(value as u64)
    }
}

impl From<IBig> for Rational {
    fn from(value: IBig) -> Self {
        Self::shortened(RBig::from(value))
    }
}

impl From<UBig> for Rational {
    fn from(value: UBig) -> Self {
        Self::shortened(RBig::from(value))
    }
}

impl TryFrom<f64> for Rational {
    type Error = dashu_base::ConversionError;
    fn try_from(value: f64) -> Result<Self, Self::Error> {
        RBig::try_from(value).map(Self::shortened)
    }
}

impl Default for Rational {
    fn default() -> Self {
        Self::ZERO
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&*self.long(), out)
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Numerators and denominators around every border: small, the longest short ones, and long ones.
    fn number() -> impl Strategy<Value = (i128, i128)> {
        let size = prop_oneof![
            0..20_i128,
            (1_i128 << 31) - 3..(1_i128 << 31) + 3,
            (1_i128 << 63) - 4..(1_i128 << 63) + 4,
            0..i128::MAX >> 2
        ];
        (size.clone(), size, any::<bool>())
            .prop_map(|(over, under, turned)| (if turned { -over } else { over }, under + 1))
    }

    fn both((over, under): (i128, i128)) -> (Rational, RBig) {
        let long = RBig::from_parts(IBig::from(over), UBig::from(under.unsigned_abs()));
        (Rational::shortened(long.clone()), long)
    }

    fn same(short: &Rational, long: &RBig) {
        assert_eq!(&*short.long(), long);
        let fits = i64::try_from(long.numerator()).is_ok_and(|over| over != i64::MIN)
            && i64::try_from(long.denominator()).is_ok();
        assert_eq!(matches!(short.0, Short(..)), fits, "{short} has the wrong length");
        assert_eq!(short.to_f64().to_bits(), long.to_f64().value().to_bits());
        assert_eq!(short.to_string(), long.to_string());
        assert_eq!((short.is_zero(), short.is_negative()), (long.is_zero(), *long < RBig::ZERO));
    }

    proptest! {
        #[test]
        fn short_fractions_are_what_long_ones_are(a in number(), b in number()) {
            let ((a, long_a), (b, long_b)) = (both(a), both(b));
            same(&a, &long_a);
            same(&(&a + &b), &(&long_a + &long_b));
            same(&(&a - &b), &(&long_a - &long_b));
            same(&(&a * &b), &(&long_a * &long_b));
            if !b.is_zero() {
                same(&(&a / &b), &(&long_a / &long_b));
            }
            same(&-&a, &-long_a.clone());
            prop_assert_eq!(a.cmp(&b), long_a.cmp(&long_b));
            prop_assert_eq!(a == b, long_a == long_b);
        }
    }

    #[test]
    fn a_fraction_takes_two_words() {
        assert_eq!(size_of::<Rational>(), 16);
    }
}
