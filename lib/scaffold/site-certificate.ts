// Reads an existing certificate and key for a site.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { messageOf } from '../model/thrown-message.js';
import { Secret } from '../model/secret.js';
import { TrueupError } from '../model/trueup-error.js';
import type { SiteCertificate } from './project-answers.js';

/** Throws E_INPUT if they aren't PEM files that belong together, or if the certificate is for another name. */
export function siteCertificate(file: string, keyFile: string, domain: string): SiteCertificate {
  const chain = read(file);
  const certificate = attempt(file, 'certificate', () => new X509Certificate(chain));
  const key = read(keyFile);
  const privateKey = attempt(keyFile, 'private key', () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey))
    throw new TrueupError('E_INPUT', `${keyFile} is not the key of ${file}`);
  const covers = (name: string) => certificate.checkHost(name) !== undefined;
  if (!covers(domain))
    throw new TrueupError('E_INPUT', `${file}: the certificate is not for ${domain}`, {
      hint: `It is for ${certificate.subjectAltName?.replaceAll('DNS:', '') ?? certificate.subject}.`,
    });
  return { chain, key: new Secret(key), covers };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new TrueupError('E_INPUT', `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function attempt<Value>(file: string, what: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw new TrueupError('E_INPUT', `${file} is not a ${what} in PEM format, or is encrypted`, {
      cause: error,
    });
  }
}
