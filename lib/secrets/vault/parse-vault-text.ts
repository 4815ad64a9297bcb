// Parses an ansible-vault text: formats 1.1 and 1.2, AES256.

const header = '$ANSIBLE_VAULT;';

/** What is needed to open it. */
export interface VaultText {
  /** Its vault id, if it has one: which password it was encrypted with. */
  readonly label: string | undefined;
  readonly salt: Buffer;
  readonly mac: Buffer;
  readonly data: Buffer;
}

/** Whether a text looks like an ansible-vault text. */
export function isVault(text: string): boolean {
  return text.trimStart().startsWith(header);
}

/** Its parts; undefined if it is damaged or in an obsolete format. */
export function vaultText(text: string): VaultText | undefined {
  const [first = '', ...lines] = text.trim().split(/\r?\n/);
  const [, version, cipher, label] = first.trim().split(';');
  if ((version !== '1.1' && version !== '1.2') || cipher !== 'AES256') return undefined;
  const outer = fromHex(lines.map((line) => line.trim()).join(''));
  const [salt, mac, data, ...more] = (outer?.toString('latin1') ?? '').split('\n').map(fromHex);
  if (!salt || mac?.length !== 32 || !data || data.length % 16 !== 0 || more.length > 0) return undefined;
  return { label: version === '1.2' ? label : undefined, salt, mac, data };
}

function fromHex(digits: string): Buffer | undefined {
  // Looks for anything but digits, because a pattern for megabytes of pairs would need as much stack to backtrack.
  const isHex = digits !== '' && digits.length % 2 === 0 && !/[^\da-fA-F]/.test(digits);
  return isHex ? Buffer.from(digits, 'hex') : undefined;
}
