// `trueup test`: tests roles on throwaway bare hosts.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { labDown } from '../../lib/lab/lab-down.js';
import { ensureNeeds } from '../../lib/lab/lab-needs.js';
import { theLab } from '../../lib/lab/settings/lab-settings.js';
import { errorCodes } from '../../lib/model/error-codes.js';
import type { Role } from '../../lib/model/role.js';
import type { RoleName } from '../../lib/model/role-name-and-vars.js';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { packageRoot } from '../../lib/package-root.js';
import { junitOf } from '../../lib/testing/junit-results.js';
import { stateOf } from '../../lib/testing/report-row.js';
import { recipeOf, type ImageSource } from '../../lib/testing/stage/image-of-release.js';
import type { RoleReport } from '../../lib/testing/role-report.js';
import { interruption } from '../interrupt-signals.js';
import { findTests } from '../find-role-tests.js';
import { inventoryOption } from '../inventory-option.js';
import { builtinRoles } from '../builtin-roles.js';
import { testOfInventory, testsOfRoles, type Prepared } from '../prepare-tests.js';
import { proofView, type ProofForm } from '../view/test-results-view.js';

interface Options extends ImageSource {
  readonly inventory?: readonly string[];
  readonly host?: readonly string[];
  readonly keep?: true;
  readonly points: number;
  readonly seed: number;
  readonly tamperings: number;
  readonly inMemory?: true;
  readonly install?: true;
  readonly output: ProofForm;
  readonly junit?: string;
}

const inventoryForTest = [
  '-i, --inventory <source>',
  'boot the hosts of this inventory, as `trueup lab` would, and test their roles; repeatable',
  inventoryOption[2],
] as const;

/** Exit code 1 if a test fails, 3 for invalid input. */
export function testCommand(): Command {
  return new Command('test')
    .argument('[roles...]', 'roles to test (default: all roles of the project)')
    .description(
      'test roles on throwaway bare hosts: plan, apply, tamper, interrupt, roll back, search for leaked secrets',
    )
    .option(...inventoryForTest)
    .option('--host <release>', 'release to test on, such as trixie or noble; repeatable', collect)
    .option('--keep', 'leave the hosts running; log in with `trueup lab --test ssh HOST`')
    .option('--points <n>', 'number of times to interrupt an apply', whole, 4)
    .option(
      '--seed <n>',
      'seed that selects where an apply is interrupted and how resources are tampered with',
      whole,
      1,
    )
    .option('--tamperings <n>', 'maximum number of ways to tamper with each resource', whole, 4)
    .option('--mirror <url>', 'package mirror to use')
    .option('--keyring <file>', "the mirror's signing keys, which the hosts trust as well")
    .option('--allow-expired', 'accept an expired package index; its signature is still verified')
    .option('--in-memory', "keep the hosts' disks in memory: faster")
    .option('--install', 'install missing packages on this machine (with apt-get)')
    .addOption(
      new Option('-o, --output <form>', 'output format; json: one result per line')
        .choices(['plain', 'json'])
        .default('plain'),
    )
    .option('--junit <file>', 'also write the results as JUnit XML')
    .addHelpText('after', examples)
    .action(async (roles: readonly string[], options: Options) => {
      const builtin = await builtinRoles();
      const prepared =
        options.inventory === undefined
          ? await testsOfRoles(await findTests(builtin, roles), options.host)
          : await testOfInventory(builtin, options.inventory, roles, options.host, options);
      process.exitCode = await run(prepared, builtin, options);
    });
}

async function run(
  { withLab, tests }: Prepared,
  roles: ReadonlyMap<RoleName, Role>,
  options: Options,
): Promise<number> {
  const view = proofView(options.output);
  const { stop, release: letGo } = interruption(view.say);
  const reports: RoleReport[] = [];
  let trouble: unknown;
  try {
    for (const release of new Set(tests.map((test) => test.release)))
      await ensureNeeds(theLab, recipeOf(release, options), options.install ?? false, view.say).catch(
        withWayOut,
      );
    await withLab(async (lab) => {
      for (const { role, release, run: runTest } of tests) {
        if (stop.aborted) break;
        view.begins(role, release);
        try {
          const rows = await runTest({
            ...{ lab, packageRoot, roles, signal: stop, say: view.say, tell: view.row },
            ...options,
            command: [process.execPath, ...process.execArgv, resolve(process.argv[1] ?? '')],
          });
          reports.push({ role, release, rows });
        } finally {
          if (!options.keep) await labDown(lab, false, () => undefined);
        }
      }
    });
  } catch (error) {
    trouble = error;
  } finally {
    letGo();
  }
  // The results from before an error or an interruption are reported in any case.
  if (reports.length > 0) view.end(reports, { ...options, whole: trouble === undefined && !stop.aborted });
  if (reports.length > 0 && options.junit !== undefined) writeReport(options.junit, junitOf(reports));
  if (trouble !== undefined) throw trouble as Error;
  if (stop.aborted) return errorCodes.E_INTERRUPTED.exit;
  return reports.some(({ rows }) => rows.some((row) => stateOf(row) === 'failed')) ? 1 : 0;
}

/** If the lab can't run on this machine, adds a hint about alternatives to the error. */
function withWayOut(error: unknown): never {
  if (!(error instanceof TrueupError) || error.code !== 'E_LAB') throw error;
  const elsewhere = 'See docs/ci.md for tests in CI, or docs/vagrant.md for Vagrant boxes.';
  throw error.withHint(elsewhere);
}

function writeReport(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new TrueupError('E_INPUT', `--junit ${path} can't be written`, { cause: error });
  }
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('Expected a whole number.');
  return value;
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

const examples = `
The test of a role is in roles/NAME/role.test.ts. A role without this file is tested with its default variables.
Testing requires root on Debian or Ubuntu, as \`trueup lab\` does.

Examples:
  sudo trueup test motd                   one role, on Debian's stable release
  sudo trueup test motd --host bookworm --host noble
  sudo trueup test motd --keep            then: sudo trueup lab --test ssh drift-one
  sudo trueup test motd --junit test.xml
  sudo trueup test -i inventory/lab       all roles of an inventory of lab hosts
`;
