// Variables that are given for one run.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extraInWords } from '../../../lib/explain/describe-extra-vars.js';
import { originInWords } from '../../../lib/explain/variable-origin.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import type { LoadedFleet } from '../../../lib/inventory/loaded-fleet.js';
import { InputErrors } from '../../../lib/model/trueup-error.js';
import { roles } from '../../../roles/registry.js';

describe('variables of a run', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-extra-'));
    mkdirSync(join(folder, 'host_vars'));
    writeFileSync(
      join(folder, 'hosts.yml'),
      'all: {hosts: {r1: {ansible_host: 192.0.2.1, redis: {port: 7000, from: [redis], password: !secret from-inventory}}}}\n',
    );
    writeFileSync(join(folder, 'host_vars/r1.yml'), 'redis: {maxmemory_mib: 300}\n');
    writeFileSync(join(folder, 'trueup.yml'), 'roles: {all: [redis]}\n');
    writeFileSync(join(folder, 'more.json'), '{"redis": {"maxmemory_mib": 400, "port": 7003}}');
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const load = (...extra: readonly string[]): Promise<LoadedFleet> => loadFleet(folder, { roles, extra });
  const varsOf = async (...extra: readonly string[]): Promise<Record<string, unknown>> =>
    (await load(...extra)).host('r1').vars['redis'] as Record<string, unknown>;
  const wrong = async (...extra: readonly string[]): Promise<string> => {
    const error: unknown = await load(...extra).catch((one: unknown) => one);
    assert.ok(error instanceof InputErrors, String(error));
    return error.errors
      .map(
        ({ message, hint, place }) =>
          `${place?.file ?? ''}:${place?.column ?? ''} ${message} | ${hint ?? ''}`,
      )
      .join('\n');
  };

  it('win over all of the inventory, and leave the rest of the mapping as it is', async () => {
    const { port, maxmemory_mib } = await varsOf('redis.port=7001');
    assert.deepEqual({ port, maxmemory_mib }, { port: 7001, maxmemory_mib: 300 });
  });

  it('are taken from several options, files and JSON, of which the last wins', async () => {
    const more = `@${join(folder, 'more.json')}`;
    assert.equal((await varsOf(more))['maxmemory_mib'], 400);
    assert.equal((await varsOf(more, 'redis.port=7004'))['port'], 7004);
    assert.equal((await varsOf('redis.port=7004', more))['port'], 7003);
    assert.equal((await varsOf('{"redis": {"port": 7005, "from": ["redis"]}}'))['port'], 7005);
    const two = await varsOf('redis.port=7006 redis.maxmemory_mib=500');
    assert.deepEqual([two['port'], two['maxmemory_mib']], [7006, 500]);
  });

  it('may be templates, variables of templates, and connection variables', async () => {
    assert.equal((await varsOf('redis.port={{base_port}}', 'base_port=7007'))['port'], 7007);
    const { connection } = (await load('ansible_port=2222 ansible_user=deploy')).host('r1');
    assert.deepEqual([connection.port, connection.user], [2222, 'deploy']);
  });

  it('are checked as all others, with their place', async () => {
    assert.match(await wrong('redis.prot=1'), /^-e:1 redis\.prot: unknown key \| Did you mean port\?/);
    assert.match(
      await wrong('x=1 redis.port=many'),
      /^-e:5 r1: redis\.port: must be a whole number, found "many"/,
    );
    assert.match(
      await wrong('rediss.port=1'),
      /^-e:1 rediss: no host has a role with this name \| Did you mean redis\?/,
    );
    assert.match(
      await wrong('redis.port 1'),
      /-e redis\.port is not a valid assignment \| Write role\.key=value/,
    );
    assert.match(await wrong('[1, 2]'), /must be a mapping of variables/);
    assert.match(await wrong('@nowhere.yml'), /^nowhere\.yml:1 can't be read/);
    assert.match(await wrong('redis=1'), /redis: must be a mapping/);
  });

  it('are told by explain, with what they override', async () => {
    const fleet = await load('redis.port=7001');
    const words = originInWords('redis.port', fleet.host('r1'), fleet);
    assert.match(words, /^redis\.port on r1: 7001\n {2}from +-e:1:1 +the command line\n/);
    assert.match(words, /overrides +\S*hosts\.yml:1:\d+ +host r1 +7000/);
  });

  it('stand in the record of a run, without secrets', async () => {
    const given = [
      'redis.port=7001 redis.password=xyz',
      `@${join(folder, 'more.json')}`,
      'redis.port=7002 a=b',
    ];
    const fleet = await load(...given);
    const words = extraInWords(given, fleet, (text) => text);
    assert.equal(words, `-e redis.port=7002 -e redis.password=*** -e a=b -e @${join(folder, 'more.json')}`);
    assert.doesNotMatch(originInWords('redis.password', fleet.host('r1'), fleet), /xyz|from-inventory/);
  });
});
