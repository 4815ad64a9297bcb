// Reads the secret in a file that `!file PATH` specifies.
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { controllerPath, pathHint, type PathStarts } from '../../controller-path.js';
import { reasonOf } from '../../model/file-error-reason.js';
import { Secret } from '../../model/secret.js';
import type { Problems } from '../raw/collect-problems.js';
import { unread, type RawSealed } from '../raw/raw-value.js';
import type { MissingSecrets } from './missing-secrets.js';

/** The folders that relative paths and `~/` refer to. */
export type SecretFileStarts = PathStarts & { readonly home?: string | undefined };

const mebibyte = 1024 * 1024;
const outOfReach = new Set<string | undefined>(['ENOENT', 'EACCES', 'EPERM']);

/** The content of the file, without a final line break. If it can't be read, a problem is added at the place that specifies the path. */
export function readSecretFile(
  { text, place }: RawSealed,
  starts: SecretFileStarts,
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
