// What a host runs on: its release, and what that release can do.

/** Software whose version roles depend on. */
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
  /** As os-release(5) ID. */
  readonly id: 'debian' | 'ubuntu';
  /** As os-release(5) VERSION_ID; of Debian's testing the one that it will have. */
  readonly version: string;
  /** As os-release(5) VERSION_CODENAME. */
  readonly codename: string;
  /** The versions in the release's own archive; none where it has no such package. */
  readonly software: Readonly<Partial<Record<Software, string>>>;
}

/** What a release may or may not be able to do. lib/platform/abilities.ts says since when. */
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
  /** It shares the kernel, and with it clock and memory locks, with the machine around it. */
  readonly container: boolean;
  readonly can: Readonly<Record<Ability, boolean>>;
}
