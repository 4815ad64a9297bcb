// Where the passwords of ansible-vault are: from options, and the variables that Ansible reads.
import type { Command } from 'commander';
import type { VaultSettings } from '../lib/secrets/vault/vault-passwords.js';
import { askPassphrase } from './ask-person.js';

export interface VaultOptions {
  readonly vaultId?: readonly string[];
  readonly vaultPasswordFile?: readonly string[];
  readonly askVaultPass?: true;
}

/** Adds `--vault-id`, `--vault-password-file` and `--ask-vault-pass`. */
export function withVault(command: Command): Command {
  return command
    .option(
      '--vault-id <id>',
      'password of ansible-vault: LABEL@FILE, LABEL@prompt or FILE; repeatable',
      several,
    )
    .option(
      '--vault-password-file <file>',
      'file with the password of ansible-vault, or a program that prints it',
      several,
    )
    .option('-J, --ask-vault-pass', 'ask for the password of ansible-vault');
}

/** In Ansible's order: those of the environment, then `--vault-id`, files, and what is asked for. */
export function vaultSettings({ vaultId, vaultPasswordFile, askVaultPass }: VaultOptions): VaultSettings {
  const { ANSIBLE_VAULT_IDENTITY_LIST: list = '', ANSIBLE_VAULT_PASSWORD_FILE: file } = process.env;
  const sources = [
    ...list.split(',').map((source) => source.trim()),
    ...(vaultId ?? []),
    ...(vaultPasswordFile ?? []),
    file ?? '',
    askVaultPass ? 'prompt' : '',
  ];
  return { sources: sources.filter((source) => source !== ''), ask: askPassphrase };
}

function several(source: string, before: readonly string[] = []): readonly string[] {
  return [...before, source];
}
