//! Buffers that are used again, so that showing an object allocates nothing.

/// The smallest buffer, in bytes.
const LEAST: usize = 1 << 10;
/// What idle buffers may take together, in bytes.
const IDLE: usize = 12 << 20;

/// Idle buffers by size: each has a power of two of bytes, and its bytes are whatever was in it.
pub(super) struct Pool {
    idle: Vec<Vec<Vec<u8>>>,
    bytes: usize,
}

impl Pool {
    pub(super) fn new() -> Self {
        Self {
            idle: vec![Vec::new(); usize::BITS as usize],
            bytes: 0,
        }
    }

    /// A buffer of at least this many bytes.
    pub(super) fn take(&mut self, size: usize) -> Vec<u8> {
        let length = size.max(LEAST).checked_next_power_of_two().unwrap_or(size);
        let class = length.trailing_zeros() as usize;
        if let Some(buffer) = self.idle.get_mut(class).and_then(Vec::pop) {
            self.bytes -= buffer.len();
            return buffer;
        }
        vec![0; length]
    }

    /// Takes a buffer back.
    pub(super) fn give(&mut self, buffer: Vec<u8>) {
        let length = buffer.len();
        if length.is_power_of_two()
            && self.bytes + length <= IDLE
            && let Some(idle) = self.idle.get_mut(length.trailing_zeros() as usize)
        {
            self.bytes += length;
            idle.push(buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buffers_come_back_until_enough_are_idle() {
        let mut pool = Pool::new();
        for size in [0, 1, 1024, 1025, 3 << 20, 100 << 20] {
            let mut buffer = pool.take(size);
            assert!(buffer.len() >= size && buffer.len() >= LEAST, "{size}");
            buffer[0] = 7;
            pool.give(buffer);
            let kept = size.next_power_of_two() <= IDLE;
            assert_eq!(pool.take(size)[0] == 7, kept, "{size}");
        }
        assert_eq!(pool.bytes, 0);
    }
}
