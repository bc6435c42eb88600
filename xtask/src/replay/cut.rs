//! Where replies are cut.
//!
//! **Invariant:** the random cuts are the same in every run.

/// How many random cuttings are tried.
const RANDOM: u64 = 24;

/// Places to cut a body of this length: nowhere, everywhere, and at random.
pub fn cuttings(length: usize) -> Vec<Vec<usize>> {
    let mut cuttings = vec![Vec::new(), (1..length).collect()];
    cuttings.extend((0..RANDOM).map(|seed| random(length, seed)));
    cuttings
}

/// About `2^k` bytes between two cuts, for another `k` in each cutting.
fn random(length: usize, seed: u64) -> Vec<usize> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let longest = 2usize << (seed % 12);
    let mut at = 0;
    let mut cuts = Vec::new();
    loop {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        at += 1 + (state % longest as u64) as usize;
        if at >= length {
            return cuts;
        }
        cuts.push(at);
    }
}
