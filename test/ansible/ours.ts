// What trueup makes of an inventory of the corpus, in the oracle's form.
import { join, resolve } from 'node:path';
import { loadFleet } from '../../lib/inventory/load-fleet.js';
import { Secret } from '../../lib/model/secret.js';
import { roles } from '../../roles/registry.js';
import type { Case } from './cases.js';
import type { Reading } from './oracle.js';

/** Where a case's files are. */
export function corpusFolder(name: string): string {
  return resolve('test/ansible/corpus', name);
}

/** Groups, members in order, and each host's variables. Throws InputErrors. */
export async function ourReading(
  name: string,
  { sources, vault = {} }: Case,
): Promise<Pick<Reading, 'groups' | 'hosts'>> {
  const folder = corpusFolder(name);
  const given = sources.map((source) => (source.includes(',') ? source : join(folder, source)));
  const fleet = await loadFleet(given, {
    roles,
    site: 'ignored',
    project: folder,
    vault: {
      sources: Object.entries(vault).map(([label, file]) => `${label}@${join(folder, file)}`),
      ask: () => Promise.resolve(undefined),
    },
  });
  const groups = [...fleet.groups.values()].map(({ name: group, children, members }) => {
    return [group, { children, members }] as const;
  });
  const hosts = fleet.hosts.map((host) => {
    const [vars, login] = [plain(host.vars), plain(fleet.loginOf(host))] as Record<string, unknown>[];
    return [host.name, { vars: vars ?? {}, filled: login ?? {} }] as const;
  });
  return { groups: Object.fromEntries(groups), hosts: Object.fromEntries(hosts) };
}

/** As the oracle writes values: secrets in clear, and numbers that JSON doesn't have as texts. */
function plain(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal();
  if (typeof value === 'number' && !Number.isFinite(value))
    return `number ${String(value).toLowerCase().replace('infinity', 'inf')}`;
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
