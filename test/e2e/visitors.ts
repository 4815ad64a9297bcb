// Visitors of the lab's site, who read and write while something is done to it, and count what they missed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';

export interface Seen {
  readonly requests: number;
  /** What failed: a status, or an error. */
  readonly failed: readonly string[];
  /** Words of entries that the site said it has taken. */
  readonly written: readonly string[];
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly cookie: string | undefined;
}

/** Over a connection of its own, to the end of the answer. */
export function ask(
  address: string,
  ca: Buffer,
  path: string,
  options: Pick<RequestOptions, 'method' | 'signal'> & {
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
  body = '',
): Promise<Answer> {
  const name = 'www.foobar.com';
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        host: address,
        servername: name,
        path,
        ca,
        agent: false,
        timeout: 30_000,
        ...options,
        headers: { Host: name, ...options.headers },
      },
      (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('error', reject);
        answer.on('end', () => {
          resolve({
            status: answer.statusCode ?? 0,
            body: text,
            cookie: answer.headers['set-cookie']?.[0]?.split(';')[0],
          });
        });
      },
    );
    asking.on('error', reject);
    asking.on('timeout', () => asking.destroy(new Error('no answer within 30 s')));
    asking.end(body);
  });
}

/** A hidden field of the guest book's form; empty if the page has none. */
export function fieldOf(page: string, name: 'csrf' | 'form'): string {
  return new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';
}

const visitors = [1, 2, 3, 4] as const;

/**
 * Four at once, each with a connection per request, as long as `work` takes and for a moment before and after it. `work`
 * is given what waits until each of them has had one more good answer.
 */
export async function visitDuring(
  { address, authority }: { readonly address: string; readonly authority: string },
  work: (allServed: () => Promise<void>) => Promise<void>,
): Promise<Seen> {
  const ca = readFileSync(authority);
  const [failed, written]: [string[], string[]] = [[], []];
  let [requests, over] = [0, false];
  const unserved = new Set<number>();
  const allServed = async (): Promise<void> => {
    for (const one of visitors) unserved.add(one);
    const until = Date.now() + 120_000;
    while (unserved.size > 0) {
      assert.ok(Date.now() < until, `no good answer for visitors ${[...unserved].join(', ')} within 120 s`);
      await pause(20);
    }
  };
  const visitor = async (number: number): Promise<void> => {
    const words = `visitor ${number} of ${Date.now()}`;
    let [cookie, csrf, form] = ['', '', ''];
    for (let visit = 0; !over; visit += 1) {
      requests += 1;
      const message = `${words}: ${visit}`;
      const writes = csrf !== '' && visit % 2 === 1;
      try {
        const body = new URLSearchParams({
          csrf,
          form: `${form}${visit}`,
          name: 'visitor',
          message,
        }).toString();
        const headers = { Cookie: cookie, 'Content-Type': 'application/x-www-form-urlencoded' };
        const answer = await (writes
          ? ask(address, ca, '/', { method: 'POST', headers }, body)
          : ask(address, ca, '/', { headers: cookie === '' ? {} : { Cookie: cookie } }));
        const good = answer.status === (writes ? 303 : 200);
        if (!good) failed.push(String(answer.status));
        else if (writes) written.push(message);
        else {
          cookie = answer.cookie ?? cookie;
          csrf = fieldOf(answer.body, 'csrf');
          form = fieldOf(answer.body, 'form');
        }
        if (good) unserved.delete(number);
      } catch (error) {
        failed.push(String(error));
      }
      await pause(20);
    }
  };
  const visiting = visitors.map(visitor);
  await pause(500);
  try {
    await work(allServed);
    await pause(500);
  } finally {
    over = true;
    await Promise.all(visiting);
  }
  return { requests, failed, written };
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
