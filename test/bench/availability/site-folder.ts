// A copy of an inventory, in which scenarios change what they like.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { theLab } from '../../../lib/lab/settings/lab-settings.js';

/** How many web and application servers there are: one of each, or two. */
export type Size = 'five' | 'seven';

/** Those that five hosts don't have. */
export const addedHosts = ['web2', 'app2'] as const;

const networkOfLab = theLab.gateway.replace(/\d+$/, '');

export class SiteFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'trueup-availability-'));
  /** For what a scenario makes beside the inventory. */
  readonly scratch = mkdtempSync(join(tmpdir(), 'trueup-availability-'));

  constructor(readonly inventory: string) {}

  /** As it is in the project. */
  reset(size: Size): void {
    rmSync(this.path, { recursive: true });
    cpSync(this.inventory, this.path, { recursive: true, dereference: true });
    if (size === 'seven') this.addServers();
  }

  /** A second web server and a second application server. */
  addServers(): void {
    const file = join(this.path, 'hosts.yml');
    const document = parseDocument(readFileSync(file, 'utf8'));
    for (const [name, group, last] of [
      ['web2', 'web', 16],
      ['app2', 'app', 17],
    ] as const) {
      const address = { ansible_host: `${networkOfLab}${last}` };
      document.setIn(['all', 'children', group, 'hosts', name], document.createNode(address));
    }
    writeFileSync(file, document.toString());
  }

  /** Sets a role's variable for a group. `tag` is that of its value: `!file`. */
  set(
    group: string,
    variable: readonly [role: string, ...path: string[]],
    value: unknown,
    tag?: string,
  ): void {
    const file = join(this.path, 'group_vars', `${group}.yml`);
    const document = parseDocument(readFileSync(file, 'utf8'));
    const node = document.createNode(value);
    if (tag !== undefined) node.tag = tag;
    document.setIn(variable, node);
    writeFileSync(file, document.toString());
  }

  remove(): void {
    for (const folder of [this.path, this.scratch]) rmSync(folder, { recursive: true });
  }
}
