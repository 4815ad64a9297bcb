// A host that runs the application: any application, the guest book by default.
import { defineRole, directory, file, packages, service, unit, user, type Resource } from '../../lib/kit.js';
import { zoneOf } from '../base/zone.js';
import { appserverChecks } from './checks.js';
import { databaseLink } from './database-link.js';
import { deployment } from './deploy.js';
import { answers } from './answers.js';
import { drainApplication } from './drain.js';
import { layoutOf } from './layout.js';
import { quoteCommand } from './quote-unit.js';
import { secretEnvironment } from './secret-environment.js';
import { surroundingsOf } from './surroundings.js';
import { vars } from './vars.js';

/** As a port is put after it. */
function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** The application server. */
export const appserver = defineRole({
  name: 'appserver',
  why: 'Makes the pages that differ from visitor to visitor. Any number of them are alike, so one may fail or be replaced while the others answer.',
  vars,
  after: ['mysql'],

  *listens({ vars }) {
    yield { protocol: 'tcp', port: vars.port, from: ['nginx'], why: `HTTP to ${vars.name}` };
  },

  drain: ({ host, fleet, vars }) => drainApplication(host, fleet, vars.port, layoutOf(vars)),

  async *resources(scope) {
    const { vars, host, fleet, render } = scope;
    const layout = layoutOf(vars);
    const link = databaseLink(scope);
    const { application, migrations } = surroundingsOf(scope, layout, link);
    const hasSecretEnvironment = Object.keys(vars.secret_environment).length > 0;
    const shared = { layout, has_secret_environment: hasSecretEnvironment };

    yield packages({ names: vars.packages });
    yield user({
      name: layout.user,
      system: true,
      home: '/nonexistent',
      shell: '/usr/sbin/nologin',
      comment: vars.name,
    });
    yield directory({ path: layout.config });
    yield directory({ path: layout.credentials, mode: '0700' });

    const given: Resource[] = [];
    if (link) given.push(file({ path: layout.databaseCa, content: link.ca }));
    for (const { path, value } of application.credentials)
      given.push(file({ path, content: value, mode: '0600' }));
    if (hasSecretEnvironment) {
      const content = secretEnvironment(vars.secret_environment);
      given.push(file({ path: layout.secretEnvironment, content, mode: '0600' }));
    }
    yield* given;

    if (vars.migrate.length > 0) {
      for (const { path, value } of migrations.credentials)
        yield file({ path, content: value, mode: '0600' });
      yield unit({
        name: layout.migration,
        content: render('appserver/app-migrate@.service.njk', {
          ...shared,
          command: quoteCommand('appserver.migrate', vars.migrate),
          surroundings: migrations,
        }),
      });
    }

    const started = unit({
      name: layout.service,
      content: render('appserver/app.service.njk', {
        ...shared,
        command: quoteCommand('appserver.command', vars.command),
        surroundings: application,
      }),
    });
    const socket = vars.socket_activation
      ? unit({
          name: layout.socket,
          content: render('appserver/app.socket.njk', { address: bracketed(host.address) }),
        })
      : undefined;
    if (socket) yield socket;
    yield started;

    const deployed = await deployment(scope, layout);
    yield deployed;
    // After the release: a restart of the socket takes the application with it.
    if (socket) yield service({ unit: layout.socket, running: true, enabled: true, restartOn: [socket] });
    yield service({
      unit: layout.service,
      running: true,
      enabled: true,
      // Of a program that doesn't tell when it is ready nobody knows how long it takes to answer.
      ...(vars.notify || vars.socket_activation
        ? { loaded: answers(host.address, vars) }
        : { settleSeconds: 3 }),
      restartOn: [started, deployed, ...given, ...zoneOf(host, fleet)],
    });
  },

  checks: appserverChecks,
});
