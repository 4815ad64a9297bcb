// Reads an unquoted YAML word the way Ansible does: by the rules of YAML 1.1.
import { numberOf } from './yaml-number.js';
import { timestampOf } from './yaml-timestamp.js';

/** What a word stands for. */
export interface Word {
  readonly value: string | number | boolean | null;
  /** Why something else may have been meant: only reported if trueup uses the value. */
  readonly doubt?: string;
}

const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...['yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

/** The value of a scalar without quotes. */
export function scalarOf(source: string): Word {
  const word = words.get(source);
  if (word !== undefined) return { value: word };
  const number = numberOf(source);
  if (typeof number === 'string') return { value: number, doubt: 'has more digits than a number can hold' };
  if (number === undefined) return { value: timestampOf(source) ?? source };
  const octal = /^[-+]?0[0-9_]+$/.test(source);
  return octal
    ? { value: number, doubt: 'is octal for some YAML parsers and decimal for others' }
    : { value: number };
}
