// Speaks with the real yaml-language-server as an editor does: over its standard streams.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

export interface Diagnostic {
  readonly message: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

export interface Completion {
  readonly label: string;
  readonly documentation?: string | { readonly value: string };
}

/** Settings as in .vscode/settings.json. */
type Settings = Readonly<Record<string, unknown>>;

/** One server for one folder. */
export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #diagnosed = new Map<string, (found: readonly Diagnostic[]) => void>();
  readonly #settings: Settings;
  #received = Buffer.alloc(0);
  #next = 1;

  private constructor(process: ChildProcess, settings: Settings) {
    this.#process = process;
    this.#settings = settings;
    process.stdout?.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
  }

  /** Starts it. */
  static async start(folder: string, settings: Settings): Promise<LanguageServer> {
    const manifest = require.resolve('yaml-language-server/package.json');
    const program = join(dirname(manifest), 'bin/yaml-language-server');
    const child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const server = new LanguageServer(child, settings);
    const rootUri = pathToFileURL(folder).href;
    await server.#ask('initialize', {
      processId: process.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: 'project' }],
      capabilities: {
        workspace: { configuration: true },
        textDocument: {
          completion: { completionItem: { documentationFormat: ['markdown'], snippetSupport: true } },
        },
      },
    });
    server.#send({ method: 'initialized', params: {} });
    server.#send({ method: 'workspace/didChangeConfiguration', params: { settings: {} } });
    return server;
  }

  /** Opens a file, with this text; gives what is underlined in it. */
  async open(path: string, text: string): Promise<readonly Diagnostic[]> {
    const uri = pathToFileURL(path).href;
    const found = new Promise<readonly Diagnostic[]>((resolve) => this.#diagnosed.set(uri, resolve));
    this.#send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
    });
    return found;
  }

  /** What is offered at a place; lines and characters count from 0. */
  async complete(path: string, line: number, character: number): Promise<readonly Completion[]> {
    const { items } = (await this.#ask('textDocument/completion', at(path, line, character))) as {
      items: Completion[];
    };
    return items;
  }

  /** The tooltip at a place. */
  async hover(path: string, line: number, character: number): Promise<string> {
    const found = (await this.#ask('textDocument/hover', at(path, line, character))) as {
      contents: { value: string };
    } | null;
    return found?.contents.value ?? '';
  }

  /** Ends it. */
  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    await this.#ask('shutdown', undefined);
    this.#send({ method: 'exit' });
    await ended;
  }

  async #ask(method: string, params: unknown): Promise<unknown> {
    const id = this.#next++;
    const answered = new Promise<Message>((resolve) => this.#answers.set(id, resolve));
    this.#send({ id, method, params });
    const { result, error } = await answered;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  #send(message: Message): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const head = this.#received.indexOf('\r\n\r\n');
      if (head < 0) return;
      const [, length] = /Content-Length: (\d+)/i.exec(this.#received.toString('latin1', 0, head)) ?? [];
      const end = head + 4 + Number(length);
      if (this.#received.length < end) return;
      const message = JSON.parse(this.#received.toString('utf8', head + 4, end)) as Message;
      this.#received = this.#received.subarray(end);
      this.#hear(message);
    }
  }

  #hear({ id, method, params, ...rest }: Message): void {
    if (method === 'workspace/configuration' && id !== undefined) {
      const { items } = params as { items: { section: string }[] };
      this.#send({ id, result: items.map(({ section }) => this.#sectionOf(section)) });
    } else if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { uri: string; diagnostics: Diagnostic[] };
      this.#diagnosed.get(uri)?.(diagnostics);
    } else if (method !== undefined && id !== undefined) this.#send({ id, result: null });
    else if (id !== undefined) this.#answers.get(id)?.(rest);
  }

  /** What an editor makes of dotted names. */
  #sectionOf(section: string): unknown {
    const own = Object.entries(this.#settings).filter(([name]) => name.startsWith(`${section}.`));
    return Object.fromEntries(own.map(([name, value]) => [name.slice(section.length + 1), value]));
  }
}

function at(path: string, line: number, character: number): object {
  return { textDocument: { uri: pathToFileURL(path).href }, position: { line, character } };
}
