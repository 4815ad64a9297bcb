// Lists the variables given for a run, for its record. Secrets are not shown.
import type { LoadedFleet } from '../inventory/loaded-fleet.js';
import { Secret } from '../model/secret.js';
import type { Redact } from '../report/redact.js';

/** `-e haproxy.balance=source -e redis.password=***`; a file is shown by its name. */
export function extraInWords(given: readonly string[], fleet: LoadedFleet, redact: Redact): string {
  const files = given.filter((text) => text.startsWith('@'));
  const names = new Map<string, unknown>();
  for (const host of fleet.hosts) {
    for (const [name, origins] of fleet.originsOf(host)) {
      if (origins.at(-1)?.place.file === '-e') names.set(name, valueAt(host.vars, name));
    }
  }
  const values = [...names].map(
    ([name, value]) => `-e ${name}=${holdsSecret(value) ? '***' : redact(shown(value))}`,
  );
  return [...values, ...files.map((file) => `-e ${file}`)].join(' ');
}

function valueAt(vars: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(vars, name)) return vars[name];
  const dot = name.indexOf('.');
  const mapping = vars[name.slice(0, dot)];
  if (mapping === null || typeof mapping !== 'object') return undefined;
  return (mapping as Readonly<Record<string, unknown>>)[name.slice(dot + 1)];
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function holdsSecret(value: unknown): boolean {
  if (value instanceof Secret) return true;
  return value !== null && typeof value === 'object' && Object.values(value).some(holdsSecret);
}
