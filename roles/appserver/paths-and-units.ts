// The paths of an application on a host, and the names of its units.
import type { AppserverVars } from './vars.js';

export interface Layout {
  readonly root: string;
  readonly config: string;
  readonly credentials: string;
  readonly secretEnvironment: string;
  readonly databaseCa: string;
  readonly user: string;
  readonly service: string;
  readonly socket: string;
  /** Serves at the same socket while the service restarts. */
  readonly standIn: string;
  /** Name of a template unit, like `migration`. */
  readonly trial: string;
  readonly trialSocket: string;
  /** Name of a template unit; its instance is the escaped path of the release below the root. */
  readonly migration: string;
  migrationOf(folder: string): string;
}

/** All names contain the application's name, so that two applications could share a host. */
export function layoutOf({ name, user }: Pick<AppserverVars, 'name' | 'user'>): Layout {
  const config = `/etc/${name}`;
  const root = `/srv/${name}`;
  return {
    root,
    config,
    credentials: `${config}/credentials`,
    secretEnvironment: `${config}/secret.env`,
    databaseCa: `${config}/database-ca.pem`,
    user: user ?? name,
    service: `${name}.service`,
    socket: `${name}.socket`,
    standIn: `${name}-standin.service`,
    trial: `${name}-trial@.service`,
    trialSocket: `${name}-trial@.socket`,
    migration: `${name}-migrate@.service`,
    migrationOf: (folder) => `${name}-migrate@${escaped(folder.slice(root.length + 1))}.service`,
  };
}

/** A path as part of a unit's name: systemd-escape(1). */
function escaped(path: string): string {
  return path.replaceAll('-', String.raw`\x2d`).replaceAll('/', '-');
}
