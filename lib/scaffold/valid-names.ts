// Names that projects, roles, inventories and hosts may have.
import { isNotPublic } from '../lab/network/allowed-addresses.js';

/** What is wrong with the name of an npm package; undefined if nothing is. */
export function wrongProjectName(name: string): string | undefined {
  return /^[a-z0-9][a-z0-9._-]{0,99}$/.test(name)
    ? undefined
    : 'not a valid name; use lower-case letters, digits, dots and dashes';
}

/** The same for a role or an inventory, which is a folder, a key in YAML and part of file names. */
export function wrongName(name: string): string | undefined {
  return /^[a-z][a-z0-9-]{0,39}$/.test(name)
    ? undefined
    : 'not a valid name; use lower-case letters, digits and dashes, starting with a letter';
}

/** A name made from any text, such as a folder's name. */
export function slugOf(text: string): string {
  const slug = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '');
  return slug === '' ? 'hosts' : slug.slice(0, 40);
}

/** What is wrong with the network of a lab; undefined if nothing is. */
export function wrongLabNetwork(network: string): string | undefined {
  return network.endsWith('.0/24') && isNotPublic(network.replace(/\/24$/, ''))
    ? undefined
    : 'not a valid private network of 256 addresses, such as 10.30.0.0/24';
}

/** What is wrong with the DNS name of a site; undefined if nothing is. */
export function wrongDomain(name: string): string | undefined {
  return name.length <= 253 && /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+$/.test(name)
    ? undefined
    : 'not a valid domain name, such as www.example.com';
}
