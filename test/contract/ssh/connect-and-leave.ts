// Connects, runs a command, closes, and says what is still set to happen; run by leaving.test.ts and others.
import { readFileSync } from 'node:fs';
import type { Connection } from '../../../lib/model/fleet.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { optionsFor, runOnce } from './run-once.js';

const connection = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Connection;
let said: string;
let message = '';
try {
  const { status } = await runOnce(
    connection,
    optionsFor(
      '/nonexistent',
      process.env['SSH_AUTH_SOCK'] ? { agentSocket: process.env['SSH_AUTH_SOCK'] } : {},
    ),
    'sh -s',
    'exit 3\n',
  );
  said = `status=${String(status)}`;
} catch (error) {
  said = error instanceof TrueupError ? error.code : String(error);
  message = (error as Error).message;
}
// Sockets and children may still be closing; a timer that is set would run to its end.
const timers = process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout');
process.on('exit', () => {
  process.stdout.write(`${said} timers=${timers.length} ${message}\n`);
});
