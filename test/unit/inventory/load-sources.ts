// Loads inventories of every form from a table of files, and says what was warned of or complained about.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { loadFleet, type LoadOptions } from '../../../lib/inventory/load-fleet.js';
import type { LoadedFleet } from '../../../lib/inventory/loaded-fleet.js';
import { InputErrors } from '../../../lib/model/trueup-error.js';
import { inFolder, testRoles, type Files } from './inventory-of.js';

/** A fleet, and what its loading warned of. */
export interface Outcome {
  readonly fleet: LoadedFleet;
  readonly warnings: readonly string[];
}

/** Loads these of the files' inventories, all of them being below the folder. */
export function load(
  files: Files,
  given: readonly string[],
  options: Partial<LoadOptions> = {},
  prepare: (folder: string) => void = () => undefined,
): Promise<Outcome> {
  return inFolder(files, async (folder) => {
    prepare(folder);
    const warnings: string[] = [];
    const fleet = await loadFleet(
      given.map((one) => (one.includes(',') ? one : join(folder, one))),
      {
        roles: testRoles,
        site: 'optional',
        onWarning: ({ message, place }) => warnings.push(`${place?.file ?? ''}: ${message}`),
        ...options,
        ...(options.project !== undefined && { project: join(folder, options.project) }),
      },
    );
    return { fleet, warnings: warnings.map((one) => one.replaceAll(`${folder}/`, '')) };
  });
}

/** What is said against them. */
export async function complaints(...args: Parameters<typeof load>): Promise<readonly string[]> {
  try {
    await load(...args);
  } catch (error) {
    assert.ok(error instanceof InputErrors, String(error));
    return error.errors.map(({ message, place }) =>
      `${place?.file ?? ''}:${place?.line ?? 0}:${place?.column ?? 0} ${message}`.replaceAll(
        /\S*trueup-inventory-[^/]+\//g,
        '',
      ),
    );
  }
  return [];
}

/** The hosts' names, in order. */
export const names = ({ hosts }: LoadedFleet): readonly string[] => hosts.map(({ name }) => name);
/** A host's value. */
export const varOf = ({ fleet }: Outcome, host: string, name: string): unknown => fleet.host(host).vars[name];
