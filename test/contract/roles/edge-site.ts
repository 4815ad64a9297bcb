// The edge on one host: HAProxy before nginx, and the application on the controller.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Connection } from '../../../lib/model/fleet.js';
import { createCa, issueLeaf, type KeyPair } from '../../../lib/pki/local-ca.js';
import { eventsOf, run, trueup, type Ended } from '../../e2e/run-trueup.js';
import { startApplication } from './edge-application.js';

export const siteName = 'www.example.test';

/** What a visitor got. */
export interface Visit {
  readonly status: number;
  /** Names in lower case; one that comes twice has two values. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

type Vars = Readonly<Record<string, unknown>>;

export class EdgeSite {
  readonly #folder = mkdtempSync(join(tmpdir(), 'trueup-edge-'));

  private constructor(
    private readonly connection: Connection,
    /** Of the controller, as the host sees it. */
    readonly ownAddress: string,
    private readonly application: Awaited<ReturnType<typeof startApplication>>,
    private readonly ca: KeyPair,
  ) {}

  static async make(connection: Connection): Promise<EdgeSite> {
    const probe = connect(connection.port ?? 22, connection.host);
    await once(probe, 'data');
    const own = probe.localAddress ?? '';
    probe.end();
    const site = new EdgeSite(connection, own, await startApplication(own), await createCa('edge'));
    site.write('ca.pem', site.ca.certificate);
    site.write('static/index.html', '<h1>first page</h1>');
    site.write('static/robots.txt', 'User-agent: *\n');
    await site.renew();
    return site;
  }

  get address(): string {
    return this.connection.host;
  }

  close(): void {
    this.application.stop();
    rmSync(this.#folder, { recursive: true });
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
    writeFileSync(join(this.#folder, path), text);
  }

  /** Of what was written. */
  path(name: string): string {
    return join(this.#folder, name);
  }

  /** Another certificate for the same name. */
  async renew(): Promise<void> {
    const { fullchain, key } = await issueLeaf(this.ca, { names: [siteName] });
    this.write('site.pem', fullchain);
    this.write('keys/site.key', key);
  }

  #write(haproxy: Vars, nginx: Vars): void {
    const { host, user, privateKeyFile, knownHostsFile } = this.connection;
    const box = {
      ansible_host: host,
      ansible_user: user,
      ansible_ssh_private_key_file: privateKeyFile,
      trueup_known_hosts_file: knownHostsFile,
      trueup_ssh_config: 'none',
    };
    const hosts = {
      edge: { hosts: { box } },
      app: { hosts: { controller: { ansible_host: this.ownAddress } } },
    };
    // JSON is YAML, but for the tag.
    const key = `${this.#folder}/keys/site.key`;
    const withKey = (vars: Vars): string =>
      JSON.stringify({ certificate: 'site.pem', certificate_key: '@key', ...vars }).replace(
        '"@key"',
        `!file ${JSON.stringify(key)}`,
      );
    const common = {
      server_name: siteName,
      http_port: 8080,
      https_port: 8443,
      static: 'static',
      static_check: '/robots.txt',
    };
    this.write('hosts.yml', JSON.stringify({ all: { children: hosts } }));
    this.write('trueup.yml', 'roles: {edge: [nginx, haproxy], app: [appserver]}');
    this.write(
      'group_vars/all.yml',
      `nginx: ${withKey({ ...common, ...nginx })}
haproxy: ${withKey({ backend_authority: 'ca.pem', ...haproxy })}
appserver: {port: ${this.application.port}}
`,
    );
  }

  #run(command: 'plan' | 'apply', ...more: readonly string[]): Promise<Ended> {
    return trueup(...[command, '-i', this.#folder, '--limit', 'box', '--output', 'json', ...more]);
  }

  /** What a plan would change, and who says what is in force; the inventory is what was applied last. */
  async plan(): Promise<readonly string[]> {
    const ended = await this.#run('plan');
    return eventsOf(ended).flatMap((event) =>
      event.type === 'host.planned'
        ? event.steps.flatMap(({ changes }) => changes.map(({ what, from }) => `${what}: ${String(from)}`))
        : [],
    );
  }

  /** Applies the roles again, which must fail, and gives all that was said. */
  async applyInVain(): Promise<string> {
    const ended = await this.#run('apply', '--yes');
    assert.equal(ended.status, 1, ended.stdout + ended.stderr);
    return ended.stdout;
  }

  /** Applies the roles, and gives what changed. */
  async apply(haproxy: Vars = {}, nginx: Vars = {}): Promise<readonly string[]> {
    this.#write(haproxy, nginx);
    const ended = await this.#run('apply', '--yes');
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    return eventsOf(ended).flatMap((event) =>
      event.type === 'step.done'
        ? event.changes.map(({ verb, what }) => `${event.resource}: ${verb} ${what}`)
        : [],
    );
  }

  #curl(url: string, args: readonly string[]): readonly string[] {
    return [
      ...['--silent', '--max-time', '150', '--cacert', join(this.#folder, 'ca.pem'), '--include'],
      ...['--resolve', `${siteName}:443:${this.address}`, '--resolve', `${siteName}:80:${this.address}`],
      ...['--header', 'Expect:', ...args, url.startsWith('/') ? `https://${siteName}${url}` : url],
    ];
  }

  /** Asks through HAProxy, by HTTP/1.1 where the arguments say nothing else. */
  async visit(url: string, ...args: readonly string[]): Promise<Visit> {
    const version = args.includes('--http2') ? [] : ['--http1.1'];
    const { stdout } = await run('curl', this.#curl(url, [...version, ...args]));
    const end = stdout.indexOf('\r\n\r\n');
    const [first = '', ...lines] = stdout.slice(0, Math.max(end, 0)).split('\r\n');
    const headers = new Map<string, readonly string[]>();
    for (const line of lines) {
      const at = line.indexOf(':');
      const name = line.slice(0, at).toLowerCase();
      headers.set(name, [...(headers.get(name) ?? []), line.slice(at + 1).trim()]);
    }
    return { status: Number(first.split(' ')[1] ?? 0), headers, body: stdout.slice(end + 4) };
  }

  /** Whether a visit comes to an end by itself, whichever. */
  async ends(url: string): Promise<boolean> {
    const timedOut = 28;
    return (await run('curl', this.#curl(url, ['--max-time', '60']))).status !== timedOut;
  }

  /** Asks until it is answered so, half a minute at least. */
  async settled(status: number, url: string): Promise<Visit> {
    let visit = await this.visit(url);
    for (let tries = 0; visit.status !== status && tries < 60; tries += 1) {
      await sleep(500);
      visit = await this.visit(url);
    }
    assert.equal(visit.status, status, url);
    return visit;
  }

  /** A connection that was let in, over TLS. */
  async dial(): Promise<TLSSocket> {
    const socket = connectTls({
      host: this.address,
      port: 443,
      servername: siteName,
      ca: this.ca.certificate,
    });
    socket.on('error', () => undefined);
    await Promise.race([once(socket, 'secureConnect'), once(socket, 'close')]);
    return socket;
  }

  /** A connection that says nothing. */
  idle(port: number): Socket {
    const socket = connect(port, this.address);
    socket.on('error', () => undefined);
    socket.resume();
    return socket;
  }
}
