// Runs the tests in lanes at once, for they wait more than they work: each has hosts that the other doesn't touch.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Tally } from './closing-line.js';
import * as contractLab from './contract/contract-lab.js';
import * as borrowedLab from './e2e/borrowed-lab.js';
import { PromiseCounts } from './faults/promise-counts.js';
import { faultSeed } from './faults/seed.js';
import { slowestSuites } from './suite-times.js';

const faults = (...numbers: readonly string[]): readonly string[] =>
  numbers.map((number) => `test/faults/promise-${number}*.test.ts`);

interface Lane {
  readonly faults: readonly string[];
  readonly more: readonly string[];
  readonly setup?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * One bare host of the contract lab; the five hosts of the lab, and the four that promise 1 pulls the plug of; a second
 * bare host, an older release, broken images, and Vagrant's boxes.
 */
const lanes = {
  host: {
    // The first start of a database comes last: MySQL's own has a race that a busy machine may lose (roles/mysql/README.md).
    faults: faults('02', '03-bad', '03-web', '04', '05-rollback', '05-types', '06', '07', '08', '01-first'),
    more: ['test/contract/!(images|platform)/**/*.test.ts'],
  },
  site: {
    faults: faults('03-balancer', '03-in-turn', '05-five', '11', '12', '01-killed'),
    more: [
      'test/unit/**/*.test.ts',
      'test/ansible/*.test.ts',
      'test/e2e/stack.test.ts',
      'test/e2e/laws.test.ts',
      'test/e2e/security.test.ts',
      'test/e2e/checks-red.test.ts',
      'test/e2e/deploy.test.ts',
      'test/e2e/comes-back.test.ts',
    ],
  },
  others: {
    faults: faults('09', '10', '13', '14'),
    more: [
      'test/releases/debian-12.test.ts',
      'test/contract/images/*.test.ts',
      'test/contract/platform/*.test.ts',
      'test/vagrant/*.test.ts',
    ],
    /** Its bare host is one of a lab of its own. */
    setup: ['--require', 'test/contract/contract-lab.ts'],
    environment: { TRUEUP_TEST_LAB: 'second', TRUEUP_TEST_HOST: '' },
  },
} as const;

const mocha = join(dirname(createRequire(import.meta.url).resolve('mocha/package.json')), 'bin/mocha.js');
const what = process.argv[2] === 'faults' ? 'faults' : 'all';
const folder = mkdtempSync(join(tmpdir(), 'trueup-lanes-'));

/** The figures of a lane; a lane that came to no end is one failure. */
async function run(name: keyof typeof lanes): Promise<Tally> {
  const lane: Lane = lanes[name];
  const path = join(folder, name);
  const child = spawn(
    process.execPath,
    // The lanes share two cores: what takes milliseconds alone may take seconds here.
    [
      ...[mocha, '--reporter', 'test/closing-line.ts', '--timeout', '60000', ...(lane.setup ?? [])],
      ...(what === 'all' ? lane.more : []),
      ...lane.faults,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...lane.environment, TRUEUP_TEST_TALLY: path },
    },
  );
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      process.stdout.write(`${name} | ${line}\n`);
    });
  await once(child, 'close');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Tally;
  } catch {
    process.stdout.write(`${name} | came to no end\n`);
    return { passes: 0, failures: 1, pending: 0, promises: [], suites: [] };
  }
}

// Hosts for which the image is built first that all lanes use: two builds at once would be in each other's way.
await borrowedLab.mochaGlobalSetup();
await contractLab.mochaGlobalSetup();
try {
  const names = ['host', 'site', 'others'] as const;
  const tallies = await Promise.all(names.map(run));
  const times = Object.fromEntries(names.map((name, at) => [name, tallies[at]?.suites ?? []]));
  const counts = new PromiseCounts(tallies.flatMap(({ promises }) => promises));
  const sum = (key: 'passes' | 'failures' | 'pending'): number =>
    tallies.reduce((total, tally) => total + tally[key], 0);
  const lines = [
    ...slowestSuites(times),
    '',
    ...counts.table(),
    '',
    `seed ${faultSeed()} (TRUEUP_FAULT_SEED)`,
    '',
  ];
  const closing = `${sum('passes')} passed, ${sum('failures')} failed, ${sum('pending')} skipped`;
  process.stdout.write(`\n${[...lines, closing].join('\n')}\n`);
  if (sum('failures') > 0) process.exitCode = 1;
} finally {
  await contractLab.mochaGlobalTeardown();
  await borrowedLab.mochaGlobalTeardown();
  rmSync(folder, { recursive: true });
}
