// Makes inventories for the tests: a folder from a table of files, loaded with a few small roles.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import assert from 'node:assert/strict';
import { defineRole, secretString, Type } from '../../../lib/kit.js';
import { loadFleet, type LoadOptions } from '../../../lib/inventory/load-fleet.js';
import type { LoadedFleet } from '../../../lib/inventory/loaded-fleet.js';
import type { Role } from '../../../lib/model/role.js';
import { InputErrors } from '../../../lib/model/trueup-error.js';

/** Path in the folder → what the file says; `null`: there is none, where there otherwise would be. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** A script that may be run ends its name so. */
const mayRun = /\.run$/;

const base = defineRole({ name: 'base', why: 'test', vars: Type.Object({}), *resources() {} });

/** A role with a variable of each kind. */
export const nginx = defineRole({
  name: 'nginx',
  why: 'test',
  after: ['base'],
  vars: Type.Object(
    {
      server_name: Type.String({ description: 'the name people type' }),
      workers: Type.Integer({ default: 2, minimum: 1 }),
      mode: Type.Optional(Type.String({ pattern: '^0[0-7]{3}$' })),
      key: Type.Optional(secretString({ description: 'a key' })),
      tls: Type.Optional(Type.Union([Type.Literal('modern'), Type.Literal('intermediate')])),
      sites: Type.Optional(Type.Array(Type.Object({ path: Type.String() }, { additionalProperties: false }))),
      behind: Type.Optional(Type.Array(Type.String({ role: true }))),
      pages: Type.Optional(Type.Record(Type.String(), Type.String(), { merged: true })),
      env: Type.Optional(
        Type.Record(Type.String(), Type.Union([Type.String(), secretString({ description: 'x' })])),
      ),
    },
    { additionalProperties: false },
  ),
  *resources() {},
});

const mysql = defineRole({ name: 'mysql', why: 'test', vars: Type.Object({}), *resources() {} });
const app = defineRole({
  name: 'appserver',
  why: 'test',
  after: ['mysql', 'base'],
  vars: Type.Object({}),
  *resources() {},
});

/** What loadFleet takes for roles in these tests. */
export const testRoles: ReadonlyMap<string, Role> = new Map(
  [base, nginx, mysql, app].map((role) => [role.name, role as Role]),
);

/** Site that gives base to all. */
export const plainSite = 'roles: {all: [base]}\n';

/** Runs work in a new folder with these files, and removes it afterwards. */
export async function inFolder<Result>(
  files: Files,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'trueup-inventory-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      if (text === null) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text, { mode: mayRun.test(path) ? 0o755 : 0o644 });
      if (path.startsWith('bin/') || path.endsWith('.sh')) chmodSync(join(folder, path), 0o755);
    }
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The fleet of these files; trueup.yml is `plainSite` where none is given. */
export function fleetOf(files: Files, options: Partial<LoadOptions> = {}): Promise<LoadedFleet> {
  return inFolder({ 'trueup.yml': plainSite, ...files }, (folder) =>
    loadFleet(folder, { roles: testRoles, ...options }),
  );
}

/** What loading these files complains of: `file:line:column message | hint`, the folder left out. */
export function complaintsOf(
  files: Files,
  options: Partial<LoadOptions> = {},
  source?: string,
): Promise<readonly string[]> {
  return inFolder({ 'trueup.yml': plainSite, ...files }, async (folder) => {
    try {
      const given = source === undefined ? folder : join(folder, source);
      await loadFleet(given, { roles: testRoles, ...options });
    } catch (error) {
      assert.ok(error instanceof InputErrors, String(error));
      return error.errors.map(({ message, hint, place }) => {
        const at = place ? `${place.file}:${place.line}:${place.column} ` : '';
        return `${at}${message} | ${hint ?? ''}`.replaceAll(`${folder}/`, '').replaceAll(folder, '.');
      });
    }
    return [];
  });
}
