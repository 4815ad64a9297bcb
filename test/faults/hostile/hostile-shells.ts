// SSH servers that let one in and then answer as a broken or hostile host would.
import { spawn } from 'node:child_process';
import type { ServerChannel } from 'ssh2';
import { playedMachine } from './played-machine.js';
import { newPair, sshServer, welcoming, type Pair, type Running } from '../../unit/ssh/hostile-server.js';

/** What a host does with the command it is asked to run. */
export type Conduct = (stream: ServerChannel, command: string) => void;

export const hostKey: Pair = newPair();

/** A server on loopback that lets everybody in. */
export function shellServer(conduct: Conduct, key: Pair = hostKey): Promise<Running> {
  return sshServer(
    key,
    welcoming((session) => {
      session.on('exec', (accept, _reject, { command }) => {
        const stream = accept();
        stream.on('error', () => undefined);
        conduct(stream, command);
      });
    }),
  );
}

/** Runs the command as a login shell would, `noise` before it; `path` is where programs are looked for. Each is a machine of its own. */
export function honest({ noise = '', path = '' } = {}): Conduct {
  const [program = '', ...words] = playedMachine;
  return (stream, command) => {
    const env = { PATH: path === '' ? (process.env.PATH ?? '') : path };
    const child = spawn(program, [...words, '-c', `${noise}\n${command}`], { env, detached: true });
    child.stdin.on('error', () => undefined);
    stream.pipe(child.stdin);
    child.stdout.on('data', (chunk: Buffer) => stream.writable && stream.write(chunk));
    child.stderr.on('data', (chunk: Buffer) => stream.stderr.writable && stream.stderr.write(chunk));
    child.on('close', (code) => {
      if (!stream.writable) return;
      stream.exit(code ?? 1);
      stream.end();
    });
    stream.on('close', () => child.stdin.destroy());
  };
}

/** Writes for as long as somebody reads. */
export function flooding(chunk: Buffer, first = ''): Conduct {
  return (stream) => {
    stream.resume();
    stream.write(first);
    const more = (): void => {
      while (stream.writable && stream.write(chunk));
    };
    stream.on('drain', more);
    more();
  };
}

/** A host that reads what the shell is told, nonce included, and answers what it likes. */
export function forging(answer: (nonce: string) => readonly string[], then?: Buffer): Conduct {
  return (stream, command) => {
    let heard = '';
    stream.on('data', (chunk: Buffer) => {
      if (heard === 'done') return;
      heard += chunk.toString('latin1');
      // The batch has come when its last line has.
      const nonce = /trueup_n=([0-9a-f]{32})/.exec(heard)?.[1];
      if (nonce === undefined || !heard.includes('trueup_step 0')) return;
      heard = 'done';
      stream.write(`\n${nonce} h 7 none 0\n\n`);
      for (const line of answer(nonce)) stream.write(line);
      if (then) flooding(then)(stream, command);
    });
  };
}
