// Chooses how a run is shown.
import type { ViewOptions } from '../run-options.js';
import type { Scene } from './view-context.js';
import type { View } from './view.js';

/** `failures` is for commands that print their results themselves. */
export type Show = 'events' | 'failures';

/** `auto` means live rows in a terminal and plain lines elsewhere. Only the view that is used is loaded. */
export async function openView(options: ViewOptions, show: Show, scene: Scene): Promise<View> {
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  if (options.output === 'json') return (await import('./json.js')).jsonView(out);
  if (options.output === 'markdown') return (await import('./markdown.js')).markdownView(scene, out);
  if (options.output === 'github') {
    const inner = await openView({ ...options, output: 'plain' }, show, scene);
    return (await import('./github.js')).githubView(scene, inner, out);
  }
  const err = (line: string): void => void process.stderr.write(`${line}\n`);
  const { withHeartbeat } = await import('./heartbeat.js');
  // A heartbeat is not part of the result, which may go to a file.
  const beating: typeof withHeartbeat = options.quiet ? (make, to) => make(to) : withHeartbeat;
  if (show === 'failures') {
    const { failuresView } = await import('./failures-only.js');
    return beating((to) => failuresView(options, to), err, err);
  }
  // Rows can only be redrawn on a screen, whatever output was requested.
  const screen = process.stdout.isTTY && process.stdout.columns > 0 && process.env.TERM !== 'dumb';
  const live = screen && (options.output === 'live' || (options.output === 'auto' && !process.env.CI));
  if (live) return (await import('./live.js')).liveView(options, out);
  const { plainView, timeOf } = await import('./plain.js');
  const clock = process.stdout.isTTY ? undefined : (): Date => new Date();
  return beating(
    (to) => plainView(options, to, clock),
    out,
    (line) => {
      err(clock ? `${timeOf(clock())} ${line}` : line);
    },
  );
}
