// What answers on a port may be no SSH server, or one that gives up: each is told for what it is.
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { failure, kindOf } from './attempt.js';
import { rawServer, targetAt, type Running } from './hostile-server.js';

describe('an attempt at a server that breaks off', () => {
  let running: Running | undefined;
  afterEach(() => {
    running?.stop();
    running = undefined;
  });

  const raw: readonly (readonly [string, (socket: Socket) => void, string, RegExp])[] = [
    ['silence', () => undefined, 'timeout', /no SSH greeting/],
    [
      'a hang-up before the greeting',
      (socket) => socket.destroy(),
      'closed',
      /closed the connection before sending a greeting/,
    ],
    ['a hang-up in good order', (socket) => socket.end(), 'closed', /before sending a greeting/],
    ['a reset', (socket) => socket.resetAndDestroy(), 'closed', /(closed|reset) the connection/],
    [
      'a penalty',
      (socket) => socket.end('Not allowed at this time\r\n'),
      'penalty',
      /Not allowed at this time/,
    ],
    [
      'too many logins',
      (socket) => socket.end('Exceeded MaxStartups\r\n'),
      'overloaded',
      /Exceeded MaxStartups/,
    ],
    [
      'a web server',
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'speech',
      /is not an SSH server/,
    ],
    ['a flood of lines', flood('spam\r\n'), 'speech', /greeting lines/],
    ['a line without end', flood('spam'), 'speech', /line too long/],
    [
      'a hang-up after the greeting',
      (socket) => socket.end('SSH-2.0-x\r\n'),
      'closed',
      /during the key exchange/,
    ],
    [
      'silence after the greeting',
      (socket) => socket.write('SSH-2.0-x\r\n'),
      'timeout',
      /key exchange did not finish/,
    ],
    ['garbage after the greeting', flood('SSH-2.0-x\r\n' + 'x'.repeat(5000)), 'speech', /./],
    ['an old protocol', (socket) => socket.write('SSH-1.5-old\r\n'), 'speech', /./],
  ];
  for (const [what, behave, kind, words] of raw) {
    it(`tells ${what} for what it is, in time`, async () => {
      running = await rawServer(behave);
      const error = await failure(targetAt(running.port));
      assert.equal(kindOf(error), kind, error.message);
      assert.match(error.message, words);
    });
  }

  it('tells a refused connection and a name that does not resolve', async () => {
    const server = await rawServer(() => undefined);
    server.stop();
    const refused = await failure(targetAt(server.port));
    assert.equal(kindOf(refused), 'refused');
    const name = await failure(targetAt(22, { address: 'no-such-host.invalid' }));
    assert.ok(['name', 'unreachable'].includes(kindOf(name)), name.message);
  });
});

function flood(text: string): (socket: Socket) => void {
  const chunk = text.repeat(1000);
  return (socket) => {
    const more = (): void => {
      while (socket.writable && socket.write(chunk));
    };
    socket.on('drain', more);
    more();
  };
}
