// Answers a server's own prompts: with the password if it asks for that, otherwise by asking a person.
import type { AnyAuthMethod } from 'ssh2';
import type { Secret } from '../../model/secret.js';
import type { ConnectOptions } from '../link/connect-options.js';
import type { Server } from '../link/target.js';
import type { Asking, Credential } from './credential.js';
import { LoginTrouble } from './unusable-credential.js';

// What PAM calls a password in the languages that Debian translates PAM into.
const password =
  /pass ?wor[dt]|kennwort|mot de passe|contrase(ñ|n)a|contrasenya|senha|palavra.passe|wachtwoord|has(ł|l)o|heslo|пароль|l(ö|o)senord|salasana|adgangskode|passord|parola|jelsz(ó|o)|κωδικό|密码|密碼|パスワード|비밀번호|암호/i;
const code = /one.?time|\botp\b|code|token|verification|factor|\bpin\b|challenge/i;
const change = /\b(new|current|old|retype|re-?enter)\b.*password|\(current\)/i;

/** What a prompt asks for. Exported for its test. */
export function askedFor(prompt: string, echo: boolean): 'password' | 'change' | 'other' {
  if (change.test(prompt)) return 'change';
  return !echo && password.test(prompt) && !code.test(prompt) ? 'password' : 'other';
}

/** Answers prompts: `given` is the login's password, if there is one. */
export function answerPrompts(
  host: string,
  { user, address }: Server,
  given: Secret | undefined,
  options: ConnectOptions,
): Credential {
  const answer = async (asking: Asking, text: string, echo: boolean, isFirst: boolean): Promise<string> => {
    const prompt = text.trim().replace(/[:\s]+$/, '');
    const what = askedFor(prompt, echo);
    if (what === 'change') {
      asking.note(expired(user, address));
      return '';
    }
    // If it is asked for again, it was wrong.
    if (what === 'password' && given) return isFirst ? given.reveal() : '';
    const typed = await asking.paused(async () =>
      options.askPassphrase?.(`${host} (${user}@${address}): ${prompt}`),
    );
    if (typed) return typed.reveal();
    asking.note(
      new LoginTrouble(
        `it prompts for ${JSON.stringify(prompt)}, but no terminal is available`,
        what === 'password'
          ? 'Set ansible_password (preferably with !file), or let trueup prompt for it with -k (--ask-pass).'
          : 'Run trueup in a terminal to answer the prompt, or exempt this login from the second factor on the server.',
      ),
    );
    return '';
  };
  return {
    method: 'keyboard-interactive',
    label: given ? 'password (keyboard-interactive)' : 'answers to its prompts (keyboard-interactive)',
    ...(given ? {} : { asks: true as const }),
    offer(asking): AnyAuthMethod {
      let count = 0;
      return {
        type: 'keyboard-interactive',
        username: user,
        prompt(_name, instructions, _lang, prompts, finish) {
          if (/expired|change your password/i.test(instructions)) asking.note(expired(user, address));
          const all = prompts.map(({ prompt, echo }) => () => {
            const isPassword = askedFor(prompt, echo === true) === 'password';
            return answer(asking, prompt, echo === true, isPassword && count++ === 0);
          });
          void all
            .reduce(
              async (before, next) => [...(await before), await next()],
              Promise.resolve<readonly string[]>([]),
            )
            .then(
              (answers) => {
                finish([...answers]);
              },
              () => {
                finish(prompts.map(() => ''));
              },
            );
        },
      };
    },
  };
}

/** Reported if the password is correct, but no longer valid. */
export function expired(user: string, address: string): LoginTrouble {
  return new LoginTrouble(
    `the password of ${user} has expired and must be changed`,
    `Log in by hand and set a new one: ssh ${user}@${address}`,
  );
}
