// Opens an inventory's age-encrypted values before they are used.
import { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import { isSealed, open, StaysClosed, type Closed } from '../../secrets/age.js';
import { readIdentities, type Identities, type IdentitySettings } from '../../secrets/identities.js';
import type { Problems } from '../raw/collect-problems.js';
import { unread, type Raw } from '../raw/raw-value.js';
import { listsOfVars, type RawInventory } from '../raw/raw-inventory.js';

/** Encrypted text → its content, or why it can't be decrypted. Texts that aren't encrypted are left out. */
export interface Unsealed {
  readonly values: ReadonlyMap<string, Secret | Closed>;
  /** Where the identity came from, or would have. */
  readonly source: string;
}

interface Options {
  readonly identity?: IdentitySettings;
  readonly home?: string;
}

/** Decrypts all values. Doesn't look for an identity if nothing is encrypted. */
export async function unseal(
  inventory: RawInventory,
  { identity, home }: Options,
  problems: Problems,
): Promise<Unsealed> {
  const texts = new Set<string>();
  for (const vars of listsOfVars(inventory).flat()) collect(vars, texts);
  if (texts.size === 0) return { values: new Map(), source: '' };
  const settings = { ...identity, ...(home !== undefined && { home }) };
  const identities = await identitiesOf(settings, problems);
  if (!identities) return { values: new Map([...texts].map((text) => [text, unread])), source: '' };
  const opened = [...texts].map(async (text) => [text, await openOne(text, identities)] as const);
  return { values: new Map(await Promise.all(opened)), source: identities.source };
}

function collect(written: Raw, texts: Set<string>): void {
  if (written.kind === 'sealed' && written.how === 'age' && isSealed(written.text)) {
    texts.add(written.text);
  } else if (written.kind === 'list') for (const item of written.items) collect(item, texts);
  else if (written.kind === 'map') for (const { value } of written.entries.values()) collect(value, texts);
}

/** If the identity can't be read, only that is reported as a problem, not each of the values. */
async function identitiesOf(settings: IdentitySettings, problems: Problems): Promise<Identities | undefined> {
  try {
    return await readIdentities(settings);
  } catch (error) {
    if (!(error instanceof TrueupError)) throw error;
    problems.add(error.message, { hint: error.hint });
    return undefined;
  }
}

async function openOne(text: string, { keys }: Identities): Promise<Secret | Closed> {
  try {
    // As with a secret in a file, the last newline is not part of it.
    return new Secret((await open(text, keys)).reveal().replace(/\r?\n$/, ''));
  } catch (error) {
    if (error instanceof StaysClosed) return error.why;
    throw error;
  }
}
