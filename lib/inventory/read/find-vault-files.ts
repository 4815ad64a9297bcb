// Finds the files of an inventory that ansible-vault may have encrypted, and which of their texts are secret.
import { basename, extname } from 'node:path';
import { readRegularText } from '../../bounds/read-bounded-file.js';
import { TrueupError } from '../../model/trueup-error.js';
import type { SecretPaths, VaultFile } from '../../secrets/vault/import-vault.js';
import { isVault } from '../../secrets/vault/parse-vault-text.js';
import { Problems } from '../raw/collect-problems.js';
import { readJson } from '../raw/read-json.js';
import { parseYaml } from '../raw/read-yaml.js';
import type { Source } from '../raw/raw-inventory.js';
import { isShown } from '../variables/connection-schema.js';
import { hasSections, startsWithSection } from './ini/read-ini.js';
import { inventoryFiles } from './inventory-files.js';
import { yamlFiles } from './sealed-value-files.js';

/** All of these files, in the order in which they are read. Throws InputErrors. */
export function* vaultFiles(inventory: string): Generator<VaultFile> {
  const { sources } = inventoryFiles(inventory, new Problems());
  const byName = new Map(sources.map((source) => [source.name, source]));
  const told = new Set<string>();
  for (const [file, text] of yamlFiles(inventory)) {
    const source = byName.get(file);
    told.add(file);
    yield [file, text, source ? (clear) => ofHosts(clear, source) : () => ofVariables];
  }
  // Other files can't contain single encrypted values, but may be encrypted as a whole.
  for (const source of sources) {
    if (source.kind !== 'file' || told.has(source.name)) continue;
    const text = textIn(source.name);
    if (text !== undefined && isVault(text)) yield [source.name, text, (clear) => ofHosts(clear, source)];
  }
}

const ofVariables: SecretPaths = ([name = '']) => !isShown(name);

/** Undefined for a file in a sub-folder that isn't an inventory. */
function ofHosts(clear: string, { name, found }: Source): SecretPaths | undefined {
  const extension = extname(basename(name));
  const isIni = extension === '' ? hasSections(clear) : startsWithSection(clear);
  if (/^(?:\.ya?ml)?$/.test(extension) && !isIni && isMapping(clear, name)) {
    return (path) => {
      const variable = variableOf(path);
      return variable !== undefined && variable !== 'ansible_group_priority' && !isShown(variable);
    };
  }
  if (found === 'in sub-folder' && !isIni && extension !== '.json') return undefined;
  throw new TrueupError('E_INPUT', 'only a YAML inventory can contain age-encrypted values', {
    place: { file: name, line: 1, column: 1 },
    hint: `Decrypt it with \`ansible-vault decrypt ${name}\`, and put its secrets into YAML files in group_vars/ and host_vars/.`,
  });
}

/** The name of the variable that a value is, or is part of: GROUP.vars.NAME, GROUP.hosts.HOST.NAME, GROUP.children.GROUP…. */
function variableOf([, part, ...rest]: readonly string[]): string | undefined {
  if (part === 'children') return variableOf(rest);
  return part === 'vars' ? rest[0] : part === 'hosts' ? rest[1] : undefined;
}

/** Whether it is a mapping in YAML, but not in JSON. */
function isMapping(text: string, file: string): boolean {
  const problems = new Problems();
  if (problems.attempt(() => readJson(text, file)) || problems.any) return false;
  return parseYaml(text, file, problems)?.kind === 'map';
}

/** Undefined for a file that is not text, because the folder may contain other files, too. */
function textIn(file: string): string | undefined {
  try {
    return readRegularText(file);
  } catch {
    return undefined;
  }
}
