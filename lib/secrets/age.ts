// Seals and opens texts with age; the only importer of age-encryption, which is loaded when first needed.
import { Secret } from '../model/secret.js';

const load = () => import('age-encryption');
const opening = '-----BEGIN AGE ENCRYPTED FILE-----';

/** Why a sealed text can't be opened. */
export type Closed = 'no identity' | 'not for these identities' | 'damaged' | 'not text';

/** Thrown for a text that can't be opened. */
export class StaysClosed extends Error {
  constructor(readonly why: Closed) {
    super(why);
  }
}

/** A new identity, and the recipient that belongs to it. */
export async function newIdentity(): Promise<{ readonly identity: Secret; readonly recipient: string }> {
  const { generateIdentity, identityToRecipient } = await load();
  const identity = await generateIdentity();
  return { identity: new Secret(identity), recipient: await identityToRecipient(identity) };
}

/** The recipient that belongs to an identity; undefined if the identity is not valid. */
export async function recipientOf(identity: Secret): Promise<string | undefined> {
  const { identityToRecipient } = await load();
  return identityToRecipient(identity.reveal()).catch(() => undefined);
}

/** Whether values can be sealed to it. */
export async function isRecipient(text: string): Promise<boolean> {
  const { Encrypter } = await load();
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text looks like a sealed one. */
export function isSealed(text: string): boolean {
  return text.trimStart().startsWith(opening);
}

/** Seals the text, so that only the recipients can read it: armoured, with a final newline. */
export async function seal(text: Secret, recipients: readonly string[]): Promise<string> {
  const { armor, Encrypter } = await load();
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(text.reveal()));
}

/** The content of a sealed text. Throws StaysClosed. */
export async function open(sealed: string, identities: readonly Secret[]): Promise<Secret> {
  const { armor, Decrypter } = await load();
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity.reveal());
  try {
    const bytes = armor.decode(sealed);
    if (identities.length === 0) throw new StaysClosed('no identity');
    return new Secret(textOf(await decrypter.decrypt(bytes)));
  } catch (error) {
    if (error instanceof StaysClosed) throw error;
    const foreign = error instanceof Error && error.message.startsWith('no identity matched');
    throw new StaysClosed(foreign ? 'not for these identities' : 'damaged');
  }
}

function textOf(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new StaysClosed('not text');
  }
  if (text.includes('\0')) throw new StaysClosed('not text');
  return text;
}

/** The number of recipients that a text is sealed to; undefined if it can't be determined. */
export async function countRecipients(sealed: string): Promise<number | undefined> {
  const { armor } = await load();
  try {
    const [header = ''] = Buffer.from(armor.decode(sealed)).toString('latin1').split('\n---', 1);
    return header.split('\n').filter((line) => line.startsWith('-> ') && !line.includes('-grease')).length;
  } catch {
    return undefined;
  }
}
