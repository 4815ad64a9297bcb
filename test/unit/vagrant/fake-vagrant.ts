// A program called vagrant that answers as a test wants: what the real one says of boxes that aren't there.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VagrantFolder } from '../../../lib/vagrant/ask-vagrant.js';

const notReady =
  'The provider for this Vagrant-managed machine is reporting that it\nis not yet ready for SSH.';

/** As `vagrant ssh-config` prints it. */
export function block(name: string, address: string): string {
  return `Host ${name}
  HostName ${address}
  User vagrant
  Port 22
  UserKnownHostsFile /dev/null
  StrictHostKeyChecking no
  PasswordAuthentication no
  IdentityFile /boxes/${name}/private_key
  IdentitiesOnly yes
  LogLevel FATAL

`;
}

export interface FakeVagrant extends VagrantFolder {
  /** The words of each call, in order. */
  calls(): readonly string[];
  remove(): void;
}

/** Box → state. `script` is sh that stands in for the whole program. */
export function fakeVagrant(states: Readonly<Record<string, string>>, script?: string): FakeVagrant {
  const folder = mkdtempSync(join(tmpdir(), 'trueup-vagrant-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const boxes = Object.entries(states);
  for (const [name] of boxes) writeFileSync(join(folder, `${name}.block`), block(name, '10.0.3.5'));
  const cases = boxes.map(([name, state]) =>
    state === 'running'
      ? `${name}) cat ${folder}/${name}.block ;;`
      : `${name}) printf '%s\\n' '${notReady}' >&2; exit 1 ;;`,
  );
  const lines = boxes.map(
    ([name, state]) => `1795867731,${name},provider-name,lxc\\n1795867731,${name},state,${state}\\n`,
  );
  const usual = `
echo "$*" >>${folder}/calls
if [ "$1" = status ]; then printf '${lines.join('')}'; exit 0; fi
shift
for box in \${*:-${boxes.map(([name]) => name).join(' ')}}; do case $box in ${cases.join('\n')} esac; done`;
  writeFileSync(join(bin, 'vagrant'), `#!/bin/sh\n${script ?? usual}\n`, { mode: 0o755 });
  return {
    folder,
    env: { PATH: `${bin}:/usr/bin:/bin` },
    calls: () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n'),
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
