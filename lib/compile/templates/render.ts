// Renders templates as text, or as a Secret if a secret was used in the text.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../model/thrown-message.js';
import { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import { StrictEnvironment } from './strict-environment.js';

export type Render = (template: string, values: Readonly<Record<string, unknown>>) => string | Secret;

/** A renderer for the templates in `folder`. It throws E_TEMPLATE with file and line. */
export function rendererOf(folder: string): Render {
  const environment = new StrictEnvironment(folder);
  return (template, values) => {
    const file = join(folder, template);
    if (!existsSync(file)) throw new TrueupError('E_TEMPLATE', `${file}: no such template`);
    try {
      const { text, secret } = environment.renderStrictly(template, values);
      return secret ? new Secret(text) : text;
    } catch (error) {
      throw asTrueupError(file, error);
    }
  };
}

function asTrueupError(template: string, error: unknown): TrueupError {
  const text = messageOf(error);
  // For an included template, the message contains its own name and position.
  const at = /\((.*)\) \[Line (\d+), Column (\d+)\]/.exec(text);
  const why = whyOf(text);
  const hint = endless.test(why)
    ? 'Look for a template that includes itself, and for loops within loops.'
    : undefined;
  const details = { cause: error, ...(hint !== undefined && { hint }) };
  if (!at) return new TrueupError('E_TEMPLATE', `${template}: ${why}`, details);
  const place = { file: at[1] ?? template, line: Number(at[2]), column: Number(at[3]) };
  return new TrueupError('E_TEMPLATE', `${place.file}:${place.line}:${place.column}: ${why}`, {
    ...details,
    place,
  });
}

const endless = /^(?:it took longer|infinite recursion)/;

/** The reason, from the last line of nunjucks' message. */
function whyOf(text: string): string {
  const said =
    text
      .split('\n')
      .at(-1)
      ?.trim()
      .replace(/^(Template render error|Error): /, '') ?? text;
  if (said.includes('Maximum call stack')) return 'infinite recursion, or nesting that is too deep';
  if (said.includes('Invalid string length')) return 'the output is too long';
  return said;
}
