// The units of an application: for serving, for the trial, for standing in during a restart, and for migrations.
import { bracketed, unit, type Resource, type Scope } from '../../lib/kit.js';
import type { Layout } from './paths-and-units.js';
import { quoteCommand } from './quote-unit.js';
import type { RuntimeEnvironment } from './runtime-environment.js';
import { trialAddress } from './trial.js';
import type { AppserverVars } from './vars.js';

export interface Units {
  readonly migration?: Resource;
  readonly socket?: Resource;
  readonly service: Resource;
  /** Units that are only used during a deployment. */
  readonly helpers: readonly Resource[];
}

/**
 * Replaces `current` with the release that the instance is named after: before the switch, `current` points to the old
 * one.
 */
function inInstance({ root }: Layout, text: string): string {
  return text.replaceAll(`${root}/current/`, `${root}/%I/`).replaceAll(`${root}/current"`, `${root}/%I"`);
}

/** All unit files of one application on one host. */
export function unitsOf(
  { vars, host, render }: Pick<Scope<AppserverVars>, 'vars' | 'host' | 'render'>,
  layout: Layout,
  given: { readonly application: RuntimeEnvironment; readonly migrations: RuntimeEnvironment },
): Units {
  const has_secret_environment = Object.keys(vars.secret_environment).length > 0;
  const command = quoteCommand('appserver.command', vars.command);
  // The old release stops and the new one starts; if that fails, the same again to go back to the old one.
  const most_seconds = 4 * vars.start_seconds + 3 * vars.stop_seconds + 120;
  const draw = (name: string, template: string, values: Readonly<Record<string, unknown>>): Resource =>
    unit({
      name,
      content: render(`appserver/${template}.njk`, {
        layout,
        has_secret_environment,
        most_seconds,
        ...values,
      }),
    });
  const instance = (words: string, runtime: RuntimeEnvironment): Readonly<Record<string, unknown>> => ({
    folder: '%I',
    command: inInstance(layout, words),
    runtime: {
      ...runtime,
      environment: runtime.environment.map((one) => inInstance(layout, one)),
    },
  });
  const current = { folder: 'current', command, runtime: given.application };
  const trial = {
    ...instance(command, given.application),
    address: trialAddress,
    socket: layout.trialSocket.replace('@.', '@%i.'),
  };
  const { socket_activation, overlap, migrate } = vars;
  return {
    ...(migrate.length > 0 && {
      migration: draw(
        layout.migration,
        'app-migrate@.service',
        instance(quoteCommand('appserver.migrate', migrate), given.migrations),
      ),
    }),
    ...(socket_activation && {
      socket: draw(layout.socket, 'app.socket', { address: bracketed(host.address) }),
    }),
    service: draw(layout.service, 'app.service', current),
    helpers: [
      ...(overlap ? [draw(layout.trial, 'app-trial@.service', trial)] : []),
      ...(overlap && socket_activation
        ? [
            draw(layout.trialSocket, 'app-trial@.socket', trial),
            draw(layout.standIn, 'app-standin.service', current),
          ]
        : []),
    ],
  };
}
