// What needs no role of its own: plain declarations in the inventory.
import { defineRole, type Resource } from '../../lib/kit.js';
import { declaredAccounts } from './accounts.js';
import { declaredCommands } from './commands.js';
import { contentAhead, contentFor, type ContentOf } from './content.js';
import { declaredEdits } from './edits.js';
import { declaredFiles, declaredLinks } from './files.js';
import { declaredFolders } from './folders.js';
import { declaredOpenings } from './openings.js';
import { declaredPackages } from './packages.js';
import { declaredSchedules } from './schedules.js';
import { declaredServices } from './services.js';
import { declaredSystem } from './system.js';
import { vars, type HostVars } from './vars.js';

/** In the order in which things need each other. */
function* declared(vars: HostVars, contentOf: ContentOf): Generator<Resource> {
  yield* declaredPackages(vars);
  yield* declaredAccounts(vars);
  yield* declaredFolders(vars);
  const files = [...declaredFiles(vars, contentOf)];
  yield* files;
  yield* declaredLinks(vars);
  yield* declaredEdits(vars);
  yield* declaredSystem(vars);
  yield* declaredServices(vars, files);
  yield* declaredSchedules(vars);
  yield* declaredCommands(vars);
}

/** Declarations without code. */
export const host = defineRole({
  name: 'host',
  why: 'Has what its inventory declares: packages, files, users, services and the like.',
  vars,

  *listens({ vars, fleet }) {
    yield* declaredOpenings(vars, fleet);
  },

  *foresee({ host, vars, read }) {
    // What is wrong with a declaration is told before any host is asked.
    Array.from(declared(vars, contentAhead(read)));
    if (vars.firewall && !host.roles.includes('base'))
      yield 'host.firewall has no effect, because the role base, which has the firewall, is not assigned to this host';
  },

  *resources({ vars, read, render }) {
    yield* declared(vars, contentFor({ read, render, vars }));
  },
});
