// Runs a program of this machine in the namespaces of a lab host, where nothing is installed for it.
import assert from 'node:assert/strict';
import { findMachine } from '../../lib/lab/hosts/machine-power.js';
import { theLab } from '../../lib/lab/settings/lab-settings.js';
import { run, type Ended } from './run-trueup.js';

function initOf(host: string): number {
  const init = findMachine(theLab, host)?.init;
  assert.ok(init, `${host} is off`);
  return init.pid;
}

/** The host's file system as this machine sees it. */
export function rootOf(host: string): string {
  return `/proc/${initOf(host)}/root`;
}

/** `network` only: the program, its files and its rights stay this machine's; `all`: it sees the host and nothing else. */
export async function inside(
  host: string,
  what: 'network' | 'all',
  program: string,
  ...args: readonly string[]
): Promise<Ended> {
  const namespaces = what === 'network' ? ['--net'] : ['--all', '--root', '--wd'];
  return run('nsenter', ['--target', String(initOf(host)), ...namespaces, program, ...args]);
}

/**
 * What a script says that runs on a lab host as root, trimmed. Not by `trueup lab ssh`: that takes three quarters of a
 * processor's second, and leaves the traces of a login. Throws if it fails.
 */
export async function onHost(host: string, script: string): Promise<string> {
  const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const words = ['-i', path, 'HOME=/root', 'sh', '-c', script];
  const { status, stdout, stderr } = await inside(host, 'all', 'env', ...words);
  if (status !== 0) throw new Error(`${host}: ${script}: status ${String(status)}: ${stderr}`);
  return stdout.trim();
}
