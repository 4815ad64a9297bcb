// What a host of an inventory is called where names are more restricted than in an inventory.
import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A name of letters, digits and hyphens, of this length at most, that no other host of the inventory has. */
export function shortName(host: string, length: number): string {
  if (host.length <= length && /^[a-z0-9-]+$/i.test(host)) return host;
  const digest = createHash('sha256').update(host).digest('hex').slice(0, 8);
  return `${labelOf(host).slice(0, length - digest.length - 1)}-${digest}`;
}

/** What the machine calls itself: the first part of its name, as on cloud images. */
export function hostnameOf(host: string): string {
  if (isIPv4(host)) return `ip-${labelOf(host)}`;
  return labelOf(host.split('.')[0] ?? host)
    .slice(0, 63)
    .replace(/-+$/, '');
}

/** Its names in /etc/hosts, the full one first. */
export function ownNames(host: string): readonly string[] {
  const full = host.split('.').map(labelOf).join('.');
  return isIPv4(host) || !host.includes('.') ? [hostnameOf(host)] : [full, hostnameOf(host)];
}

function labelOf(text: string): string {
  return text.replaceAll(/[^a-z0-9-]/gi, '-');
}
