// How to reach each box, fresh from `vagrant ssh-config`: addresses, ports, users and keys.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { BoxesWanted } from '../inventory/with-vagrant-boxes.js';
import type { Connection } from '../model/fleet.js';
import { TrueupError } from '../model/trueup-error.js';
import { askVagrant, type VagrantFolder } from './ask-vagrant.js';
import { boxStates, vagrantFailed } from './box-states.js';
import { machineId } from './machine-id.js';

/** The part of a host's connection that Vagrant knows better than an inventory. */
export type BoxWay = Pick<Connection, 'host' | 'configFile' | 'knownHostsFile' | 'strictHostKeyChecking'>;

/**
 * How to reach the boxes that are up. If all are up, vagrant is run only once. Its output is stored next to Vagrant's
 * own data. Throws one E_INPUT that names all needed boxes that aren't up, with the command that starts them.
 */
export async function findBoxes(
  { names, needed }: BoxesWanted,
  where: VagrantFolder,
): Promise<ReadonlyMap<string, BoxWay>> {
  const text = await sshConfigOf(needed, where);
  const found = boxesIn(text).filter((name) => names.includes(name));
  refuseUnknown(needed, found, where);
  const data = resolve(where.folder, where.env['VAGRANT_DOTFILE_PATH'] ?? '.vagrant');
  const configFile = join(data, 'trueup', 'ssh-config');
  write(configFile, `${aliases(found, data)}${text}`);
  const knownHostsFile = join(data, 'trueup', 'known_hosts');
  return new Map(
    found.map((host) => [host, { host, configFile, knownHostsFile, strictHostKeyChecking: 'accept-new' }]),
  );
}

/** Names of `Host` lines. */
export function boxesIn(sshConfig: string): readonly string[] {
  return [...sshConfig.matchAll(/^Host (\S+)\s*$/gm)].map(([, name = '']) => name);
}

async function sshConfigOf(needed: readonly string[], where: VagrantFolder): Promise<string> {
  const all = await askVagrant(['ssh-config'], where);
  if (all.status === 0) return all.stdout;
  // It stops at the first box that isn't up, and doesn't name it.
  const states = await boxStates(where);
  const missing = needed.filter((name) => states.has(name) && states.get(name) !== 'running');
  if (missing.length > 0) throw notUp(missing, states, where);
  const up = [...states].filter(([, state]) => state === 'running').map(([name]) => name);
  if (up.length === 0 || up.length === states.size)
    throw vagrantFailed('vagrant ssh-config', where, all.stderr);
  const some = await askVagrant(['ssh-config', ...up], where);
  if (some.status !== 0) throw vagrantFailed(`vagrant ssh-config ${up.join(' ')}`, where, some.stderr);
  return some.stdout;
}

function notUp(
  missing: readonly string[],
  states: ReadonlyMap<string, string>,
  { folder }: VagrantFolder,
): TrueupError {
  const listed = missing.map((name) => `${name} (${(states.get(name) ?? '').replaceAll('_', ' ')})`);
  const boxes = missing.length === states.size ? '' : ` ${missing.join(' ')}`;
  const what = missing.length === 1 ? 'a box is not up' : `${missing.length} boxes are not up`;
  return new TrueupError('E_INPUT', `${folder}: ${what}: ${listed.join(', ')}`, {
    hint: `Bring them up: (cd ${folder} && vagrant up${boxes})`,
  });
}

function refuseUnknown(needed: readonly string[], found: readonly string[], { folder }: VagrantFolder): void {
  const unknown = needed.filter((name) => !found.includes(name));
  if (unknown.length === 0) return;
  throw new TrueupError('E_INPUT', `${folder}: Vagrant has no box named ${unknown.join(', ')}`, {
    hint: 'A host in the inventory must have the same name as its machine in the Vagrantfile; `vagrant status` lists the machines.',
  });
}

/** A recreated box is another machine, so its host keys are known under a name that contains the machine's id. */
function aliases(names: readonly string[], data: string): string {
  const lines = names.flatMap((name) => {
    const id = machineId(data, name);
    return id === undefined ? [] : [`Host ${name}`, `  HostKeyAlias ${name}.${id}`];
  });
  return `# Written by trueup from \`vagrant ssh-config\` on every run.\n${lines.join('\n')}\n`;
}

/** Writes atomically, because another run may be reading the file. */
function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}
