// Decrypts the variables that are encrypted with ansible-vault: whole files, and the values that trueup uses.
import { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import { openVaultNow, type VaultClosed } from '../../secrets/vault/decrypt-vault.js';
import { vaultInWords } from '../../secrets/vault/explain-vault-failure.js';
import type { VaultPassword } from '../../secrets/vault/vault-passwords.js';
import { leavesOf } from '../raw/leaf-values.js';
import type { Problems } from '../raw/collect-problems.js';
import { unread, type Raw, type RawMap, type RawSealed } from '../raw/raw-value.js';
import { listsOfVars, type RawInventory } from '../raw/raw-inventory.js';
import { parseYaml } from '../raw/read-yaml.js';
import { hasTemplate } from '../raw/mark-raw-value.js';
import { isUsed } from '../variables/is-used.js';
import { secretVars } from '../variables/encrypted-file-vars.js';
import type { MissingSecrets } from './missing-secrets.js';
import type { VaultAccess } from './lazy-vault-passwords.js';

/** The values that were decrypted, and a way to decrypt others later. */
export interface OpenedVaults {
  /** Encrypted text → its content, or why it can't be decrypted; unused texts are missing here. */
  readonly values: ReadonlyMap<string, Secret | VaultClosed>;
  /** A value that is decrypted only when it is needed. */
  readonly later: (text: string) => Secret;
}

interface Options {
  readonly access: VaultAccess;
  readonly missing: MissingSecrets;
  readonly isRole: (name: string) => boolean;
}

/** Replaces encrypted files by their content, and decrypts the values. Asks for a password only if one is needed. */
export async function openVaults(
  inventory: RawInventory,
  { access, missing, isRole }: Options,
  problems: Problems,
): Promise<OpenedVaults> {
  const lists = listsOfVars(inventory);
  for (const list of lists) {
    for (const [index, vars] of list.entries()) {
      if (!vars.vault) continue;
      const content = await contentOf(vars, vars.vault, { access, missing }, problems);
      list[index] = { ...vars, entries: content.entries };
    }
  }
  const all = lists.flat().flatMap(({ entries }) => [...entries]);
  const used = all.flatMap(([name, { value }]) => (isUsed(name, isRole) ? [value] : []));
  // A template may use any variable.
  const wanted = used.some(hasTemplate) ? all.map(([, { value }]) => value) : used;
  const texts = new Set(wanted.flatMap(vaultsIn));
  // If the passwords can't be read, which is already reported, the values are not reported as well.
  const opened = await Promise.all(
    [...texts].map(async (text) => [text, (await access.open(text)) ?? unread] as const),
  );
  const others = access.mayOpen && all.some(([, { value }]) => vaultsIn(value).length > 0);
  const known = others ? ((await access.passwords()) ?? []) : [];
  return { values: new Map(opened), later: (text) => new Secret(() => openedNow(known, text)) };
}

function openedNow(passwords: readonly VaultPassword[], text: string): string {
  const found = openVaultNow(passwords, text);
  if (found instanceof Secret) return found.reveal();
  const { message, hint } = vaultInWords(found);
  throw new TrueupError('E_INPUT', message, { hint });
}

async function contentOf(
  empty: RawMap,
  { text, place }: RawSealed,
  { access, missing }: Pick<Options, 'access' | 'missing'>,
  problems: Problems,
): Promise<RawMap> {
  const found = await access.open(text);
  if (found === undefined) return empty;
  if (!(found instanceof Secret)) {
    const { message, ...remedy } = vaultInWords(found);
    if (missing === 'wrong') problems.add(message, { place, ...remedy });
    else problems.warn(`${message}; its variables are ignored`, { place, ...remedy });
    problems.brokenFile = true;
    return empty;
  }
  const content = parseYaml(found.reveal(), place.file, problems, 'secret');
  if (!content) return empty;
  if (content.kind === 'map') return secretVars(content);
  problems.add('must be a mapping of variables', { place });
  return empty;
}

function vaultsIn(written: Raw): readonly string[] {
  return leavesOf(written).flatMap((leaf) =>
    leaf.kind === 'sealed' && leaf.how === 'vault' ? [leaf.text] : [],
  );
}
