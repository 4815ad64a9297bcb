// A command on a host ends well: a configuration's syntax, a program's own test.
import type { Check } from '../model/check.js';
import type { Script } from '../model/script.js';
import { inOneLine } from './could-not-look.js';

export interface SucceedsWish {
  readonly title: string;
  readonly on: string;
  /** Exit status 0 is "it holds"; what it prints otherwise is what was found. */
  readonly script: Script;
  /** What stdout must have in it, too. */
  readonly prints?: string | RegExp;
  readonly retry?: Check['retry'];
}

/** The script ends with exit status 0, and prints what it should. */
export function succeeds({ title, on, script, prints, retry }: SucceedsWish): Check {
  return {
    title,
    questions: [{ on, script }],
    ...(retry && { retry }),
    judge([answer]) {
      if (!answer) return 'no answer';
      const { status, stdout, stderr } = answer;
      if (status !== 0) return `exit status ${status}: ${inOneLine(`${stderr} ${stdout}`)}`;
      if (prints === undefined || isIn(prints, stdout)) return undefined;
      return `the command printed: ${inOneLine(stdout)}`;
    },
  };
}

/** Whether a text holds the string, or matches the expression. */
export function isIn(wanted: string | RegExp, text: string): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}
