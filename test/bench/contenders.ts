// Who runs in the benchmark. A new contender is one more entry: a command per scenario.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Scenario = 'no-op' | 'plan' | 'one drifted file';

export interface Contender {
  readonly name: string;
  /** The command for a scenario, or nothing if the contender has no such thing. */
  command(
    scenario: Scenario,
  ): { readonly argv: readonly [string, ...string[]]; readonly input?: string } | undefined;
}

const state = '/var/lib/trueup-lab';
export const hosts = {
  lb1: '198.18.77.11',
  lb2: '198.18.77.12',
  web1: '198.18.77.13',
  app1: '198.18.77.14',
  db1: '198.18.77.15',
};
const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const ssh = [
  'ssh',
  '-F',
  'none',
  '-T',
  '-i',
  `${state}/ssh/id_ed25519`,
  '-o',
  `UserKnownHostsFile=${state}/known_hosts`,
  '-o',
  'LogLevel=ERROR',
];

/** The OpenSSH client, one per host, all at once; each host's shell reads the script that is on stdin. */
function inParallel(script: string): {
  readonly argv: readonly [string, ...string[]];
  readonly input: string;
} {
  const each = Object.values(hosts).map(
    (address) => `printf %s "$s" | ${ssh.join(' ')} ubuntu@${address} 'sudo -n sh -s' >/dev/null &`,
  );
  return { argv: ['bash', '-c', `s=$(cat); ${each.join(' ')} wait`], input: script };
}

/** One script on one host, as root. */
export function onOne(
  address: string,
  script: string,
): { readonly argv: readonly [string, ...string[]]; readonly input: string } {
  const [command = 'ssh', ...rest] = ssh;
  return { argv: [command, ...rest, `ubuntu@${address}`, 'sudo -n sh -s'], input: script };
}

/** trueup itself, as built. */
export function trueup(...args: readonly string[]): { readonly argv: readonly [string, ...string[]] } {
  return { argv: [process.execPath, program, ...args] };
}

export const contenders: readonly Contender[] = [
  {
    name: 'floor (ssh × 5, one probe script)',
    command: (scenario) =>
      scenario === 'one drifted file'
        ? undefined
        : inParallel(readFileSync(new URL('floor-probe.sh', import.meta.url), 'utf8')),
  },
  {
    name: 'trueup',
    command: (scenario) =>
      scenario === 'plan'
        ? trueup('plan', '-i', 'inventory/lab', '--output', 'json')
        : trueup('apply', '-i', 'inventory/lab', '--yes', '--output', 'json'),
  },
];
