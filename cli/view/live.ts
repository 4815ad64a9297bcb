// Hosts in parallel on a terminal: what each does now and for how long. The only importer of listr2.
import { DefaultRenderer, Listr, type ListrTaskWrapper } from 'listr2';
import type { Event } from '../../lib/model/event.js';
import type { RunOptions } from '../run-options.js';
import { eventLines, planLines } from './plain.js';
import { harmless } from './harmless.js';
import type { View } from './view.js';

/** listr2 9 redraws at every event; with many hosts that is all it does. Ten times a second is plenty. */
class ThrottledRenderer extends DefaultRenderer {
  static override rendererOptions = DefaultRenderer.rendererOptions;
  static override rendererTaskOptions = DefaultRenderer.rendererTaskOptions;
  static override nonTTY = false;
  #timer: NodeJS.Timeout | undefined;

  override update(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      super.update();
    }, 100);
  }

  override end(): void {
    clearTimeout(this.#timer);
    super.end();
  }
}

interface Row {
  doing: string;
  since: number;
  task?: ListrTaskWrapper<unknown, typeof ThrottledRenderer, typeof ThrottledRenderer>;
  readonly finish: (failed: boolean) => void;
  readonly finished: Promise<boolean>;
}

/** Rows while it runs; what changed, what failed and the table stay on the screen at its end. */
export function liveView(options: RunOptions, out: (line: string) => void): View {
  const rows = new Map<string, Row>();
  const kept: string[] = [];
  let planning = false;
  let ticker: NodeJS.Timeout | undefined;
  let painted: Promise<unknown> = Promise.resolve();
  let settled: Promise<void> | undefined;

  const title = (host: string, row: Row): string => {
    const seconds = Math.floor((performance.now() - row.since) / 1000);
    return `${host}  ${row.doing}${seconds > 0 ? ` ${seconds} s` : ''}`;
  };
  const start = (hosts: readonly string[]): void => {
    for (const host of hosts) {
      const { promise, resolve } = promiseWith<boolean>();
      rows.set(host, { doing: 'waits', since: performance.now(), finish: resolve, finished: promise });
    }
    const tasks = [...rows].map(([host, row]) => ({
      title: host,
      task: async (_: unknown, task: NonNullable<Row['task']>) => {
        row.task = task;
        if (await row.finished) throw new Error(row.doing);
      },
    }));
    const listr = new Listr(tasks, {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      renderer: ThrottledRenderer,
      fallbackRenderer: ThrottledRenderer,
      rendererOptions: { collapseErrors: true, showErrorMessage: false },
    });
    painted = listr.run().catch(() => undefined);
    ticker = setInterval(() => {
      for (const [host, row] of rows) if (row.task) row.task.title = title(host, row);
    }, 500);
  };
  const set = (host: string, doing: string): void => {
    const row = rows.get(host);
    if (!row) return;
    row.doing = doing;
    row.since = performance.now();
    if (row.task) row.task.title = title(host, row);
  };
  const settle = async (lines: readonly string[]): Promise<void> => {
    clearInterval(ticker);
    for (const row of rows.values()) row.finish(false);
    await painted;
    for (const line of [...kept, ...lines]) out(line);
  };
  return {
    listener: (event) => {
      if (event.type === 'run') {
        planning = event.command === 'plan';
        start(event.hosts);
        return;
      }
      const doing = doingOf(event);
      if ('host' in event && doing !== undefined) set(event.host, doing);
      if (event.type === 'host.done')
        rows.get(event.host)?.finish(event.outcome !== 'ok' && event.outcome !== 'changed');
      else if (planning && event.type === 'host.planned') kept.push(...planLines(event, options));
      if (event.type === 'summary') settled = settle(eventLines(event, options));
      else if (event.type === 'step.failed' || event.type === 'notice' || event.type === 'host.done') {
        kept.push(...eventLines(event, { ...options, quiet: true }).filter((line) => line !== ''));
      }
    },
    end: () => settled ?? settle([]),
  };
}

function doingOf(event: Event): string | undefined {
  switch (event.type) {
    case 'host.connecting':
      return event.attempt > 1 ? `connects (attempt ${event.attempt})` : 'connects';
    case 'host.asking':
      return event.what === 'facts' ? 'asks for facts' : `asks ${event.questions} questions`;
    case 'host.waiting':
      return `${event.role} waits for ${event.on.join(', ')}`;
    case 'step.started':
      return harmless(event.resource);
    case 'host.done':
      return event.outcome === 'changed' ? `${event.counts.changed} changed` : event.outcome;
    case 'answer':
    case 'check.done':
    case 'host.connected':
    case 'host.planned':
    case 'notice':
    case 'run':
    case 'step.done':
    case 'step.failed':
    case 'summary':
      return undefined;
  }
}

function promiseWith<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}
