// Runs the built program as a user does.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { labPaths } from '../../lib/lab/settings/lab-paths.js';
import { theLab } from '../../lib/lab/settings/lab-settings.js';
import type { Event } from '../../lib/model/event.js';
import { inMemory } from '../hosts-in-memory.js';
import { mirrorOptions } from '../mirror/chosen-mirror.js';

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** The stack of inventory/lab, with MySQL for its database. */
export const labInventory = 'test/inventories/lab-mysql';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Any program, to its end. */
export function run(
  command: string,
  args: readonly string[],
  options: {
    readonly input?: string;
    readonly cwd?: string;
    readonly killAfter?: (stdout: string) => boolean;
  } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd ?? projectFolder, stdio: 'pipe' });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (options.killAfter?.(stdout)) child.kill('SIGKILL');
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, stdout, stderr });
    });
  });
}

/** `trueup ARGS`. */
export function trueup(...args: readonly string[]): Promise<Ended> {
  return run(process.execPath, [program, ...args]);
}

/** `trueup lab up`; a lab that somebody has on disk stays there. */
export function labUp(...args: readonly string[]): Promise<Ended> {
  const isNew = !existsSync(labPaths(theLab).hosts);
  return trueup('lab', ...args, 'up', ...(isNew && inMemory() ? ['--in-memory'] : []), ...mirrorOptions());
}

/** The same as `trueup`, killed without warning as soon as its output satisfies `when`. */
export function trueupKilled(when: (stdout: string) => boolean, ...args: readonly string[]): Promise<Ended> {
  return run(process.execPath, [program, ...args], { killAfter: when });
}

/** The events of a run with `--output json`. */
export function eventsOf(ended: Ended): readonly Event[] {
  return ended.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Event);
}
