// One TLS handshake from the controller, as a question whose answer is data.
import { isIP } from 'node:net';
import type { ControllerQuestion } from '../model/check.js';
import { paceOf, tooLate } from '../model/pace.js';
import { whenAborted } from '../model/when-aborted.js';

export interface TlsHandshake {
  readonly address: string;
  readonly port: number;
  /** The name that is asked for (SNI) and that the certificate must be for. */
  readonly name: string;
  /** Certificates (PEM) to trust instead of those that Node trusts. */
  readonly authority?: string;
  /** Whoever asks for a protocol only takes any certificate. */
  readonly anyCertificate?: boolean;
  /** The newest protocol offered: to find out that an old one is refused. */
  readonly atMost?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
}

export interface TlsSession {
  readonly protocol: string;
  readonly subject: string;
  /** As Date.parse takes it. */
  readonly validTo: string;
}

const seconds = 10;

/** The answer's stdout is a `TlsSession` in JSON; a handshake that failed has status 1 and says why on stderr. */
export function askTls({
  address,
  port,
  name,
  authority,
  anyCertificate = false,
  atMost,
}: TlsHandshake): ControllerQuestion {
  return {
    on: 'controller',
    async ask(signal, host) {
      const { connect } = await import('node:tls');
      const most = seconds * paceOf(host);
      const late = AbortSignal.timeout(most * 1000);
      const ended = AbortSignal.any([signal, late]);
      return new Promise((resolve) => {
        const socket = connect({
          host: address,
          port,
          ...(isIP(name) === 0 && { servername: name }),
          ...(authority !== undefined && { ca: authority }),
          rejectUnauthorized: !anyCertificate,
          // OpenSSL's default security level refuses old protocols by itself, which would prove nothing.
          ...(atMost && { maxVersion: atMost, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }),
        });
        const end = (status: number, stdout: string, stderr: string): void => {
          listenNoMore();
          socket.destroy();
          resolve({ status, stdout, stderr });
        };
        const listenNoMore = whenAborted(ended, () => {
          end(1, '', late.aborted ? tooLate(most, host) : 'stopped');
        });
        socket.on('error', (error: Error) => {
          end(1, '', error.message);
        });
        socket.once('secureConnect', () => {
          const certificate = socket.getPeerCertificate();
          const session: TlsSession = {
            protocol: socket.getProtocol() ?? '',
            subject: certificate.subjectaltname ?? String(certificate.subject.CN),
            validTo: certificate.valid_to,
          };
          end(0, JSON.stringify(session), '');
        });
      });
    },
  };
}
