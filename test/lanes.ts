// Runs the tests in lanes at once, for they wait more than they work: each has hosts that the other doesn't touch.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { unmountBelow } from '../lib/lab/hosts/overlay-mounts.js';
import { runProgram } from '../lib/lab/programs/run-program.js';
import type { Tally } from './closing-line.js';
import type { ContractLab } from './contract/contract-lab.js';
import * as contractLab from './contract/contract-lab.js';
import * as borrowedLab from './e2e/borrowed-lab.js';
import { failureTexts } from './failures.js';
import { PromiseCounts } from './faults/promise-counts.js';
import { faultSeed } from './faults/seed.js';
import { chooseMemoryIfEnough, inMemory } from './hosts-in-memory.js';
import { chooseMirror, chosenMirror } from './mirror/chosen-mirror.js';
import { startSmallMirror } from './mirror/small-mirror.js';
import { slowestSuites } from './suite-times.js';
import { testFolder, testFolderVariable } from './test-folder.js';

const faults = (...numbers: readonly string[]): readonly string[] =>
  numbers.map((number) => `test/faults/promise-${number}*.test.ts`);

interface Lane {
  readonly faults: readonly string[];
  readonly more: readonly string[];
  /** Has a bare host of its own. */
  readonly lab?: ContractLab;
}

/** No two lanes touch the same hosts, and all of them take about as long. */
const lanes = {
  /** The first bare host; what needs no host. */
  contracts: {
    // The first start of a database comes last: MySQL's own has a race that a busy machine may lose (roles/mysql/README.md).
    faults: faults('01-first'),
    more: ['test/contract/!(images|platform|lab)/**/*.test.ts', 'test/unit/**/*.test.ts'],
  },
  /** A second bare host; the four that promise 1 pulls the plug of; broken images; the program as people start it. */
  promises: {
    lab: 'second',
    faults: faults('01-killed', '02', '04', '05-rollback', '05-types', '06', '07', '08'),
    more: ['test/contract/images/*.test.ts', 'test/program/**/*.test.ts', 'test/ansible/*.test.ts'],
  },
  /** The five hosts of the lab; five of an older release; labs of other projects; scripts on this machine. */
  site: {
    // The drift matrix waits more than it works: it would be alone, and the processors idle, if it came last.
    faults: faults('12', '03-balancer', '03-in-turn', '05-five', '11'),
    more: [
      'test/e2e/stack.test.ts',
      'test/e2e/laws.test.ts',
      'test/e2e/security.test.ts',
      'test/e2e/checks-red.test.ts',
      'test/e2e/deploy.test.ts',
      'test/e2e/comes-back.test.ts',
      'test/releases/debian-12.test.ts',
      'test/contract/lab/two-projects.test.ts',
      'test/scripts/**/*.test.ts',
    ],
  },
  /** A third bare host; a lab that is built from nothing; Vagrant's boxes. */
  others: {
    lab: 'third',
    faults: faults('03-bad', '03-web', '09', '10', '13', '14'),
    more: [
      'test/contract/lab/!(two-projects).test.ts',
      'test/vagrant/*.test.ts',
      'test/contract/platform/*.test.ts',
    ],
  },
} as const satisfies Readonly<Record<string, Lane>>;

/** Where test/compile.mjs puts it. */
const compiled = (source: string): string => `dist/tests/${source.replace(/\.ts$/, '.js')}`;

const mocha = join(dirname(createRequire(import.meta.url).resolve('mocha/package.json')), 'bin/mocha.js');
const what = process.argv[2] === 'faults' ? 'faults' : 'all';
const folder = mkdtempSync(join(testFolder(), 'trueup-lanes-'));
process.env[testFolderVariable] = folder;
const running = new Set<ChildProcess>();

/** The figures of a lane; a lane that came to no end is one failure. */
async function run(name: keyof typeof lanes): Promise<Tally> {
  const lane: Lane = lanes[name];
  const path = join(folder, name);
  const child = spawn(
    process.execPath,
    // A limit ends what hangs. The lanes share two cores: what takes milliseconds alone may take seconds here.
    [
      ...['--enable-source-maps', mocha, '--no-config', '--timeout', '300000'],
      ...['--reporter', compiled('test/closing-line.ts')],
      ...(lane.lab ? ['--require', compiled('test/contract/contract-lab.ts')] : []),
      ...[...(what === 'all' ? lane.more : []), ...lane.faults].map(compiled),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, with all that it starts.
      detached: true,
      env: {
        ...process.env,
        ...(lane.lab && { TRUEUP_TEST_LAB: lane.lab, TRUEUP_TEST_HOST: '' }),
        TRUEUP_TEST_TALLY: path,
      },
    },
  );
  running.add(child);
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      process.stdout.write(`${name} | ${line}\n`);
    });
  await once(child, 'close');
  running.delete(child);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Tally;
  } catch {
    const why = interrupted ? 'interrupted' : 'the lane exited before it reported its results';
    const failed = [{ title: 'all tests of this lane', why }];
    return { passes: 0, failures: 1, pending: 0, failed, promises: [], suites: [] };
  }
}

let interrupted = false as boolean;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    interrupted = true;
    // A lane that is asked would finish its test first, which may take minutes.
    for (const { pid } of running) {
      try {
        process.kill(-Number(pid), 'SIGKILL');
      } catch {
        // It has just ended by itself.
      }
    }
  });

chooseMemoryIfEnough();
if (inMemory()) await runProgram('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', folder]);
let stopMirror: (() => Promise<void>) | undefined;
try {
  if (process.getuid?.() === 0 && chosenMirror().mirror === undefined) {
    const mirror = await startSmallMirror();
    stopMirror = mirror.stop;
    chooseMirror(mirror);
  }
  // Hosts for which the image is built first that all lanes use: two builds at once would be in each other's way.
  await borrowedLab.mochaGlobalSetup();
  await contractLab.mochaGlobalSetup();
  const names = interrupted ? [] : (Object.keys(lanes) as (keyof typeof lanes)[]);
  const tallies = await Promise.all(names.map(run));
  const perLane = <T>(what: (tally: Tally) => readonly T[]): Readonly<Record<string, readonly T[]>> =>
    Object.fromEntries(names.map((name, at) => [name, tallies[at] ? what(tallies[at]) : []]));
  const counts = new PromiseCounts(tallies.flatMap(({ promises }) => promises));
  const sum = (key: 'passes' | 'failures' | 'pending'): number =>
    tallies.reduce((total, tally) => total + tally[key], 0);
  const lines = [
    ...slowestSuites(perLane(({ suites }) => suites)),
    '',
    ...counts.table(),
    '',
    `seed ${faultSeed()} (TRUEUP_FAULT_SEED)`,
    '',
    ...failureTexts(perLane(({ failed }) => failed)),
  ];
  const closing = `${sum('passes')} passed, ${sum('failures')} failed, ${sum('pending')} skipped`;
  process.stdout.write(`\n${[...lines, closing].join('\n')}\n`);
  if (sum('failures') > 0) process.exitCode = 1;
} finally {
  await contractLab.mochaGlobalTeardown();
  await borrowedLab.mochaGlobalTeardown();
  if (interrupted) {
    // Only now does it look where the lanes keep their downloads.
    const { lowerTestLabs } = await import('./lower-test-labs.js');
    await lowerTestLabs();
    process.exitCode = 130;
  }
  await stopMirror?.();
  await unmountBelow(folder);
  rmSync(folder, { recursive: true });
}
