// Where the ansible-vault passwords come from: options, and the environment variables that Ansible reads.
import type { Command } from 'commander';
import { vaultSourcesFrom } from '../lib/run/environment-settings.js';
import type { VaultSettings } from '../lib/secrets/vault/vault-passwords.js';
import { askPassphrase } from './terminal-prompts.js';

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
      'ansible-vault password: LABEL@FILE, LABEL@prompt or FILE; repeatable',
      several,
    )
    .option(
      '--vault-password-file <file>',
      'file that contains the ansible-vault password, or a program that prints it',
      several,
    )
    .option('-J, --ask-vault-pass', 'prompt for the ansible-vault password');
}

/** In Ansible's order: ANSIBLE_VAULT_IDENTITY_LIST, `--vault-id`, files, ANSIBLE_VAULT_PASSWORD_FILE, the prompt. */
export function vaultSettings({ vaultId, vaultPasswordFile, askVaultPass }: VaultOptions): VaultSettings {
  const given = [...(vaultId ?? []), ...(vaultPasswordFile ?? [])];
  const sources = vaultSourcesFrom(process.env, given);
  return { sources: [...sources, ...(askVaultPass ? ['prompt'] : [])], ask: askPassphrase };
}

function several(source: string, before: readonly string[] = []): readonly string[] {
  return [...before, source];
}
