// An HTTP proxy for apt that keeps what it fetched, so that all hosts and all runs download it only once.
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { askOrigin, Download } from './package-fetch.js';
import { isImmutable, type PackageStore } from './package-store.js';

type Stored = NonNullable<Awaited<ReturnType<PackageStore['look']>>>;
/** What one URL's answer comes from. */
type Source =
  | { readonly stored: Stored }
  | { readonly download: Download }
  | { readonly other: IncomingMessage };

/** The proxy, not listening yet. Serves stored package files; stored indexes if unchanged or the origin is down. */
export function packageCacheServer(store: PackageStore, upstreamProxy?: string): Server {
  const underway = new Map<string, Promise<Source>>();

  async function find(url: URL): Promise<Source> {
    const stored = await store.look(url);
    if (stored && isImmutable(url)) return { stored };
    const headers = {
      'user-agent': 'trueup-lab',
      ...(stored && { 'if-modified-since': stored.modified.toUTCString() }),
    };
    let answer: IncomingMessage;
    try {
      answer = await askOrigin(url, headers, upstreamProxy);
    } catch (error) {
      if (stored) return { stored };
      throw error;
    }
    const status = answer.statusCode ?? 502;
    if (stored && (status === 304 || status >= 500)) {
      answer.resume();
      return { stored };
    }
    if (status !== 200) return { other: answer };
    const length = answer.headers['content-length'];
    const modified = answer.headers['last-modified'];
    return {
      download: new Download(
        length === undefined ? undefined : Number(length),
        modified === undefined ? undefined : new Date(modified),
        answer,
        await store.receive(url),
      ),
    };
  }

  /** Requests for a file that is being downloaded share the download. */
  async function findOnce(url: URL): Promise<Source> {
    const shared = underway.get(url.href);
    if (shared) {
      const source = await shared;
      if (!('other' in source)) return source;
      return find(url);
    }
    const own = find(url);
    underway.set(url.href, own);
    const forget = () => underway.delete(url.href);
    void own.then(
      (source) => ('download' in source ? source.download.finished.then(forget) : forget()),
      forget,
    );
    return own;
  }

  return createServer((asked, answer) => {
    void serve(findOnce, asked, answer).catch((error: unknown) => {
      if (answer.headersSent) answer.destroy();
      else answer.writeHead(502, { 'content-type': 'text/plain' }).end(`${(error as Error).message}\n`);
    });
  });
}

async function serve(
  find: (url: URL) => Promise<Source>,
  asked: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  // A plain client may put the whole URL after the slash.
  const text = (asked.url ?? '').replace(/^\/(?=http:\/\/)/, '');
  if (!text.startsWith('http://') || (asked.method !== 'GET' && asked.method !== 'HEAD')) {
    answer.writeHead(400).end('only GET and HEAD requests for http:// URLs are supported\n');
    return;
  }
  const url = new URL(text);
  let source = await find(url);
  let growing: FileHandle | undefined;
  while ('download' in source && !(growing = await source.download.join())) {
    await source.download.finished;
    source = await find(url);
  }
  try {
    await answerFrom(source, growing, asked, answer);
  } finally {
    await growing?.close();
  }
}

async function answerFrom(
  source: Source,
  growing: FileHandle | undefined,
  asked: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  if ('other' in source) {
    const { statusCode, headers } = source.other;
    answer.writeHead(statusCode ?? 502, headers);
    await pipeline(source.other, answer);
    return;
  }
  const { size, modified } = 'stored' in source ? source.stored : source.download;
  const since = asked.headers['if-modified-since'];
  if (since !== undefined && modified && Math.floor(modified.getTime() / 1000) * 1000 <= Date.parse(since)) {
    answer.writeHead(304, { 'last-modified': modified.toUTCString() }).end();
    return;
  }
  answer.writeHead(200, {
    'content-type': 'application/octet-stream',
    ...(size !== undefined && { 'content-length': size }),
    ...(modified && { 'last-modified': modified.toUTCString() }),
  });
  if (asked.method === 'HEAD') answer.end();
  else if ('stored' in source) await pipeline(createReadStream(source.stored.path), answer);
  else if (growing) await pipeline(source.download.follow(growing), answer);
}
