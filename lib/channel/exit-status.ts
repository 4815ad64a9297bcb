// How a process ended, in the model's terms.
import { constants } from 'node:os';
import type { Closed } from './channel-end.js';

/** An end by a signal has the status that a shell shows for it, so that null always means a lost connection. */
export function exitOf(code: number | null, signal?: string | null): Closed {
  if (code !== null) return { status: code };
  const name = signal ?? 'SIGHUP';
  return { status: 128 + (constants.signals[name as NodeJS.Signals] || 1), why: `killed by ${name}` };
}
