// A host to try resources on: the test host, or a shell on this machine.
import type { Connection } from '../../lib/model/fleet.js';
import type { Resource } from '../../lib/model/resource.js';
import type { Transport } from '../../lib/model/transport.js';
import { differencesOf, HostBed } from '../../lib/testing/try-resource-on-host.js';
import { connect } from '../../lib/ssh/connect.js';
import { Session } from '../../lib/wire/session.js';
import { bareHost } from '../local-transport.js';

const signal = new AbortController().signal;

export class TestBed extends HostBed {
  /** On the real host that the connection names. */
  static async connect(connection: Connection): Promise<TestBed> {
    const host = { ...bareHost('box'), connection };
    const options = { home: '/nonexistent', user: 'nobody', acceptNew: false };
    const transport = await connect('box', connection, options, signal);
    try {
      return await TestBed.over(transport, host);
    } catch (error) {
      await transport.close();
      throw error;
    }
  }

  /** Over any transport; then nothing can be changed that may keep the operator out, for nobody can log in again. */
  static async over(transport: Transport, host = bareHost('box')): Promise<TestBed> {
    return new TestBed(host, await Session.open(host, transport, { signal }), signal);
  }

  /** What differs, as `file /etc/motd: update content`; what can't be known yet as `service x: unknown`. */
  async differences(resources: readonly Resource[]): Promise<readonly string[]> {
    return (await this.compare(resources)).flatMap(differencesOf);
  }
}
