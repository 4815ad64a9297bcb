// Opens the secrets of an inventory: `!file`, `!age`, `!vault` and `!secret`.
import { Secret } from '../../model/secret.js';
import { closedInWords } from '../../secrets/explain-decrypt-failure.js';
import type { Problems } from '../raw/collect-problems.js';
import { vaultInWords } from '../../secrets/vault/explain-vault-failure.js';
import type { MissingSecrets } from './missing-secrets.js';
import type { OpenedVaults } from './decrypt-vault-variables.js';
import type { Unsealed } from './decrypt-age-values.js';
import { readSecretFile, type SecretFileStarts } from './read-secret-file.js';
import { unread, type Opener, type RawSealed } from '../raw/raw-value.js';

/** What is needed to open secrets. */
interface Given {
  /** The encrypted values, which have already been opened. */
  readonly unsealed: Unsealed;
  readonly vaults: OpenedVaults;
  /** Where the paths of `!file` start. */
  readonly starts: SecretFileStarts;
}

/** An opener that reads each file once. A secret that can't be opened is a problem at its place. */
export function secretOpener(
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
    const secret = readSecretFile(sealed, starts, problems, missing);
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
