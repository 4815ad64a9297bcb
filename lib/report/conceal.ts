// What a host says may hold a secret that trueup brought it: no event passes one on.
import type { Event, Listener, Trouble } from '../model/event.js';
import type { Fleet } from '../model/fleet.js';
import type { Role, RoleName } from '../model/role.js';
import { Secret } from '../model/secret.js';

/** Shorter ones are no secrets, but parts of ordinary words. */
const shortest = 4;
const shortestLine = 8;

/** A text → the same without secrets. */
export type Conceal = (text: string) => string;

/** Every secret that the fleet's roles and connections hold, and `more`. */
export function secretsOf(
  fleet: Fleet,
  roles: ReadonlyMap<RoleName, Role>,
  more: readonly (Secret | undefined)[] = [],
): readonly Secret[] {
  const found = fleet.hosts.flatMap((host) => {
    const known = host.roles.flatMap((name) => roles.get(name) ?? []);
    return [host.connection, ...known.map((role) => fleet.varsOf(host, role))].flatMap(secretsIn);
  });
  return [...found, ...more.flatMap(secretsIn)];
}

function secretsIn(value: unknown): readonly Secret[] {
  if (value instanceof Secret) return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(secretsIn) : [];
}

/** Also finds one line of a key that has many. */
export function concealing(secrets: readonly Secret[]): Conceal {
  const texts = new Set(secrets.flatMap(partsOf));
  // A secret may be part of another.
  const sorted = [...texts].sort((one, other) => other.length - one.length);
  return (text) => sorted.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

function partsOf(secret: Secret): readonly string[] {
  const whole = secret.reveal().trim();
  const lines = whole.includes('\n') ? whole.split('\n').map((line) => line.trim()) : [];
  return [
    ...(whole.length < shortest ? [] : [whole]),
    ...lines.filter((line) => line.length >= shortestLine),
  ];
}

/** A listener that is told no secret in an error. */
export function discreet(listener: Listener, conceal: Conceal): Listener {
  return (event) => {
    listener(concealed(event, conceal));
  };
}

function concealed(event: Event, conceal: Conceal): Event {
  if (event.type === 'step.failed') return { ...event, trouble: quiet(event.trouble, conceal) };
  if (event.type !== 'host.done' || !event.trouble) return event;
  return { ...event, trouble: quiet(event.trouble, conceal) };
}

function quiet(trouble: Trouble, conceal: Conceal): Trouble {
  const { message, hint, output } = trouble;
  return {
    ...trouble,
    message: conceal(message),
    ...(hint === undefined ? {} : { hint: conceal(hint) }),
    ...(output === undefined ? {} : { output: conceal(output) }),
  };
}
