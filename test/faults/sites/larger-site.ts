// The lab's stack with more hosts of a kind, and visitors who come through the virtual IP all the while.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Event } from '../../../lib/model/event.js';
import { eventsOf, labInventory, labUp, trueup } from '../../e2e/run-trueup.js';
import { ask, fieldOf, type Answer } from '../../e2e/visitors.js';

const lab = fileURLToPath(new URL(`../../../${labInventory}`, import.meta.url));

/** Hosts beside the stack's own: after whom each stands in the inventory, and its address. */
const more = {
  web2: ['web1', '198.18.77.16'],
  app2: ['app1', '198.18.77.17'],
  app3: ['app2', '198.18.77.18'],
} as const;
type More = keyof typeof more;

export class LargerSite {
  private constructor(
    /** Its inventory; a test may change it. */
    readonly folder: string,
    private readonly names: readonly More[],
  ) {}

  /** Raised, and not applied to yet. */
  static async raise(names: readonly More[]): Promise<LargerSite> {
    const folder = mkdtempSync(join(tmpdir(), 'trueup-larger-'));
    cpSync(lab, folder, { recursive: true, dereference: true });
    const path = join(folder, 'hosts.yml');
    for (const name of names) {
      const [after, address] = more[name];
      const line = new RegExp(`^( *)${after}: .*$`, 'm');
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replace(line, `$&\n$1${name}: { ansible_host: ${address} }`),
      );
    }
    const up = await labUp('-i', folder);
    assert.equal(up.status, 0, up.stderr);
    return new LargerSite(folder, names);
  }

  /** The stack of five is as the lab's inventory has it again. */
  async end(): Promise<void> {
    await trueup('lab', '-i', this.folder, 'stop', ...this.names);
    rmSync(this.folder, { recursive: true });
    const ended = await trueup('apply', '-i', lab, '--yes');
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
  }

  async apply(
    ...words: readonly string[]
  ): Promise<{ readonly status: number | null; readonly events: readonly Event[]; readonly said: string }> {
    const ended = await trueup('apply', '-i', this.folder, '--yes', '--output', 'json', ...words);
    return { status: ended.status, events: eventsOf(ended), said: ended.stdout + ended.stderr };
  }

  /** On a host, as root. */
  async on(host: string, command: string): Promise<string> {
    const ended = await trueup('lab', '-i', this.folder, 'ssh', host, `sudo sh -c '${command}'`);
    assert.equal(ended.status, 0, ended.stderr);
    return ended.stdout.trim();
  }

  /** What the work gives, and what went wrong for who looked at a file and wrote into the guest book meanwhile. */
  async visitedWhile<Result>(
    work: () => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly visits: number; readonly lost: readonly string[] }> {
    const over = new AbortController();
    const visiting = visitors(over.signal);
    try {
      const result = await work();
      over.abort();
      return { result, ...(await visiting) };
    } finally {
      over.abort();
    }
  }
}

const address = '198.18.77.100';
const authority = '/var/lib/trueup-lab/ca/ca.pem';

/** Looks at a file and writes into the guest book, again and again until told to stop; gives what went wrong. */
async function visitors(stop: AbortSignal): Promise<{ readonly visits: number; readonly lost: string[] }> {
  const ca = readFileSync(authority);
  const visit = (path: string, method = 'GET', cookie = '', body = ''): Promise<Answer> => {
    const type = 'application/x-www-form-urlencoded';
    const headers = { ...(cookie && { Cookie: cookie }), ...(body && { 'Content-Type': type }) };
    return ask(address, ca, path, { method, headers, signal: AbortSignal.timeout(10_000) }, body);
  };
  const page = await visit('/');
  const entry = { csrf: fieldOf(page.body, 'csrf'), name: 'visitor', message: 'still here?' };
  const form = new URLSearchParams(entry).toString();
  const lost: string[] = [];
  const told = async (answer: Promise<Answer>): Promise<string> =>
    answer.then(({ status }) => String(status), String);
  let visits = 0;
  for (; !stop.aborted; visits += 2) {
    const seen = await told(visit('/static/guestbook.css'));
    if (seen !== '200') lost.push(`static: ${seen}`);
    const written = await told(visit('/', 'POST', page.cookie, form));
    if (!/^30[23]$/.test(written)) lost.push(`entry: ${written}`);
    await sleep(100);
  }
  return { visits, lost };
}
