// Planned: what the web servers serve, and the certificate that they prove their name with.
import { appendFileSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { labPaths } from '../../../lib/lab/settings/lab-paths.js';
import { theLab } from '../../../lib/lab/settings/lab-settings.js';
import { packageRoot } from '../../../lib/package-root.js';
import { ensureLeaf } from '../../../lib/pki/ca-folder.js';
import { siteNames } from './site-names.js';
import type { Scenario } from './scenario.js';

const robots: Scenario = {
  name: 'static-file',
  title: 'robots.txt is changed',
  kind: 'planned',
  size: 'five',
  event: async (site) => {
    const folder = join(site.folder.scratch, 'site');
    cpSync(join(packageRoot, 'roles/nginx/files/site'), folder, { recursive: true });
    appendFileSync(join(folder, 'robots.txt'), '# tried\n');
    site.folder.set('web', ['nginx', 'static'], folder);
    return site.apply();
  },
};

const certificate: Scenario = {
  name: 'certificate',
  title: 'the certificate is renewed',
  kind: 'planned',
  size: 'five',
  event: async (site) => {
    const folder = join(site.folder.scratch, 'ca');
    const [name] = siteNames;
    cpSync(labPaths(theLab).ca, folder, { recursive: true });
    rmSync(join(folder, `${name}.pem`));
    await ensureLeaf(folder, name, { names: siteNames, addresses: [] });
    site.folder.set('web', ['nginx', 'certificate'], join(folder, `${name}.pem`));
    site.folder.set('web', ['nginx', 'certificate_key'], join(folder, `${name}.key`), '!file');
    return site.apply();
  },
};

export const changedFiles: readonly Scenario[] = [robots, certificate];
