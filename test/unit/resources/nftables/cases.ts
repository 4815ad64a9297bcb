// What the nftables type makes of answers.
import { createHash } from 'node:crypto';
import { nftables } from '../../../../lib/kit.js';
import { textOfTable } from '../../../../lib/resources/network/own-table.js';
import { base64, type ResourceCase } from '../resource-case.js';

const sum = (text: string): string => createHash('sha256').update(text).digest('hex');
const rules = 'chain input { }\n';
const content = textOfTable(rules);
const want = nftables({ rules });
const none = nftables({});
const onDisk = `found 0\n81a4:0:0:4:root:root\n${sum(content)}  /etc/nftables.d/trueup.nft\n.\n`;
const former = 'by nftables.service, in place of all other rules';

export const nftablesCases: readonly ResourceCase[] = [
  {
    name: 'loaded, kept and enabled rules are left alone',
    want,
    answer: `enabled\nsame\n${onDisk}`,
    then: [],
  },
  {
    name: 'a host without any gets the file, the rules and the start at boot',
    want,
    answer: 'absent\nnever\nfound\n.\n',
    then: [
      { verb: 'create', what: 'content', to: content },
      { verb: 'run', what: 'load the rules' },
      { verb: 'update', what: 'start at boot', from: 'absent', to: 'enabled' },
    ],
  },
  {
    name: 'a host of an earlier version gives nftables.service back',
    want,
    answer: 'former\nnever\nfound\n.\n',
    then: [
      { verb: 'create', what: 'content', to: content },
      { verb: 'run', what: 'load the rules' },
      { verb: 'update', what: 'start at boot', from: former, to: 'enabled' },
    ],
  },
  {
    name: 'rules in our table that are not ours are shown',
    want,
    answer: `masked\n${base64('table inet trueup {\n}\n')} ${base64('table inet t {\n}\n')}\n${onDisk}`,
    then: [
      { verb: 'update', what: 'loaded rules', from: 'table inet trueup {\n}\n', to: 'table inet t {\n}\n' },
      { verb: 'update', what: 'start at boot', from: 'masked', to: 'enabled' },
    ],
  },
  {
    name: 'nothing of ours is left where another program filters',
    want: none,
    answer: `enabled\n${base64('table inet trueup {\n}\n')} ${base64('\n')}\n${onDisk}`,
    then: [
      { verb: 'remove', what: 'file' },
      { verb: 'remove', what: 'loaded rules', from: 'table inet trueup {\n}\n' },
      { verb: 'update', what: 'start at boot', from: 'enabled', to: 'absent' },
    ],
  },
  {
    name: 'a host that never had ours is left alone there',
    want: none,
    answer: 'absent\nsame\nfound\n.\n',
    then: [],
  },
  {
    name: 'an unknown word about the boot is not an answer',
    want,
    answer: `static\nsame\n${onDisk}`,
    then: { unreadable: 'static is not an answer to how the rules are loaded at boot' },
  },
  {
    name: 'no nft is no "nothing loaded"',
    want,
    answer: '',
    status: 1,
    then: { unreadable: 'the probe of the packet filter failed with status 1' },
  },
];
