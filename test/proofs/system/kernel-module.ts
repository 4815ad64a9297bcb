// The proof of kernel modules. No container loads one: there the files are proved, and that it says so.
import { kernelModule, sh } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/system/kernel-module.js';
import type { KernelModuleWant } from '../../../lib/resources/system/kernel-module.js';
import { fileAnswer } from '../../unit/resources/resource-case.js';
import { proofOf, type Refused } from '../proof.js';

const name = 'trueup-tried';
const options = '/etc/modprobe.d/trueup-trueup_tried.conf';
const boot = '/etc/modules-load.d/trueup-trueup_tried.conf';
const id = 'kernelModule trueup_tried';
const bootText = '# Written by trueup.\ntrueup_tried\n';
const none = 'found\n.\n';
const tuned: KernelModuleWant = { name, load: false, options: { nested: 1, mode: 'fast' } };
const kept = kernelModule({ name, blacklist: true });
const keptText = '# Written by trueup.\nblacklist trueup_tried\ninstall trueup_tried /bin/false\n';
const bootFile = fileAnswer(boot, bootText).replace('found 0', 'found 1');
const to = { verb: 'update', what: 'module' } as const;
const refused = (what: string, wrong: Partial<KernelModuleWant>): Refused => [
  what,
  () => kernelModule({ name, ...wrong }),
];
const gone = sh`rm -f ${[options, boot]}`;
const look = sh`cat ${options} ${boot} 2>&1 || true`;

export const proof = proofOf<KernelModuleWant>({
  type: 'kernelModule',
  cases: [
    {
      name: 'a module is loaded, and will be at each boot',
      want: kernelModule({ name }),
      answer: `not loaded\n${none}`,
      then: [
        { verb: 'create', what: `content of ${boot}`, to: bootText },
        { ...to, from: 'not loaded', to: 'loaded' },
      ],
    },
    {
      name: 'one that is loaded is left alone',
      want: kernelModule({ name }),
      answer: `loaded\n${bootFile}`,
      then: [],
    },
    {
      name: 'one that is built in needs no loading',
      want: kernelModule({ name }),
      answer: `built in\n${bootFile}`,
      then: [],
    },
    {
      name: 'options that are no longer declared go',
      want: kernelModule({ name }),
      answer: `loaded\nfound 0 1\n81a4:0:0:4:root:root\n81a4:0:0:4:root:root\n${'0'.repeat(64)}  ${options}\n${bootFile.split('\n')[2] ?? ''}\n.\n`,
      then: [{ verb: 'remove', what: options, from: 'file' }],
    },
    {
      name: 'one that is kept out is unloaded',
      want: kept,
      answer: `loaded\n${none}`,
      then: [
        { verb: 'create', what: `content of ${options}`, to: keptText },
        { ...to, from: 'loaded', to: 'not loaded' },
      ],
    },
    {
      name: 'one that is built in can’t be kept out',
      want: kept,
      answer: `built in\n${fileAnswer(options, keptText)}`,
      then: [{ ...to, from: 'built in', to: 'not loaded' }],
    },
    {
      name: 'without an answer nothing is known',
      want: kept,
      answer: 'loaded',
      then: { unreadable: 'the answer about kernel modules is incomplete' },
    },
  ],
  refused: [
    refused('a name that is an option', { name: '-r' }),
    refused('a name that leads elsewhere', { name: '../x' }),
    refused('nothing declared', { load: false }),
    refused('loaded and kept out', { load: true, blacklist: true }),
    refused('an option of two words', { options: { a: 'b c' } }),
    refused('an option that is a comment', { options: { a: '#' } }),
    refused('a name of an option with a blank', { options: { 'a b': 1 } }),
  ],
  cycle: {
    title: 'A kernel module',
    before: gone,
    after: gone,
    resources: [kernelModule(tuned)],
    atFirst: [`${id}: create content of ${options}`],
    tamperings: [
      {
        name: 'another option',
        by: sh`sed -i s/fast/slow/ ${options}`,
        changes: [`${id}: update content of ${options}`],
      },
      {
        name: 'a boot that loads it',
        by: sh`echo trueup_tried >${boot}`,
        changes: [`${id}: remove ${boot}`],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'a new kernel module',
      before: () => [],
      after: () => [kernelModule(tuned)],
      look,
      cleanUp: gone,
    },
    {
      title: 'a kernel module that is kept out',
      before: () => [kernelModule(tuned)],
      after: () => [kept],
      look,
      cleanUp: gone,
    },
  ],
  removal: { name: 'a kernel module', resources: [kernelModule(tuned)], there: sh`[ -e ${options} ]` },
});
