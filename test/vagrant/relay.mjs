// Passes connections on, between two network namespaces: relay.mjs FROM TO, each HOST:PORT or the path of a socket.
import { connect, createServer } from 'node:net';

const where = (text) => {
  if (text.startsWith('/')) return { path: text };
  const [host, port] = text.split(':');
  return { host, port: Number(port) };
};
const [from, to] = process.argv.slice(2).map(where);

createServer((socket) => {
  const onward = connect(to);
  for (const one of [socket, onward]) {
    one.on('error', () => {
      socket.destroy();
      onward.destroy();
    });
  }
  socket.pipe(onward).pipe(socket);
}).listen(from);
