// trueup exec: one command on many hosts.
import { Command } from 'commander';
import type { Host } from '../../lib/model/fleet.js';
import type { Answer } from '../../lib/model/script.js';
import { redactIn } from '../../lib/report/redact.js';
import { quote } from '../../lib/shell/quote.js';
import { askHosts } from '../run-script-on-hosts.js';
import { withRunOptions, type RunOptions } from '../run-options.js';
import { withRun } from '../run-with-view.js';
import { answersTogether } from '../view/group-equal-answers.js';

type Options = RunOptions & { readonly become?: boolean };

/** Exit code 1 if the command failed on a host, 4 if the only failures are unreachable hosts. */
export function execCommand(): Command {
  return withRunOptions(new Command('exec'))
    .description('run a command on hosts, in parallel; identical output is shown once')
    .argument('<pattern>', 'hosts, such as all, web* or lb:!lb2')
    .argument('<command...>', 'program and its arguments, or one quoted shell command; put it after --')
    .option('--become', 'run the command as root (default: ansible_become in the inventory)')
    .option('--no-become', 'run the command as the login user')
    .addHelpText(
      'after',
      `
The command has no stdin and may run for up to an hour. Arguments are passed to the program unchanged. To use pipes,
variables or wildcards of the remote shell, quote the whole command as one argument.

Examples:
  trueup exec all -- uptime
  trueup exec db -- mysql -e 'select 1'
  trueup exec lb --no-become -- systemctl is-active haproxy
  trueup exec 'all:!db1' -i inventory/lab -- 'df -h / | tail -1'`,
    )
    .action(async (pattern: string, words: readonly string[], options: Options) => {
      const { sh } = await import('../../lib/shell/sh.js');
      const answers = new Map<string, Answer>();
      // Not passed as a program's argument, because every user on the host can see the process list.
      const script = sh`set +eu; eval ${shellLine(words)}`;
      process.exitCode = await withRun(
        options,
        { show: 'failures', pattern, needs: 'hosts' },
        async ({ hosts, engine, exit, redact }) => {
          const asking = {
            command: 'exec',
            script,
            read: (host: string, answer: Answer) => {
              answers.set(host, redactIn(answer, redact));
              return [{ type: 'answer', host, ...answer } as const];
            },
            failed: ({ status }: Answer) => status !== 0,
          } as const;
          await askHosts(hosts.map(asLogin(options.become)), asking, engine);
          const inOrder = hosts.flatMap(({ name }) => {
            const answer = answers.get(name);
            return answer ? [[name, answer] as const] : [];
          });
          if (options.output !== 'json')
            for (const line of answersTogether(inOrder)) process.stdout.write(`${line}\n`);
          return exit.code;
        },
      );
    });
}

/** One word is a shell command line; several are a program and its arguments, which are passed on unchanged. */
function shellLine(words: readonly string[]): string {
  const [only = '', ...more] = words;
  return more.length === 0 ? only : words.map(quote).join(' ');
}

function asLogin(become: boolean | undefined): (host: Host) => Host {
  return (host) => (become === undefined ? host : { ...host, connection: { ...host.connection, become } });
}
