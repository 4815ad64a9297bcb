// The one sentence that a tired reader looks for: how the run ended.
import type { Event } from '../../../lib/model/event.js';
import { colour } from '../colour.js';

type HostDone = Extract<Event, { type: 'host.done' }>;

/** `No changes.`; `Changed 3 resources on lb1, lb2.`; `Failed: web1.` Hosts are named in the order of `done`. */
export function closingSentence(planning: boolean, done: readonly HostDone[]): string {
  const named = (...outcomes: readonly string[]): string =>
    listed(done.filter(({ outcome }) => outcomes.includes(outcome)).map(({ host }) => host));
  const sentences = (
    [
      ['Failed', named('failed')],
      ['Unreachable', named('unreachable')],
      ['Locked by another run', named('locked')],
      ['Interrupted', named('interrupted')],
      ['Skipped because of another host', named('skipped')],
    ] as const
  ).flatMap(([what, hosts]) => (hosts === '' ? [] : [colour.red(`${what}: ${hosts}.`)]));
  const changed = done.reduce((sum, { counts }) => sum + counts.changed, 0);
  const where = listed(done.filter(({ counts }) => counts.changed > 0).map(({ host }) => host));
  if (changed > 0) {
    const resources = `${changed} ${changed === 1 ? 'resource' : 'resources'}`;
    sentences.push(
      planning
        ? `${colour.yellow(`${resources} would change on ${where}.`)} Nothing was changed.`
        : colour.yellow(`Changed ${resources} on ${where}.`),
    );
  }
  return sentences.length > 0 ? sentences.join(' ') : colour.green('No changes.');
}

function listed(hosts: readonly string[]): string {
  return hosts.length <= 8
    ? hosts.join(', ')
    : `${hosts.slice(0, 8).join(', ')} and ${hosts.length - 8} more`;
}
