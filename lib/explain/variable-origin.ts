// Shows where a host's value of a variable comes from, and which values it overrides.
import { hintFor } from '../inventory/schema/did-you-mean.js';
import type { LoadedFleet } from '../inventory/loaded-fleet.js';
import type { Origin } from '../inventory/variables/precedence.js';
import { plainly } from '../inventory/raw/raw-value.js';
import { hasTemplate } from '../inventory/raw/mark-raw-value.js';
import type { Host, Place } from '../model/fleet.js';
import { Secret } from '../model/secret.js';
import { TrueupError } from '../model/trueup-error.js';
import { columns } from './text-columns.js';

/** A paragraph for each host that has the variable. Throws E_INPUT if none has it. */
export function originsInWords(name: string, hosts: readonly Host[], fleet: LoadedFleet): string {
  const having = hosts.filter((host) => has(host, name, fleet));
  const told = having.length > 0 ? having : hosts.slice(0, 1);
  return told.map((host) => originInWords(name, host, fleet)).join('\n');
}

function has(host: Host, name: string, fleet: LoadedFleet): boolean {
  return (
    fleet.originsOf(host).has(name) || valueAt({ ...host.vars, ...fleet.loginOf(host) }, name) !== undefined
  );
}

/** One paragraph for each value; `nginx` means all values of the role nginx. Throws E_INPUT for an unknown name. */
export function originInWords(name: string, host: Host, fleet: LoadedFleet): string {
  const origins = fleet.originsOf(host);
  const value = valueAt({ ...host.vars, ...fleet.loginOf(host) }, name);
  if (value === undefined && !origins.has(name)) throw unknown(name, host, [...origins.keys()]);
  const isRole = host.roles.includes(name) || [...origins.keys()].some((key) => key.startsWith(`${name}.`));
  if (!isRole || value === null || typeof value !== 'object')
    return oneOrigin(name, value, host, origins.get(name));
  const entries = Object.entries(value);
  if (entries.length === 0) return `${name} on ${host.name}: no values\n`;
  return entries
    .map(([key, one]) => {
      const below = `${name}.${key}`;
      // Its entries may come from several groups.
      const merged = [...origins.keys()].some((other) => other.startsWith(`${below}.`));
      return merged ? originInWords(below, host, fleet) : oneOrigin(below, one, host, origins.get(below));
    })
    .join('\n');
}

function oneOrigin(name: string, value: unknown, host: Host, found: readonly Origin[] | undefined): string {
  const title = `${name} on ${host.name}: ${shown(value)}\n`;
  const parent = name.lastIndexOf('.');
  if (!found && parent > name.indexOf('.')) {
    const above = name.slice(0, parent);
    return `${title}  is part of ${above}; see --var ${above}\n`;
  }
  if (!found) return `${title}  is the default of role ${name.split('.', 1)[0] ?? ''}\n`;
  const [winner, ...shadowed] = [...found].reverse();
  const secret = holdsSecret(value);
  const rows = shadowed.map((origin) => {
    return [
      'overrides',
      placeInWords(origin.place),
      origin.owner,
      secret ? '***' : shown(plainly(origin.value)),
    ];
  });
  const from = ['from', winner ? placeInWords(winner.place) : '', winner?.owner ?? ''];
  const template =
    winner && hasTemplate(winner.value) ? [['template', secret ? '***' : shown(plainly(winner.value))]] : [];
  return title + columns([from, ...template, ...rows], '  ');
}

/** A key may itself contain dots: `host.files./etc/app.conf`. */
function valueAt(value: unknown, name: string): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Secret) return undefined;
  if (Object.hasOwn(value, name)) return (value as Readonly<Record<string, unknown>>)[name];
  const key = Object.keys(value).find((one) => name.startsWith(`${one}.`));
  if (key === undefined) return undefined;
  return valueAt((value as Readonly<Record<string, unknown>>)[key], name.slice(key.length + 1));
}

function unknown(name: string, host: Host, known: readonly string[]): TrueupError {
  const own = Object.entries(host.vars).flatMap(([key, value]) => {
    const below =
      host.roles.includes(key) && value !== null && typeof value === 'object' ? Object.keys(value) : [];
    return [key, ...below.map((one) => `${key}.${one}`)];
  });
  const hint = hintFor(name, [...new Set([...known, ...own])]);
  return new TrueupError('E_INPUT', `${host.name}: there is no variable ${name}`, { host: host.name, hint });
}

/** Secrets are shown as `***`, even within other values. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (value instanceof Secret) return '***';
  return text === undefined ? 'nothing' : text;
}

function holdsSecret(value: unknown): boolean {
  if (value instanceof Secret) return true;
  return value !== null && typeof value === 'object' && Object.values(value).some(holdsSecret);
}

function placeInWords({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
