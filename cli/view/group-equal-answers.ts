// The output of a command on several hosts: hosts with the same output are shown together.
import type { Answer } from '../../lib/model/script.js';
import { sanitizeTerminal } from '../../lib/report/sanitize-terminal.js';
import { colour } from './colour.js';

/** A heading with the names of the hosts, and below it their output; failures last. */
export function answersTogether(
  answers: readonly (readonly [host: string, answer: Answer])[],
): readonly string[] {
  const groups = new Map<string, { readonly answer: Answer; readonly hosts: string[] }>();
  for (const [host, answer] of answers) {
    const key = JSON.stringify([answer.status, answer.stdout, answer.stderr]);
    const group = groups.get(key);
    if (group) group.hosts.push(host);
    else groups.set(key, { answer, hosts: [host] });
  }
  const sorted = [...groups.values()].sort(
    (a, b) => Math.min(1, a.answer.status) - Math.min(1, b.answer.status),
  );
  return sorted.flatMap(({ answer, hosts }) => [heading(hosts, answer.status), ...said(answer)]);
}

function heading(hosts: readonly string[], status: number): string {
  const names = hosts.length === 1 ? (hosts[0] ?? '') : `${hosts.join(', ')} (${hosts.length} hosts)`;
  return `${colour.bold(names)}:${status === 0 ? '' : ` ${colour.red(`exit status ${status}`)}`}`;
}

function said({ stdout, stderr }: Answer): readonly string[] {
  const lines = (text: string): readonly string[] =>
    text === '' ? [] : sanitizeTerminal(text).trimEnd().split('\n');
  const both = [...lines(stdout), ...lines(stderr).map((line) => colour.dim(line))];
  return both.length === 0 ? [colour.dim('  (no output)')] : both.map((line) => `  ${line}`);
}
