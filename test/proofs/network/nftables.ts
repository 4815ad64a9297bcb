// The proof of the packet filter.
import { nftables, sh, packages } from '../../../lib/kit.js';
import type { NftablesWant } from '../../../lib/resources/network/nftables.js';
import { textOfTable } from '../../../lib/resources/network/load-table.js';
import { base64, fileAnswer } from '../../unit/resources/resource-case.js';
import { tamper } from '../../../lib/testing/tamper/network/nftables.js';
import { proofOf } from '../proof.js';

const rules = 'chain input { }\n';
const want = nftables({ rules });
const content = textOfTable(rules);
const onDisk = fileAnswer('/etc/nftables.d/trueup.nft', content);
const former = 'by nftables.service, replacing all other rules';
const none = nftables({});

/** No rules of anybody's, and no nft. */
export const bare = sh`
if command -v nft >/dev/null; then
  nft flush ruleset
  apt-get -qq -y purge nftables >/dev/null 2>&1
fi
rm -f /etc/systemd/system/trueup-firewall.service /etc/systemd/system/*.wants/trueup-firewall.service
rm -rf /etc/systemd/system/nftables.service.d
rm -rf /etc/nftables.d /var/lib/trueup/nftables.loaded
systemctl daemon-reload`;

/** Debian 11's nft crashes on such an element: docs/platforms.md. */
const limit = process.env.TRUEUP_TEST_SUITE === 'bullseye' ? '' : ' limit rate 100/second';

/** With sets, of which packets fill one. */
export const filter = nftables({
  rules: `
  set operators { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 198.18.77.0/24 } }
  set seen { type ipv4_addr; flags dynamic,timeout; timeout 1m; size 1000; }
  set static { type ipv4_addr; elements = { 10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4 } }
  chain input {
    type filter hook input priority filter; policy accept;
    ct state established,related counter accept
    iifname lo accept
    tcp dport { 22, 80 } update @seen { ip saddr${limit} } counter accept comment "it's $(reboot)"
    ip saddr @operators accept
  }
`,
});

export const id = 'nftables /etc/nftables.d/trueup.nft';
const loaded = [`${id}: update loaded rules`];

/** Its name. */
export const proof = proofOf<NftablesWant>({
  type: 'nftables',
  cases: [
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
      then: { unreadable: 'unexpected answer about how the rules are loaded at boot: static' },
    },
    {
      name: 'no nft is no "nothing loaded"',
      want,
      answer: '',
      status: 1,
      then: { unreadable: 'the probe of the packet filter failed with status 1' },
    },
  ],
  refused: 'none: nft itself judges the rules, before they replace a file',
  cycle: {
    title: 'The packet filter',
    before: bare,
    after: bare,
    resources: [packages({ names: ['nftables'] }), filter],
    atFirst: ['apt.packages nftables: create package nftables', `${id}: unknown`],
    tamperings: [
      {
        name: 'a rule added to the kernel',
        by: sh`nft add rule inet trueup input tcp dport 3306 accept`,
        changes: loaded,
      },
      { name: 'a rule put in front', by: sh`nft insert rule inet trueup input accept`, changes: loaded },
      {
        name: 'an element added to a set',
        by: sh`nft add element inet trueup static '{ 10.9.9.9 }'`,
        changes: loaded,
      },
      {
        name: 'another policy',
        by: sh`nft chain inet trueup input '{ policy drop; }'; nft add rule inet trueup input accept`,
        changes: loaded,
      },
      {
        name: 'leftovers of an interrupted drain',
        by: sh`nft add table inet trueup_drain`,
        changes: loaded,
      },
      { name: 'flushed rules', by: sh`nft flush ruleset`, changes: loaded },
      {
        name: 'another file, not loaded',
        by: sh`echo 'table inet trueup { chain late { }; }' >>/etc/nftables.d/trueup.nft`,
        changes: [`${id}: update content`],
      },
      {
        name: 'another file, loaded',
        by: sh`echo 'table inet trueup { chain late { }; }' >>/etc/nftables.d/trueup.nft; nft -f /etc/nftables.d/trueup.nft`,
        changes: [`${id}: update content`, ...loaded],
      },
      {
        name: 'no start at boot',
        by: sh`systemctl disable -q trueup-firewall`,
        changes: [`${id}: update start at boot`],
      },
      {
        name: 'a masked unit',
        by: sh`ln -sf /dev/null /etc/systemd/system/trueup-firewall.service`,
        changes: [`${id}: update start at boot`],
      },
      {
        name: 'another unit',
        by: sh`sed -i /ExecReload/d /etc/systemd/system/trueup-firewall.service`,
        changes: [`${id}: update start at boot`],
      },
      {
        name: 'a lost memory of what was loaded',
        by: sh`rm /var/lib/trueup/nftables.loaded`,
        changes: [`${id}: run load the rules`],
      },
    ],
  },
  drift: tamper,
  rollback: 'test/faults/promise-04-no-lock-out.test.ts',
  removal: 'none: who wants no rules declares that (`nftables({})`)',
});
