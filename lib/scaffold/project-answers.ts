// What whoever makes a project says about it.
import type { Secret } from '../model/secret.js';

/** A host of the inventory prod. */
export interface NamedAddress {
  readonly name: string;
  readonly address: string;
}

export interface ProjectAnswers {
  /** The project's name in package.json. */
  readonly name: string;
  /** Who logs in to the hosts of prod. */
  readonly user: string;
  readonly hosts: readonly NamedAddress[];
  /** Of the inventory lab, a /24; the usual one if absent. */
  readonly labNetwork?: string;
  /** The stack of five hosts; if absent, a group of servers with the role motd. */
  readonly stack?: StackAnswers;
}

export interface StackAnswers {
  readonly domain: string;
  readonly virtualIp: string;
  /** The site's certificate; if absent, one of a local CA. */
  readonly certificate?: SiteCertificate;
  /** An application of one's own; if absent, the guest book that comes with trueup. */
  readonly application?: { readonly folder: string; readonly command: readonly string[] };
}

export interface SiteCertificate {
  /** PEM: the certificate and its chain. */
  readonly chain: string;
  readonly key: Secret;
  /** Whether it is for this name, too. */
  covers(name: string): boolean;
}
