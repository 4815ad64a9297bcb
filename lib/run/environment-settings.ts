// Settings from the environment, unless they are given. The environment is a parameter; nothing here reads process.env.
import { Secret } from '../model/secret.js';
import { operatorHome } from '../operator.js';
import type { IdentitySettings } from '../secrets/identities.js';
import { usualPath } from '../ssh/config/ssh-environment.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where to find the age identity. */
export function identityFrom({
  TRUEUP_AGE_IDENTITY: text,
  TRUEUP_AGE_IDENTITY_FILE: usualFile,
  TRUEUP_AGE_IDENTITY_COMMAND: command,
}: Environment): IdentitySettings {
  return {
    ...(text ? { text: new Secret(text) } : {}),
    ...(usualFile ? { usualFile } : {}),
    ...(command ? { command } : {}),
  };
}

/** Where to find the ansible-vault passwords, in Ansible's order: `given` comes between the two variables. */
export function vaultSourcesFrom(
  { ANSIBLE_VAULT_IDENTITY_LIST: list = '', ANSIBLE_VAULT_PASSWORD_FILE: file = '' }: Environment,
  given: readonly string[] = [],
): readonly string[] {
  const sources = [...list.split(',').map((source) => source.trim()), ...given, file];
  return sources.filter((source) => source !== '');
}

/** The environment of the programs that a run starts, which never contains the identity itself. */
export function environmentOfPrograms(env: Environment | undefined): Environment {
  if (!env) return { PATH: usualPath, HOME: operatorHome() };
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'TRUEUP_AGE_IDENTITY'));
}
