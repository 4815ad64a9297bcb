// The order in which hosts change, and where the changes stopped.
import type { Event } from '../../../lib/model/event.js';
import { sanitizeLine } from '../../../lib/report/sanitize-terminal.js';

/** `appserver guestbook: app1, then app2, then app3`. `quoted` quotes text that trueup didn't write. */
export function orderInWords(
  { role, serves, order }: Extract<Event, { type: 'turns' }>,
  quoted: (text: string) => string = sanitizeLine,
): string {
  return `${role} ${quoted(serves)}: ${order.map((hosts) => hosts.join(' and ')).join(', then ')}`;
}

/** `appserver guestbook: stopped at app1; app2 was not changed; 1f2e3d runs on app1, app2`. */
export function haltInWords(
  event: Extract<Event, { type: 'turns.stopped' }>,
  quoted: (text: string) => string = sanitizeLine,
): string {
  const { role, serves, failed, left, versions } = event;
  const byVersion = new Map<string, string[]>();
  for (const [host, version] of Object.entries(versions))
    byVersion.set(version, [...(byVersion.get(version) ?? []), host]);
  const parts = [
    ...(failed.length > 0 ? [`stopped at ${failed.join(', ')}`] : []),
    ...(left.length > 0 ? [`${left.join(', ')} ${left.length > 1 ? 'were' : 'was'} not changed`] : []),
    ...[...byVersion].map(([version, hosts]) => `${quoted(version)} runs on ${hosts.join(', ')}`),
  ];
  return `${role} ${quoted(serves)}: ${parts.join('; ')}`;
}
