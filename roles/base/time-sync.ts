// The daemon that keeps a host's clock: the one that is installed, or the one that the inventory names.
import {
  directory,
  file,
  service,
  TrueupError,
  type Facts,
  type Host,
  type Platform,
  type Resource,
} from '../../lib/kit.js';
import { comesBack } from './always-restart.js';
import type { BaseVars } from './vars.js';

interface Daemon {
  readonly package: string;
  readonly unit: string;
  /**
   * The folder from which the daemon reads servers, and the name and text of our file; absent if it has no such folder.
   */
  readonly servers?: {
    readonly folder: string;
    readonly name: string;
    text(servers: readonly string[]): string;
  };
}

const lines = (servers: readonly string[]): string => servers.map((one) => `server ${one} iburst\n`).join('');

const daemons = {
  timesyncd: {
    package: 'systemd-timesyncd',
    unit: 'systemd-timesyncd',
    servers: {
      folder: '/etc/systemd/timesyncd.conf.d',
      name: '10-trueup.conf',
      text: (servers) => `[Time]\n${servers.length > 0 ? `NTP=${servers.join(' ')}\n` : ''}`,
    },
  },
  chrony: {
    package: 'chrony',
    unit: 'chrony',
    servers: { folder: '/etc/chrony/sources.d', name: '10-trueup.sources', text: lines },
  },
  ntpsec: {
    package: 'ntpsec',
    unit: 'ntpsec',
    servers: { folder: '/etc/ntpsec/ntp.d', name: '10-trueup.conf', text: lines },
  },
  openntpd: { package: 'openntpd', unit: 'openntpd' },
  ntp: { package: 'ntp', unit: 'ntp' },
} satisfies Record<string, Daemon> as Readonly<Record<NonNullable<Facts['timeDaemon']>, Daemon>>;

/** Packages to install and to remove for time synchronization, and the resources that configure it. */
export interface TimeSync {
  readonly names: readonly string[];
  readonly absent: readonly string[];
  readonly resources: readonly Resource[];
}

const nothing: TimeSync = { names: [], absent: [], resources: [] };

/** Throws E_INPUT if the host's daemon doesn't support the servers that the inventory names. */
export function timeSyncOf(host: Host, facts: Facts, platform: Platform, vars: BaseVars): TimeSync {
  if (vars.time_sync === 'none' || platform.container) return nothing;
  const name = vars.time_sync === 'auto' ? (facts.timeDaemon ?? 'timesyncd') : vars.time_sync;
  const daemon = daemons[name];
  // They conflict with each other, so naming one means that the others must be removed.
  const others = Object.values(daemons).filter((other) => other !== daemon);
  return {
    names: [daemon.package],
    absent: vars.time_sync === 'auto' ? [] : others.map((other) => other.package),
    resources: [
      comesBack(`${daemon.unit}.service`, platform),
      ...resourcesOf(host, daemon, vars.ntp_servers),
    ],
  };
}

function resourcesOf(host: Host, { unit, servers }: Daemon, wanted: readonly string[]): readonly Resource[] {
  const up = { unit, running: true, enabled: true } as const;
  if (!servers) {
    if (wanted.length === 0) return [service(up)];
    throw new TrueupError(
      'E_INPUT',
      `${host.name}: its clock is set by ${unit}, which doesn't support ntp_servers`,
      {
        host: host.name,
        hint: 'Remove base.ntp_servers, or set base.time_sync to chrony, ntpsec or timesyncd.',
      },
    );
  }
  const path = `${servers.folder}/${servers.name}`;
  const written = file({ path, content: servers.text(wanted) });
  return [directory({ path: servers.folder }), written, service({ ...up, restartOn: [written] })];
}
