// Checks that a command succeeds on a host, such as a syntax check of a configuration.
import type { Check } from '../model/check.js';
import type { Script } from '../model/script.js';
import { inOneLine } from './inconclusive-check.js';

export interface SucceedsWish {
  readonly title: string;
  readonly on: string;
  /** The check passes if the script exits with status 0; otherwise, the script's output is reported. */
  readonly script: Script;
  /** What stdout must contain or match. */
  readonly prints?: string | RegExp;
  readonly retry?: Check['retry'];
}

/** Checks that a script exits with status 0 and prints what is expected. */
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

/** Whether a text contains the string, or matches the expression. */
export function isIn(wanted: string | RegExp, text: string): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}
