// The proof of packages.
import { sh, packages } from '../../../lib/kit.js';
import type { PackagesWant } from '../../../lib/resources/packages/packages.js';
import { policyMark } from '../../../lib/resources/packages/policy-rc-d.js';
import { tamper } from '../../../lib/testing/tamper/packages/packages.js';
import { proofOf } from '../proof.js';

const policy = '/usr/sbin/policy-rc.d';

const clean = sh`
umask 022
export DEBIAN_FRONTEND=noninteractive
apt-get -q update >/dev/null
apt-get -q -y purge tree lsof xinetd >/dev/null 2>&1
apt-get -q -y --no-install-recommends install hello >/dev/null 2>&1
rm -f ${policy} ${policy}.before-trueup`;

const pair = packages({ names: ['tree', 'lsof'], absent: ['hello'] });

export const proof = proofOf<PackagesWant>({
  type: 'apt.packages',
  cases: 'test/unit/resources/packages.test.ts',
  samples: [
    { resource: packages({ names: ['nginx'] }), answer: '' },
    {
      resource: packages({ names: ['nginx'], absent: ['apache2'] }),
      answer: 'P|iU |nginx|amd64\nP|ii |apache2|amd64\nL|\n',
    },
  ],
  refused: 'test/unit/resources/packages.test.ts',
  cycle: {
    title: 'Packages',
    before: clean,
    after: sh`DEBIAN_FRONTEND=noninteractive apt-get -q -y purge tree lsof hello >/dev/null 2>&1`,
    resources: [pair],
    atFirst: [
      `${pair.id}: create package tree`,
      `${pair.id}: create package lsof`,
      `${pair.id}: remove package hello`,
    ],
    tamperings: [
      {
        name: 'a removed package, and an unwanted one that is back',
        by: sh`umask 022; apt-get -q -y install tree- hello >/dev/null 2>&1`,
        changes: [`${pair.id}: create package tree`, `${pair.id}: remove package hello`],
      },
      {
        name: 'a package that the next autoremove would take',
        by: sh`apt-mark auto tree >/dev/null`,
        changes: [`${pair.id}: update package tree`],
      },
      {
        name: 'a package that a killed dpkg left unpacked',
        by: sh`umask 022; cd /tmp; apt-get -q download tree >/dev/null 2>&1; dpkg --unpack tree_*.deb >/dev/null; rm tree_*.deb`,
        changes: [`${pair.id}: run repair of an interrupted dpkg`, `${pair.id}: update package tree`],
      },
      {
        name: 'what a killed transaction left, and puts back what it had moved aside',
        by: sh`printf '#!/bin/sh\nexit 0\n' >${policy}.before-trueup; printf '#!/bin/sh\n%s\nexit 101\n' ${policyMark} >${policy}; chmod 755 ${policy}`,
        changes: [`${pair.id}: remove policy-rc.d left by an interrupted run`],
      },
    ],
  },
  drift: tamper,
  rollback: 'none: packages stay, which a rollback says (test/unit/resources/packages.test.ts)',
  removal: 'none: packages stay, for removing one could take data along',
});
