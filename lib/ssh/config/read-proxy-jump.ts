// The servers named by ProxyJump: `[user@]host[:port]`, comma-separated, or ssh:// URIs.
import { TrueupError } from '../../model/trueup-error.js';

/** One jump server, as written. */
export interface Jump {
  readonly alias: string;
  readonly user?: string;
  readonly port?: number;
}

/** Reads a ProxyJump value; empty for `none`. Throws E_INPUT. */
export function readProxyJump(host: string, text: string): readonly Jump[] {
  if (text.trim() === '' || text.trim().toLowerCase() === 'none') return [];
  return text.split(',').map((part) => {
    const match = /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(\[[^\]\s]+\]|[^:@\s[\]]+)(?::(\d{1,5}))?\/?$/.exec(
      part.trim(),
    );
    const alias = match?.[2]?.replace(/^\[|\]$/g, '');
    const port = match?.[3] === undefined ? undefined : Number(match[3]);
    if (!match || alias === undefined || alias.startsWith('-') || port === 0 || (port ?? 1) > 65535) {
      throw new TrueupError(
        'E_INPUT',
        `${host}: ProxyJump ${JSON.stringify(part)} is not of the form [user@]host[:port]`,
        { host },
      );
    }
    const user = match[1];
    return { alias, ...(user === undefined ? {} : { user }), ...(port === undefined ? {} : { port }) };
  });
}
