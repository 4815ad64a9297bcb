// Certificates and package sources on a real host.
import { certificate, repository, Secret, sh } from '../../../lib/kit.js';
import { createCa, issueLeaf } from '../../../lib/pki/local-ca.js';
import { resourceCycle } from '../resource-cycle.js';

const folder = '/etc/trueup-tls';
const [pem, key] = [`${folder}/site.pem`, `${folder}/site.key`];
const ca = await createCa('test CA');
const leaf = await issueLeaf(ca, { names: ['www.example.org'] });
const tls = `certificate ${pem}`;

resourceCycle({
  title: 'A certificate',
  before: sh`rm -rf ${folder}; mkdir ${folder}`,
  after: sh`rm -rf ${folder}`,
  resources: [
    certificate({
      certificate: pem,
      key,
      chain: leaf.certificate + ca.certificate,
      privateKey: new Secret(leaf.key),
      group: 'adm',
      keyMode: '0640',
    }),
  ],
  atFirst: [`${tls}: create key ${key}`, `${tls}: create certificate ${pem}`],
  tamperings: [
    { name: 'a key that all may read', by: sh`chmod 644 ${key}`, changes: [`${tls}: update mode of ${key}`] },
    {
      name: 'a key of another group',
      by: sh`chgrp root ${key}`,
      changes: [`${tls}: update group of ${key}`],
    },
    { name: 'another key', by: sh`echo x >${key}`, changes: [`${tls}: update key ${key}`] },
    { name: 'a certificate that is gone', by: sh`rm ${pem}`, changes: [`${tls}: create certificate ${pem}`] },
    {
      name: 'a pair that was swapped',
      by: sh`mv ${key} ${folder}/x; mv ${pem} ${key}; mv ${folder}/x ${pem}; chown root:adm ${folder}/*; chmod 644 ${pem}; chmod 640 ${key}`,
      changes: [`${tls}: update key ${key}`, `${tls}: update certificate ${pem}`],
    },
  ],
});

const sources = '/etc/apt/sources.list.d/trueup-test.sources';
const preferences = '/etc/apt/preferences.d/trueup-test';
const apt = 'apt.repository trueup-test';

resourceCycle({
  title: 'A package source',
  before: sh`rm -f ${sources} ${preferences}`,
  after: sh`rm -f ${sources} ${preferences}`,
  resources: [
    repository({
      name: 'trueup-test',
      uris: ['http://deb.debian.org/debian'],
      suites: ['trixie-updates'],
      components: ['main'],
      pin: [{ packages: '*', priority: 1 }],
    }),
  ],
  atFirst: [`${apt}: create content of ${preferences}`, `${apt}: create content of ${sources}`],
  tamperings: [
    {
      name: 'another source',
      by: sh`echo 'Trusted: yes' >>${sources}`,
      changes: [`${apt}: update content of ${sources}`],
    },
    {
      name: 'a pin that is gone',
      by: sh`rm ${preferences}`,
      changes: [`${apt}: create content of ${preferences}`],
    },
    {
      name: 'a source that apt may not read',
      by: sh`chmod 600 ${sources}`,
      changes: [`${apt}: update mode of ${sources}`],
    },
  ],
});
