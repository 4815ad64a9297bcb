// A line for each event that matters: for CI, pipes and logs.
import type { Event } from '../../lib/model/event.js';
import { harmless } from './harmless.js';
import { changeLines, countsTable, stepLines, troubleLines } from './words.js';
import type { View } from './view.js';

interface Shown {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly diff?: boolean;
}

/** `lb1 | haproxy | file /etc/haproxy/haproxy.cfg | changed 0.1 s`. */
export function plainView(options: Shown, out: (line: string) => void): View {
  let planning = false;
  return {
    listener: (event) => {
      if (event.type === 'run') planning = event.command === 'plan';
      const lines =
        planning && event.type === 'host.planned' ? planLines(event, options) : eventLines(event, options);
      for (const line of lines) out(line);
    },
    end: () => undefined,
  };
}

/** A host's plan: what would change, or that nothing would. */
export function planLines(
  event: Extract<Event, { type: 'host.planned' }>,
  { diff = true }: Shown,
): readonly string[] {
  const open = event.steps.filter((step) => step.state !== 'same');
  if (open.length === 0)
    return [`${event.host}: no changes (${event.steps.length} resources are as declared)`];
  return [`${event.host}:`, ...open.flatMap((step) => stepLines(step, diff))];
}

/** What a line view says of an event; nothing for most. */
export function eventLines(
  event: Event,
  { quiet = false, verbose = false, diff = false }: Shown,
): readonly string[] {
  const chatty = (line: string): readonly string[] => (quiet ? [] : [line]);
  switch (event.type) {
    case 'host.connecting':
      return event.attempt > 1
        ? chatty(`${event.host} | connecting to ${event.address}, attempt ${event.attempt}`)
        : [];
    case 'host.connected':
      return verbose ? [`${event.host} | connected (${event.transport})`] : [];
    case 'host.planned': {
      const open = event.steps.filter((step) => step.state !== 'same').length;
      return verbose
        ? [`${event.host} | pass ${event.pass}: ${event.steps.length} resources, ${open} differ`]
        : [];
    }
    case 'host.waiting':
      return chatty(`${event.host} | ${event.role} | waits for ${event.on.join(', ')}`);
    case 'step.started':
      return verbose ? [`${event.host} | ${event.role} | ${harmless(event.resource)} | …`] : [];
    case 'step.done':
      return [
        `${event.host} | ${event.role} | ${harmless(event.resource)} | changed ${event.seconds.toFixed(1)} s`,
        ...(diff
          ? event.changes.flatMap((change) => changeLines(change, true)).map((line) => `    ${line}`)
          : []),
      ];
    case 'step.failed':
      return [
        `${event.host} | ${event.role} | ${harmless(event.resource)} | FAILED after ${event.seconds.toFixed(1)} s`,
        ...troubleLines(event.trouble).map((line) => `    ${line}`),
      ];
    case 'host.done': {
      if (!event.trouble) return chatty(`${event.host} | ${event.outcome}`);
      const told = event.trouble.code === 'E_APPLY';
      return [
        `${event.host} | ${event.outcome}`,
        ...(told ? [] : troubleLines(event.trouble).map((line) => `    ${line}`)),
      ];
    }
    case 'notice':
      return [event.host === undefined ? event.text : `${event.host} | ${event.text}`];
    case 'summary':
      return ['', ...countsTable(event.hosts)];
    case 'run':
    case 'host.asking':
    case 'check.done':
    case 'answer':
      return [];
  }
}
