// Which tamperings are tried at the same time.
import assert from 'node:assert/strict';
import { directory, file, service } from '../../../lib/kit.js';
import type { Resource } from '../../../lib/model/resource.js';
import type { DriftCase } from '../../../lib/testing/drift/drift-case.js';
import { roundsOf } from '../../../lib/testing/drift/tampering-rounds.js';
import { sh } from '../../../lib/shell/sh.js';

const text = (path: string): Resource => file({ path, content: 'x' });
const motd = text('/etc/motd');
const site = text('/etc/nginx/conf.d/site.conf');
const main = text('/etc/nginx/nginx.conf');
const folder = directory({ path: '/etc/nginx/conf.d' });
const nginx = service({ unit: 'nginx', running: true, enabled: true, reloadOn: [site, main] });
const all = [motd, folder, site, main, nginx];

function tamper(resource: Resource, how = 'how', contained = true): DriftCase {
  return { title: `${resource.id}: ${how}`, resource, tampering: { how, script: sh`true`, contained } };
}

function rounds(...cases: readonly DriftCase[]): readonly (readonly string[])[] {
  return roundsOf(cases, all).map((round) => round.map(({ title }) => title));
}

describe('tamperings at the same time', () => {
  it('are those of resources that have nothing in common', () => {
    assert.deepEqual(rounds(tamper(motd), tamper(site)), [[`${motd.id}: how`, `${site.id}: how`]]);
  });

  it('are never two of one resource, nor of two that the same service watches', () => {
    assert.equal(rounds(tamper(motd, 'one'), tamper(motd, 'two')).length, 2);
    assert.equal(rounds(tamper(site), tamper(main)).length, 2);
    assert.equal(rounds(tamper(site), tamper(nginx)).length, 2);
  });

  it('are never of a folder and what lies in it', () => {
    assert.equal(rounds(tamper(folder), tamper(site)).length, 2);
  });

  it('are only those that change nothing but their own resource', () => {
    assert.equal(rounds(tamper(motd, 'how', false), tamper(site), tamper(main, 'how', false)).length, 3);
  });

  it('are all tried, each once', () => {
    const cases = all.flatMap((resource) => ['a', 'b'].map((how) => tamper(resource, how)));
    const found = rounds(...cases).flat();
    assert.deepEqual([...found].sort(), cases.map(({ title }) => title).sort());
  });
});
