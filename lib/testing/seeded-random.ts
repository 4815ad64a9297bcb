// Reproducible random numbers: the same seed and salt produce the same numbers.

/** Returns a number in [0, 1) at each call. */
export type Chance = () => number;

/** By SplitMix32 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
export function chance(seed: number, salt: string): Chance {
  let state = Buffer.from(salt).reduce((sum, byte) => Math.imul(sum, 31) + byte, seed);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** At most `most` of the items, chosen at random, in their original order. */
export function drawn<Item>(all: readonly Item[], most: number, draw: Chance): readonly Item[] {
  const left = [...all];
  while (left.length > most) left.splice(Math.floor(draw() * left.length), 1);
  return left;
}
