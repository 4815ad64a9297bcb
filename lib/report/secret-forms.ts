// The forms in which a secret may appear in output: as it is, and as programs quote and encode it.
import type { Secret } from '../model/secret.js';

/** Shorter secrets occur in ordinary words: they are masked where they are used, but output isn't searched for them. */
const shortestSecret = 4;
const shortestLine = 8;
const shortestEncoded = 6;
/** A longer secret, such as a key, is never quoted or encoded in a message. */
const longestEncoded = 4096;

/** The texts that reveal the secret; none if it is too short. */
export function formsOf(secret: Secret): readonly string[] {
  const whole = secret.reveal().trim();
  if (whole.length < shortestSecret) return [];
  const lines = whole.includes('\n') ? whole.split('\n').map((line) => line.trim()) : [];
  const encoded = whole.length > longestEncoded ? [] : [...quotedForms(whole), ...encodedForms(whole)];
  return [...new Set([whole, ...lines.filter((line) => line.length >= shortestLine), ...encoded])];
}

/** The text as written in shells, SQL, JSON, HTML and URLs. */
function quotedForms(text: string): readonly string[] {
  const percent = encodeURIComponent(text);
  const strict = percent.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const inHtml = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    JSON.stringify(text).slice(1, -1),
    text.replaceAll("'", String.raw`'\''`),
    text.replaceAll("'", `'"'"'`),
    text.replaceAll("'", "''"),
    text.replace(/['"\\]/g, String.raw`\$&`),
    text.replace(/["\\$`]/g, String.raw`\$&`),
    text.replace(/[^\w@%+=:,./\n-]/g, String.raw`\$&`),
    ...[percent, strict].flatMap((one) => [
      one,
      one.replaceAll('%20', '+'),
      one.replace(/%../g, (code) => code.toLowerCase()),
    ]),
    inHtml,
    inHtml.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    inHtml.replaceAll('"', '&quot;').replaceAll("'", '&#x27;'),
  ];
}

/** The text in hexadecimal, which SQL also uses for passwords, and in Base64, at any offset within a longer text. */
function encodedForms(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].flatMap((before) => {
    const all = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    // The first and last characters also contain bits of the adjacent bytes.
    const own = all.slice([0, 2, 3][before], (before + bytes.length) % 3 === 0 ? undefined : -1);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [hex, hex.toUpperCase(), ...base64.filter((one) => one.length >= shortestEncoded)];
}
