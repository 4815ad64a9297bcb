// What a role's test declares: roles/NAME/role.test.ts.
import type { Secret } from '../model/secret.js';
import type { Tamper } from './tamper/tampering.js';

/** The hosts that are booted for a test, as far as its variables may need to know. */
export interface TestLab {
  /** The address from which trueup connects. */
  readonly controller: string;
  /** An address of the hosts' network that none of them has: for a virtual IP. */
  readonly spareAddress: string;
  /** The address of one of the declared hosts. */
  addressOf(host: string): string;
  /** A folder of this machine, for files that variables name. */
  readonly folder: string;
  /** A certificate for these names and addresses, from an authority of the test's own. */
  certificateFor(...names: readonly string[]): Promise<TestCertificate>;
}

/** A certificate that was made for a test. */
export interface TestCertificate {
  /** The file with the certificate and its chain. */
  readonly certificate: string;
  readonly key: Secret;
  /** The file with the certificate of its authority. */
  readonly authority: string;
}

/** What to boot, and what to expect of the role beside what holds for every role. */
export interface RoleTest {
  /** Host → role → its variables. Secrets may be given as plain texts: they are good for nothing else. */
  readonly hosts: Readonly<Record<string, Readonly<Record<string, object>>>>;
  /** The releases to try, each on hosts of its own: `trixie`, `bookworm`. Defaults to Debian's stable one. */
  readonly releases?: readonly string[];
  /** How resources of the role's own types are changed behind trueup's back, by type. */
  readonly tamper?: Readonly<Record<string, Tamper<never>>>;
  /** Texts that must be seen nowhere, beside the secrets among the variables. */
  readonly never?: readonly (string | Secret)[];
  /** Paths (of files, or of folders with all that is in them) that may stay after a rollback, each with the reason. */
  readonly stays?: Readonly<Record<string, string>>;
  /** Files that a service reads as it starts and needn't be restarted for, each with the reason. */
  readonly unwatched?: Readonly<Record<string, string>>;
}

/** What a role's test says of it wherever it runs. */
export type Expectations = Pick<RoleTest, 'tamper' | 'never' | 'stays' | 'unwatched'>;

/** A test whose variables need the addresses of its hosts, or certificates for them, is a function. */
export type DeclaredTest = RoleTest | ((lab: TestLab) => RoleTest | Promise<RoleTest>);

/** Gives the test its types: `export default testOf({ hosts: { one: { motd: { text: 'hello' } } } })`. */
export function testOf(test: DeclaredTest): DeclaredTest {
  return test;
}
