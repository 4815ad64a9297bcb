// Opens secrets that the inventory holds or points to.
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { controllerPath, pathHint, type PathStarts } from '../../controller-path.js';
import { Secret } from '../../model/secret.js';
import { closedInWords } from '../../secrets/closed-in-words.js';
import type { Problems } from '../raw/problems.js';
import { reasonOf } from '../../model/reason-of.js';
import { vaultInWords } from '../../secrets/vault/vault-in-words.js';
import type { MissingSecrets } from './missing-secrets.js';
import type { OpenedVaults } from './open-vaults.js';
import type { Unsealed } from './open-age-values.js';
import { unread, type Opener, type RawSealed } from '../raw/raw.js';

const mebibyte = 1024 * 1024;
const outOfReach = new Set<string | undefined>(['ENOENT', 'EACCES', 'EPERM']);

/** What opening needs. */
interface Given {
  /** The encrypted values, opened before. */
  readonly unsealed: Unsealed;
  readonly vaults: OpenedVaults;
  /** Where the paths of `!file` start. */
  readonly starts: PathStarts & { readonly home?: string | undefined };
}

/** An opener that reads each file once. What can't be opened is a problem, at the place that names it. */
export function sealOpener(
  problems: Problems,
  { unsealed, vaults, starts }: Given,
  missing: MissingSecrets = 'wrong',
): Opener {
  const opened = new Map<string, Secret>();
  return (sealed) => {
    if (sealed.how === 'literal') return new Secret(sealed.text);
    if (sealed.how === 'age') return openAge(sealed, unsealed, problems, missing);
    if (sealed.how === 'vault') return openVault(sealed, vaults, problems, missing);
    const known = opened.get(sealed.text);
    if (known) return known;
    const secret = readSecret(sealed, starts, problems, missing);
    opened.set(sealed.text, secret);
    return secret;
  };
}

function openAge(
  { text, place }: RawSealed,
  { values, source }: Unsealed,
  problems: Problems,
  missing: MissingSecrets,
): Secret {
  const found = values.get(text);
  if (found instanceof Secret) return found;
  const hint = `Encrypt it with \`trueup secrets edit ${place.file}\`.`;
  if (found === undefined) problems.add('!age: this value is not encrypted', { place, hint });
  else if (missing === 'wrong' || found === 'damaged' || found === 'not text') {
    const { message, ...remedy } = closedInWords(found, source);
    problems.add(message, { place, ...remedy });
  }
  return unread;
}

function openVault(
  { text, place }: RawSealed,
  vaults: OpenedVaults,
  problems: Problems,
  missing: MissingSecrets,
): Secret {
  const found = vaults.values.get(text);
  if (found instanceof Secret) return found;
  if (found === undefined) return vaults.later(text);
  if (missing === 'wrong') {
    const { message, ...remedy } = vaultInWords(found);
    problems.add(message, { place, ...remedy });
  }
  return unread;
}

function readSecret(
  { text, place }: RawSealed,
  starts: Given['starts'],
  problems: Problems,
  missing: MissingSecrets,
): Secret {
  const path = problems.attempt(() => controllerPath(text, starts, starts.home));
  if (path === undefined) return unread;
  const wrong = (why: string, hint?: string): Secret => {
    problems.add(`!file ${text}: ${path === text ? '' : `${path}: `}${why}`, { place, hint });
    return unread;
  };
  try {
    const about = statSync(path);
    if (!about.isFile()) return wrong('it is not a regular file');
    if (about.size > mebibyte) return wrong(`it is larger than ${String(mebibyte)} bytes`);
    const secret = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
    if (secret.includes('\0')) return wrong('it contains a NUL character');
    return new Secret(secret.replace(/\r?\n$/, ''));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (missing === 'tolerated' && outOfReach.has(code)) return unread;
    const hint = code === 'ENOENT' ? pathHint(text, starts, [dirname(place.file)]) : undefined;
    return wrong(error instanceof TypeError ? 'it is not UTF-8 text' : reasonOf(error), hint);
  }
}
