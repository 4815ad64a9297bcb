// A load balancer: accepts the site's connections and passes them to healthy web servers.
import {
  bracketed,
  certificate,
  defineRole,
  directory,
  dropIn,
  file,
  httpAnswers,
  packages,
  sameFile,
  service,
  sh,
  succeeds,
  TrueupError,
  unitRuns,
  type Check,
  type Resource,
  type Scope,
} from '../../lib/kit.js';
import { comesBack } from '../base/always-restart.js';
import { zoneOf } from '../base/time-zone.js';
import { nginx } from '../nginx/role.js';
import { foreseeCertificate, siteCertificate, type SiteCertificate } from '../nginx/site-certificate.js';
import { siteChecks } from '../nginx/site-checks.js';
import { configOf, endsTls, environmentOf, firstWeb, hasLoaded, layout, siteOf } from './config.js';
import { configEffect } from './config-effect.js';
import { unavailablePage, unavailableText } from './unavailable-page.js';
import { serversUp } from './servers-up.js';
import { vars, type HaproxyVars } from './vars.js';

type Known = Pick<Scope<HaproxyVars>, 'host' | 'fleet' | 'vars' | 'read'>;

/** The certificate that visitors see. Throws E_INPUT if the certificate, its key or the site is missing. */
function certificateOf({ host, fleet, vars, read }: Known): {
  readonly path: string;
  readonly pair: SiteCertificate;
} {
  if (vars.certificate === undefined || vars.certificate_key === undefined) {
    if (vars.mode === 'tcp') {
      const message = `${host.name}: haproxy.certificate and haproxy.certificate_key must be set together`;
      throw new TrueupError('E_INPUT', message, { host: host.name, hint: 'Set both, or neither.' });
    }
    throw new TrueupError('E_INPUT', `${host.name}: haproxy.mode is http, but there is no certificate`, {
      host: host.name,
      hint: 'Set haproxy.certificate and haproxy.certificate_key, or leave TLS to nginx with mode tcp.',
    });
  }
  const site = fleet.varsOf(firstWeb(host, fleet), nginx);
  const files = {
    certificate: vars.certificate,
    key: vars.certificate_key,
    authority: site.certificate_authority,
  };
  return { path: vars.certificate, pair: siteCertificate(site, files, read) };
}

/** The visitors' certificate and, with mode http, the CA of the web servers' certificates. */
function* tls(scope: Known): Generator<Resource> {
  const { vars, read } = scope;
  if (!endsTls(vars) && vars.certificate_key === undefined) return;
  yield certificate({ certificate: layout.certificate, key: layout.key, ...certificateOf(scope).pair });
  if (vars.mode === 'http' && vars.backend_authority !== undefined)
    yield file({ path: layout.backendAuthority, content: read(vars.backend_authority) });
}

/** Whether HAProxy verifies the web servers against the host's own list of CAs. */
function needsAuthorities({ mode, backend_authority }: HaproxyVars): boolean {
  return mode === 'http' && backend_authority === undefined;
}

function loadedConfiguration(on: string, alivePort: number): Check {
  const title = `haproxy on ${on} runs with the configuration on disk`;
  return succeeds({ title, on, script: hasLoaded(alivePort) });
}

