// trueup facts: what hosts tell of themselves.
import { Command } from 'commander';
import { askHosts } from '../ask-hosts.js';
import { withRunOptions, type RunOptions } from '../run-options.js';
import { startRun } from '../start-run.js';

/** Prints JSON: a host's name → its facts. */
export function factsCommand(): Command {
  return withRunOptions(new Command('facts'))
    .description('show what hosts tell of themselves, as JSON')
    .argument('[pattern]', 'hosts: all, web*, lb:!lb2', 'all')
    .addHelpText('after', '\nExamples:\n  trueup facts\n  trueup facts web1 | jq .web1.os')
    .action(async (pattern: string, options: RunOptions) => {
      const { factsQuestion, readFacts } = await import('../../lib/plan/facts-question.js');
      const run = await startRun(
        { ...options, output: options.output === 'json' ? 'json' : 'failures' },
        pattern,
      );
      try {
        const answers = await askHosts('facts', run, run.hosts, factsQuestion);
        const facts = [...answers].map(([host, answer]) => [host, readFacts(host, answer)] as const);
        if (options.output !== 'json')
          process.stdout.write(`${JSON.stringify(Object.fromEntries(facts), undefined, 2)}\n`);
      } finally {
        await run.finish();
      }
    });
}
