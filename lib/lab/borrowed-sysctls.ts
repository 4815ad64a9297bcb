// Kernel settings that the lab needs, given back as they were.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { labPaths } from './lab-paths.js';
import type { LabSettings, Say } from './lab-settings.js';

/** Each setting with the least value that five full hosts work with. */
const needed: Readonly<Record<string, number>> = {
  'net/ipv4/ip_forward': 1,
  // systemd takes about ten per host, all as the same root.
  'fs/inotify/max_user_instances': 1024,
  'fs/inotify/max_user_watches': 65536,
};

interface Borrowed {
  readonly before: string;
  readonly set: string;
}

/** Raises what is too low, and remembers what it was first. */
export async function borrowSysctls(lab: LabSettings, say: Say): Promise<void> {
  const borrowed = await remembered(lab);
  for (const [name, least] of Object.entries(needed)) {
    const before = await read(name);
    if (Number(before) >= least) continue;
    const set = String(least);
    borrowed[name] = { before: borrowed[name]?.before ?? before, set };
    await writeFile(labPaths(lab).sysctls, JSON.stringify(borrowed));
    await writeFile(join('/proc/sys', name), set);
    say(`${name.replaceAll('/', '.')}: ${before} to ${set} until down`);
  }
}

/** Gives them back, except what somebody else has changed since. */
export async function returnSysctls(lab: LabSettings): Promise<readonly string[]> {
  const returned = [];
  for (const [name, { before, set }] of Object.entries(await remembered(lab))) {
    if ((await read(name)) !== set) continue;
    await writeFile(join('/proc/sys', name), before);
    returned.push(`${name.replaceAll('/', '.')} back to ${before}`);
  }
  await rm(labPaths(lab).sysctls, { force: true });
  return returned;
}

async function read(name: string): Promise<string> {
  return (await readFile(join('/proc/sys', name), 'utf8')).trim();
}

async function remembered(lab: LabSettings): Promise<Record<string, Borrowed>> {
  try {
    return JSON.parse(await readFile(labPaths(lab).sysctls, 'utf8')) as Record<string, Borrowed>;
  } catch {
    return {};
  }
}
