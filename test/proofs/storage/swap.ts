// The proof of swap files. Inside a container nothing may be switched on: there the file and its entry are proved.
import { sh, swap } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/storage/swap.js';
import type { SwapWant } from '../../../lib/resources/storage/swap.js';
import { base64 } from '../../unit/resources/resource-case.js';
import { proofOf, type Refused } from '../proof.js';

const path = '/var/trueup tried.swap';
const field = '/var/trueup\\040tried.swap';
const small: SwapWant = { path, sizeMiB: 2, priority: 5, active: false };
const line = `${field} none swap sw,pri=5 0 0`;
const what = 'entry in /etc/fstab';
const id = `swap ${path}`;

/** What a host says: its fstab, what is on, and the file. */
function says(entry: string, on: string, file: string, kind: string): string {
  const stated = `found 0\n81a4:0:0:9:root:root\n${base64(`# others\n${entry}`)}\n`;
  return `${stated}== swaps\nFilename Type Size Used Priority\n${on}== files\n${file}${kind}\n`;
}
const is = (mode: string, bytes: number): string => `found 0\n${mode}:0:0:${bytes}:root:root\n`;
const used = (priority: number): string => `${field} file 2044 0 ${priority}\n`;
const refused = (title: string, wrong: Partial<SwapWant>): Refused => [
  title,
  () => swap({ ...small, ...wrong }),
];
const gone = sh`rm -f ${path}; sed -i '/trueup/d' /etc/fstab; systemctl daemon-reload`;

export const proof = proofOf<SwapWant>({
  type: 'swap',
  cases: [
    {
      name: 'a swap file that is not there is made, entered and switched on',
      want: swap({ path, sizeMiB: 2 }),
      answer: says('', '', 'found\n', ''),
      then: [
        { verb: 'create', what: 'size', to: '2 MiB' },
        { verb: 'update', what: 'state', from: 'off', to: 'on' },
        { verb: 'create', what, to: `${field} none swap sw 0 0` },
      ],
    },
    {
      name: 'one that is on is left alone, whichever priority it has, if none is declared',
      want: swap({ path, sizeMiB: 2 }),
      answer: says(`${field} none swap sw 0 0\n`, used(-2), is('8180', 2097152), 'swap'),
      then: [],
    },
    {
      name: 'another size, priority and entry, and who may read it, are told',
      want: swap({ ...small, active: true }),
      answer: says(`${field} none swap sw 0 0\n`, used(-2), is('81a4', 1572864), 'swap'),
      then: [
        { verb: 'update', what: 'size', from: '1.5 MiB', to: '2 MiB' },
        { verb: 'update', what: 'mode', from: '0644', to: '0600' },
        { verb: 'update', what: 'priority', from: '-2', to: '5' },
        { verb: 'update', what, from: `${field} none swap sw 0 0`, to: line },
      ],
    },
    {
      name: 'one that should be off is told',
      want: swap(small),
      answer: says(`${line}\n`, used(5), is('8180', 2097152), 'swap'),
      then: [{ verb: 'update', what: 'state', from: 'on', to: 'off' }],
    },
    {
      name: 'a file without swap space is somebody else’s',
      want: swap(small),
      answer: says(`${line}\n`, '', is('8180', 2097152), ''),
      then: [{ verb: 'update', what: 'kind', from: 'file that is not formatted as swap', to: 'swap file' }],
    },
    {
      name: 'a file that the host could not look at is unknown',
      want: swap(small),
      answer: says('', '', 'lost 0 Input/output error\nfound\n', ''),
      then: { unreadable: 'Input/output error' },
    },
  ],
  refused: [
    refused('a path that leads elsewhere', { path: '/srv/../swap' }),
    refused('a path of two lines', { path: '/a\nb' }),
    refused('no size', { sizeMiB: 0 }),
    refused('a part of a mebibyte', { sizeMiB: 1.5 }),
    refused('a priority that only the kernel gives', { priority: -1 }),
  ],
  cycle: {
    title: 'A swap file',
    before: gone,
    after: gone,
    resources: [swap(small)],
    atFirst: [`${id}: create size`, `${id}: create ${what}`],
    tamperings: [
      {
        name: 'another size',
        by: sh`head -c 3145728 /dev/zero >${path}; mkswap ${path} >/dev/null`,
        changes: [`${id}: update size`],
      },
      { name: 'a file that others may read', by: sh`chmod 644 ${path}`, changes: [`${id}: update mode`] },
      { name: 'a file that is gone', by: sh`rm ${path}`, changes: [`${id}: create size`] },
      { name: 'another entry', by: sh`sed -i s/pri=5/pri=6/ /etc/fstab`, changes: [`${id}: update ${what}`] },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'a new swap file',
      before: () => [],
      after: () => [swap(small)],
      look: sh`cat /etc/fstab; ls /var`,
      cleanUp: gone,
    },
    {
      title: 'a swap file of another size',
      before: () => [swap({ path, sizeMiB: 1, active: false })],
      after: () => [swap(small)],
      look: sh`cat /etc/fstab; stat -c %a:%s ${path}; blkid -p -s TYPE -o value -- ${path}`,
      cleanUp: gone,
    },
  ],
  removal: {
    name: 'a swap file',
    resources: [swap(small)],
    there: sh`[ -e ${path} ] || grep -e trueup /etc/fstab`,
  },
});
