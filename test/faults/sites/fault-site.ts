// A small but complete site on each of the faults' hosts: base and a web server.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { labPaths } from '../../../lib/lab/settings/lab-paths.js';
import { labUser } from '../../../lib/lab/settings/lab-settings.js';
import { faultHosts, faultLab, faultSite } from './fault-lab.js';

/** Small ones, to be installed again and again. */
export const smallPackages = ['bc', 'dos2unix', 'figlet', 'hello', 'pv', 'sl', 'tree'];

/** Writes the inventory and gives its folder. */
export async function writeFaultSite(folder: string): Promise<string> {
  const paths = labPaths(faultLab);
  const pem = (end: string): string => join(paths.ca, `${faultSite}.${end}`);
  await mkdir(join(folder, 'group_vars'), { recursive: true });
  const write = (name: string, value: unknown): Promise<void> =>
    writeFile(join(folder, name), stringify(value));
  await write('hosts.yml', {
    all: {
      vars: {
        ansible_user: labUser,
        ansible_ssh_private_key_file: paths.key,
        trueup_known_hosts_file: paths.knownHosts,
        trueup_ssh_config: 'none',
      },
      hosts: Object.fromEntries(faultHosts.map(({ name, address }) => [name, { ansible_host: address }])),
    },
  });
  await write('trueup.yml', { roles: { all: ['base', 'nginx'] } });
  await writeFile(
    join(folder, 'group_vars/all.yml'),
    `base:
  operators: [${faultLab.gateway}]
  packages: [${smallPackages.join(', ')}]
nginx:
  server_name: ${faultSite}
  certificate: ${pem('pem')}
  certificate_key: !file ${pem('key')}
  static: builtin:site
`,
  );
  return folder;
}
