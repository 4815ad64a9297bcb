// Asks a question about a new project: the answer is given by option, typed at the terminal, or the default.
import { TrueupError } from '../../lib/model/trueup-error.js';
import { askLine, isInteractive } from '../terminal-prompts.js';

export interface Question<Value> {
  /** Name of the option that answers it, without dashes. */
  readonly option: string;
  readonly text: string;
  readonly otherwise: string;
  /** Throws a WrongAnswer, whose message is the end of a sentence. */
  readonly read: (answer: string) => Value;
}

/** Thrown for an answer that isn't valid. */
export class WrongAnswer extends Error {}

/** Makes a reader that only validates: `wrong` returns what is wrong with an answer, or undefined. */
export function checked(wrong: (answer: string) => string | undefined): (answer: string) => string {
  return (answer) => {
    const why = wrong(answer);
    if (why === undefined) return answer;
    throw new WrongAnswer(`${answer === '' ? 'an empty answer' : answer}: ${why}`);
  };
}

/** `given` is the value of the option. Throws E_INPUT if it isn't valid, or if there is no terminal to ask at. */
export async function answerTo<Value>(
  question: Question<Value>,
  given: string | undefined,
  defaults: boolean,
): Promise<Value> {
  const { option, text, otherwise } = question;
  if (given !== undefined || defaults) return ofOption(question, given ?? otherwise);
  if (!isInteractive())
    throw new TrueupError('E_INPUT', `${text}: cannot prompt without a terminal`, {
      hint: `Pass --${option}, or --yes to take all defaults.`,
    });
  for (;;) {
    const typed = (await askLine(otherwise === '' ? `${text}: ` : `${text} [${otherwise}]: `)).trim();
    try {
      return question.read(typed === '' ? otherwise : typed);
    } catch (error) {
      if (!(error instanceof WrongAnswer)) throw error;
      process.stderr.write(`  ${error.message}\n`);
    }
  }
}

function ofOption<Value>({ option, read }: Question<Value>, answer: string): Value {
  try {
    return read(answer);
  } catch (error) {
    if (!(error instanceof WrongAnswer)) throw error;
    throw new TrueupError('E_INPUT', `--${option} ${error.message}`);
  }
}
