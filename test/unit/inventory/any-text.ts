// Any text at all: code points but the halves of pairs.
import fc from 'fast-check';

/** As `fc.string({ unit: 'binary' })`, which makes a table of all of Unicode first: a second and a half of a processor. */
export const anyText = fc
  .array(fc.nat(0x10_ff_ff).filter((point) => point < 0xd8_00 || point > 0xdf_ff))
  .map((points) => String.fromCodePoint(...points));
