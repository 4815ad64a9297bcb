// A DNS server on loopback that takes every question and never answers; loaded before a program that is to suffer it.
import { createSocket } from 'node:dgram';

const socket = createSocket('udp4');
await new Promise<void>((resolve, reject) => {
  socket.once('error', reject);
  socket.bind(53, '127.0.0.1', resolve);
});
socket.unref();
