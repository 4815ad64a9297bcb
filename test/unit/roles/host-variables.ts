// A harmless value for each section of the role host.
import type { Data } from './every-variable.js';

/** As in a file of variables. Templates and sources are the project's. */
export const ofHost: Readonly<Record<string, Data>> = {
  vars: { greeting: 'hello' },
  repositories: {
    example: {
      uris: ['https://deb.example.com/'],
      suites: ['bookworm'],
      components: ['main'],
      signed_by: '/usr/share/keyrings/example.gpg',
      pin: [{ packages: 'example-*', priority: 700, match: 'origin deb.example.com' }],
    },
    fetched: {
      uris: ['https://deb.example.org/'],
      suites: ['./'],
      key: {
        url: 'https://deb.example.org/key.asc',
        fingerprints: ['F67D 0877 5645 86E7 302C  E59D E469 AEC4 B3E9 AAD4'],
        sha256: 'c'.repeat(64),
      },
    },
  },
  packages: { vim: 'present', nano: 'absent' },
  groups: { deploy: { gid: 1500, system: false } },
  users: {
    deploy: {
      uid: 1500,
      system: false,
      group: 'deploy',
      groups: ['sudo'],
      home: '/home/deploy',
      shell: '/bin/bash',
      comment: 'Deployment',
      keys: [
        'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOnPMxN5Hq6vYM8FeGOxdjmcAMsgP7FqV+HhnqEn/4tL deploy@example',
      ],
    },
  },
  sudo: {
    deploy: { user: 'deploy', commands: ['/usr/bin/systemctl'], nopasswd: true, runas: 'root' },
  },
  mounts: {
    '/srv/cache': { what: 'tmpfs', type: 'tmpfs', options: ['size=64m'], pass: 0, mounted: true },
  },
  directories: {
    '/srv/app': { owner: 'deploy', group: 'deploy', mode: '0750' },
    '/srv/old': 'absent',
  },
  files: {
    '/etc/greeting': { content: 'hello', owner: 'root', group: 'root', mode: '0644' },
    '/etc/templated': { template: 'greeting.njk', vars: { name: 'world' }, restart: ['cron'] },
    '/etc/copied': { source: 'greeting.txt', validate: ['/usr/bin/test', '-s'], reload: ['cron'] },
    '/etc/gone': 'absent',
  },
  downloads: {
    '/usr/local/bin/tool': {
      url: 'https://example.com/tool',
      sha256: 'a'.repeat(64),
      owner: 'root',
      group: 'root',
      mode: '0755',
    },
  },
  archives: {
    '/opt/tool': {
      url: 'https://example.com/tool.tar.gz',
      sha256: 'b'.repeat(64),
      strip: 1,
      owner: 'deploy',
      group: 'deploy',
    },
  },
  git: {
    '/srv/site': {
      repository: 'https://example.com/site.git',
      ref: 'main',
      owner: 'deploy',
      group: 'deploy',
      submodules: true,
      user: 'reader',
      password: 'passw0rd',
    },
    '/srv/other': { repository: 'git@example.com:other', ref: 'main', key_file: '/root/.ssh/id' },
  },
  locales: { 'de_DE.UTF-8': { charset: 'UTF-8' } },
  default_locale: { lang: 'de_DE.UTF-8', language: 'de:en', variables: { LC_TIME: 'en_GB.UTF-8' } },
  kernel_modules: { br_netfilter: { load: true, options: { example: 1 }, blacklist: false } },
  swap: { '/swapfile': { size_mib: 64, priority: 5, active: true } },
  containers: {
    web: {
      image: 'docker.io/library/nginx:1.28',
      description: 'Web',
      exec: ['nginx', '-g'],
      publish_port: ['8080:80'],
      volume: ['/srv/data:/data:ro'],
      environment: { COLOUR: 'red' },
      secret: ['token'],
      network: 'host',
      user: 'nginx',
      podman_args: ['--memory'],
      restart: 'always',
      requires: ['cron.service'],
      enabled: true,
    },
  },
  links: { '/usr/local/bin/app': '/srv/app/bin/app' },
  lines: {
    'a limit': {
      path: '/etc/limits.example',
      line: 'limit 5',
      match: '^limit',
      after: '[limits]',
      create: true,
    },
  },
  blocks: {
    'own part': {
      path: '/etc/blocks.example',
      content: 'one\ntwo',
      comment: '//',
      before: 'end',
      create: true,
      validate: ['/usr/bin/test', '-s'],
    },
  },
  sysctl: { 'net.ipv4.ip_forward': 1 },
  alternatives: { editor: '/usr/bin/vim.basic' },
  services: { cron: { running: true, enabled: true, test: ['/bin/true'] } },
  timers: {
    backup: {
      command: '/usr/local/bin/backup --all',
      on_calendar: ['daily'],
      on_boot_sec: '10min',
      on_unit_active_sec: '1d',
      persistent: true,
      randomized_delay_sec: '5min',
      accuracy_sec: '1min',
      description: 'Backs up',
      user: 'deploy',
      working_directory: '/srv',
      environment: { TARGET: 'nas' },
    },
    other: { unit: 'other.service', on_calendar: ['weekly'] },
  },
  cron: {
    cleanup: {
      schedule: '17 3 * * mon',
      command: '/usr/bin/find /srv/tmp -delete',
      user: 'deploy',
      environment: { MAILTO: 'root' },
    },
  },
  firewall: { 'figures for monitoring': { port: 9100, protocol: 'tcp', from: ['operators', 'web'] } },
  commands: {
    'initialise the store': {
      run: 'touch /srv/store',
      creates: '/srv/store',
      unless: 'test -e /srv/store',
      only_if: 'test -d /srv',
      undo: 'rm /srv/store',
      user: 'deploy',
      directory: '/srv',
      environment: { MODE: 'new' },
    },
  },
};
