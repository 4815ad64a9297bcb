// The platform of a host: its release, and the features of that release.

/** Software whose version matters to roles. */
export type Software =
  | 'haproxy'
  | 'keepalived'
  | 'nginx'
  | 'gunicorn'
  | 'mariadb'
  | 'mysql'
  | 'openssh'
  | 'openssl'
  | 'podman'
  | 'systemd';

/** One release of a distribution. */
export interface Release {
  /** ID of os-release(5). */
  readonly id: 'debian' | 'ubuntu';
  /** VERSION_ID of os-release(5); for Debian testing, the upcoming release's VERSION_ID. */
  readonly version: string;
  /** VERSION_CODENAME of os-release(5). */
  readonly codename: string;
  /** Versions in the release's archive. A program that the archive doesn't include is absent. */
  readonly software: Readonly<Partial<Record<Software, string>>>;
}

/** A feature that depends on the release; see lib/platform/abilities.ts. */
export type Ability =
  | 'nginxRejectsHandshakes'
  | 'nginxHttp2Directive'
  | 'nginxHttp2SharesBuffers'
  | 'keepalivedTestsScriptUsers'
  | 'keepalivedFaultsWithoutPeer'
  | 'keepalivedSubsecondScripts'
  | 'gunicornKeepsItsUser'
  | 'mariadbBindsSeveralAddresses'
  | 'opensslPostQuantum'
  | 'podmanQuadlets'
  | 'systemdCredentialsSpecifier'
  | 'systemdSlowsRestarts';

export interface Platform {
  readonly release: Release;
  /** Whether the host is a container, which shares its kernel, clock and memory limits with the machine that runs it. */
  readonly container: boolean;
  readonly can: Readonly<Record<Ability, boolean>>;
}
