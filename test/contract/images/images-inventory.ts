// An inventory of the image tests' hosts, for the program as a user starts it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { labPaths } from '../../../lib/lab/settings/lab-paths.js';
import type { LabHost } from '../../../lib/lab/settings/lab-settings.js';
import { connectionTo } from './image-hosts.js';
import { imagesLab, imagesSite } from './images-lab.js';

export class ImagesInventory {
  readonly folder = mkdtempSync(join(tmpdir(), 'trueup-images-'));

  /** `more`: variables besides those that make the site work. */
  constructor(
    hosts: readonly LabHost[],
    roles: readonly string[],
    more: Readonly<Record<string, object>> = {},
  ) {
    const paths = labPaths(imagesLab);
    const pem = (end: string): string => join(paths.ca, `${imagesSite}.${end}`);
    const [host] = hosts;
    const { user, privateKeyFile, knownHostsFile } = host ? connectionTo(host) : {};
    const write = (name: string, value: unknown): void => {
      writeFileSync(join(this.folder, name), stringify(value));
    };
    mkdirSync(join(this.folder, 'group_vars'));
    write('hosts.yml', {
      all: {
        vars: {
          ansible_user: user,
          ansible_ssh_private_key_file: privateKeyFile,
          trueup_known_hosts_file: knownHostsFile,
          trueup_ssh_config: 'none',
          ansible_ssh_timeout: 20,
        },
        hosts: Object.fromEntries(hosts.map(({ name, address }) => [name, { ansible_host: address }])),
      },
    });
    write('trueup.yml', { roles: { all: roles } });
    const vars = {
      base: { operators: [imagesLab.gateway], ...more.base },
      nginx: { server_name: imagesSite, certificate: pem('pem'), ...more.nginx },
      ...(more.keepalived && { keepalived: more.keepalived }),
    };
    const files = `nginx:\n  certificate_key: !file ${pem('key')}\n  certificate_authority: ${join(paths.ca, 'ca.pem')}`;
    writeFileSync(join(this.folder, 'group_vars/all.yml'), stringify(vars).replace(/^nginx:$/m, files));
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }
}
