// JSON Schema of the variables that define how to reach a host.

const secret = { type: 'string', minLength: 1 } as const;
/** A single line, because these values become arguments and settings of ssh. */
const text = {
  ...secret,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
  description: 'Write a single line of text.',
} as const;
/** Not an option, and nothing that a shell started by ssh would treat as more than one word. */
const userName = {
  ...secret,
  pattern: '^[^-\\s\'"`$;&<>|()\\u0000-\\u001f\\u007f][^\\s\'"`$;&<>|()\\u0000-\\u001f\\u007f]*$',
  description: 'Write a user name.',
} as const;
const flag = { type: 'boolean', description: 'Write true or false.' } as const;
const seconds = {
  type: 'integer',
  minimum: 1,
  maximum: 3600,
  description: 'Write a whole number of seconds, 1 to 3600.',
} as const;
const port = {
  type: 'integer',
  minimum: 1,
  maximum: 65535,
  description: 'Write a port, 1 to 65535.',
} as const;

/** Ansible's own names if it has them; `trueup_` for the rest, which Ansible ignores. */
export const connectionSchema = {
  type: 'object',
  properties: {
    ansible_host: text,
    ansible_ssh_host: text,
    private_address: { ...text, description: 'Write the address at which the other hosts reach this one.' },
    ansible_port: port,
    ansible_ssh_port: port,
    ansible_user: userName,
    ansible_ssh_user: userName,
    ansible_password: secret,
    ansible_ssh_pass: secret,
    ansible_ssh_password: secret,
    ansible_ssh_private_key_file: text,
    ansible_private_key_file: text,
    ansible_ssh_args: { type: 'string' },
    ansible_ssh_common_args: { type: 'string' },
    ansible_ssh_extra_args: { type: 'string' },
    ansible_host_key_checking: flag,
    ansible_ssh_host_key_checking: flag,
    ansible_timeout: seconds,
    ansible_ssh_timeout: seconds,
    ansible_connection: text,
    ansible_become: flag,
    ansible_become_method: text,
    ansible_become_user: userName,
    ansible_sudo_user: userName,
    ansible_become_password: secret,
    ansible_become_pass: secret,
    ansible_sudo_pass: secret,
    trueup_known_hosts_file: text,
    trueup_ssh_config: { ...text, description: 'Write the path of an ssh_config file, none, or vagrant.' },
    trueup_proxy_jump: { ...text, description: 'Write user@bastion:port.' },
    trueup_connect_timeout: seconds,
  },
} as const;

/** Whether trueup reads the variable to reach a host. */
export function isConnectionVariable(name: string): boolean {
  return Object.hasOwn(connectionSchema.properties, name);
}

const passwords = /^ansible_(?:ssh_|become_|sudo_)?pass(?:word)?$/;
const sshArgs = /^ansible_ssh_(?:common_|extra_)?args$/;

/** Whether it is a password, which is secret wherever it is written. */
export function isPassword(name: string): boolean {
  return passwords.test(name);
}

/** Whether trueup reads the variable to reach a host, and shows it. Options for ssh may hold a password of a ProxyCommand. */
export function isShown(name: string): boolean {
  return isConnectionVariable(name) && !isPassword(name) && !sshArgs.test(name);
}

/** Names that Ansible knows and trueup ignores. */
export const ignoredVariables: readonly string[] = [
  'ansible_python_interpreter',
  'ansible_shell_type',
  'ansible_shell_executable',
  'ansible_become_flags',
  'ansible_become_exe',
  'ansible_ssh_pipelining',
  'ansible_pipelining',
  'ansible_ssh_executable',
  'ansible_control_path',
  'ansible_ssh_retries',
  'ansible_ssh_transfer_method',
  'ansible_sftp_extra_args',
  'ansible_scp_extra_args',
  'ansible_group_priority',
  'ansible_facts',
  'ansible_check_mode',
];
