// Reads one source of an inventory, whatever its form: a program, YAML, JSON, INI, or a list of hosts.
import { basename, extname } from 'node:path';
import { TrueupError } from '../../model/trueup-error.js';
import { Problems } from '../raw/collect-problems.js';
import { addHosts, groupNamed, type Reading } from './add-to-inventory.js';
import { hasSections, readIni, startsWithSection } from './ini/read-ini.js';
import { hasShebang, isProgram, speaksOfHosts } from './script/is-program.js';
import { readScript } from './script/read-script.js';
import { readYamlSource } from './read-yaml-source.js';
import { isCalledInventory, sourceText } from './source-text.js';
import type { VaultAccess } from './lazy-vault-passwords.js';

/** Adds the content of the source. As in Ansible, the form of a file is the first one in which it can be read. */
export async function readSource(given: Reading, vaults: VaultAccess): Promise<void> {
  const { source } = given;
  if (source.kind === 'list') readList(given);
  else if (isProgram(source.name)) await runProgram(given);
  else {
    const found = await sourceText(given, vaults);
    if (!found) return;
    const { text, encrypted } = found;
    const reading = { ...given, encrypted };
    if (hasShebang(text)) notExecutable(reading);
    else if (source.name.endsWith('.toml'))
      refuse(reading, 'TOML is not supported', 'Convert it to YAML or INI.');
    else await readText(text, reading);
  }
}

/** `web1,web2:2222,`. */
function readList(reading: Reading): void {
  const { source, inventory } = reading;
  const place = { file: source.name, line: 1, column: 1 };
  const group = groupNamed('ungrouped', place, inventory);
  for (const pattern of source.name.split(',').map((word) => word.trim())) {
    if (pattern !== '') addHosts(pattern, place, { group }, reading);
  }
}

async function runProgram(reading: Reading): Promise<void> {
  const { source, problems } = reading;
  // A program may do anything, and a folder may contain programs that don't print an inventory.
  if (source.found !== 'named' && !speaksOfHosts(source.name)) {
    ignore(
      reading,
      "is executable, but was not run because it doesn't look like an inventory script (it contains no --list, _meta or hosts)",
    );
    return;
  }
  try {
    await readScript(reading);
  } catch (error) {
    if (!(error instanceof TrueupError)) throw error;
    problems.brokenFile = true;
    problems.add(error.message, { place: error.place, hint: error.hint });
  }
}

function notExecutable(reading: Reading): void {
  const { name } = reading.source;
  const hint = reading.encrypted
    ? `A script can't be encrypted. Decrypt it with \`ansible-vault decrypt ${name}\`, and make it executable.`
    : `If it prints an inventory, make it executable with \`chmod +x ${name}\`.`;
  refuse(reading, 'is a script, but is not executable', hint);
}

async function readText(text: string, reading: Reading): Promise<void> {
  const { source, problems } = reading;
  const extension = extname(basename(source.name));
  if (/^\.(?:ya?ml|json)$/.test(extension) && !startsWithSection(text)) {
    await readYamlSource(text, reading);
    return;
  }
  const sections = hasSections(text);
  if (extension === '' && !sections) {
    const trial = new Problems();
    const read = await readYamlSource(text, { ...reading, problems: trial }, 'mappings');
    if (read || (trial.any && /^[\w-]+:\s*(?:#.*)?$/m.test(text))) {
      problems.take(trial);
      return;
    }
  }
  const readable = sections || (!isOneWord(text, source.name) && readsAsIni(text, reading));
  if (source.found === 'named' || (readable && (sections || source.found === 'in folder')))
    readIni(text, reading);
  else if (source.found === 'in folder') ignore(reading, 'ignored, because it is not an inventory');
}

/** A single word is assumed to be a secret, unless the file's name suggests that it lists hosts. */
function isOneWord(text: string, path: string): boolean {
  return /^\s*\S+\s*$/.test(text) && !isCalledInventory(path);
}

/** Whether every line of it is valid INI. */
function readsAsIni(text: string, { source }: Reading): boolean {
  const problems = new Problems();
  const inventory = { folder: source.folder, groups: new Map(), hosts: new Map(), extra: [] };
  groupNamed('ungrouped', { file: source.name, line: 1, column: 1 }, inventory);
  readIni(text, { source, inventory, problems });
  return !problems.any;
}

/** An error if the source was named; only a warning if it was found in a folder, because it may not be meant. */
function refuse({ source, problems }: Reading, message: string, hint: string): void {
  const details = { place: { file: source.name, line: 1, column: 1 }, hint };
  if (source.found === 'named') problems.add(message, details);
  else if (source.found === 'in folder') problems.warn(message, details);
}

function ignore({ source, problems }: Reading, message: string): void {
  const hint = `If it is an inventory, pass it explicitly with -i ${source.name}; otherwise move it elsewhere.`;
  problems.warn(message, { place: { file: source.name, line: 1, column: 1 }, hint });
}
