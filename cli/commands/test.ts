// `trueup test`: a role's proof on bare hosts of its own.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { labDown } from '../../lib/lab/lab-down.js';
import { ensureNeeds } from '../../lib/lab/lab-needs.js';
import { errorCodes } from '../../lib/model/error-codes.js';
import type { Role } from '../../lib/model/role.js';
import type { RoleName } from '../../lib/model/role-vars.js';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { packageRoot } from '../../lib/package-root.js';
import { junitOf } from '../../lib/proof/junit-of.js';
import { stateOf } from '../../lib/proof/row.js';
import { proofLab, withProofLock } from '../../lib/proof/stage/proof-lab.js';
import { recipeOf, testRole, type Tested } from '../../lib/proof/test-role.js';
import type { RoleReport } from '../../lib/proof/role-report.js';
import { interruption } from '../interruption.js';
import { findTests, type Found } from '../find-tests.js';
import { builtinRoles } from '../open-fleet.js';
import { proofView, type ProofForm } from '../view/proof-view.js';

interface Options {
  readonly host?: readonly string[];
  readonly keep?: true;
  readonly points: number;
  readonly seed: number;
  readonly tamperings: number;
  readonly install?: true;
  readonly output: ProofForm;
  readonly junit?: string;
}

/** Exit code 1 where something doesn't hold, 3 for wrong use. */
export function testCommand(): Command {
  return new Command('test')
    .argument('[roles...]', 'the roles to test')
    .description(
      'prove roles on bare hosts of their own: plan, apply, tamper, interrupt, roll back, look for secrets',
    )
    .option('--host <release>', 'the release to test on, such as trixie or noble; repeatable', collect)
    .option('--keep', 'leave the hosts up: `trueup lab --test ssh HOST` logs in')
    .option('--points <n>', 'how often an apply is interrupted', whole, 4)
    .option('--seed <n>', 'another seed interrupts at other points, and tampers in other ways', whole, 1)
    .option('--tamperings <n>', 'ways in which each resource is tampered with, at most', whole, 4)
    .option('--install', 'install missing packages on this machine (with apt-get)')
    .addOption(
      new Option('-o, --output <form>', 'lines for people; or json: one row per line')
        .choices(['plain', 'json'])
        .default('plain'),
    )
    .option('--junit <file>', 'also write the results as JUnit XML')
    .addHelpText('after', examples)
    .action(async (roles: readonly string[], options: Options) => {
      const builtin = await builtinRoles();
      process.exitCode = await run(await findTests(builtin, roles), builtin, options);
    });
}

async function run(
  { tested, project }: Found,
  roles: ReadonlyMap<RoleName, Role>,
  options: Options,
): Promise<number> {
  const view = proofView(options.output);
  const { stop, release: letGo } = interruption(view.say);
  const reports: RoleReport[] = [];
  try {
    await ensureNeeds(proofLab, recipeOf(options.host?.[0]), options.install ?? false, view.say);
    await withProofLock(proofLab, async () => {
      try {
        for (const one of tested)
          for (const release of options.host ?? releasesOf(one)) {
            view.begins(one.role, release);
            const rows = await testRole(one, release, {
              ...{ lab: proofLab, packageRoot, project, roles, signal: stop },
              ...{ points: options.points, seed: options.seed, tamperings: options.tamperings },
              command: [process.execPath, ...process.execArgv, resolve(process.argv[1] ?? '')],
              say: view.say,
              tell: view.row,
            });
            reports.push({ role: one.role, release, rows });
            if (stop.aborted) return;
          }
      } finally {
        if (!options.keep) await labDown(proofLab, false, () => undefined);
      }
    });
  } finally {
    letGo();
  }
  view.end(reports, options);
  if (options.junit !== undefined) writeReport(options.junit, junitOf(reports));
  if (stop.aborted) return errorCodes.E_INTERRUPTED.exit;
  return reports.some(({ rows }) => rows.some((row) => stateOf(row) === 'failed')) ? 1 : 0;
}

function releasesOf({ declared }: Tested): readonly (string | undefined)[] {
  const { releases = [] } = typeof declared === 'function' ? {} : declared;
  return releases.length > 0 ? releases : [undefined];
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
A role's test is roles/NAME/role.test.ts; without one, the role is tested with its default variables.
It needs root on Debian or Ubuntu, as \`trueup lab\` does.

Examples:
  sudo trueup test motd                   one role, on Debian's stable release
  sudo trueup test motd --host bookworm --host noble
  sudo trueup test motd --keep            then: sudo trueup lab --test ssh drift-one
  sudo trueup test motd --junit test.xml
`;