/** The load balancer. */
export const haproxy = defineRole({
  name: 'haproxy',
  why: 'Offers one address for any number of web servers: each connection goes to a healthy server, and a server that fails is taken out of service within seconds.',
  vars,
  after: ['nginx'],
  turns: {
    serves: ({ fleet }) => {
      const [web] = fleet.withRole('nginx');
      return web ? fleet.varsOf(web, nginx).server_name : 'site';
    },
    healthy: ({ host: { name: on }, vars }) => ({
      seconds: vars.healthy_seconds,
      checks: [
        unitRuns({ on, unit: 'haproxy.service', atBoot: 'any' }),
        loadedConfiguration(on, vars.alive_port),
      ],
    }),
  },

  *listens({ vars }) {
    yield { protocol: 'tcp', port: vars.http_port, from: ['anyone'], why: 'HTTP for the site' };
    yield { protocol: 'tcp', port: vars.https_port, from: ['anyone'], why: 'HTTPS for the site' };
    yield { protocol: 'tcp', port: vars.stats_port, from: ['operators'], why: 'statistics and metrics' };
  },

  *foresee(scope) {
    const { host, fleet, vars } = scope;
    const { client_connections: share, max_connections: all } = vars;
    if (share >= all)
      yield `haproxy.client_connections (${share}) is not below haproxy.max_connections (${all}), so a single client can use all connections`;
    if (!endsTls(vars) && vars.certificate_key === undefined) return;
    const { path, pair } = certificateOf(scope);
    yield* foreseeCertificate('haproxy.certificate', path, pair, fleet.varsOf(firstWeb(host, fleet), nginx));
  },

  *resources(scope) {
    const { host, fleet, platform, vars, render } = scope;
    const environment = environmentOf(host, vars, platform);
    // socat talks to the runtime sockets: for the reload, for keepalived's query, and for manual draining.
    yield packages({ names: ['haproxy', 'socat', ...(needsAuthorities(vars) ? ['ca-certificates'] : [])] });

    yield directory({ path: '/usr/local/libexec' });
    yield directory({ path: '/usr/local/libexec/trueup' });
    yield file({ path: layout.reload, content: render('haproxy/reload.njk'), mode: '0755' });
    const unit = dropIn({
      unit: 'haproxy.service',
      name: 'zz-trueup',
      content: render('haproxy/unit.conf.njk', {
        environment,
        open_files: vars.max_connections * 4 + 4000,
      }),
    });
    yield unit;
    yield comesBack('haproxy.service', platform);

    yield directory({ path: '/etc/haproxy/tls', mode: '0700' });
    const secrets = [...tls(scope)];
    yield* secrets;
    const text = unavailableText(scope, siteOf(host, fleet));
    const page = unavailablePage(text);
    yield page;
    const config = file({
      path: layout.config,
      content: configOf(scope, text),
      mode: vars.stats_password === undefined ? '0644' : '0600',
      validate: (staged) => sh`env ${environment} haproxy -c -f ${staged}`,
    });
    yield config;
    const running = service({
      unit: 'haproxy',
      running: true,
      enabled: true,
      test: sh`env ${environment} haproxy -c -f ${layout.config}`,
      reloadOn: [config, page, ...secrets, ...zoneOf(host, fleet)],
      restartOn: [unit],
      loaded: hasLoaded(vars.alive_port),
    });
    yield running;
    yield configEffect([config, unit, running], vars.alive_port);
  },

  *checks({ host, fleet, vars, read }) {
    const on = host.name;
    const balancers = fleet.withRole('haproxy');
    const [web] = fleet.withRole('nginx');
    yield unitRuns({ on, unit: 'haproxy.service' });
    yield succeeds({
      title: `the configuration of haproxy on ${on} is valid`,
      on,
      script: sh`env ${environmentOf(host, vars)} /usr/sbin/haproxy -c -f ${layout.config}`,
    });
    yield loadedConfiguration(on, vars.alive_port);
    yield serversUp({ on, servers: fleet.withRole('nginx').map(({ name }) => name) });
    if (host.connection.proxyJump === undefined) {
      yield httpAnswers({
        title: `haproxy on ${on} exposes its metrics to Prometheus`,
        url: `http://${bracketed(host.address)}:${vars.stats_port}/metrics`,
        expect: { status: 200, body: 'haproxy_server_status' },
      });
    }
    if (host === balancers[0] && balancers.length > 1)
      yield sameFile({ path: layout.config, hosts: balancers.map(({ name }) => name) });
    if (web) {
      const door = { address: host.address, httpPort: vars.http_port, httpsPort: vars.https_port, name: on };
      yield* siteChecks(door, fleet.varsOf(web, nginx), { fleet, read });
    }
  },
});
