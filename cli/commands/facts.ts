// trueup facts: what hosts report about themselves.
import { Command } from 'commander';
import type { Facts } from '../../lib/model/facts.js';
import type { Answer } from '../../lib/model/script.js';
import { redactIn } from '../../lib/report/redact.js';
import { askHosts } from '../run-script-on-hosts.js';
import { withRunOptions, type RunOptions } from '../run-options.js';
import { withRun } from '../run-with-view.js';

type Options = RunOptions & { readonly schema?: true };

/** Prints JSON: a host's name → its facts. */
export function factsCommand(): Command {
  return withRunOptions(new Command('facts'))
    .description('show the facts that hosts report, as JSON')
    .argument('[pattern]', 'hosts, such as all, web* or lb:!lb2', 'all')
    .option('--schema', 'only list the available facts and their types')
    .addHelpText(
      'after',
      `
Examples:
  trueup facts
  trueup facts web1 | jq .web1.os
  trueup facts --schema`,
    )
    .action(async (pattern: string, options: Options) => {
      if (options.schema) {
        const { factsReference } = await import('../../lib/reference/facts-reference.js');
        const { plainText } = await import('../../lib/reference/plain-text.js');
        process.stdout.write(plainText(factsReference()));
        return;
      }
      const { factsQuestion } = await import('../../lib/plan/facts-question.js');
      const { readFacts } = await import('../../lib/plan/read-facts.js');
      const known = new Map<string, Facts>();
      process.exitCode = await withRun(
        options,
        { show: 'failures', pattern, needs: 'hosts' },
        async ({ hosts, engine, exit, redact }) => {
          const asking = {
            command: 'facts',
            script: factsQuestion,
            read: (host: string, answer: Answer) => {
              const facts = readFacts(host, answer);
              known.set(host, redactIn(facts, redact));
              return [{ type: 'facts', host, facts } as const];
            },
            failed: () => false,
          } as const;
          await askHosts(hosts, asking, engine);
          const inOrder = hosts.flatMap(({ name }) => (known.has(name) ? [[name, known.get(name)]] : []));
          if (options.output !== 'json')
            process.stdout.write(`${JSON.stringify(Object.fromEntries(inOrder), undefined, 2)}\n`);
          return exit.code;
        },
      );
    });
}
