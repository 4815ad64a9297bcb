// Strings that mean something somewhere on the way to a host.
import fc from 'fast-check';

const signs = '"\\\'`\\$%{}[]();#!|&<>*?~-+=,.:@^/ \t\n\r\0'.split('');

/** Pieces of syntax with any characters between; never empty. */
export const anyString = fc
  .array(
    fc.oneof(
      fc.constantFrom(...signs, '%h', '$x', '${x}', '{{ x }}'),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.stringMatching(/^[a-z0-9]{1,6}$/),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => text !== '');

/** Those that UTF-8 and a shell's word can hold. */
export const anyText = anyString.filter((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text));

/** How often a property is tried; a long run by hand sets TRUEUP_FUZZ_RUNS. */
export const runs = Number(process.env.TRUEUP_FUZZ_RUNS ?? 100);
