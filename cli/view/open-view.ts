// Chooses how a run is shown.
import type { RunOptions } from '../run-options.js';
import type { View } from './view.js';

/** `auto` is live on a terminal and plain lines elsewhere. Views are loaded when they are wanted. */
export async function openView(options: RunOptions): Promise<View> {
  const terminal = process.stdout.isTTY && !process.env.CI;
  const form = options.output === 'auto' ? (terminal ? 'live' : 'plain') : options.output;
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  if (form === 'silent') return { listener: () => undefined, end: () => undefined };
  if (form === 'failures') return (await import('./failures.js')).failuresView();
  if (form === 'json') return (await import('./json.js')).jsonView(out);
  if (form === 'live') return (await import('./live.js')).liveView(options, out);
  return (await import('./plain.js')).plainView(options, out);
}
