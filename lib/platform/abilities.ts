// Since which version of what each ability is there.
import type { Ability, Software } from '../model/platform.js';

/*
 * From the upstream changelogs. Where one form works on every release, a template uses that form, and there is no
 * ability.
 */
export const abilities: Readonly<Record<Ability, readonly [Software, string]>> = {
  /** `ssl_reject_handshake`. */
  nginxRejectsHandshakes: ['nginx', '1.19.4'],
  /** `http2 on`, and a warning about `listen … http2`. */
  nginxHttp2Directive: ['nginx', '1.25.1'],
  /** `large_client_header_buffers` for HTTP/2 too, and a warning about limits of its own. */
  nginxHttp2SharesBuffers: ['nginx', '1.19.7'],
  /** `keepalived -t`, and so `reload_check_config`, of a configuration whose scripts have a user of their own. */
  keepalivedTestsScriptUsers: ['keepalived', '2.2.8'],
  /** `unicast_fault_no_peer`. */
  keepalivedFaultsWithoutPeer: ['keepalived', '2.2.5'],
  /** A script may run more often than once a second. */
  keepalivedSubsecondScripts: ['keepalived', '2.3.3'],
  /** It sets no user id where it has the right one already. */
  gunicornKeepsItsUser: ['gunicorn', '21.0.0'],
  /** Several addresses in `bind_address`. */
  mariadbBindsSeveralAddresses: ['mariadb', '10.11'],
  /** The key exchange X25519MLKEM768. */
  opensslPostQuantum: ['openssl', '3.5'],
  /** Makes units of the files in /etc/containers/systemd. */
  podmanQuadlets: ['podman', '4.4'],
  /** `%d`, a unit's folder of credentials. */
  systemdCredentialsSpecifier: ['systemd', '250'],
  /** `RestartSteps=`: a longer wait before each restart. */
  systemdSlowsRestarts: ['systemd', '254'],
};
