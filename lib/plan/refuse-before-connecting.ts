// Errors and notices that follow from the inventory alone, before any host is connected to.
import { instancesOf } from '../compile/role-instances.js';
import { roleNamed, withoutOpenings, type CompileContext } from '../compile/role-scope.js';
import type { Event } from '../model/event.js';
import type { Host } from '../model/fleet.js';
import { hostsInWords } from '../model/join-host-names.js';
import { InputErrors, TrueupError } from '../model/trueup-error.js';
import { wrongAddress } from './check-address.js';
import { sameMachine } from './same-machine.js';
import type { EngineOptions } from '../engine/engine-options.js';

type Notice = Extract<Event, { type: 'notice' }>;

/** Throws InputErrors with the errors of all hosts; returns the notices, to be reported once the run has begun. */
export function foresee(
  hosts: readonly Host[],
  context: CompileContext,
  { only }: Pick<EngineOptions, 'only'>,
): readonly Notice[] {
  const notices: Notice[] = [];
  const refused = new Map<string, Refusal>();
  const refuse = (host: string, error: TrueupError): void => {
    const start = `${host}: `;
    const message = error.message.startsWith(start) ? error.message.slice(start.length) : error.message;
    const key = [message, error.hint, error.place?.file, error.place?.line].join('\n');
    const known = refused.get(key);
    if (known) known.hosts.push(host);
    else refused.set(key, { message, error, hosts: [host] });
  };
  for (const host of hosts) {
    const wrong =
      host.roles.length === 0 ? undefined : (wrongAddress(host) ?? sameMachine(host, context.fleet));
    if (wrong) refuse(host.name, wrong);
    for (const [role, by] of Object.entries(host.neededBy ?? {})) {
      const text = `${host.name}: the role ${role} is also applied, because ${by} needs it`;
      notices.push({ type: 'notice', host: host.name, text });
    }
    for (const name of host.roles.filter((role) => !only || only.includes(role))) {
      const role = roleNamed(context.roles, name);
      if (!role.foresee) continue;
      try {
        for (const one of instancesOf(role, host, context.fleet)) {
          const texts = [...role.foresee(withoutOpenings(role, one, host, context))];
          for (const text of texts)
            notices.push({ type: 'notice', host: host.name, text: `${host.name}: ${text}` });
        }
      } catch (error) {
        if (!(error instanceof TrueupError)) throw error;
        refuse(host.name, error);
      }
    }
  }
  if (refused.size > 0) throw new InputErrors([...refused.values()].map(inWords));
  return notices;
}

/** The same error on several hosts, which is reported once. */
interface Refusal {
  /** Without the name of the host. */
  readonly message: string;
  readonly error: TrueupError;
  readonly hosts: string[];
}

function inWords({ message, error: { code, hint, place }, hosts }: Refusal): TrueupError {
  const [host] = hosts;
  return new TrueupError(code, `${hostsInWords([...new Set(hosts)])}: ${message}`, {
    ...(host !== undefined && hosts.length === 1 && { host }),
    ...(hint !== undefined && { hint }),
    ...(place && { place }),
  });
}
