// A host that runs the application: any application, the guest book by default.
import {
  defineRole,
  directory,
  file,
  packages,
  service,
  user,
  type Resource,
  type Role,
} from '../../lib/kit.js';
import { zoneOf } from '../base/time-zone.js';
import { appserverChecks } from './checks.js';
import { databaseLink } from './database-link.js';
import { deployment } from './deploy.js';
import { answers } from './application-answers.js';
import { asVisitors } from './visitor-request.js';
import { drainApplication } from './drain.js';
import { layoutOf } from './paths-and-units.js';
import { secretEnvironment } from './secret-environment.js';
import { standIn } from './stand-in.js';
import { runtimeEnvironmentsOf } from './runtime-environment.js';
import { turns } from './turns.js';
import { tryCurrent } from './trial.js';
import { unitsOf } from './units.js';
import { vars, type AppserverVars } from './vars.js';

/** The paths of these resources on the host. */
function pathsOf(resources: readonly Resource[]): readonly string[] {
  return resources.flatMap(({ type, want }) => type.paths?.(want) ?? []);
}

/** The application server. */
export const appserver: Role<AppserverVars> = defineRole({
  name: 'appserver',
  why: 'Generates the dynamic pages of the site. All application servers are identical, so one can fail or be replaced while the others keep serving.',
  vars,
  after: ['mysql'],
  turns,

  foresee(scope) {
    scope.checkSource(scope.vars.source);
    databaseLink(scope);
    return [];
  },

  *listens({ vars }) {
    yield { protocol: 'tcp', port: vars.port, from: ['nginx'], why: `HTTP requests to ${vars.name}` };
  },

  drain: ({ host, fleet, vars }) => {
    const others = fleet.withRole('appserver').filter(({ name }) => name !== host.name);
    const servers = others.map((other) => ({ host: other, vars: fleet.varsOf(other, appserver) }));
    return drainApplication({ host, vars }, servers, fleet, layoutOf(vars));
  },

  async *resources(scope) {
    const { vars, host, fleet } = scope;
    const layout = layoutOf(vars);
    const link = databaseLink(scope);
    const environments = runtimeEnvironmentsOf(scope, layout, link);
    const { application, migrations } = environments;

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
    if (Object.keys(vars.secret_environment).length > 0) {
      const content = secretEnvironment(vars.secret_environment);
      given.push(file({ path: layout.secretEnvironment, content, mode: '0600' }));
    }
    yield* given;

    if (vars.migrate.length > 0) {
      for (const { path, value } of migrations.credentials)
        yield file({ path, content: value, mode: '0600' });
    }
    const { migration, socket, service: started, helpers } = unitsOf(scope, layout, environments);
    if (migration) yield migration;
    if (socket) yield socket;
    yield started;
    yield* helpers;

    const as = asVisitors(fleet, vars);
    const trial = vars.overlap
      ? { vars, layout, address: host.address, as, given: pathsOf([started, ...given]) }
      : undefined;
    const deployed = await deployment(scope, layout, trial);
    yield deployed;
    // After the release, because a restart of the socket also restarts the application.
    if (socket) yield service({ unit: layout.socket, running: true, enabled: true, restartOn: [socket] });
    yield service({
      unit: layout.service,
      running: true,
      enabled: true,
      ...(trial && { test: tryCurrent(trial) }),
      ...(trial && socket && { meanwhile: standIn(layout, vars) }),
      loaded: answers(host.address, vars, as),
      // Also for a program that notifies systemd when it is ready: gunicorn's workers load the application after that.
      loadedSeconds: vars.start_seconds,
      startSeconds: vars.start_seconds + vars.stop_seconds + 10,
      restartOn: [started, deployed, ...given, ...zoneOf(host, fleet)],
    });
  },

  checks: appserverChecks,
});
