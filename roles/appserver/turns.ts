// When the next application server may be changed: the previous one answers, and can serve.
import { httpOnHost, sh, type Turns } from '../../lib/kit.js';
import { asVisitors } from './visitor-request.js';
import { layoutOf } from './paths-and-units.js';
import type { AppserverVars } from './vars.js';

/** Servers of one application take turns. */
export const turns: Turns<AppserverVars> = {
  serves: ({ vars }) => vars.name,

  healthy: ({ host: { name: on, address }, fleet, vars }) => ({
    seconds: vars.healthy_seconds,
    checks: [vars.live_path, vars.health_path].map((path) =>
      httpOnHost({ on, address, port: vars.port, path, ...asVisitors(fleet, vars), expect: { status: 200 } }),
    ),
  }),

  version: ({ vars }) => sh`
release=$(readlink -- ${`${layoutOf(vars).root}/current`})
printf '%s\n' "release \${release#releases/}"`,
};
