// How the application reaches its database: from its own variables, and from the mysql role's.
import { TrueupError, type Scope, type Secret } from '../../lib/kit.js';
import { mysql } from '../mysql/role.js';
import type { AppserverVars } from './vars.js';

export interface Login {
  readonly user: string;
  readonly password: Secret;
}

/** One database, two logins. */
export interface DatabaseLink {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  /** PEM text of the authority that the server's certificate is verified against. */
  readonly ca: string;
  readonly application: Login;
  readonly migrations: Login;
}

/** Undefined if the application has no database. Throws E_INPUT if its host or its CA is not set. */
export function databaseLink({
  fleet,
  host,
  vars,
  read,
}: Pick<Scope<AppserverVars>, 'fleet' | 'host' | 'vars' | 'read'>): DatabaseLink | undefined {
  const { database } = vars;
  if (!database) return undefined;
  const server = database.host === undefined ? fleet.withRole('mysql')[0] : undefined;
  const served = server && fleet.varsOf(server, mysql);
  const address = database.host ?? server?.address;
  const ca = database.ca ?? served?.tls.ca;
  if (address === undefined || ca === undefined) {
    throw new TrueupError(
      'E_INPUT',
      `${host.name}: appserver.database.${address === undefined ? 'host' : 'ca'} is not set, and no host has the role mysql`,
    );
  }
  const application = { user: database.user, password: database.password };
  return {
    host: address,
    port: database.port ?? served?.port ?? 3306,
    name: database.name,
    ca: read(ca),
    application,
    migrations: {
      user: database.migrate_user ?? application.user,
      password: database.migrate_password ?? application.password,
    },
  };
}
