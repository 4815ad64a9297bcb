// What the test lab has left on this machine.
import { readdir, stat } from 'node:fs/promises';
import { mountsBelow } from '../../../lib/lab/hosts/overlay-mounts.js';
import { listProcesses } from '../../../lib/lab/programs/find-processes.js';
import { tryProgram } from '../../../lib/lab/programs/run-program.js';
import { testLab } from './test-lab.js';

/** Everything on this machine that belongs to the test lab. */
export async function traces(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { args } of listProcesses())
    if (args.some((arg) => arg.includes(testLab.stateFolder) || arg.includes(testLab.cacheFolder)))
      found.push(`process ${args.join(' ').slice(0, 80)}`);
  for (const mount of await mountsBelow(testLab.stateFolder)) found.push(`mount ${mount}`);
  if ((await tryProgram('ip', ['link', 'show', testLab.bridge])).status === 0) found.push('bridge');
  if ((await tryProgram('nft', ['list', 'table', 'ip', testLab.nftTable])).status === 0) found.push('table');
  for (const link of await readdir('/sys/class/net')) if (link.startsWith('vb-tt-')) found.push(link);
  const cgroups = await tryProgram('find', ['/sys/fs/cgroup', '-type', 'd', '-name', testLab.nftTable]);
  if (cgroups.stdout !== '') found.push(cgroups.stdout.trim());
  const nspawns = await tryProgram('find', ['/run/systemd/nspawn', '-name', 'tt-*']);
  if (nspawns.stdout !== '') found.push(nspawns.stdout.trim());
  for (const name of await readdir('/tmp')) if (name.startsWith('mmdebstrap.')) found.push(`/tmp/${name}`);
  for (const folder of [testLab.stateFolder, testLab.cacheFolder])
    if (await stat(folder).catch(() => undefined)) found.push(folder);
  return found;
}
