// Which file names have a digest of their content in them, so that the file never changes.

/** There may be another extension before the last one: `.chunk.js`, `.js.map`. */
const ending = '(?:[.][a-z]+)?[.]';

/**
 * nginx's regular expressions for paths. They are strict, because browsers would keep a wrong guess for a year: a
 * number, a date or a word is not a digest.
 */
export const hashedNames: readonly string[] = [
  // Hexadecimal, with a digit and a letter, and more than a date with a letter after it.
  `~[.-](?=[0-9]*[a-f])(?=[a-f]*[0-9])(?!(?:19|20)[0-9]{6}[a-f]*[.])(?![0-9]*(?:dec|feb)[0-9]*[.])[0-9a-f]{8,}${ending}[a-z0-9]+$`,
  // Base32 or base64 in build output: a capital that isn't first, a digit before a letter, and nothing like a word.
  `~[.-](?=[A-Za-z0-9_]+[A-Z])(?=[A-Za-z0-9_]*[0-9][A-Za-z_])(?![A-Za-z0-9_]*[a-z]{4})[A-Za-z0-9_]{8,}${ending}(?:m?js|css|wasm|woff2?|map)$`,
];
