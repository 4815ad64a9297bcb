// The only way to make a Script: a tagged template that quotes every value.
import type { Blob, Script } from '../model/script.js';
import { Secret } from '../model/secret.js';
import { TrueupError } from '../model/trueup-error.js';
import { quote } from './quote.js';
import { QuotingState } from './quoting-state.js';

/**
 * A value for `${…}`: strings and numbers are quoted, a list becomes several words, a Script is inserted, a Blob
 * becomes its bytes on stdout.
 */
export type Value = string | number | Secret | Script | Blob | readonly Value[];

const receive = 'trueup_receive';

function isScript(value: object): value is Script {
  return 'masked' in value;
}

function isBlob(value: object): value is Blob {
  return 'sha256' in value && 'open' in value;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function expand(value: Value): Script {
  if (typeof value === 'string') return plain(quote(value));
  if (typeof value === 'number') return plain(quote(String(value)));
  if (value instanceof Secret) return { text: quote(value.reveal()), masked: "'***'", blobs: [] };
  if (isList(value)) return join(value.map(expand), ' ');
  if (isBlob(value)) return { ...plain(`${receive} ${value.size}`), blobs: [value] };
  if (isScript(value)) return value;
  throw new TypeError(`sh\`…\` does not accept a value of type ${typeof value}`);
}

function plain(text: string): Script {
  return { text, masked: text, blobs: [] };
}

/** Joins scripts with `separator`. */
export function join(scripts: readonly Script[], separator = '\n'): Script {
  return {
    text: scripts.map((script) => script.text).join(separator),
    masked: scripts.map((script) => script.masked).join(separator),
    blobs: scripts.flatMap((script) => script.blobs),
    ...(scripts.some((script) => script.speaks) && { speaks: true }),
  };
}

/** In the source, `\${` is a shell's `${` and a backslashed backtick a backtick; everything else is verbatim. */
function sourceOf(raw: string): string {
  return raw.replaceAll('\\${', '${').replaceAll('\\`', '`');
}

/**
 * POSIX sh source with values, each of which is passed literally, whatever it contains:
 * `` sh`chown ${owner} -- ${path}` ``. Throws E_INTERNAL for a value inside quotes, E_INPUT for a NUL byte.
 */
export function sh(strings: TemplateStringsArray, ...values: readonly Value[]): Script {
  const state = new QuotingState();
  const parts: Script[] = [];
  strings.raw.forEach((raw, index) => {
    const source = sourceOf(raw);
    state.feed(source);
    parts.push(plain(source));
    const value = values[index];
    if (index >= values.length) return;
    if (!state.plain) {
      throw new TrueupError(
        'E_INTERNAL',
        `a value is inside quotes or a comment, after: ${source.slice(-60)}`,
      );
    }
    if (value === undefined) throw new TypeError(`sh\`…\` got undefined after: ${source.slice(-60)}`);
    parts.push(expand(value));
    state.word();
  });
  return join(parts, '');
}
