//! Random choices that a seed repeats.

/// A generator (xorshift64*). Small, and the same on every machine.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        // Zero would stay zero.
        Self(seed | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// From 0 to one less than `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % end
    }

    /// Whether something happens that does so this many times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// Up to `most` of the list, each as often as chance will have it; seldom none.
    pub fn some<T: Copy>(&mut self, list: &[T], most: usize) -> Vec<T> {
        let count = if self.chance(5) { 0 } else { 1 + self.below(most) };
        (0..count).map(|_| self.pick(list)).collect()
    }
}
