// What the application is asked for: the same site as visitors ask for, behind the proxy that they come through.
import type { Fleet, PlainRequest } from '../../lib/kit.js';
import type { AppserverVars } from './vars.js';

/** Of a request to the application, all but its path. */
export type AsVisitors = Required<Pick<PlainRequest, 'name' | 'headers'>>;

/**
 * As nginx passes a visitor's request on (templates/nginx/nginx.conf.njk). Frameworks refuse a name that isn't the
 * site's with 400 or 403, and lead to HTTPS who seems to come without it.
 */
export function asVisitors(fleet: Fleet, { site_name }: AppserverVars): AsVisitors {
  // Read as written, because nginx knows this role.
  const [web] = fleet.withRole('nginx');
  const { nginx } = (web?.vars ?? {}) as { nginx?: { server_name?: string } };
  const name = site_name ?? nginx?.server_name ?? 'localhost';
  return { name, headers: { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': name } };
}
