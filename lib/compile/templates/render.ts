// Templates → text, or a Secret where a secret went into it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../model/message-of.js';
import { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import { renderStrictly, templatesBelow } from './strict-nunjucks.js';

export type Render = (template: string, values: Readonly<Record<string, unknown>>) => string | Secret;

/** A renderer of the templates below `folder`. It throws E_TEMPLATE with file and line. */
export function rendererOf(folder: string): Render {
  const environment = templatesBelow(folder);
  return (template, values) => {
    const file = join(folder, template);
    if (!existsSync(file)) throw new TrueupError('E_TEMPLATE', `${file}: there is no such template`);
    try {
      const { text, secret } = renderStrictly(environment, template, values);
      return secret ? new Secret(text) : text;
    } catch (error) {
      throw asTrueupError(file, error);
    }
  };
}

function asTrueupError(file: string, error: unknown): TrueupError {
  const text = messageOf(error);
  const at = /\[Line (\d+), Column (\d+)\]/.exec(text);
  const said =
    text
      .split('\n')
      .at(-1)
      ?.trim()
      .replace(/^(Template render error|Error): /, '') ?? text;
  const why = said.includes('Maximum call stack') ? 'it calls itself, or nests, without end' : said;
  if (!at) return new TrueupError('E_TEMPLATE', `${file}: ${why}`, { cause: error });
  const place = { file, line: Number(at[1]), column: Number(at[2]) };
  return new TrueupError('E_TEMPLATE', `${file}:${place.line}:${place.column}: ${why}`, {
    place,
    cause: error,
  });
}
