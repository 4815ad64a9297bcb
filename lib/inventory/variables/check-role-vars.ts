// Checks a host's variables against a role's schema, fills in defaults, and wraps secrets.
import type { ErrorObject } from 'ajv';
import type { Place } from '../../model/fleet.js';
import { Secret } from '../../model/secret.js';
import { nearest } from '../schema/did-you-mean.js';
import type { SchemaCheck } from '../schema/schema-check.js';
import type { Secrets } from '../schema/schema-keywords.js';
import { schemaFindings, type Finding } from '../schema/schema-findings.js';
import { asWanted } from './convert-to-schema-type.js';
import { entriesOf, plain, type Opener, type Raw, type RawMap } from '../raw/raw-value.js';

export interface RoleVars {
  readonly vars: unknown;
  readonly findings: readonly Finding[];
}

/** The role's variables as its functions see them, and what is wrong with them. `inUse` are the roles that some host has. */
export function roleVars(
  role: string,
  written: RawMap,
  check: SchemaCheck,
  open: Opener,
  inUse?: ReadonlySet<string>,
): RoleVars {
  const reveal: Opener = (sealed) => {
    const secret = open(sealed);
    return secret instanceof Secret ? secret.reveal() : secret;
  };
  let mapping = written;
  let opened = plain(mapping, reveal);
  let verdict = check(opened, inUse);
  const better = asWanted(mapping, verdict.errors);
  if (better) {
    mapping = better;
    opened = plain(mapping, reveal);
    verdict = check(opened, inUse);
  }
  const errors = withoutEchoes(verdict.errors);
  const findings = [...schemaFindings(errors, mapping, role, inUse)];
  if (verdict.errors.length === 0) findings.push(...misplacedSecrets(role, mapping, '', verdict.secrets));
  return { vars: wrapped(opened, mapping, verdict.secrets, ''), findings };
}

/**
 * Leaves out unknown keys at the top level, which checkNames reports once where they are written, and keys that are
 * missing only because they were misspelt in this way.
 */
function withoutEchoes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unknown = errors.filter(
    ({ keyword, instancePath }) => keyword === 'additionalProperties' && instancePath === '',
  );
  const meant = unknown.map(({ params, parentSchema }) => {
    const known = (parentSchema as { properties?: object } | undefined)?.properties ?? {};
    return nearest(
      String((params as { additionalProperty: unknown }).additionalProperty),
      Object.keys(known),
    );
  });
  return errors.filter((error) => {
    if (unknown.includes(error)) return false;
    const missing = (error.params as { missingProperty?: string }).missingProperty;
    return error.instancePath !== '' || missing === undefined || !meant.includes(missing);
  });
}

/** Reports secrets in values that the schema doesn't declare secret, because these are shown in plans and reports. */
function misplacedSecrets(path: string, written: Raw, pointer: string, secrets: Secrets): readonly Finding[] {
  const below = (key: string | number, value: Raw, word: string): readonly Finding[] =>
    misplacedSecrets(word, value, `${pointer}/${escaped(String(key))}`, secrets);
  switch (written.kind) {
    case 'scalar':
      return [];
    case 'sealed':
      return secrets.has(pointer) ? [] : [misplaced(path, written.place)];
    case 'list':
      return written.items.flatMap((item, index) => below(index, item, `${path}[${index}]`));
    case 'map':
      return [...written.entries].flatMap(([key, { value }]) => below(key, value, `${path}.${key}`));
  }
}

function misplaced(path: string, place: Place): Finding {
  const hint =
    'Its value is shown in plans and reports. Write it in plain text outside encrypted files, and do not use a secret in its template.';
  return { message: `${path}: must not be a secret`, place, hint };
}

/** The value in which all texts that are secret, however short, are Secrets. */
function wrapped(value: unknown, written: Raw | undefined, secrets: Secrets, pointer: string): unknown {
  const below = (key: string, item: unknown): unknown => {
    const source = written?.kind === 'list' ? written.items[Number(key)] : entriesOf(written).get(key)?.value;
    return wrapped(item, source, secrets, `${pointer}/${escaped(key)}`);
  };
  if (typeof value === 'string') {
    return secrets.get(pointer) === true || written?.kind === 'sealed' ? new Secret(value) : value;
  }
  if (Array.isArray(value)) return value.map((item, index) => below(String(index), item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, below(key, item)]));
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
