// Opens what ansible-vault encrypted in an inventory: whole files, and the values that trueup uses.
import { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import {
  openVaultNow,
  vaultOpener,
  type OpenVault,
  type VaultClosed,
} from '../../secrets/vault/open-vault.js';
import { vaultInWords } from '../../secrets/vault/vault-in-words.js';
import {
  vaultPasswords,
  type VaultPassword,
  type VaultSettings,
} from '../../secrets/vault/vault-passwords.js';
import type { Problems } from '../raw/problems.js';
import type { Raw, RawMap, RawSealed } from '../raw/raw.js';
import type { RawInventory, RawVars } from '../raw/raw-inventory.js';
import { parseYaml } from '../raw/read-yaml.js';
import { hasTemplate, secretly } from '../raw/rewritten.js';
import { isUsed } from '../variables/is-used.js';
import type { MissingSecrets } from './missing-secrets.js';

/** What was opened, and what may be later. */
export interface OpenedVaults {
  /** Encrypted text → its content, or why it can't be decrypted; unused texts are missing here. */
  readonly values: ReadonlyMap<string, Secret | VaultClosed>;
  /** A value that is opened when it is needed, if ever. */
  readonly later: (text: string) => Secret;
}

interface Options {
  readonly vault?: VaultSettings;
  readonly missing: MissingSecrets;
  readonly isRole: (name: string) => boolean;
}

/** Puts the content of encrypted files in their place, and opens the values. Asks for no password where none is needed. */
export async function openVaults(
  inventory: RawInventory,
  { vault, missing, isRole }: Options,
  problems: Problems,
): Promise<OpenedVaults> {
  const owners: readonly RawVars[] = [...inventory.groups.values(), ...inventory.hosts.values()];
  const lists = owners.flatMap(({ inline, folder }) => [inline, folder]);
  const passwords = passwordsOf(vault, problems);
  const opener = openerOf(passwords);
  for (const list of lists) {
    for (const [index, vars] of list.entries()) {
      if (!vars.vault) continue;
      const content = await contentOf(vars, vars.vault, { open: opener, missing }, problems);
      list[index] = { ...vars, entries: content.entries };
    }
  }
  const all = lists.flat().flatMap(({ entries }) => [...entries]);
  const used = all.flatMap(([name, { value }]) => (isUsed(name, isRole) ? [value] : []));
  // A template may use any variable.
  const wanted = used.some(hasTemplate) ? all.map(([, { value }]) => value) : used;
  const texts = new Set(wanted.flatMap(vaultsIn));
  const opened = await Promise.all([...texts].map(async (text) => [text, await opener(text)] as const));
  const others = vault && vault.sources.length > 0 && all.some(([, { value }]) => vaultsIn(value).length > 0);
  const known = others ? ((await passwords()) ?? []) : [];
  return { values: new Map(opened), later: (text) => new Secret(() => openedNow(known, text)) };
}

function openedNow(passwords: readonly VaultPassword[], text: string): string {
  const found = openVaultNow(passwords, text);
  if (found instanceof Secret) return found.reveal();
  const { message, hint } = vaultInWords(found);
  throw new TrueupError('E_INPUT', message, { hint });
}

/** Looks for the passwords when they are first needed. If they can't be read, that is reported once, and the result is undefined. */
function passwordsOf(
  settings: VaultSettings | undefined,
  problems: Problems,
): () => Promise<readonly VaultPassword[] | undefined> {
  let finding: Promise<readonly VaultPassword[] | undefined> | undefined;
  const find = async (): Promise<readonly VaultPassword[] | undefined> => {
    try {
      return settings ? await vaultPasswords(settings) : [];
    } catch (error) {
      if (!(error instanceof TrueupError)) throw error;
      problems.add(error.message, { hint: error.hint });
      problems.brokenFile = true;
      return undefined;
    }
  };
  return () => (finding ??= find());
}

/** If the passwords can't be read, which is already reported, encrypted values are not reported as well. */
function openerOf(passwords: () => Promise<readonly VaultPassword[] | undefined>): OpenVault {
  let opening: Promise<OpenVault> | undefined;
  const prepare = async (): Promise<OpenVault> => {
    const known = await passwords();
    return known ? vaultOpener(known) : () => Promise.resolve(new Secret('unread: 1'));
  };
  return async (text) => (await (opening ??= prepare()))(text);
}

async function contentOf(
  empty: RawMap,
  { text, place }: RawSealed,
  { open, missing }: { readonly open: OpenVault; readonly missing: MissingSecrets },
  problems: Problems,
): Promise<RawMap> {
  const found = await open(text);
  if (!(found instanceof Secret)) {
    const { message, hint } = vaultInWords(found);
    if (missing === 'wrong') problems.add(message, { place, hint });
    else problems.warn(`${message}; its variables are ignored`, { place, hint });
    problems.brokenFile = true;
    return empty;
  }
  const content = parseYaml(found.reveal(), place.file, problems);
  if (!content) return empty;
  if (content.kind === 'map') return secretly(content);
  problems.add('must be a mapping of variables', { place });
  return empty;
}

function vaultsIn(written: Raw): readonly string[] {
  switch (written.kind) {
    case 'scalar':
      return [];
    case 'sealed':
      return written.how === 'vault' ? [written.text] : [];
    case 'list':
      return written.items.flatMap(vaultsIn);
    case 'map':
      return [...written.entries.values()].flatMap(({ value }) => vaultsIn(value));
  }
}
