// The role host with each of its sections, as one host can have them on every release: docs/platforms.md.
import { createHash } from 'node:crypto';
import { bundleOf } from '../../lib/compile/bundles/bundle.js';
import { join, sh } from '../../lib/kit.js';
import { first, putRepository, repositoryUrl } from '../proofs/fixtures/git-repository.js';
import { serve, servedUrl } from '../proofs/fixtures/served.js';

const tool = '#!/bin/sh\necho tool\n';
const bundle = await bundleOf('tool', [
  { name: 'tool-1', kind: 'directory', mode: 0o755, body: Buffer.alloc(0) },
  { name: 'tool-1/run', kind: 'file', mode: 0o755, body: Buffer.from(tool) },
]);
const parts: Uint8Array[] = [];
for await (const part of bundle.open()) parts.push(part);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const figures =
  'my $on = IO::Socket::INET->new(LocalPort => 9100, Listen => 9) or die $!; close $_ while $_ = $on->accept;';

/** What must be on the host before: all that it would fetch, and who listens on the port that is opened. */
export const servesItself = join([
  serve({ tool, 'tool.tgz': Buffer.concat(parts) }),
  putRepository,
  sh`printf '%s\n' ${figures} >/run/trueup-served/figures.pl
systemd-run -q --unit trueup-figures --collect perl -MIO::Socket::INET /run/trueup-served/figures.pl`,
]);

/**
 * The variable `host` on the release of that codename. Left out: `containers`, which older releases can't have, and whose
 * image would have to come from somewhere (test/proofs/services/quadlet.ts); loaded kernel modules, which a container has none of.
 */
export const everySection = (codename: string): Readonly<Record<string, unknown>> => ({
  repositories: {
    'tried-contrib': {
      uris: ['http://deb.debian.org/debian'],
      // The lab's own source of testing takes an old index: two for one suite must agree.
      suites: [codename === 'forky' ? 'trixie' : codename],
      components: ['contrib'],
      signed_by: '/usr/share/keyrings/debian-archive-keyring.gpg',
      pin: [{ packages: 'tried-*', priority: -1 }],
    },
  },
  packages: { cron: 'present', curl: 'present', git: 'present', locales: 'present', nano: 'absent' },
  groups: { crew: { gid: 1600 } },
  users: {
    keeper: {
      uid: 1500,
      groups: ['crew'],
      shell: '/bin/bash',
      comment: 'Keeper',
      keys: [
        'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOnPMxN5Hq6vYM8FeGOxdjmcAMsgP7FqV+HhnqEn/4tL keeper@example',
      ],
    },
  },
  sudo: { keeper: { user: 'keeper', commands: ['/usr/bin/systemctl'], nopasswd: true } },
  directories: { '/srv/keeper': { owner: 'keeper', group: 'crew', mode: '0750' } },
  mounts: { '/srv/cache': { what: 'tmpfs', type: 'tmpfs', options: ['size=1m'] } },
  downloads: { '/usr/local/bin/tried': { url: servedUrl('tool'), sha256: sha256(tool), mode: '0755' } },
  archives: { '/opt/tried': { url: servedUrl('tool.tgz'), sha256: bundle.sha256, strip: 1 } },
  git: { '/srv/checkout': { repository: repositoryUrl, ref: first } },
  vars: { greeting: `it's "quoted"` },
  files: {
    '/srv/keeper/notes': { content: 'notes\n', owner: 'keeper', group: 'crew', mode: '0640' },
    '/etc/keeper.conf': { template: 'templates/keeper.njk', restart: ['cron'] },
    '/etc/keeper.gone': 'absent',
  },
  links: { '/srv/keeper/latest': 'notes' },
  lines: { 'a level': { path: '/etc/keeper.list', line: 'level 3', match: '^level ', create: true } },
  blocks: { 'own part': { path: '/etc/keeper.blocks', content: 'one\ntwo', create: true } },
  locales: { 'de_DE.UTF-8': {} },
  default_locale: { lang: 'de_DE.UTF-8', variables: { LC_TIME: 'C.UTF-8' } },
  kernel_modules: { tried: { blacklist: true } },
  swap: { '/swap.tried': { size_mib: 1, active: false } },
  sysctl: { 'net.ipv4.tcp_fin_timeout': 31 },
  alternatives: { awk: '/usr/bin/mawk' },
  timers: { tried: { command: 'date >/run/tried', on_calendar: ['daily'], persistent: true } },
  cron: { tried: { schedule: '17 3 * * *', command: '/bin/true', user: 'keeper' } },
  services: { cron: { test: ['/bin/true'] } },
  firewall: { figures: { port: 9100, from: ['operators'] } },
  commands: {
    'make the store': {
      run: 'touch /srv/keeper/store',
      creates: '/srv/keeper/store',
      undo: 'rm -f /srv/keeper/store',
    },
  },
});
