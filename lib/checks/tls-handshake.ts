// A TLS handshake from the controller, as a question of a check.
import { isIP } from 'node:net';
import type { ControllerQuestion } from '../model/check.js';
import { paceOf, tooLate } from '../model/host-timeouts.js';
import { whenAborted } from '../model/when-aborted.js';

export interface TlsHandshake {
  readonly address: string;
  readonly port: number;
  /** Server name (SNI), for which the certificate must be valid. */
  readonly name: string;
  /** CA certificates to trust, in PEM format. Defaults to those of Node.js. */
  readonly authority?: string;
  /** Whether to accept any certificate, to test only the protocol. Defaults to false. */
  readonly anyCertificate?: boolean;
  /** The newest protocol to offer, to test whether old ones are refused. */
  readonly atMost?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
}

export interface TlsSession {
  readonly protocol: string;
  readonly subject: string;
  /** Expiry date, in a format for Date.parse. */
  readonly validTo: string;
}

const seconds = 10;

/**
 * The answer's stdout is a `TlsSession` in JSON. If the handshake fails, the status is 1 and stderr gives the reason.
 */
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
