// Passes connections on from one network namespace to another: relay.cjs HOST:PORT SOCKET. Plain, for it must start fast.
const { connect, createServer } = require('node:net');

const [address, path] = process.argv.slice(2);
const [host, port] = address.split(':');

createServer((socket) => {
  const onward = connect({ path });
  const end = () => {
    socket.destroy();
    onward.destroy();
  };
  socket.on('error', end);
  onward.on('error', end);
  socket.pipe(onward).pipe(socket);
}).listen(Number(port), host);
