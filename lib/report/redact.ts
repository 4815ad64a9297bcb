// Removes secrets from events: a host's output may contain a secret that trueup sent to it.
import type { Listener } from '../model/event.js';
import type { Fleet } from '../model/fleet.js';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { Secret } from '../model/secret.js';
import { InputErrors } from '../model/trueup-error.js';
import { formsOf } from './secret-forms.js';

/** Returns the text without secrets. */
export type Redact = (text: string) => string;

/** All secrets of the fleet, without duplicates: those of connections, of roles and of unused variables, and `more`. */
export function secretsOf(
  fleet: Fleet,
  roles: ReadonlyMap<RoleName, Role>,
  more: readonly (Secret | undefined)[] = [],
): readonly Secret[] {
  const found = fleet.hosts.flatMap((host) => {
    const known = host.roles.flatMap((name) => roles.get(name) ?? []);
    return [host.connection, host.vars, ...known.map((role) => fleet.varsOf(host, role))].flatMap(secretsIn);
  });
  const all = [...found, ...more.flatMap(secretsIn)];
  return [...new Map(all.map((secret) => [secret.reveal(), secret])).values()];
}

function secretsIn(value: unknown): readonly Secret[] {
  if (value instanceof Secret) return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(secretsIn) : [];
}

/** Finds the secrets as they are, line by line, quoted and encoded. */
export function redactorFor(secrets: readonly Secret[]): Redact {
  const texts = new Set(secrets.flatMap(formsOf));
  // Longest first, because one secret may be part of another.
  const sorted = [...texts].sort((one, other) => other.length - one.length);
  return (text) => sorted.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

/** A listener that receives no secrets, whatever a host prints. */
export function redactEvents(listener: Listener, redact: Redact): Listener {
  return (event) => {
    listener(redactIn(event, redact));
  };
}

/** Properties that identify what an event is about. They never contain a host's output. */
const names = new Set([
  'type',
  'host',
  'hosts',
  'role',
  'resource',
  'command',
  'outcome',
  'code',
  'state',
  'verb',
]);

/** The data without secrets; the same object if it contains none. */
export function redactIn<Value>(value: Value, redact: Redact): Value {
  if (typeof value === 'string') return redact(value) as Value;
  if (value === null || typeof value !== 'object' || value instanceof Secret) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => redactIn(item, redact));
    return items.some((item, index) => item !== value[index]) ? (items as Value) : value;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const before = Object.entries(value);
  const after = before.map(([key, one]) => [key, names.has(key) ? one : redactIn(one, redact)] as const);
  const same = after.every(([, one], index) => one === before[index]?.[1]);
  return same ? value : (Object.fromEntries(after) as Value);
}

/** Removes secrets from a thrown error, in place, and returns it. */
export function redactError<Thrown>(error: Thrown, redact: Redact): Thrown {
  if (!(error instanceof Error)) return error;
  for (const key of ['message', 'stack', 'hint', 'output'] as const) {
    const text = (error as Readonly<Partial<Record<typeof key, unknown>>>)[key];
    if (typeof text === 'string') Object.defineProperty(error, key, { value: redact(text) });
  }
  if (error instanceof InputErrors) for (const one of error.errors) redactError(one, redact);
  if (error.cause !== undefined) redactError(error.cause, redact);
  return error;
}
