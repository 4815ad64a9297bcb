// Parses the output of systemctl and the stamps of units.
import type { Answer } from '../../model/script.js';
import type { ServiceWant } from './service-want.js';
import { readStamp, type Stamp } from './service-stamp.js';

export interface ServiceHave {
  /** As systemctl's ActiveState: `active`, `inactive`, `failed`, `activating`, … */
  readonly active: string;
  /** As `systemctl is-enabled`: `enabled`, `disabled`, `static`, `masked`, `not-found`, … */
  readonly enabled: string;
  /**
   * Whether the unit can load its configuration without a restart. A socket-activated service can't, unless each
   * connection has its own process: then there is nothing to reload.
   */
  readonly canReload: boolean;
  /** Sockets that may start the unit. */
  readonly sockets: readonly SocketHave[];
  /** Marks of all inputs of all units, as they are now on disk. */
  readonly inputs: ReadonlyMap<string, string>;
  /** Absent if trueup has never started, restarted or adopted the unit. */
  readonly stamp?: Stamp;
}

export interface SocketHave {
  readonly unit: string;
  readonly active: string;
  readonly enabled: string;
  /** Whether each connection gets its own process. */
  readonly each: boolean;
}

/** Whether systemctl's ActiveState means that the unit is running. */
export const isUp = (active: string): boolean => /^(active|reloading|refreshing)$/.test(active);

/** Whether the unit, or a socket that may start it, is up. */
export function isAnyUp({ active, sockets }: ServiceHave): boolean {
  return isUp(active) || listening(sockets) !== undefined;
}

/** The socket that is up; undefined if there is none. */
export function listening(sockets: readonly SocketHave[]): SocketHave | undefined {
  return sockets.find(({ active }) => isUp(active));
}

/** The unit to enable if nothing starts the service at boot: the socket that is listening now, or else the service. */
export function atBootOf({ unit }: Pick<ServiceWant, 'unit'>, { sockets }: ServiceHave): string {
  return listening(sockets)?.unit ?? unit;
}

type Asked = Pick<ServiceWant, 'unit' | 'sockets'>;

/** All units that systemctl is queried for: the services, then the sockets. */
export function unitsOf(wants: readonly Asked[]): readonly string[] {
  return [...wants.map(({ unit }) => unit), ...new Set(wants.flatMap(({ sockets = [] }) => sockets))];
}

/** Parses the output of the service's probe; returns one entry per want, in order. Throws if systemctl failed. */
export function readServices({ status, stdout }: Answer, wants: readonly Asked[]): readonly ServiceHave[] {
  if (status !== 0) throw new Error(`systemctl failed with status ${status}`);
  const [shown = '', enabled = '', inputs = '', ...stamps] = stdout.split(/^== .*\n/m);
  const blocks = shown.trim().split(/\n\n+/).map(properties);
  const states = enabled.replace(/\n$/, '').split('\n');
  const units = unitsOf(wants);
  if (blocks.length !== units.length || states.length !== units.length) {
    throw new Error(
      `systemctl reported ${blocks.length} and ${states.length} units instead of ${units.length}`,
    );
  }
  const { marks } = readStamp(inputs);
  const shownOf = (unit: string): SocketHave & { readonly canReload: boolean } => {
    const at = units.indexOf(unit);
    const block = blocks[at];
    // is-enabled prints `alias` for a unit's other names; `show` follows the alias.
    const state = states[at] === 'alias' ? block?.get('UnitFileState') : states[at];
    return {
      unit,
      active: block?.get('ActiveState') ?? 'unknown',
      enabled: state === undefined || state === '' ? 'not-found' : state,
      each: block?.get('Accept') === 'yes',
      canReload: block?.get('CanReload') === 'yes',
    };
  };
  return wants.map(({ unit, sockets = [] }, at): ServiceHave => {
    const stamp = stamps[at] ?? '';
    const { active, enabled, canReload } = shownOf(unit);
    const all = sockets.map(shownOf);
    return {
      active,
      enabled,
      canReload: listening(all)?.each ?? canReload,
      sockets: all,
      inputs: marks,
      ...(stamp === '' ? {} : { stamp: readStamp(stamp) }),
    };
  });
}

function properties(block: string): ReadonlyMap<string, string> {
  return new Map(
    block.split('\n').map((line): [string, string] => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}
