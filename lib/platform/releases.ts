// What each supported release of Debian and Ubuntu has: the one place where versions stand.
import type { Release } from '../model/platform.js';

/*
 * Debian: the archive's package indexes of 2026-11. Ubuntu: packages.ubuntu.com. Within a distribution the oldest comes
 * first. docs/platforms.md says what was tried on each.
 */
export const releases: readonly Release[] = [
  {
    id: 'debian',
    version: '11',
    codename: 'bullseye',
    software: {
      haproxy: '2.2.9',
      keepalived: '2.1.5',
      nginx: '1.18.0',
      gunicorn: '20.1.0',
      mariadb: '10.5',
      openssh: '8.4',
      openssl: '1.1.1',
      systemd: '247',
    },
  },
  {
    id: 'debian',
    version: '12',
    codename: 'bookworm',
    software: {
      haproxy: '2.6.12',
      keepalived: '2.2.7',
      nginx: '1.22.1',
      gunicorn: '20.1.0',
      mariadb: '10.11',
      openssh: '9.2',
      openssl: '3.0',
      systemd: '252',
    },
  },
  {
    id: 'debian',
    version: '13',
    codename: 'trixie',
    software: {
      haproxy: '3.0.11',
      keepalived: '2.3.3',
      nginx: '1.26.3',
      gunicorn: '23.0.0',
      mariadb: '11.8',
      openssh: '10.0',
      openssl: '3.5',
      systemd: '257',
    },
  },
  {
    id: 'debian',
    version: '14',
    codename: 'forky',
    software: {
      haproxy: '3.2.26',
      keepalived: '2.3.4',
      nginx: '1.30.6',
      gunicorn: '26.2.2',
      mariadb: '11.8',
      openssh: '10.6',
      openssl: '3.6',
      systemd: '262',
    },
  },
  {
    id: 'ubuntu',
    version: '22.04',
    codename: 'jammy',
    software: {
      haproxy: '2.4',
      keepalived: '2.2.4',
      nginx: '1.18.0',
      gunicorn: '20.1.0',
      mariadb: '10.6',
      mysql: '8.0',
      openssh: '8.9',
      openssl: '3.0',
      systemd: '249',
    },
  },
  {
    id: 'ubuntu',
    version: '24.04',
    codename: 'noble',
    software: {
      haproxy: '2.8',
      keepalived: '2.2.8',
      nginx: '1.24.0',
      gunicorn: '20.1.0',
      mariadb: '10.11',
      mysql: '8.0',
      openssh: '9.6',
      openssl: '3.0',
      systemd: '255',
    },
  },
  {
    id: 'ubuntu',
    version: '26.04',
    codename: 'resolute',
    software: {
      haproxy: '3.2',
      keepalived: '2.3.4',
      nginx: '1.28.0',
      gunicorn: '23.0.0',
      mariadb: '11.8',
      mysql: '8.4',
      openssh: '10.2',
      openssl: '3.5',
      systemd: '259',
    },
  },
];
