// The table of docs/ssh.md is the list that transports are chosen by.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { settings } from '../../../lib/ssh/config/supported-keywords.js';

const file = new URL('../../../docs/ssh.md', import.meta.url);
const begin = '<!-- keywords -->';
const end = '<!-- /keywords -->';

const words = { honoured: 'honoured', 'no effect': 'no effect', openssh: 'OpenSSH is used' } as const;

/** One line per effect and reason. */
function tableOf(): string {
  const rows = new Map<string, string[]>();
  for (const [keyword, { effect, note }] of Object.entries(settings)) {
    const key = `| ${words[effect]} | ${note} |`;
    rows.set(key, [...(rows.get(key) ?? []), `\`${keyword}\``]);
  }
  const cells = [...rows].map(([key, keywords]) => `${key} ${keywords.join(', ')} |`);
  return ['| effect | how, or why | keywords |', '| - | - | - |', ...cells].join('\n');
}

/** Without what only makes columns of equal width. */
function plain(table: string): string {
  return table.trim().replace(/-+/g, '-').replace(/ +/g, ' ');
}

describe('docs/ssh.md', () => {
  it('shows the list of keywords', () => {
    const text = readFileSync(file, 'utf8');
    const shown = text.slice(text.indexOf(begin) + begin.length, text.indexOf(end));
    assert.equal(plain(shown), plain(tableOf()), `put this between ${begin} and ${end}:\n${tableOf()}`);
  });

  it('has every keyword that the program ssh prints', function () {
    if (!existsSync('/usr/bin/ssh')) this.skip();
    const printed = execFileSync('/usr/bin/ssh', ['-G', '-F', 'none', 'box'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const known = new Set(Object.keys(settings).map((keyword) => keyword.toLowerCase()));
    const missing = printed
      .split('\n')
      .map((one) => one.split(' ', 1)[0]?.toLowerCase() ?? '')
      .filter((keyword) => keyword !== '' && !known.has(keyword));
    assert.deepEqual(missing, []);
  });
});
