// A process with little memory that is given one hostile input, and says what came of it.
import { basename, dirname } from 'node:path';
import { bundleSource } from '../../lib/compile/bundle-source.js';
import { rendererOf } from '../../lib/compile/render.js';
import { loadFleet } from '../../lib/inventory/load-fleet.js';
import { InputErrors, TrueupError } from '../../lib/model/trueup-error.js';
import { loadKeyFile } from '../../lib/ssh/key-file.js';
import { loadKnownHosts } from '../../lib/ssh/load-known-hosts.js';
import { namesHost } from '../../lib/ssh/known-hosts.js';
import { roles } from '../../roles/registry.js';

const attacks: Readonly<Record<string, (path: string, more: string | undefined) => unknown>> = {
  template: (path) => rendererOf(dirname(path))(basename(path), { vars: { word: 'x' } }),
  inventory: (path, limit) => loadFleet(path, { roles, ...(limit !== undefined && { limit }) }),
  bundle: (path) => bundleSource(path, (source) => source, new Map()),
  'key file': (path) => loadKeyFile(path),
  'known hosts': (path) =>
    loadKnownHosts('h', [path]).filter(({ hosts }) => namesHost(hosts, 'a'.repeat(250))),
};

const [, , attack = '', path = '', more] = process.argv;
let said: readonly string[] = [];
try {
  await attacks[attack]?.(path, more);
} catch (error) {
  const errors = error instanceof InputErrors ? error.errors : [error];
  said = errors.map((one) =>
    one instanceof TrueupError
      ? `${one.code} ${one.place ? `${basename(one.place.file)}:${one.place.line} ` : ''}${one.message}`
      : `DEFECT ${String(error)}`,
  );
}
const { maxRSS } = process.resourceUsage();
process.stdout.write(JSON.stringify({ said, mebibytes: Math.round(maxRSS / 1024) }));
process.exit(0);
