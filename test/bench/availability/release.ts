// Releases of the guest book that differ from the one that comes with trueup.
import { appendFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../lib/package-root.js';
import type { Site } from './site.js';

/** What a release adds to its program. */
export const releases = {
  good: '\n# Another release.\n',
  crashing: '\nraise RuntimeError("a release that can not start")\n',
  failing: `

@app.before_request
def _sick():
    raise RuntimeError("a release that starts, and answers nothing but errors")
`,
} as const;

/** Makes the inventory deploy the guest book with `added` at the end of its program. */
export function declareRelease(site: Site, name: string, added: string): void {
  const folder = join(site.folder.scratch, name);
  cpSync(join(packageRoot, 'roles/appserver/files/guestbook'), folder, { recursive: true });
  appendFileSync(join(folder, 'guestbook.py'), added);
  site.folder.set('app', ['appserver', 'source'], folder);
}
