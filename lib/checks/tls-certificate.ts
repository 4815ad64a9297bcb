// Checks of a TLS server: its certificate, and that it refuses old protocols.
import type { Check } from '../model/check.js';
import { askTls, type TlsHandshake, type TlsSession } from './tls-handshake.js';
import { couldNotLook } from './inconclusive-check.js';

type Again = Pick<Check, 'retry' | 'needs'>;

/** Checks that the certificate is trusted, valid for the name, and doesn't expire within `daysLeft` days. */
export function tlsCertificate(wish: TlsHandshake & Again & { readonly daysLeft: number }): Check {
  const { address, port, name, daysLeft, retry, needs } = wish;
  return {
    title: `${address}:${port} has a trusted certificate for ${name} with at least ${daysLeft} days left`,
    questions: [askTls(wish)],
    ...(retry && { retry }),
    ...(needs && { needs }),
    judge([answer]) {
      if (!answer) throw couldNotLook('the TLS handshake failed');
      if (answer.status !== 0) return answer.stderr;
      const { subject, validTo } = JSON.parse(answer.stdout) as TlsSession;
      const left = Math.floor((Date.parse(validTo) - Date.now()) / 86_400_000);
      return left >= daysLeft ? undefined : `the certificate of ${subject} has ${left} days left`;
    },
  };
}

/** Checks that a client that supports only old protocols is refused, while a modern client is accepted. */
export function oldTlsRefused({
  address,
  port,
  name,
  retry,
  needs,
}: Omit<TlsHandshake, 'atMost'> & Again): Check {
  const handshake = { address, port, name, anyCertificate: true };
  return {
    title: `${address}:${port} refuses TLS 1.1 and older`,
    questions: [askTls({ ...handshake, atMost: 'TLSv1.1' }), askTls(handshake)],
    ...(retry && { retry }),
    ...(needs && { needs }),
    judge([old, current]) {
      if (!old || !current) throw couldNotLook('the TLS handshake failed');
      if (old.status === 0) return `the server accepts ${(JSON.parse(old.stdout) as TlsSession).protocol}`;
      if (current.status !== 0)
        throw couldNotLook(`newer TLS versions are refused as well: ${current.stderr}`);
      if (/alert|EPROTO|ECONNRESET|disconnected|protocol version|socket hang up/i.test(old.stderr))
        return undefined;
      throw couldNotLook(old.stderr);
    },
  };
}
