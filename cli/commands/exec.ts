// trueup exec: one command on many hosts.
import { Command } from 'commander';
import type { Host } from '../../lib/model/fleet.js';
import type { Answer } from '../../lib/model/script.js';
import { harmless } from '../view/harmless.js';
import { askHosts } from '../ask-hosts.js';
import { withRunOptions, type RunOptions } from '../run-options.js';
import { startRun } from '../start-run.js';

type Options = RunOptions & { readonly become: boolean };

/** Exit code 1 where the command failed on a host, 4 where a host couldn't be reached. */
export function execCommand(): Command {
  return withRunOptions(new Command('exec'))
    .description('run a command on hosts, in parallel; equal answers are shown once')
    .argument('<pattern>', 'hosts: all, web*, lb:!lb2')
    .argument('<command...>', 'what their shell runs, after --')
    .option('--no-become', 'as the login user instead of root')
    .addHelpText(
      'after',
      "\nExamples:\n  trueup exec all -- uptime\n  trueup exec lb --no-become -- 'systemctl is-active haproxy'",
    )
    .action(async (pattern: string, words: readonly string[], options: Options) => {
      const { sh } = await import('../../lib/shell/sh.js');
      const run = await startRun(
        { ...options, output: options.output === 'json' ? 'json' : 'failures' },
        pattern,
      );
      const as = (host: Host): Host =>
        options.become ? host : { ...host, connection: { ...host.connection, become: false } };
      try {
        const script = sh`sh -c ${words.join(' ')}`;
        const answers = await askHosts('exec', run, run.hosts.map(as), script);
        if (options.output !== 'json') for (const line of grouped(answers)) process.stdout.write(`${line}\n`);
        const failed = [...answers.values()].some(({ status }) => status !== 0);
        if (failed && process.exitCode === undefined) process.exitCode = 1;
      } finally {
        await run.finish();
      }
    });
}

function grouped(answers: ReadonlyMap<string, Answer>): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const [host, { status, stdout, stderr }] of answers) {
    const said = [stdout, stderr].map((text) => harmless(text.trimEnd())).filter((text) => text !== '');
    const text = [...(status === 0 ? [] : [`(status ${status})`]), ...said].join('\n');
    groups.set(text, [...(groups.get(text) ?? []), host]);
  }
  return [...groups].map(([text, hosts]) => `${hosts.join(', ')}:\n${text.replace(/^/gm, '  ')}`);
}
