// Parses the bytes of a remote shell into frames. Other output of the host can't break the parser or pass for a frame.

export type Frame =
  | { readonly kind: 'hello'; readonly pid: number; readonly lock: string; readonly owner: string }
  | { readonly kind: 'begin'; readonly index: number }
  | { readonly kind: 'out'; readonly index: number; readonly status: number; readonly text: string }
  | { readonly kind: 'err'; readonly index: number; readonly text: string }
  /** What the running snippet waits for; one line. */
  | { readonly kind: 'notice'; readonly index: number; readonly text: string }
  | { readonly kind: 'receive'; readonly bytes: number }
  | { readonly kind: 'done' };

/** Thrown if the bytes are not frames; `said` is their beginning. */
export class NoFrame extends Error {
  constructor(
    message: string,
    readonly said: string,
  ) {
    super(message);
  }
}

/** For the noise of login shells and banners before the hello. */
const maxPreamble = 256 * 1024;
const maxLine = 256;
/** For one answer; a host that sends more is broken or hostile. */
const maxBody = 32 * 1024 * 1024;
/** About twice the longest notice of an honest shell. */
const maxNotice = 1024;

type Head = Exclude<Frame, { kind: 'hello' | 'out' | 'err' | 'notice' }> | ((body: string) => Frame);

/** Takes chunks as they arrive, and passes on each whole frame. */
export class FrameReader {
  #pending: Buffer[] = [];
  #size = 0;
  #need = 1;
  #greeted = false;
  #preamble = '';
  #passedOver = 0;
  #body: { readonly length: number; readonly build: (text: string) => Frame } | undefined;
  readonly #prefix: string;

  constructor(
    nonce: string,
    readonly onFrame: (frame: Frame) => void,
  ) {
    this.#prefix = `${nonce} `;
  }

  /** The beginning of what arrived before the first frame; undefined once a frame has arrived. */
  get preamble(): string | undefined {
    return this.#greeted ? undefined : this.#preamble;
  }

  /** Throws NoFrame. */
  feed(chunk: Buffer): void {
    this.#pending.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#need) return;
    let buffer = Buffer.concat(this.#pending);
    for (;;) {
      const used = this.#body ? this.#readBody(buffer) : this.#readLine(buffer);
      if (used === 0) break;
      buffer = buffer.subarray(used);
    }
    this.#pending = [buffer];
    this.#size = buffer.length;
    this.#need = this.#body ? this.#body.length + 1 : this.#size + 1;
  }

  #readBody(buffer: Buffer): number {
    const body = this.#body;
    if (!body || buffer.length < body.length + 1) return 0;
    if (buffer[body.length] !== 0x0a) throw new NoFrame('a frame is longer than announced', peek(buffer));
    this.#body = undefined;
    this.onFrame(body.build(buffer.toString('utf8', 0, body.length)));
    return body.length + 1;
  }

  #readLine(buffer: Buffer): number {
    const end = buffer.indexOf(0x0a);
    if (end < 0 || (end > maxLine && this.#greeted)) {
      if (buffer.length > (this.#greeted ? maxLine : maxPreamble)) {
        throw new NoFrame('an overlong line arrived instead of an answer', peek(buffer));
      }
      return 0;
    }
    const line = buffer.toString('latin1', 0, end);
    if (!line.startsWith(this.#prefix)) {
      if (this.#greeted) throw new NoFrame('unexpected data arrived instead of an answer', peek(buffer));
      this.#passedOver += end;
      if (this.#preamble.length < maxLine) this.#preamble += `${line.slice(0, maxLine)}\n`;
      if (this.#passedOver > maxPreamble)
        throw new NoFrame('the login shell prints endless output', peek(buffer));
      return end + 1;
    }
    const head = parseHead(line.slice(this.#prefix.length).split(' '));
    if (head === undefined) throw new NoFrame('a frame is malformed', peek(buffer));
    if ('length' in head) this.#body = head;
    else this.onFrame(head);
    this.#greeted = true;
    return end + 1;
  }
}

type Parsed = Exclude<Head, (body: string) => Frame> | { length: number; build: (text: string) => Frame };

function parseHead([kind, ...words]: readonly string[]): Parsed | undefined {
  const number = (at: number): number => (/^\d{1,10}$/.test(words[at] ?? '') ? Number(words[at]) : NaN);
  const sized = (at: number, build: (text: string) => Frame, most = maxBody): Parsed | undefined =>
    number(at) <= most ? { length: number(at), build } : undefined;
  const index = number(0);
  switch (kind) {
    case 'h': {
      const lock = words[1] ?? '';
      return sized(2, (owner) => ({ kind: 'hello', pid: index, lock, owner: owner.trim() }));
    }
    case 'b':
      return Number.isNaN(index) ? undefined : { kind: 'begin', index };
    case 'o': {
      const status = number(1);
      if (Number.isNaN(index) || Number.isNaN(status)) return undefined;
      return sized(2, (text) => ({ kind: 'out', index, status, text }));
    }
    case 'e':
      return Number.isNaN(index) ? undefined : sized(1, (text) => ({ kind: 'err', index, text }));
    case 'n':
      return Number.isNaN(index)
        ? undefined
        : sized(1, (text) => ({ kind: 'notice', index, text }), maxNotice);
    case 'r':
      return Number.isNaN(index) ? undefined : { kind: 'receive', bytes: index };
    case 'd':
      return { kind: 'done' };
    case undefined:
    default:
      return undefined;
  }
}

function peek(buffer: Buffer): string {
  return buffer.toString('utf8', 0, 200);
}
