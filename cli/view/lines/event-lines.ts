// Events → lines for a person, one after another. Both the plain and the live view print these.
import type { Event, HostCounts } from '../../../lib/model/event.js';
import { sanitizeTerminal, sanitizeLine } from '../../../lib/report/sanitize-terminal.js';
import { colour } from '../colour.js';
import { closingSentence } from './closing-sentence.js';
import { countsTable } from './counts-table.js';
import { InOrder } from './host-order-buffer.js';
import { planLines } from './plan-lines.js';
import { haltInWords, orderInWords } from './describe-turns.js';
import { changeLines } from './change-lines.js';
import { troubleLines } from './error-lines.js';

/** How much is shown. */
export interface Shown {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** Whether to show text differences; a plan shows them unless this is false, an apply only if it is true. */
  readonly diff?: boolean;
}

/** Takes the events of one run in order; returns the lines for each, usually none. */
export function narrator({
  quiet = false,
  verbose = false,
  diff,
}: Shown): (event: Event) => readonly string[] {
  let planning = false;
  // A plan is read and compared like a page, so its hosts are in the order of the run.
  let pages = new InOrder([]);
  const ends = new Map<string, Extract<Event, { type: 'host.done' }>>();
  const told = new Set<string>();
  const chatty = (line: string): readonly string[] => (quiet ? [] : [line]);
  const inside = (lines: readonly string[]): readonly string[] => lines.map((line) => `    ${line}`);

  return (event) => {
    switch (event.type) {
      case 'run':
        planning = event.command === 'plan';
        pages = new InOrder(event.hosts);
        return [];
      case 'host.connecting':
        return event.attempt > 1
          ? chatty(`${event.host} | connecting to ${sanitizeLine(event.address)}, attempt ${event.attempt}`)
          : [];
      case 'host.connected':
        return verbose ? [`${event.host} | connected (${how(event)})`] : [];
      case 'host.planned': {
        if (planning) {
          const page = planLines(event, { quiet, verbose, diff: diff ?? true });
          return pages.take(event.host, page, false);
        }
        const open = event.steps.filter((step) => step.state !== 'same').length;
        const pass = `${event.host} | pass ${event.pass}: ${event.steps.length} resources, ${open} differ`;
        return verbose ? [pass] : [];
      }
      case 'host.waiting':
        return chatty(`${event.host} | ${event.role} | waiting for ${event.on.join(', ')}`);
      case 'turns':
        return chatty(`${colour.bold('in turn')}: ${orderInWords(event)}`);
      case 'turns.stopped':
        return [colour.red(haltInWords(event))];
      case 'step.started':
        return verbose ? [`${step(event)} | …`] : [];
      case 'step.waiting':
        return chatty(`${step(event)} | waiting for ${sanitizeLine(event.on)}`);
      case 'step.done':
        return [
          `${step(event)} | ${colour.yellow('changed')} ${event.seconds.toFixed(1)}s`,
          ...(diff ? inside(event.changes.flatMap((change) => changeLines(change, true))) : []),
        ];
      case 'step.failed':
        told.add(event.host + event.trouble.message);
        return [
          `${step(event)} | ${colour.red('FAILED')} ${event.seconds.toFixed(1)}s`,
          ...inside(troubleLines(event.trouble, verbose)),
        ];
      case 'host.done': {
        ends.set(event.host, event);
        const { host, outcome, trouble } = event;
        if (!trouble && planning) return pages.take(host, [], true);
        if (!trouble) return chatty(`${host} | ${outcome} | ${figures(event.counts)}`);
        const again = told.has(host + trouble.message);
        const lines = [troubled(event), ...(again ? [] : inside(troubleLines(trouble, verbose)))];
        return planning ? pages.take(host, lines, true) : lines;
      }
      case 'notice':
        return [noticeLine(event)];
      case 'summary': {
        const done = Object.keys(event.hosts).flatMap((host) => ends.get(host) ?? []);
        const table = countsTable(event.hosts, planning ? 'differ' : 'changed');
        return ['', closingSentence(planning, done), '', ...table];
      }
      case 'host.asking':
      case 'check.done':
      case 'answer':
      case 'facts':
      case 'record':
      // What will be rolled back was shown before the prompt.
      case 'host.back':
        return [];
    }
  };
}

/** `lb1 | …`, with the host named only once. */
export function noticeLine({ host, text }: { readonly host?: string; readonly text: string }): string {
  if (host === undefined) return sanitizeTerminal(text);
  return `${host} | ${sanitizeTerminal(text.startsWith(`${host}: `) ? text.slice(host.length + 2) : text)}`;
}

/** Which transport, and why it isn't the usual one. */
function how({ transport, because }: { transport: string; because?: string }): string {
  return because === undefined ? transport : `${transport}: ${sanitizeLine(because)}`;
}

/** Records of earlier versions lack the role of the resources that a rollback reloads. */
function step({ host, role, resource }: { host: string; role: string; resource: string }): string {
  return [host, ...(role === '' ? [] : [role]), sanitizeLine(resource)].join(' | ');
}

/** For a host that could not be queried, there is nothing to count. */
function troubled({ host, outcome, counts }: Extract<Event, { type: 'host.done' }>): string {
  const { ok, changed, skipped } = counts;
  const line = `${host} | ${colour.red(outcome)}`;
  return ok + changed + skipped === 0 ? line : `${line} | ${figures(counts)}`;
}

function figures({ ok, changed, failed, skipped }: HostCounts): string {
  const parts = [
    [changed, 'changed'],
    [failed, 'failed'],
    [skipped, 'skipped'],
    [ok, 'as declared'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return said.length === 0 ? 'nothing was compared' : said.join(', ');
}
