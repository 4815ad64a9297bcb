// The host name, now and after the next boot.
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { defineResource } from '../define-resource.js';
import { fileType, type FileHave } from '../files/file.js';
import { replaceFile, type FileContent } from '../files/replace-file.js';

export interface HostnameWant {
  /** Host name: `web1` or `web1.example.org`. */
  readonly name: string;
}

export interface HostnameHave {
  readonly live: string;
  readonly kept: FileHave;
}

/** The file that sets the name at boot; see hostname(5). */
function keptIn({ name }: HostnameWant): FileContent {
  return { path: '/etc/hostname', content: `${name}\n` };
}

type Key = 'name' | 'boot';

const hostnameType: ResourceType<HostnameWant, HostnameHave, Key> = {
  type: 'hostname',
  id: () => '/etc/hostname',
  probe: (wants) => sh`read -r name </proc/sys/kernel/hostname
printf '%s\n' "$name"
${fileType.probe(wants.map(keptIn))}`,

  read(answer, wants) {
    const reader = new AnswerReader(answer, "the host's name");
    const live = reader.line();
    return fileType
      .read(reader.remainder, wants.map(keptIn))
      .map((kept) => (kept instanceof Unreadable ? kept : { live, kept }));
  },

  diff(want, { live, kept }) {
    const { name: to } = want;
    const changes: Change<Key>[] = live === to ? [] : [{ verb: 'update', key: 'name', from: live, to }];
    if (fileType.diff(keptIn(want), kept).length > 0) {
      const from = kept.content?.trim();
      changes.push({
        verb: 'update',
        key: 'boot',
        what: 'name after reboot',
        ...(from === undefined ? {} : { from }),
        to,
      });
    }
    return changes;
  },

  apply: (want, _have, changes) =>
    join(changes.map(({ key }) => (key === 'name' ? sh`hostname ${want.name}` : replaceFile(keptIn(want))))),

  undo: { keeps: (want) => [keptIn(want).path], revert: (_want, { live }) => sh`hostname ${live}` },
};

const make = defineResource(hostnameType);

/** Throws E_INPUT if the name is invalid according to RFC 1123 or hostname(7). */
export function hostname(want: HostnameWant): Resource {
  const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
  if (want.name.length > 64 || !want.name.split('.').every((part) => label.test(part))) {
    throw new TrueupError('E_INPUT', `${JSON.stringify(want.name)} is not a valid host name`);
  }
  return make(want);
}
