// What `trueup init inventory` makes in a stack: a whole inventory, like the one that is there, with secrets of its own.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedFleet } from '../../../lib/inventory/loaded-fleet.js';
import { Secret } from '../../../lib/model/secret.js';
import { five, NewProject, stackOf, stacks } from './new-project.js';

/** As JSON, secrets in clear. */
function revealed(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, shown: unknown) {
    const own = this[key];
    return own instanceof Secret ? own.reveal() : shown;
  });
}

describe('One more inventory', function () {
  this.timeout(120_000);
  let project: NewProject;
  beforeEach(() => {
    project = new NewProject();
  });
  afterEach(() => {
    project.end();
  });

  it('gets one more inventory of the stack, with the same application and secrets of its own', async () => {
    mkdirSync(join(project.scratch, 'shop'));
    const application = { folder: join(project.scratch, 'shop'), command: ['/usr/bin/gunicorn', 'app:app'] };
    await project.make(stackOf({ application }));
    const file = (inventory: string, path: string) => join(project.folder, 'inventory', inventory, path);
    const app = file('prod', 'group_vars/app.yml');
    writeFileSync(app, readFileSync(app, 'utf8').replace('packages: [gunicorn]', 'packages: [python3-venv]'));
    const secrets = file('prod', 'group_vars/all/secrets.yml');
    writeFileSync(secrets, `${readFileSync(secrets, 'utf8')}stripe_key: !age x\n`);
    writeFileSync(file('prod', 'group_vars/cache.yml'), 'token: !age x\n');

    const hosts = five.map(({ name, address }) => ({ name: name.replace('db1', 'db7'), address }));
    const { stack } = stackOf({ domain: 'www.staging.example', virtualIp: '192.0.2.101' });
    const answers = { user: 'u', hosts, ...(stack && { stack }) };
    const made = await project.more('staging', answers, { stack: { others: [] }, like: 'inventory/prod' });
    assert.deepEqual([made.missing, made.left], [['stripe_key'], ['group_vars/cache.yml']]);
    assert.deepEqual(await project.declaredIn('staging'), {
      ...{ lb1: stacks.lb1, lb2: stacks.lb2, web1: stacks.web1, app1: stacks.app1, db7: stacks.db1 },
    });

    writeFileSync(secrets, readFileSync(secrets, 'utf8').replace(/^stripe_key.*\n/m, ''));
    rmSync(file('prod', 'group_vars/cache.yml'));
    const [first, second] = [await project.load('prod'), await project.load('staging')];
    const opened = ({ fleet, host, role }: { fleet: LoadedFleet; host: string; role: string }) =>
      revealed(fleet.host(host).vars[role]);
    const [old, fresh] = [
      opened({ fleet: first, host: 'app1', role: 'appserver' }),
      opened({ fleet: second, host: 'app1', role: 'appserver' }),
    ];
    assert.match(fresh, /"packages":\["python3-venv"\]/);
    const password = /"password":"([^"]+)"/;
    assert.notEqual(password.exec(fresh)?.[1], password.exec(old)?.[1]);
    assert.match(opened({ fleet: second, host: 'web1', role: 'nginx' }), /"www\.staging\.example"/);
    assert.doesNotMatch(opened({ fleet: second, host: 'web1', role: 'nginx' }), /builtin:site/);

    const again = await project.more('staging', answers);
    assert.deepEqual([again.made, again.missing], [[], []]);
  });

  it('takes another application for one more inventory, if it is given', async () => {
    await project.make(stackOf());
    mkdirSync(join(project.scratch, 'shop'));
    const application = { folder: join(project.scratch, 'shop'), command: ['/usr/bin/gunicorn', 'app:app'] };
    const { stack } = stackOf({ application });
    await project.more('staging', { user: 'u', hosts: five, ...(stack && { stack }) });
    assert.deepEqual(await project.declaredIn('staging'), stacks);
    const text = readFileSync(join(project.folder, 'inventory/staging/group_vars/db.yml'), 'utf8');
    assert.match(text, /- name: shop\n/);
    assert.doesNotMatch(text, /guestbook/);
  });
});
