// The application's health is asked for as visitors ask: frameworks refuse another name, and lead to HTTPS who came without it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { factlessScopeOf } from '../../../../lib/compile/role-scope.js';
import { answers, firstLine } from '../../../../roles/appserver/application-answers.js';
import { asVisitors, type AsVisitors } from '../../../../roles/appserver/visitor-request.js';
import { appserver } from '../../../../roles/appserver/role.js';
import { turns } from '../../../../roles/appserver/turns.js';
import type { AppserverVars } from '../../../../roles/appserver/vars.js';
import { stackOf, type Plan } from '../stack.js';

const run = promisify(execFile);

/** As a Django with ALLOWED_HOSTS and SECURE_SSL_REDIRECT answers. */
function strict(name: string): Server {
  return createServer(({ headers }, response) => {
    if (headers.host !== name || headers['x-forwarded-host'] !== name) response.writeHead(400).end();
    else if (headers['x-forwarded-proto'] !== 'https')
      response.writeHead(301, { location: `https://${name}/` }).end();
    else response.end('ok');
  });
}

async function scopeOf(plan: Plan) {
  const stack = await stackOf(plan);
  const { context } = stack;
  const host = context.fleet.host('app1');
  const vars = context.fleet.varsOf(host, appserver);
  const scope = { ...factlessScopeOf(appserver, { instance: 'appserver', vars }, host, context), vars };
  return { stack, scope, as: asVisitors(context.fleet, vars) };
}

describe('the question how an application is', () => {
  let server: Server;
  let vars: AppserverVars;

  before(async () => {
    server = strict('www.foobar.com').listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { scope } = await scopeOf({});
    vars = { ...scope.vars, port: (server.address() as AddressInfo).port };
  });
  after(() => server.close());

  const line = async (as: AsVisitors): Promise<string> => {
    const { stdout } = await run('sh', ['-euc', firstLine('127.0.0.1', vars.port, '/healthz', as).text]);
    return stdout.trim();
  };

  it('is answered by one that knows no other name than the site’s, over HTTPS only', async () => {
    const { as } = await scopeOf({});
    assert.equal(await line(as), 'HTTP/1.1 200 OK');
    await run('sh', ['-euc', answers('127.0.0.1', vars, as).text]);
    assert.equal(await line({ ...as, name: 'localhost' }), 'HTTP/1.1 400 Bad Request');
    assert.equal(
      await line({ ...as, headers: { 'X-Forwarded-Host': as.name } }),
      'HTTP/1.1 301 Moved Permanently',
    );
  });

  it('is the same in trials, after a start, in turns and in checks', async () => {
    const { scope, as, stack } = await scopeOf({});
    const resources = await stack.resources('app1');
    const wants = new Map(resources.map(({ id, want }) => [id, JSON.stringify(want)]));
    const asked = [
      ...['release /srv/guestbook', 'service guestbook'].map((id) => wants.get(id) ?? ''),
      ...[...stack.checks('app1'), ...turns.healthy(scope).checks]
        .filter(({ title }) => /livez|healthz/.test(title))
        .flatMap(({ questions }) => questions.map((question) => JSON.stringify(question))),
    ];
    assert.equal(asked.length, 6);
    const trial = resources.find(({ id }) => id === 'release /srv/guestbook')?.want as {
      prove(folder: string): { text: string };
    };
    asked[0] = JSON.stringify(trial.prove('/srv/guestbook/releases/x').text);
    for (const text of asked) {
      assert.equal(as.name, 'www.foobar.com');
      assert.match(text, /Host: www\.foobar\.com/);
      assert.match(text, /X-Forwarded-Proto: https/);
      assert.doesNotMatch(text, /Host: localhost/);
    }
  });

  it('names the site that the variable names, and localhost where nobody does', async () => {
    const named = await scopeOf({ vars: 'appserver: {site_name: shop.example.com}' });
    assert.equal(named.as.name, 'shop.example.com');
    assert.equal((await scopeOf({ webs: 0, balancers: 0 })).as.name, 'localhost');
  });
});
