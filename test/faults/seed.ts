// Chance that repeats: the same seed gives the same faults.

/** TRUEUP_FAULT_SEED, or the seed that CI uses. */
export function faultSeed(): number {
  const seed = Number(process.env.TRUEUP_FAULT_SEED ?? 20_241_107);
  if (!Number.isInteger(seed)) throw new Error('TRUEUP_FAULT_SEED is no whole number');
  return seed;
}

/** Numbers in [0, 1) by SplitMix32 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
export function chance(salt: string): () => number {
  let state = Buffer.from(salt).reduce((sum, byte) => Math.imul(sum, 31) + byte, faultSeed());
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
