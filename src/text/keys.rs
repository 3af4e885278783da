//! Maps by keys that are hashes already: one array, and no hashing.

/// A map from 64-bit keys to small values. It is looked up and never walked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KeyTable<V> {
    /// Open addressing; a key of zero marks a free place.
    slots: Vec<(u64, V)>,
    len: usize,
}

impl<V: Copy + Default> Default for KeyTable<V> {
    fn default() -> Self {
        Self::with_room(0)
    }
}

impl<V: Copy + Default> KeyTable<V> {
    /// A map with room for so many keys.
    pub(crate) fn with_room(keys: usize) -> Self {
        Self {
            slots: vec![(0, V::default()); (keys * 2).next_power_of_two().max(4)],
            len: 0,
        }
    }

    /// Forgets all keys.
    pub(crate) fn clear(&mut self) {
        const MOST_SLOTS: usize = 1 << 12;
        if self.slots.len() > MOST_SLOTS {
            self.slots.truncate(MOST_SLOTS);
            self.slots.shrink_to(MOST_SLOTS);
        }
        if self.len > 0 {
            self.slots.fill((0, V::default()));
        }
        self.len = 0;
    }

    /// The value of a key. O(1).
    #[inline]
    pub(crate) fn get(&self, key: u64) -> Option<V> {
        let key = key.max(1);
        let mut at = self.place(key);
        loop {
            let (own, value) = self.slots[at];
            if own == key {
                return Some(value);
            }
            if own == 0 {
                return None;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// The value of a key, to be changed; that of a new key is the default.
    pub(crate) fn entry(&mut self, key: u64) -> &mut V {
        if self.len * 2 >= self.slots.len() {
            self.grow();
        }
        let key = key.max(1);
        let mut at = self.place(key);
        while self.slots[at].0 != key && self.slots[at].0 != 0 {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.len += usize::from(self.slots[at].0 == 0);
        self.slots[at].0 = key;
        &mut self.slots[at].1
    }

    /// Bytes that are set aside for it.
    pub(crate) fn len_in_memory(&self) -> usize {
        self.slots.capacity() * size_of::<(u64, V)>()
    }

    fn grow(&mut self) {
        let room = self.slots.len() * 2;
        let old = std::mem::replace(&mut self.slots, vec![(0, V::default()); room]);
        self.len = 0;
        for (key, value) in old {
            if key != 0 {
                *self.entry(key) = value;
            }
        }
    }

    #[inline]
    fn place(&self, key: u64) -> usize {
        (key >> 32) as usize & (self.slots.len() - 1)
    }
}

impl<V: Copy + Default> FromIterator<(u64, V)> for KeyTable<V> {
    fn from_iter<I: IntoIterator<Item = (u64, V)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter();
        let mut table = Self::with_room(pairs.size_hint().0);
        for (key, value) in pairs {
            *table.entry(key) = value;
        }
        table
    }
}
