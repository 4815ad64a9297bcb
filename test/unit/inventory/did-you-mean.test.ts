// A near miss is met with the word that was meant, and nothing else is.
import assert from 'node:assert/strict';
import { nearest } from '../../../lib/inventory/schema/did-you-mean.js';

const words = ['server_name', 'nginx', 'mysql', 'hosts', 'vars', 'db'];
const cases: Readonly<Record<string, string | undefined>> = {
  server_nmae: 'server_name',
  'server-name': 'server_name',
  servername: 'server_name',
  ngnix: 'nginx',
  NGINX: 'nginx',
  host: 'hosts',
  var: 'vars',
  dbs: 'db',
  x: undefined,
  postgresql: undefined,
  '': undefined,
};

describe('nearest', () => {
  for (const [word, meant] of Object.entries(cases)) {
    it(`${JSON.stringify(word)} means ${meant ?? 'nothing known'}`, () => {
      assert.equal(nearest(word, words), meant);
    });
  }

  it('takes as many slips as it may', () => {
    assert.equal(nearest('cvxserver', ['appserver']), 'appserver');
    assert.equal(nearest('cvxserver', ['appserver'], 2), undefined);
    assert.equal(nearest('apserver', ['appserver'], 2), 'appserver');
  });
});
