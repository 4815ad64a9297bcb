// Declarations in the inventory that don't need a role with code.
import { defineRole, type Platform, type Resource } from '../../lib/kit.js';
import { declaredAccounts } from './accounts.js';
import { declaredCommands } from './commands.js';
import { declaredContainers } from './containers.js';
import { contentAhead, contentFor, type ContentOf } from './file-content.js';
import { declaredEdits } from './edits.js';
import { declaredFiles, declaredLinks } from './files.js';
import { declaredFolders } from './order-folders.js';
import { declaredKernel } from './kernel.js';
import { declaredLocales } from './locales.js';
import { declaredOpenings } from './openings.js';
import { declaredPackages } from './packages.js';
import { declaredSchedules } from './schedules.js';
import { declaredServices } from './services.js';
import { declaredSources } from './sources.js';
import { declaredSystem } from './system.js';
import { vars, type HostVars } from './vars.js';

/** In dependency order: each resource comes after those that it depends on. */
function* declared(vars: HostVars, contentOf: ContentOf, platform?: Platform): Generator<Resource> {
  yield* declaredPackages(vars);
  yield* declaredAccounts(vars);
  yield* declaredFolders(vars);
  yield* declaredSources(vars);
  const files = [...declaredFiles(vars, contentOf)];
  yield* files;
  yield* declaredLinks(vars);
  yield* declaredEdits(vars);
  yield* declaredLocales(vars);
  yield* declaredKernel(vars);
  yield* declaredSystem(vars);
  // Only known once the host's platform is known, because not every release can run them.
  if (platform) yield* declaredContainers(vars, platform);
  yield* declaredSchedules(vars);
  yield* declaredServices(vars, files);
  yield* declaredCommands(vars);
}

/** Declarations without code. */
export const host = defineRole({
  name: 'host',
  why: 'Manages what the inventory declares directly, without role code: packages, files, users, services and more.',
  vars,

  *listens({ vars, fleet }) {
    yield* declaredOpenings(vars, fleet);
  },

  *foresee({ host, vars, read }) {
    // Errors in declarations are reported before any host is contacted.
    Array.from(declared(vars, contentAhead(read)));
    if (vars.firewall && !host.roles.includes('base'))
      yield 'host.firewall has no effect, because the role base, which manages the firewall, is not assigned to this host';
  },

  *resources({ vars, platform, read, render }) {
    yield* declared(vars, contentFor({ read, render, vars }), platform);
  },
});
