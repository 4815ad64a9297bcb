// A web server: TLS, static files, and a proxy to the application.
import {
  absent,
  certificate,
  defineRole,
  directory,
  dropIn,
  file,
  httpOnHost,
  packages,
  release,
  service,
  sh,
  succeeds,
  unitRuns,
} from '../../lib/kit.js';
import { comesBack } from '../base/always-restart.js';
import { zoneOf } from '../base/time-zone.js';
import { configOf, hasLoaded, layout } from './config.js';
import { configEffect } from './config-effect.js';
import { drainWeb } from './drain.js';
import { foreseeCertificate, ownCertificate } from './site-certificate.js';
import { siteChecks } from './site-checks.js';
import { turns } from './turns.js';
import { vars } from './vars.js';

/** The web server. */
export const nginx = defineRole({
  name: 'nginx',
  why: 'Terminates TLS, serves static files (even while the application is down), and passes all other requests to the application servers that answer.',
  vars,
  // Not after the application servers: it serves static files and a maintenance page until they answer.

  *listens({ fleet, vars }) {
    const from = fleet.withRole('haproxy').length > 0 ? ['haproxy'] : ['anyone'];
    yield { protocol: 'tcp', port: vars.http_port, from, why: 'redirects to HTTPS' };
    yield { protocol: 'tcp', port: vars.https_port, from, why: `HTTPS for ${vars.server_name}` };
  },

  turns,

  *foresee({ fleet, vars, read, checkSource }) {
    if (vars.static !== undefined) checkSource(vars.static);
    if (vars.maintenance_page !== undefined) read(vars.maintenance_page);
    yield* foreseeCertificate('nginx.certificate', vars.certificate, ownCertificate(fleet, vars, read), vars);
  },

  drain: ({ host, fleet, vars }) => drainWeb(host, fleet, vars.drain_seconds),

  async *resources(scope) {
    const { host, fleet, platform, vars, render, read, bundle } = scope;
    yield packages({ names: ['nginx', 'logrotate'] });

    yield directory({ path: '/etc/nginx/tls', mode: '0700' });
    const pair = certificate({
      certificate: layout.certificate,
      key: layout.key,
      ...ownCertificate(fleet, vars, read),
    });
    yield pair;

    yield directory({ path: '/srv/www' });
    if (vars.static !== undefined) yield release({ root: layout.site, bundle: await bundle(vars.static) });
    yield directory({ path: layout.maintenance });
    yield directory({ path: `${layout.maintenance}/-` });
    yield file({
      path: `${layout.maintenance}/-/maintenance.html`,
      content:
        vars.maintenance_page === undefined
          ? render('nginx/maintenance.html.njk', { site_name: vars.server_name })
          : read(vars.maintenance_page),
    });

    yield absent({ path: '/etc/nginx/sites-enabled/default' });
    const config = file({
      path: layout.config,
      content: configOf(scope),
      validate: (staged) => sh`nginx -t -q -c ${staged}`,
    });
    yield config;
    const hardening = dropIn({
      unit: 'nginx.service',
      name: 'zz-trueup',
      content: render('nginx/hardening.conf.njk', { open_files: vars.worker_connections * 2 + 4096 }),
    });
    yield hardening;
    yield comesBack('nginx.service', platform);
    const running = service({
      unit: 'nginx',
      running: true,
      enabled: true,
      test: sh`nginx -t -q`,
      // Not the site's files: nginx keeps none of them open, so new ones are served as soon as the link has moved.
      reloadOn: [config, pair, ...zoneOf(host, fleet)],
      restartOn: [hardening],
      // If a reload fails, nginx silently keeps its old configuration, so it is asked which one it has loaded.
      loaded: hasLoaded(vars.status_port),
    });
    yield running;
    yield configEffect([config, hardening, running], vars.status_port);
  },

  *checks({ host, fleet, vars, read }) {
    const on = host.name;
    yield unitRuns({ on, unit: 'nginx.service' });
    yield succeeds({
      title: `the configuration of nginx on ${on} is valid`,
      on,
      script: sh`/usr/sbin/nginx -t -q`,
    });
    yield succeeds({
      title: `nginx on ${on} runs with the configuration on disk`,
      on,
      script: hasLoaded(vars.status_port),
    });
    yield httpOnHost({
      on,
      port: vars.status_port,
      path: '/status',
      expect: { status: 200, body: 'Active connections' },
    });
    if (fleet.withRole('haproxy').length > 0) return;
    yield* siteChecks(
      { address: host.address, httpPort: vars.http_port, httpsPort: vars.https_port, name: host.name },
      vars,
      { fleet, read },
    );
  },
});
