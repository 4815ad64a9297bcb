// Answers sudo's password prompt, once.
import type { Channel } from '../model/transport.js';
import type { Secret } from '../model/secret.js';
import { TrueupError } from '../model/trueup-error.js';
import { explainEnd } from './explain-shell-end.js';
import { explainLogin } from './explain-missing-shell.js';
import { explainSudo, passwordRefused } from './explain-sudo-failure.js';
import { afterLastWords } from './end-after-output.js';
import type { ShellCommand } from './remote-shell-command.js';

/**
 * Waits until the shell behind sudo is up. Text that followed the ready line is put back on stdout.
 * Throws E_SUDO if sudo refuses the password or asks for it again, or if the shell isn't up in time.
 */
export async function answerSudo(
  host: string,
  channel: Channel,
  command: ShellCommand,
  password: Secret,
  seconds: number,
): Promise<void> {
  const { prompt = '', ready = '' } = command;
  let heard = '';
  let asked = 0;
  await new Promise<void>((resolve, reject) => {
    const fail = (error: TrueupError): void => {
      stop();
      reject(error);
    };
    const onStderr = (chunk: Buffer): void => {
      heard = (heard + chunk.toString('utf8')).slice(-4096);
      if (!heard.includes(prompt)) return;
      heard = heard.replace(prompt, '');
      asked += 1;
      if (asked === 1) channel.stdin.write(`${password.reveal()}\n`);
      else fail(passwordRefused(host));
    };
    const timer = setTimeout(() => {
      const hint =
        'Log in by hand to see what sudo is waiting for (a second factor, a directory service that does not answer). If the host is slow, raise its ansible_timeout.';
      const message = `${host}: could not become root within ${seconds} s: sudo did not start a shell`;
      fail(
        new TrueupError('E_SUDO', message, {
          host,
          hint,
          output: `${said.toString('utf8', 0, 1000)}\n${heard}`.trim(),
        }),
      );
    }, seconds * 1000);
    let said = Buffer.alloc(0);
    const onStdout = (chunk: Buffer): void => {
      said = Buffer.concat([said, chunk]);
      const at = said.indexOf(`${ready}\n`);
      if (at < 0) {
        if (said.length > 256 * 1024)
          fail(new TrueupError('E_PROTOCOL', `${host}: the login shell prints endless output`, { host }));
        return;
      }
      stop();
      const rest = said.subarray(at + ready.length + 1);
      if (rest.length > 0) channel.stdout.unshift(rest);
      resolve();
    };
    const stop = (): void => {
      clearTimeout(timer);
      channel.stderr.off('data', onStderr);
      channel.stdout.off('data', onStdout);
      channel.stdout.pause();
    };
    channel.stderr.on('data', onStderr);
    channel.stdout.on('data', onStdout);
    void afterLastWords(channel).then((end) => {
      const output = `${said.toString('utf8', 0, 1000)}\n${heard}`.trim();
      const hint = 'Log in by hand and run sudo -v to see what the login shell and sudo print.';
      const unknown = new TrueupError('E_SUDO', `${host}: sudo did not start a shell`, {
        host,
        hint,
        output,
      });
      // A login shell like /bin/false prints nothing at all; sudo would at least have prompted.
      const silent = asked === 0 && output === '';
      fail(
        explainLogin(host, output) ??
          explainSudo(host, output) ??
          (silent ? explainEnd(host, end, { stderr: '', preamble: '' }) : unknown),
      );
    });
  });
}
