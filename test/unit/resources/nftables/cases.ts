// What the nftables type makes of answers.
import { createHash } from 'node:crypto';
import { nftables } from '../../../../lib/kit.js';
import { base64, type ResourceCase } from '../resource-case.js';

const sum = (text: string): string => createHash('sha256').update(text).digest('hex');
const ruleset = 'table inet t { }\n';
const content = `#!/usr/sbin/nft -f\nflush ruleset\n\n${ruleset}`;
const want = nftables({ ruleset });
const onDisk = `found 0\n81a4:0:0:4:root:root\n${sum(content)}  /etc/nftables.conf\n.\n`;

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
    answer: 'disabled\nnever\nfound\n.\n',
    then: [
      { verb: 'create', what: 'content', to: content },
      { verb: 'run', what: 'load the rules' },
      { verb: 'update', what: 'start at boot', from: 'disabled', to: 'enabled' },
    ],
  },
  {
    name: 'foreign rules in the kernel are shown',
    want,
    answer: `masked\n${base64('table ip x {}\n')} ${base64('table inet t {\n}\n')}\n${onDisk}`,
    then: [
      { verb: 'update', what: 'loaded rules', from: 'table ip x {}\n', to: 'table inet t {\n}\n' },
      { verb: 'update', what: 'start at boot', from: 'masked', to: 'enabled' },
    ],
  },
  {
    name: 'no nft is no "nothing loaded"',
    want,
    answer: '',
    status: 1,
    then: { unreadable: 'the question about the packet filter failed with status 1' },
  },
];
