// A process with little memory that is given hostile inputs, one after another, and says what came of each.
import { basename, dirname } from 'node:path';
import { bundleSource } from '../../../lib/compile/bundles/bundle-source.js';
import { rendererOf } from '../../../lib/compile/templates/render.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import { InputErrors, TrueupError } from '../../../lib/model/trueup-error.js';
import { loadKeyFile } from '../../../lib/ssh/credentials/read-key-file.js';
import { namesHost } from '../../../lib/ssh/host-keys/known-hosts.js';
import { loadKnownHosts } from '../../../lib/ssh/host-keys/load-known-hosts.js';
import { roles } from '../../../roles/registry.js';
import type { Attempt } from './hostile-input.js';

const attacks: Readonly<Record<Attempt['attack'], (path: string, more: string | undefined) => unknown>> = {
  template: (path) => rendererOf(dirname(path))(basename(path), { vars: { word: 'x' } }),
  inventory: (path, limit) => loadFleet(path, { roles, ...(limit !== undefined && { limit }) }),
  bundle: (path) => bundleSource(path, (source) => source, new Map()),
  'key file': (path) => loadKeyFile(path),
  'known hosts': (path) =>
    loadKnownHosts('h', [path]).filter(({ hosts }) => namesHost(hosts, 'a'.repeat(250))),
};

async function complaints({ attack, path, more }: Attempt): Promise<readonly string[]> {
  try {
    await attacks[attack](path, more);
    return [];
  } catch (error) {
    const errors = error instanceof InputErrors ? error.errors : [error];
    return errors.map((one) => {
      if (!(one instanceof TrueupError)) return `DEFECT ${String(one)}`;
      return `${one.code} ${one.place ? `${basename(one.place.file)}:${one.place.line} ` : ''}${one.message}`;
    });
  }
}

process.on('message', (attempt: Attempt) => {
  void complaints(attempt).then((said) => {
    process.send?.({ said, mebibytes: Math.round(process.resourceUsage().maxRSS / 1024) });
  });
});
