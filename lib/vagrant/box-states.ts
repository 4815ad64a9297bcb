// Which boxes exist and what state each is in, according to `vagrant status`.
import { TrueupError } from '../model/trueup-error.js';
import { askVagrant, type VagrantFolder } from './ask-vagrant.js';

/** Box → its state as Vagrant names it (`running`, `poweroff`, `not_created`). Throws E_INPUT with vagrant's errors. */
export async function boxStates(where: VagrantFolder): Promise<ReadonlyMap<string, string>> {
  const { status, stdout, stderr } = await askVagrant(['status', '--machine-readable'], where);
  if (status !== 0) throw vagrantFailed('vagrant status', where, `${said(stdout)}\n${stderr}`);
  return readStates(stdout);
}

/** Reads `vagrant status --machine-readable`: TIME,NAME,state,STATE among other lines. */
export function readStates(text: string): ReadonlyMap<string, string> {
  const states = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name = '', kind, state = ''] = line.trim().split(',');
    if (kind === 'state' && name !== '') states.set(name, state);
  }
  return states;
}

/** The error for a failed call, with what vagrant printed. */
export function vagrantFailed(call: string, { folder }: VagrantFolder, output: string): TrueupError {
  return new TrueupError('E_INPUT', `${folder}: ${call} failed`, {
    output: output.trim().split('\n').slice(-12).join('\n'),
    hint: `Run it by hand to see its full output: (cd ${folder} && ${call})`,
  });
}

/** The errors as a person would read them: --machine-readable encodes them as lines of data, too. */
function said(stdout: string): string {
  return stdout
    .split('\n')
    .filter((line) => /^\d+,[^,]*,error-exit,/.test(line))
    .map((line) => line.split(',').slice(4).join(',').replaceAll('\\n', '\n'))
    .join('\n')
    .replaceAll('%!(VAGRANT_COMMA)', ',');
}
