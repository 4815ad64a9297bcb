// The site on the lab's hosts, as scenarios see it: what is declared, and who serves just now.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { siteNames } from './site-names.js';
import { theLab } from '../../../lib/lab/settings/lab-settings.js';
import { waitUntil } from '../../../lib/lab/programs/wait-until.js';
import { inside } from '../../e2e/inside.js';
import { eventsOf, trueup, type Ended } from '../../e2e/run-trueup.js';
import { deedsOf, stepsOf } from './applied.js';
import { ask, type Door } from './request.js';
import { addedHosts, SiteFolder, type Size } from './site-folder.js';

export class Site {
  readonly folder: SiteFolder;
  readonly door: Door;

  constructor(inventory: string) {
    this.folder = new SiteFolder(inventory);
    const lb = readFileSync(join(inventory, 'group_vars/lb.yml'), 'utf8');
    this.door = {
      address: /virtual_ip: ([0-9.]+)/.exec(lb)?.[1] ?? '',
      port: 443,
      name: siteNames[0],
      authority: readFileSync(join(theLab.stateFolder, 'ca/ca.pem'), 'utf8'),
    };
  }

  /** Hosts, inventory and services as if nothing had ever happened. */
  async restore(size: Size): Promise<void> {
    this.folder.reset(size);
    await this.raise();
    const ended = await trueup('apply', '-i', this.folder.path, '--yes', '--output', 'json');
    if (ended.status !== 0) throw new Error(`the site could not be restored: ${troubleIn(ended)}`);
    await this.untilWell();
  }

  /** Starts what is off, of the hosts in the inventory. */
  async raise(): Promise<void> {
    succeeded(await trueup('lab', '-i', this.folder.path, 'up'));
  }

  /** Hosts that nobody has touched yet. */
  async resetAdded(): Promise<void> {
    succeeded(await trueup('lab', '-i', this.folder.path, 'reset', ...addedHosts));
  }

  /** Takes the second web and application server out of the lab. */
  async stopAdded(): Promise<void> {
    this.folder.addServers();
    succeeded(await trueup('lab', '-i', this.folder.path, 'stop', ...addedHosts));
  }

  /** Brings the hosts to what the inventory says now; gives what that was. `expected`: how it is to end. */
  async apply(expected: 'to succeed' | 'to fail' = 'to succeed'): Promise<string> {
    const ended = await trueup('apply', '-i', this.folder.path, '--yes', '--output', 'json');
    const events = eventsOf(ended);
    if (stepsOf(events) === 0) throw new Error(`the apply changed nothing: ${troubleIn(ended)}`);
    if ((ended.status === 0) !== (expected === 'to succeed'))
      throw new Error(`the apply was expected ${expected}, and it didn't: ${troubleIn(ended)}`);
    return deedsOf(events);
  }

  /** A script on a host, as root. */
  async on(host: string, script: string): Promise<string> {
    return succeeded(await inside(host, 'all', 'sh', '-c', script)).trim();
  }

  /** The balancer that holds the virtual IP, and the one that waits. */
  async balancers(): Promise<{ readonly active: string; readonly ready: string }> {
    const held = await this.on('lb1', `ip -o addr show | grep -c ' ${this.door.address}/' || true`);
    return held === '0' ? { active: 'lb2', ready: 'lb1' } : { active: 'lb1', ready: 'lb2' };
  }

  /** What its release calls the database server. */
  async databaseUnit(): Promise<string> {
    return this.on('db1', 'systemctl is-active -q mariadb && echo mariadb || echo mysql');
  }

  /** Twenty answers in a row. */
  async untilWell(): Promise<void> {
    let row = 0;
    const well = await waitUntil(
      async () => {
        const status = await ask(this.door, { path: '/' }).then(
          (reply) => reply.status,
          () => 0,
        );
        row = status === 200 ? row + 1 : 0;
        return row === 20;
      },
      60,
      50,
    );
    if (!well) throw new Error('the site does not answer twenty times in a row');
  }
}

function succeeded(ended: Ended): string {
  if (ended.status !== 0) throw new Error(ended.stderr || ended.stdout);
  return ended.stdout;
}

function troubleIn(ended: Ended): string {
  const troubles = eventsOf(ended).flatMap((event) =>
    event.type === 'host.done' && event.trouble
      ? [`${event.host}: ${event.trouble.message} ${event.trouble.output ?? ''}`]
      : [],
  );
  return [...troubles, ended.stderr].join('\n');
}
