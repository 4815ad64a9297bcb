// Visitors of the guest book: they look at the first page, and write into it.
import { randomBytes } from 'node:crypto';
import { Agent } from 'node:https';
import { ask, NoReply, type Door, type Reply, type Wish } from './request.js';

/** What became of a visit. */
export interface Visit {
  readonly failure?: string;
  readonly resent: boolean;
}

/** Makes one visit. */
export type Visitor = () => Promise<Visit>;

/** Who has been here before: a session, and the token of its form. */
export interface Session {
  readonly cookie: string;
  readonly token: string;
}

/** Begins a session, so that looking at the page is reading only. */
export async function beginSession(door: Door): Promise<Session> {
  const { status, headers, body } = await ask(door, { path: '/' });
  const [, token = ''] = /name="csrf"[^>]*value="([^"]+)"/.exec(body) ?? [];
  const [cookie = ''] = [headers['set-cookie']].flat().map((line) => line?.split(';')[0]);
  if (status !== 200 || token === '' || cookie === '')
    throw new Error(`the guest book does not begin a session: status ${status}`);
  return { cookie, token };
}

/** Looks at the page that comes from the database, over kept connections or over a new one each time. */
export function reader(door: Door, { cookie }: Session, pool?: Agent): Visitor {
  const wish = { path: '/', headers: { Cookie: cookie } };
  return () => visit(door, wish, ({ status }) => status === 200, pool);
}

/** Writes an entry that is like no other; `acknowledged` gets it when the site said that it is kept. */
export function writer(
  door: Door,
  { cookie, token }: Session,
  begun: (message: string) => void,
  acknowledged: (message: string) => void,
): Visitor {
  return async () => {
    const message = randomBytes(12).toString('hex');
    begun(message);
    const form = new URLSearchParams({ csrf: token, name: 'availability', message }).toString();
    const done = await visit(
      door,
      { path: '/', headers: { Cookie: cookie }, form },
      ({ status }) => status === 303,
    );
    if (done.failure === undefined) acknowledged(message);
    return done;
  };
}

/** Connections that are kept, as a browser's or a proxy's. */
export function newPool(): Agent {
  return new Agent({ keepAlive: true, maxFreeSockets: 16 });
}

async function visit(door: Door, wish: Wish, good: (reply: Reply) => boolean, pool?: Agent): Promise<Visit> {
  const once = async (over?: Agent): Promise<string | NoReply | undefined> => {
    try {
      const reply = await ask(door, over ? { ...wish, pool: over } : wish);
      return good(reply) ? undefined : String(reply.status);
    } catch (error) {
      if (error instanceof NoReply) return error;
      throw error;
    }
  };
  const first = await once(pool);
  // As every browser does with what may be sent twice (RFC 9112, 9.3.1).
  const resent = first instanceof NoReply && first.stale && wish.form === undefined;
  const last = resent ? await once() : first;
  const failure = last instanceof NoReply ? last.kind : last;
  return { resent, ...(failure !== undefined && { failure }) };
}
