// The way to boxes comes from Vagrant, and what is missing is said once, with what mends it.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { boxesIn, findBoxes } from '../../../lib/vagrant/box-ssh-config.js';
import { readStates } from '../../../lib/vagrant/box-states.js';
import { block, fakeVagrant, type FakeVagrant } from './fake-vagrant.js';

describe('boxes', () => {
  const made: FakeVagrant[] = [];
  const fake = (...args: Parameters<typeof fakeVagrant>): FakeVagrant => {
    const one = fakeVagrant(...args);
    made.push(one);
    return one;
  };
  afterEach(() => {
    for (const one of made.splice(0)) one.remove();
  });

  const all = (...names: string[]) => ({ names, needed: names });
  const complaint = async (work: Promise<unknown>): Promise<TrueupError> => {
    const error: unknown = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof TrueupError, String(error));
    assert.equal(error.code, 'E_INPUT');
    return error;
  };

  it('takes one call where all are up, and reads what it said', async () => {
    const vagrant = fake({ lb1: 'running', web1: 'running' });
    const ways = await findBoxes(all('lb1', 'web1'), vagrant);
    assert.deepEqual([...ways.keys()], ['lb1', 'web1']);
    const configFile = join(vagrant.folder, '.vagrant/trueup/ssh-config');
    assert.deepEqual(ways.get('web1'), {
      host: 'web1',
      configFile,
      knownHostsFile: join(vagrant.folder, '.vagrant/trueup/known_hosts'),
      strictHostKeyChecking: 'accept-new',
    });
    assert.ok(
      readFileSync(configFile, 'utf8').endsWith(block('lb1', '10.0.3.5') + block('web1', '10.0.3.5')),
    );
    assert.deepEqual(vagrant.calls(), ['ssh-config']);
  });

  it('knows host keys by the machine: one that is made again is another', async () => {
    const vagrant = fake({ lb1: 'running' });
    const id = join(vagrant.folder, '.vagrant/machines/lb1/lxc');
    const alias = async (name: string): Promise<string> => {
      mkdirSync(id, { recursive: true });
      writeFileSync(join(id, 'id'), name);
      const way = (await findBoxes(all('lb1'), vagrant)).get('lb1');
      return (
        /^Host lb1\n {2}HostKeyAlias (lb1\.[0-9a-f]{12})\n/m.exec(
          readFileSync(way?.configFile ?? '', 'utf8'),
        )?.[1] ?? ''
      );
    };
    const first = await alias('vagrant_lb1_1');
    assert.notEqual(first, '');
    assert.equal(await alias('vagrant_lb1_1'), first);
    assert.notEqual(await alias('vagrant_lb1_2'), first);
    rmSync(id, { recursive: true });
    const way = (await findBoxes(all('lb1'), vagrant)).get('lb1');
    assert.doesNotMatch(readFileSync(way?.configFile ?? '', 'utf8'), /HostKeyAlias/);
  });

  it('names the boxes that are not up, once, and the command that mends it', async () => {
    const vagrant = fake({ lb1: 'running', lb2: 'not_created', db1: 'poweroff' });
    const error = await complaint(findBoxes(all('lb1', 'lb2', 'db1'), vagrant));
    assert.equal(error.message, `${vagrant.folder}: 2 boxes are not up: lb2 (not created), db1 (poweroff)`);
    assert.equal(error.hint, `Bring them up: (cd ${vagrant.folder} && vagrant up lb2 db1)`);
  });

  it('needs just `vagrant up` where none is', async () => {
    const vagrant = fake({ lb1: 'not_created', db1: 'not_created' });
    const error = await complaint(findBoxes(all('lb1', 'db1'), vagrant));
    assert.equal(error.hint, `Bring them up: (cd ${vagrant.folder} && vagrant up)`);
  });

  it('finds the ways to those that a run is about, where others are down', async () => {
    const vagrant = fake({ lb1: 'not_created', web1: 'running', db1: 'poweroff' });
    const ways = await findBoxes({ names: ['lb1', 'web1', 'db1'], needed: ['web1'] }, vagrant);
    assert.deepEqual([...ways.keys()], ['web1']);
  });

  it('says that a host is called like no box', async () => {
    const vagrant = fake({ lb1: 'running' });
    const error = await complaint(findBoxes(all('lb1', 'web9'), vagrant));
    assert.equal(error.message, `${vagrant.folder}: Vagrant has no box named web9`);
  });

  it('says that vagrant is not installed', async () => {
    const vagrant = fake({});
    const error = await complaint(findBoxes(all('lb1'), { ...vagrant, env: { PATH: vagrant.folder } }));
    assert.equal(error.message, `${vagrant.folder}: vagrant is not installed here`);
    assert.match(error.hint ?? '', /^Install Vagrant/);
  });

  it('passes on what Vagrant says of its Vagrantfile', async () => {
    const said =
      '1795867730,,error-exit,Vagrant::Errors::NoEnvironmentError,A Vagrant environment%!(VAGRANT_COMMA)\\nor target machine';
    const vagrant = fake({}, `printf '%s\\n' '${said}'; echo 'There is a syntax error' >&2; exit 1`);
    const error = await complaint(findBoxes(all('lb1'), vagrant));
    assert.equal(error.message, `${vagrant.folder}: vagrant status failed`);
    assert.equal(error.output, 'A Vagrant environment,\nor target machine\nThere is a syntax error');
  });

  it('waits no longer than it may, whatever vagrant started', async () => {
    const vagrant = fake({}, 'sleep 300 & sleep 300');
    const error = await complaint(findBoxes(all('lb1'), { ...vagrant, seconds: 0.3 }));
    assert.match(error.message, /: vagrant ssh-config did not answer within 0\.3 s$/);
  });

  it('reads no more than a mebibyte', async () => {
    const vagrant = fake({}, 'yes');
    const error = await complaint(findBoxes(all('lb1'), vagrant));
    assert.match(error.message, /: vagrant ssh-config printed more than 1 MiB$/);
  });

  it('reads names and states, whatever stands around them', () => {
    assert.deepEqual(boxesIn('\nHost a-1\n  HostName Host b\nHost b_2\r\n'), ['a-1', 'b_2']);
    assert.deepEqual(
      [...readStates('1,a,state,running\r\n1,a,state-human-long,up\\n1,,ui,info,x\n2,b,state,not_created\n')],
      [
        ['a', 'running'],
        ['b', 'not_created'],
      ],
    );
  });
});
