// When the next web server may be changed: the previous one answers, and runs with the configuration on disk.
import { httpOnHost, sh, succeeds, unitRuns, type Turns } from '../../lib/kit.js';
import { hasLoaded, layout } from './config.js';
import type { NginxVars } from './vars.js';

/** Web servers of one site take turns. */
export const turns: Turns<NginxVars> = {
  serves: ({ vars }) => vars.server_name,

  healthy: ({ host: { name: on }, vars }) => ({
    seconds: vars.healthy_seconds,
    checks: [
      unitRuns({ on, unit: 'nginx.service', atBoot: 'any' }),
      httpOnHost({ on, port: vars.status_port, path: '/status', expect: { status: 200 } }),
      succeeds({
        title: `nginx on ${on} runs with the configuration on disk`,
        on,
        script: hasLoaded(vars.status_port),
      }),
    ],
  }),

  version: () => sh`
release=$(readlink -- ${`${layout.site}/current`}) || release=none
printf 'files %s\n' "\${release#releases/}"`,
};
