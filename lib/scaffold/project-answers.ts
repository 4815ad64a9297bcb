// The answers to the questions about a new project.
import type { Secret } from '../model/secret.js';

/** A host of the inventory prod. */
export interface NamedAddress {
  readonly name: string;
  readonly address: string;
}

export interface ProjectAnswers {
  /** The project's name in package.json. */
  readonly name: string;
  /** The login user on the hosts of prod. */
  readonly user: string;
  readonly hosts: readonly NamedAddress[];
  /** The network of the inventory lab, a /24; the default one if absent. */
  readonly labNetwork?: string;
  /** The stack of five hosts; if absent, a group of servers with the role motd. */
  readonly stack?: StackAnswers;
}

export interface StackAnswers {
  readonly domain: string;
  readonly virtualIp: string;
  /** The site's certificate; if absent, one from a local CA. */
  readonly certificate?: SiteCertificate;
  /** The operator's own application; if absent, the guest book that comes with trueup. */
  readonly application?: { readonly folder: string; readonly command: readonly string[] };
}

export interface SiteCertificate {
  /** PEM: the certificate and its chain. */
  readonly chain: string;
  readonly key: Secret;
  /** Whether it is also valid for this name. */
  covers(name: string): boolean;
}
