// Parses the facts that a host reports.
import { isIP } from 'node:net';
import type { Facts, NetworkInterface } from '../model/facts.js';
import type { Answer } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';

const mib = 1024 * 1024;

const timeDaemons = [
  'chrony',
  'ntpsec',
  'openntpd',
  'ntp',
  'timesyncd',
] as const satisfies readonly Facts['timeDaemon'][];

/** Throws E_UNREADABLE if the answer isn't valid. */
export function readFacts(host: string, answer: Answer): Facts {
  const values = new Map<string, string>();
  const addresses = new Map<string, string[]>();
  for (const line of answer.stdout.split('\n')) {
    const at = line.indexOf('=');
    const [key, value] = [line.slice(0, at), line.slice(at + 1)];
    if (key !== 'address') {
      values.set(key, value);
      continue;
    }
    const [name = '', address = ''] = value.split(' ');
    addresses.set(name, [...(addresses.get(name) ?? []), address]);
  }
  const text = (key: string): string => {
    const value = values.get(key);
    if (value === undefined || answer.status !== 0) {
      throw new TrueupError('E_UNREADABLE', `${host}: its facts cannot be read (${key} is missing)`, {
        host,
        output: answer.stderr.trim(),
        hint: 'Trueup needs Debian or Ubuntu with /proc mounted.',
      });
    }
    return value;
  };
  const database = (['mariadb', 'mysql'] as const).find((name) => name === values.get('database'));
  const time = timeDaemons.find((name) => name === values.get('time'));
  const firewall = (['ufw', 'firewalld'] as const).find((name) => name === values.get('firewall'));
  // Removes the interface's name after a link-local address, and the IPv6 prefix of a mapped IPv4 address.
  const client = (values.get('client') ?? '').replace(/%.*$/, '').replace(/^::ffff:(?=[\d.]+$)/, '');
  const interfaces: NetworkInterface[] = [...addresses].map(([name, list]) => ({ name, addresses: list }));
  return {
    hostname: text('hostname'),
    os: { id: text('os_id'), version: text('os_version'), codename: text('os_codename') },
    arch: text('arch'),
    kernel: text('kernel'),
    bootId: text('boot'),
    cpus: Number(text('cpus')),
    memoryMiB: Math.floor(
      Math.min(Number(text('memory')) * 1024, Number(values.get('limit')) || Infinity) / mib,
    ),
    interfaces,
    epoch: Number(text('epoch')),
    virtualization: text('virt'),
    ...cloudInitOf(values.get('cloud_init')),
    ...(time && { timeDaemon: time }),
    ...(firewall && { firewall }),
    ...(database && { databaseServer: database }),
    ...(isIP(client) !== 0 && { client }),
  };
}

function cloudInitOf(said: string | undefined): Pick<Facts, 'cloudInit'> {
  if (said === undefined) return {};
  const [running, hosts = ''] = said.split(' ');
  return { cloudInit: { running: running === 'yes', writesHosts: /^(true|template)/i.test(hosts) } };
}
