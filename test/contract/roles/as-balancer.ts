// Visits to nginx in a balancer's place: from its address, with the PROXY protocol's word for who the client is.
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { Connection } from '../../../lib/model/fleet.js';
import type { Transport } from '../../../lib/model/transport.js';
import { connect } from '../../../lib/ssh/connect.js';
import { siteName } from './edge-site.js';

const { signal } = new AbortController();

export class AsBalancer {
  private constructor(
    private readonly transport: Transport,
    private readonly address: string,
  ) {}

  /** On a host that is its own balancer. */
  static async on(connection: Connection): Promise<AsBalancer> {
    const options = { home: '/nonexistent', user: 'nobody', acceptNew: false };
    const transport = await connect('box', connection, options, signal);
    return new AsBalancer(transport, connection.host);
  }

  close(): Promise<void> {
    return this.transport.close();
  }

  /** The status that a client of this address of IPv6 gets. */
  async visit(client: string, path: string): Promise<number> {
    const channel = await this.transport.open(`exec socat - TCP4:${this.address}:8443`, signal);
    const socket = Duplex.from({ readable: channel.stdout, writable: channel.stdin });
    socket.write(`PROXY TCP6 ${client} 2001:db8:ffff::1 50000 443\r\n`);
    const tls = connectTls({ socket, servername: siteName, rejectUnauthorized: false });
    // Once it was answered, nobody cares how the connection ends.
    for (const either of [socket, tls]) either.on('error', () => undefined);
    tls.write(`GET ${path} HTTP/1.0\r\nHost: ${siteName}\r\n\r\n`);
    const [head] = (await once(tls, 'data')) as [Buffer];
    tls.destroy();
    channel.destroy();
    return Number(head.toString('latin1').split(' ')[1]);
  }
}
