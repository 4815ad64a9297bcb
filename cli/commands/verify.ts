// trueup verify: what must be true, checked from the controller, on the hosts and between them.
import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { ReporterName } from '../../lib/verify/mocha-suites.js';
import { withRoles, withRunOptions, type RunOptions } from '../run-options.js';
import { startRun } from '../start-run.js';

type Options = RunOptions & { readonly reporter: ReporterName; readonly out?: string };

/** Exit code 1 where a check doesn't hold or could not be looked at. */
export function verifyCommand(): Command {
  return withRoles(withRunOptions(new Command('verify')))
    .description('check that what must be true is true: services, ports, pages, certificates')
    .addOption(
      new Option('--reporter <name>', 'how results are written')
        .choices(['spec', 'tap', 'json', 'junit'])
        .default('spec'),
    )
    .option('--out <file>', 'where the junit report goes (default: stdout)')
    .addHelpText(
      'after',
      '\n--limit limits whom the checks are about; other hosts may still be asked.\n\nExamples:\n  trueup verify -i inventory/lab\n  trueup verify --limit db1 --role mysql\n  trueup verify --reporter junit --out verify.xml',
    )
    .action(async (options: Options) => {
      const { verifyFleet } = await import('../../lib/verify/verify-fleet.js');
      // The reporter speaks; events only where somebody wants them.
      const run = await startRun({ ...options, output: options.output === 'json' ? 'json' : 'silent' });
      const write = (text: string): void => {
        if (options.out === undefined) process.stdout.write(text);
        else writeFileSync(options.out, text);
      };
      try {
        const { failures } = await verifyFleet(run.fleet, run.hosts, run.engine, options.reporter, write);
        process.exitCode = run.engine.stop.aborted ? 130 : failures > 0 ? 1 : 0;
      } finally {
        await run.finish();
      }
    });
}
