// The declaration of a role's test: roles/NAME/role.test.ts.
import type { Secret } from '../model/secret.js';
import type { Tamper } from './tamper/tampering.js';

/** What a test's variables may need to know about the test's hosts. */
export interface TestLab {
  /** The address from which trueup connects. */
  readonly controller: string;
  /** An unused address in the hosts' network, for a virtual IP. */
  readonly spareAddress: string;
  /** The address of one of the declared hosts. */
  addressOf(host: string): string;
  /** A folder on the controller, for files that variables refer to. */
  readonly folder: string;
  /** A certificate for these names and addresses, issued by the test's CA. */
  certificateFor(...names: readonly string[]): Promise<TestCertificate>;
}

/** A certificate for a test. */
export interface TestCertificate {
  /** Path of the certificate and its chain. */
  readonly certificate: string;
  readonly key: Secret;
  /** Path of the CA's certificate. */
  readonly authority: string;
}

/** The hosts to boot, and what the test expects of the role in addition to what it expects of every role. */
export interface RoleTest {
  /** Host → role → its variables. Secrets may be plain strings, because they are used only here. */
  readonly hosts: Readonly<Record<string, Readonly<Record<string, object>>>>;
  /** Codenames of the releases to test, each on separate hosts: `trixie`, `bookworm`. Defaults to Debian stable. */
  readonly releases?: readonly string[];
  /** Resource type of the role → how its resources are changed behind trueup's back. */
  readonly tamper?: Readonly<Record<string, Tamper<never>>>;
  /** Texts that must not appear anywhere, in addition to the secrets in the variables. */
  readonly never?: readonly (string | Secret)[];
  /** Path → reason why this file or folder may remain after a rollback. */
  readonly stays?: Readonly<Record<string, string>>;
  /** Path → reason why a service that reads this file at start need not be restarted when it changes. */
  readonly unwatched?: Readonly<Record<string, string>>;
}

/** The part of a role's test that applies to all hosts. */
export type Expectations = Pick<RoleTest, 'tamper' | 'never' | 'stays' | 'unwatched'>;

/** A test, or a function if its variables need addresses of the hosts, or certificates. */
export type DeclaredTest = RoleTest | ((lab: TestLab) => RoleTest | Promise<RoleTest>);

/** Declares a role's test: `export default testOf({ hosts: { one: { motd: { text: 'hello' } } } })`. */
export function testOf(test: DeclaredTest): DeclaredTest {
  return test;
}
