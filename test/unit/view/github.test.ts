// What a job of GitHub's gets: annotations, commands that nobody else can give, and a summary.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Event } from '../../../lib/model/event.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { githubView } from '../../../cli/view/github.js';
import { annotationLines, type Annotation } from '../../../cli/view/github/annotation-lines.js';
import { plainView } from '../../../cli/view/plain.js';
import type { Scene } from '../../../cli/view/view-context.js';
import { applyRun, counts, planRun } from './canned-run.js';

const root = '/builds/site';

/** Reads a command as GitHub's runner does: properties up to the first `::`, escapes last. */
function read(line: string): Readonly<Record<string, string>> {
  const [, level = '', properties = '', data = ''] = /^::(\w+) (.*?)::(.*)$/s.exec(line) ?? [];
  const plain = (text: string): string =>
    text.replace(/%(25|0D|0A|3A|2C)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const pairs = properties.split(',').map((pair) => /^(\w+)=(.*)$/s.exec(pair) ?? ['', '', '']);
  const own = Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, plain(value)]));
  return { ...own, level, message: plain(data) };
}

async function github(
  events: readonly Event[],
  warnings: Scene['warnings'] = [],
): Promise<readonly string[]> {
  const lines: string[] = [];
  const out = (line: string): void => void lines.push(line);
  const file = join(process.cwd(), 'inventory/lab/hosts.yml');
  const scene: Scene = {
    inventory: 'inventory/lab',
    diff: undefined,
    placeOf: (host) => ({ file, line: host === 'web1' ? 7 : 3, column: 5 }),
    warnings,
  };
  const view = githubView(scene, plainView({}, out), out);
  for (const event of events) view.listener(event);
  await view.end();
  return lines;
}

describe('an annotation', () => {
  const place = { file: join(root, 'inventory/a,b:c%0A.yml'), line: 3, column: 9 };

  it('carries any text on one line, and its place from the root of the repository', () => {
    const message = 'a::b, 100%\r\nnext\u001b[2J ::error::x';
    const lines = annotationLines([{ level: 'error', title: 'a,b: c', message, place }], root);
    assert.equal(lines.length, 1);
    assert.ok(!/[\r\n]/.test(lines.join('')));
    assert.deepEqual(read(lines[0] ?? ''), {
      level: 'error',
      title: 'a,b: c',
      message: 'a::b, 100%\nnext\\x1b[2J ::error::x',
      file: 'inventory/a,b:c%0A.yml',
      line: '3',
      col: '9',
    });
  });

  it('leaves a file outside of the repository as it is named', () => {
    const [line = ''] = annotationLines(
      [{ level: 'error', title: 'x', message: 'y', place: { ...place, file: '/etc/x' } }],
      root,
    );
    assert.match(line, /^::error file=\/etc\/x,/);
  });

  it('is one of ten at most: the last one counts the others', () => {
    const many = (count: number): readonly Annotation[] =>
      Array.from({ length: count }, (_, at) => ({ level: 'error', title: String(at), message: 'm' }));
    assert.equal(annotationLines(many(10), root).length, 10);
    assert.doesNotMatch(annotationLines(many(10), root).at(-1) ?? '', /more/);
    assert.equal(annotationLines(many(25), root).length, 10);
    assert.match(annotationLines(many(25), root).at(-1) ?? '', /title=16 more::/);
  });
});

describe('the output for GitHub', () => {
  it('annotates what is doubtful about the inventory at its line, beside what failed', async () => {
    const file = join(process.cwd(), 'inventory/lab/group_vars/wbe.yml');
    const place = { file, line: 1, column: 1 };
    const hint = 'Did you mean web?';
    const many = Array.from({ length: 12 }, (_, at) => {
      return new TrueupError('E_INPUT', `there is no group named wbe${at}`, { place, hint });
    });
    const lines = await github(applyRun, many);
    const warnings = lines.filter((line) => line.startsWith('::warning ')).map(read);
    assert.equal(warnings.length, 10);
    assert.deepEqual(warnings[0], {
      level: 'warning',
      title: 'inventory',
      message: 'there is no group named wbe0\nDid you mean web?',
      file: 'inventory/lab/group_vars/wbe.yml',
      line: '1',
      col: '1',
    });
    assert.equal(warnings[9]?.['title'], '3 more');
    const errors = (of: readonly string[]) => of.filter((line) => line.startsWith('::error '));
    assert.deepEqual(errors(lines), errors(await github(applyRun)));
  });

  it('heeds no command in what hosts say', async () => {
    const [first = '', ...rest] = await github([
      { type: 'notice', text: '::error::forged\n##[error]forged\n::add-mask::a' },
      ...applyRun,
    ]);
    const word = /^::stop-commands::([0-9a-f-]{36})$/.exec(first)?.[1];
    assert.ok(word);
    const again = rest.indexOf(`::${word}::`);
    assert.ok(rest.slice(0, again).some((line) => line.includes('::error::forged')));
    const commands = rest.slice(again + 1);
    assert.ok(
      commands.length > 0 && commands.every((line) => line.startsWith('::error file=')),
      commands.join('\n'),
    );
    assert.notEqual((await github(applyRun))[0], first);
  });

  it('points a failed host at its line of the inventory, or at the line that is to blame', async () => {
    const [web1] = (await github(applyRun)).filter((line) => line.startsWith('::error'));
    assert.deepEqual(read(web1 ?? ''), {
      level: 'error',
      title: 'web1: failed',
      file: 'inventory/lab/hosts.yml',
      line: '7',
      col: '5',
      message:
        'E_APPLY: web1: service nginx failed with status 1\n  | nginx: [emerg] no "events" section\n  hint: look at the journal',
    });
    const trouble = {
      code: 'E_INPUT',
      message: 'x',
      place: { file: 'inventory/lab/trueup.yml', line: 2, column: 1 },
    };
    const lines = await github([
      { type: 'run', command: 'apply', hosts: ['web1'] },
      { type: 'host.done', host: 'web1', outcome: 'failed', counts, trouble },
    ]);
    assert.match(lines.at(-1) ?? '', /^::error file=inventory\/lab\/trueup\.yml,line=2,col=1,/);
  });

  it('has one annotation for all failed checks of a host, and none for one that is well', async () => {
    const check = { type: 'check.done', role: 'r', seconds: 0, ok: false, found: 'no' } as const;
    const lines = await github([
      { type: 'run', command: 'verify', hosts: ['web1', 'db1'] },
      { ...check, host: 'web1', title: 'a' },
      { ...check, host: 'web1', title: 'b' },
      { ...check, host: 'db1', title: 'c', ok: true },
      { type: 'host.done', host: 'web1', outcome: 'failed', counts },
      { type: 'host.done', host: 'db1', outcome: 'ok', counts },
    ]);
    const annotations = lines.filter((line) => line.startsWith('::error')).map(read);
    assert.deepEqual(
      annotations.map(({ level, title, message }) => [level, title, message]),
      [['error', 'web1: 2 checks failed', 'a: no\nb: no']],
    );
  });

  it('announces what a plan would change', async () => {
    const lines = await github(planRun);
    assert.equal(
      lines.at(-1),
      '::notice title=trueup plan::2 resources would change on lb1. Nothing was changed.',
    );
  });
});
