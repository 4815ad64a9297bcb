// What an apply did, in few words.
import type { Event } from '../../../lib/model/event.js';

/** `restart haproxy on lb2, lb1`: what happened to services, in that order; and hosts that failed. */
export function deedsOf(events: readonly Event[]): string {
  const hosts = new Map<string, string[]>();
  const add = (deed: string, host: string): void => {
    hosts.set(deed, [...(hosts.get(deed) ?? []), host]);
  };
  for (const event of events) {
    if (event.type === 'step.done' && event.resource.startsWith('service ')) {
      const runs = event.changes.flatMap(({ verb, what }) => (verb === 'run' ? [what] : []));
      for (const run of runs) add(`${run} ${event.resource.slice('service '.length)}`, event.host);
    }
    if (event.type === 'notice' && event.host !== undefined && event.text.startsWith('reboots'))
      add('reboot', event.host);
    if (event.type === 'host.done' && /failed|skipped|unreachable/.test(event.outcome))
      add(event.outcome, event.host);
  }
  const said = [...hosts].map(([deed, names]) =>
    /failed|skipped|unreachable/.test(deed)
      ? `${names.join(', ')} ${deed}`
      : `${deed} on ${names.join(', ')}`,
  );
  return said.join('; ');
}

/** How many steps were taken or tried. */
export function stepsOf(events: readonly Event[]): number {
  return events.filter(({ type }) => type === 'step.done' || type === 'step.failed').length;
}
