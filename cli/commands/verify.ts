// trueup verify: what must be true, checked from the controller, on the hosts and between them.
import { Command, Option } from 'commander';
import type { ReporterName } from '../../lib/verify/mocha-suites.js';
import { isForPrograms, withRunOptions, withSelection, wholeRun, type RunOptions } from '../run-options.js';
import { openReport, type Wish } from '../verify-report-file.js';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { withExtraVars } from '../extra-vars-option.js';
import { withRun } from '../run-with-view.js';

interface Options extends RunOptions {
  readonly reporter: ReporterName | 'github';
  readonly out?: string;
}

/** Exit code 1 if a check failed or could not be carried out; 4 if unreachable hosts are the only reason. */
export function verifyCommand(): Command {
  return withSelection(withExtraVars(withRunOptions(new Command('verify'), wholeRun)))
    .description('check the running stack: services, ports, pages, certificates')
    .addOption(
      new Option('--reporter <name>', 'the format of the results')
        .choices(['spec', 'tap', 'json', 'junit', 'github'])
        .default('spec'),
    )
    .option('--out <file>', 'write the report to this file (default: stdout)')
    .addHelpText(
      'after',
      `
--limit selects the hosts to check; the checks may still contact other hosts.
With --output json or markdown, that output goes to stdout; a report is written only with --out.
--reporter github is short for --reporter spec --output github; for another report, use
--output github --reporter junit --out FILE.

Examples:
  trueup verify -i inventory/lab
  trueup verify --limit db1 --role mysql
  trueup verify --reporter junit --out verify.xml
  trueup verify --reporter github`,
    )
    .action(async (given: Options) => {
      const options = forGithub(given);
      const { verifyFleet } = await import('../../lib/verify/verify-fleet.js');
      const { runSuites } = await import('../../lib/verify/mocha-suites.js');
      process.exitCode = await withRun(
        options,
        { show: 'failures' },
        async ({ fleet, hosts, engine, exit }) => {
          const report = openReport(options);
          await verifyFleet(fleet, hosts, {
            ...engine,
            report: async (verdicts, subjects) => {
              if (subjects.length === 0)
                engine.listener({
                  type: 'notice',
                  text: 'There is nothing to check: the selected roles have no checks.',
                });
              // Even without checks, because an empty file would not be a valid report.
              if (report) await runSuites(subjects, verdicts, { ...report, signal: engine.stop });
            },
          });
          report?.close();
          return exit.code;
        },
      );
    });
}

/** `--reporter github` means `--output github` with the reporter spec. Throws E_INPUT for another output format. */
function forGithub({ reporter, ...given }: Options): RunOptions & Wish {
  if (reporter !== 'github') return { ...given, reporter };
  if (isForPrograms(given.output) && given.output !== 'github')
    throw new TrueupError('E_INPUT', `--reporter github cannot be combined with --output ${given.output}`, {
      hint: 'Run verify twice, or omit --reporter.',
    });
  return { ...given, reporter: 'spec', output: 'github' };
}
