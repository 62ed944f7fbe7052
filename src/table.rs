//! Named rows in file order with dense typed ids: holding an id proves that its row exists.

use std::marker::PhantomData;
use std::ops::Index;
use std::sync::Arc;

use indexmap::IndexMap;

/// A dense index into one [`Table`]; made by [`define_id!`](crate::define_id).
pub trait Id: Copy + Eq + Ord + std::fmt::Debug {
    /// The id of row number `index`.
    fn from_index(index: usize) -> Self;
    /// The row number.
    fn index(self) -> usize;
}

/// Defines a dense id type over `u32`.
#[macro_export]
macro_rules! define_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(u32);
        impl $crate::table::Id for $name {
            fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).expect("a table holds fewer than 2^32 rows"))
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

/// Rows by name, kept in the order of the file. Copies share their rows.
#[derive(Clone, Debug)]
pub struct Table<I, T> {
    rows: IndexMap<String, Arc<T>>,
    id: PhantomData<I>,
}

impl<I: Id, T> Table<I, T> {
    /// A table without rows.
    #[must_use]
    pub fn new() -> Self {
        Self { rows: IndexMap::new(), id: PhantomData }
    }

    /// Adds or replaces the row called `key` and returns its id.
    pub fn insert(&mut self, key: impl Into<String>, row: impl Into<Arc<T>>) -> I {
        I::from_index(self.rows.insert_full(key.into(), row.into()).0)
    }

    /// The id of the row called `key`.
    #[must_use]
    pub fn id(&self, key: &str) -> Option<I> {
        self.rows.get_index_of(key).map(I::from_index)
    }

    /// The row called `key`, for another table to share.
    #[must_use]
    pub fn shared(&self, key: &str) -> Option<Arc<T>> {
        self.rows.get(key).cloned()
    }

    /// The name of a row.
    ///
    /// # Panics
    /// With an id of another, longer table.
    #[must_use]
    pub fn key(&self, id: I) -> &str {
        self.rows.get_index(id.index()).expect("an id comes from its own table").0
    }

    /// All rows in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (I, &T)> + DoubleEndedIterator {
        self.rows.values().enumerate().map(|(index, row)| (I::from_index(index), row.as_ref()))
    }

    /// All ids in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = I> + DoubleEndedIterator + use<I, T> {
        (0..self.rows.len()).map(I::from_index)
    }

    /// All names in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<I: Id, T> Default for Table<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;
    fn index(&self, id: I) -> &T {
        &self.rows[id.index()]
    }
}
