// Host patterns choose the hosts that Ansible chooses, in its order.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { matchPattern, type Choice } from '../../lib/inventory/patterns/match-pattern.js';
import { select } from '../../lib/inventory/patterns/select-hosts.js';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { cases } from './cases.js';
import { askAnsible, besideAnsible, type Reading } from './oracle.js';
import { limits, otherwise, patterns } from './patterns.js';

/** The hosts, or the error's message. */
function chosen(choose: () => readonly string[]): readonly string[] | string {
  try {
    return choose();
  } catch (error) {
    assert.ok(error instanceof TrueupError, String(error));
    return error.message;
  }
}

function compare(
  pattern: string,
  theirs: Reading['patterns'][string],
  ours: readonly string[] | string,
): void {
  const known = otherwise[pattern];
  if (known) assert.match(String(ours), known.error);
  else if (!('error' in theirs) && theirs.length > 0) assert.deepEqual(ours, theirs);
  else assert.equal(typeof ours, 'string', `Ansible finds nothing: ${JSON.stringify(theirs)}`);
}

besideAnsible('host patterns, beside Ansible', () => {
  const names = Object.keys(patterns);
  const folder = mkdtempSync(join(tmpdir(), 'trueup-limits-'));
  const list = join(folder, 'hosts.txt');
  const written = (pattern: string): string => pattern.replace('LIST', list);
  const readings = new Map<string, Reading>();

  before(() => {
    writeFileSync(list, 'web1\n\n  lb2  \n&prod\n');
    const { answers } = askAnsible(
      names.map((name) => ({
        folder: resolve('test/ansible/corpus', name),
        sources: cases[name]?.sources ?? [],
        patterns: patterns[name] ?? [],
        limits: (limits[name] ?? []).map(written),
      })),
    );
    for (const [at, answer] of answers.entries()) {
      assert.ok(!('error' in answer), JSON.stringify(answer));
      readings.set(names[at] ?? '', answer);
    }
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const of = (name: string): Reading => {
    const reading = readings.get(name);
    assert.ok(reading);
    return reading;
  };
  const choice = ({ hosts, groups }: Reading): Choice => ({
    hosts: Object.keys(hosts),
    groups: new Map(Object.entries(groups).map(([name, { members }]) => [name, members])),
  });

  for (const [name, written_] of Object.entries(patterns)) {
    for (const pattern of written_) {
      it(`${name}: ${JSON.stringify(pattern)}`, () => {
        const reading = of(name);
        const ours = chosen(() => matchPattern(pattern, choice(reading)));
        compare(pattern, reading.patterns[pattern] ?? [], ours);
      });
    }
  }
  for (const [name, some] of Object.entries(limits)) {
    for (const pattern of some) {
      it(`${name}: --limit ${JSON.stringify(pattern)}`, () => {
        const reading = of(name);
        const groups = new Map(
          Object.entries(reading.groups).map(([group, { members, children }]) => {
            return [group, { name: group, children, members, hosts: [] }];
          }),
        );
        const hosts = (reading.groups['all']?.members ?? []).map((host) => ({ name: host }));
        const ours = chosen(() =>
          select({ hosts, groups } as never, written(pattern)).map((host) => host.name),
        );
        compare(pattern, reading.limits[written(pattern)] ?? [], ours);
      });
    }
  }

  it('are more than 150', () => {
    assert.ok(Object.values(patterns).flat().length > 150);
  });
});
