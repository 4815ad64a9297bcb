// A run that can be interrupted and killed: takes a SmallRun on stdin, prints its events, exits as trueup does.
import { text } from 'node:stream/consumers';
import { ExitCode } from '../../../lib/run/exit-code.js';
import { interruption } from '../../../cli/interrupt-signals.js';
import { play, type SmallRun } from './small-run.js';

const exit = new ExitCode();
const { stop, abort, release } = interruption(() => undefined);
await play(
  JSON.parse(await text(process.stdin)) as SmallRun,
  (event) => {
    exit.take(event);
    process.stdout.write(`${JSON.stringify(event)}\n`);
  },
  { stop, abort },
);
release();
process.exitCode = exit.code;
