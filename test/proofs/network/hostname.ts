// The proof of the host's name.
import { hostname, sh } from '../../../lib/kit.js';
import { base64, fileAnswer } from '../../unit/resources/resource-case.js';
import { tamper } from '../../../lib/testing/tamper/network/hostname.js';
import { proofOf } from '../proof.js';

const want = hostname({ name: 'web1' });

const kept = (text: string, more = ''): string => fileAnswer('/etc/hostname', text, more);

const name = 'trueup-named.example.org';

export const proof = proofOf<{ name: string }>({
  type: 'hostname',
  cases: [
    { name: 'an equal name is left alone', want, answer: `web1\n${kept('web1\n')}`, then: [] },
    {
      name: 'another name is told, now and after a boot',
      want,
      answer: `old\n${kept('old\n', `content 0 ${base64('old\n')}\n`)}`,
      then: [
        { verb: 'update', what: 'name', from: 'old', to: 'web1' },
        { verb: 'update', what: 'name after reboot', from: 'old', to: 'web1' },
      ],
    },
    {
      name: 'a missing file is a difference after a boot',
      want,
      answer: 'web1\nfound\n.\n',
      then: [{ verb: 'update', what: 'name after reboot', to: 'web1' }],
    },
    {
      name: 'a file that could not be looked at is unknown',
      want,
      answer: 'web1\nlost 0 Input/output error\nfound\n.\n',
      then: { unreadable: 'Input/output error' },
    },
  ],
  refused: [
    ['a name with an underscore', () => hostname({ name: 'a_b' })],
    ['a name that is an option', () => hostname({ name: '-F' })],
    ['a name of 65 letters', () => hostname({ name: `${'a'.repeat(60)}.aaaa` })],
  ],
  cycle: {
    title: "The host's name",
    before: sh`cp /etc/hostname /root/hostname.before`,
    after: sh`mv /root/hostname.before /etc/hostname; hostname -F /etc/hostname`,
    resources: [hostname({ name })],
    atFirst: ['hostname /etc/hostname: update name', 'hostname /etc/hostname: update name after reboot'],
    tamperings: [
      { name: 'another name', by: sh`hostname other`, changes: ['hostname /etc/hostname: update name'] },
      {
        name: 'another name after reboot',
        by: sh`echo other >/etc/hostname`,
        changes: ['hostname /etc/hostname: update name after reboot'],
      },
      {
        name: 'a file that is gone',
        by: sh`rm /etc/hostname`,
        changes: ['hostname /etc/hostname: update name after reboot'],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'hostname',
      before: () => [hostname({ name: 'trueup-one' })],
      after: () => [hostname({ name: 'trueup-two.example.org' })],
      look: sh`hostname; cat /etc/hostname`,
      cleanUp: sh`:`,
    },
  ],
  removal: 'none: it has no `remove`, so what it made stays',
});
