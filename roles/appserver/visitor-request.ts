// How checks request the application: for the same site as visitors, and as if through the same proxy.
import type { Fleet, PlainRequest } from '../../lib/kit.js';
import type { AppserverVars } from './vars.js';

/** The parts of a request to the application, except its path. */
export type AsVisitors = Required<Pick<PlainRequest, 'name' | 'headers'>>;

/**
 * A visitor's request as nginx passes it on (templates/nginx/nginx.conf.njk). Frameworks refuse a host name that isn't
 * the site's with 400 or 403, and redirect a request that seems to come over HTTP to HTTPS.
 */
export function asVisitors(fleet: Fleet, { site_name }: AppserverVars): AsVisitors {
  // Read as written, because the nginx role imports this one.
  const [web] = fleet.withRole('nginx');
  const { nginx } = (web?.vars ?? {}) as { nginx?: { server_name?: string } };
  const name = site_name ?? nginx?.server_name ?? 'localhost';
  return { name, headers: { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': name } };
}
