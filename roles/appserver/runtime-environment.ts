// What the application is given: environment variables and credentials.
import { TrueupError, type Facts, type Fleet, type Host, type Platform, type Secret } from '../../lib/kit.js';
import { base } from '../base/role.js';
import type { DatabaseLink } from './database-link.js';
import type { Layout } from './paths-and-units.js';
import { quoteVariable } from './quote-unit.js';
import type { AppserverVars } from './vars.js';
import { workerCount } from './worker-count.js';

/** A secret that systemd passes to one unit as a file that only the unit's user can read. */
export interface Credential {
  readonly name: string;
  /** Path on the host, readable only by root. */
  readonly path: string;
  readonly value: Secret;
}

export interface RuntimeEnvironment {
  /** `NAME=value`, quoted for a unit file. */
  readonly environment: readonly string[];
  readonly credentials: readonly Credential[];
}

/** The environments of the application and of its migrations, which have their own database login. */
export function runtimeEnvironmentsOf(
  {
    vars,
    host,
    fleet,
    facts,
    platform,
  }: { vars: AppserverVars; host: Host; fleet: Fleet; facts: Facts; platform: Platform },
  layout: Layout,
  link: DatabaseLink | undefined,
): { readonly application: RuntimeEnvironment; readonly migrations: RuntimeEnvironment } {
  if (link && 'database_password' in vars.secrets) {
    throw new TrueupError(
      'E_INPUT',
      `${host.name}: in appserver.secrets, the name database_password is reserved for the database password`,
    );
  }
  // The unit's own folder of credentials: systemd.unit(5), "Specifiers", and systemd.exec(5), LoadCredential=.
  const folder = platform.can.systemdCredentialsSpecifier ? '%d' : '/run/credentials/%n';
  const general = {
    WEB_CONCURRENCY: String(workerCount(vars, facts)),
    FORWARDED_ALLOW_IPS: believed(host, fleet),
    HOST: host.address,
    PORT: String(vars.port),
  };
  const secrets = Object.entries(vars.secrets).map(([name, value]) => credential(layout, name, value));
  const with_ = (login: DatabaseLink['application'] | undefined, file: string): RuntimeEnvironment => {
    const password = login && { ...credential(layout, file, login.password), name: 'database_password' };
    const credentials = [...secrets, ...(password ? [password] : [])];
    const database =
      link && login
        ? {
            DATABASE_HOST: link.host,
            DATABASE_PORT: String(link.port),
            DATABASE_NAME: link.name,
            DATABASE_USER: login.user,
            DATABASE_CA: layout.databaseCa,
          }
        : {};
    return {
      credentials,
      environment: [
        ...Object.entries({ ...general, ...database, ...vars.environment }).map(([name, value]) =>
          quoteVariable(name, value),
        ),
        ...credentials.map(({ name }) => `"${name.toUpperCase()}_FILE=${folder}/${name}"`),
      ],
    };
  };
  return {
    application: with_(link?.application, 'database_password'),
    migrations: with_(link?.migrations, 'migrate_password'),
  };
}

/**
 * The addresses whose X-Forwarded-* headers are trusted. If our packet filter admits only the web servers, that is
 * every address: a list would restart the application for each new web server.
 */
function believed(host: Host, fleet: Fleet): string {
  if (host.roles.includes('base') && fleet.varsOf(host, base).firewall === 'nftables') return '*';
  // Its own addresses are included, because its health is checked from there.
  return ['127.0.0.1', host.address, ...fleet.withRole('nginx').map(({ address }) => address)].join(',');
}

function credential({ credentials }: Layout, name: string, value: Secret): Credential {
  return { name, path: `${credentials}/${name}`, value };
}
