// Recipients and sealed values as lines.
import type { Keys } from '../../lib/secrets/list-recipients.js';

/** Who can decrypt what, and what needs to be done. */
export function keysInWords({ recipients, values }: Keys): string {
  const lines = recipients.map(({ key, name, present }) => {
    return `${key}${name === undefined ? '' : `  ${name}`}${present ? '  (your identity)' : ''}`;
  });
  const wrong = values.filter((value) => value.wrong !== undefined);
  const closed = values.filter((value) => !value.opens).length;
  lines.push('', counted(values.length) + (closed === 0 ? '' : `, ${closed} of which you can’t decrypt`));
  for (const { file, line, path, wrong: what } of wrong) lines.push(`${file}:${line}: ${path} ${what ?? ''}`);
  if (wrong.length > 0) lines.push('`trueup secrets rotate` encrypts all values to these recipients.');
  return `${lines.join('\n')}\n`;
}

function counted(count: number): string {
  return count === 1 ? '1 encrypted value' : `${count} encrypted values`;
}
