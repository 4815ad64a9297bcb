// An ssh-agent whose person takes a while to confirm each signature: it stands before a real one.
import { connect, createServer, type Server } from 'node:net';

const signRequest = 13;

/** Listens at `path`, and has the agent at `real` answer. */
export async function slowAgent(path: string, real: string, milliseconds: number): Promise<Server> {
  const server = createServer((near) => {
    const far = connect(real);
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.on('close', () => far.destroy());
    far.on('close', () => near.end());
    far.pipe(near, { end: false });
    // A request comes in one piece: its length, its type, its body.
    near.on('data', (request) => {
      setTimeout(() => far.write(request), request[4] === signRequest ? milliseconds : 0);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return server;
}
