// A unit file or a drop-in of ours below /etc/systemd/system, known to systemd.
import { Unreadable, type Change, type Resource, type ResourceType } from '../model/resource.js';
import type { Secret } from '../model/secret.js';
import { TrueupError } from '../model/trueup-error.js';
import { sh } from '../shell/sh.js';
import { defineResource } from './define-resource.js';
import type { FileHave } from './file.js';
import { keptPaths, undoSecretFiles } from './going-back.js';
import { diffFiles, probeFiles, readFiles, replaceFiles } from './kept-files.js';
import type { FileContent } from './replace-file.js';
import { splitAnswer } from './split-answer.js';
import { checkUnit } from './unit-name.js';

interface UnitWant {
  /** Below /etc/systemd/system: `app.service`, `nginx.service.d/limits.conf`. */
  readonly path: string;
  /** The unit that it configures. */
  readonly unit: string;
  readonly content: string | Secret;
}

interface UnitHave {
  readonly files: readonly FileHave[];
  /** systemd runs an older text than the one on the disk. */
  readonly needsReload: boolean;
}

const folder = '/etc/systemd/system';

function filesOf({ path, content }: UnitWant): readonly FileContent[] {
  return [{ path: `${folder}/${path}`, content }];
}

const unitType: ResourceType<UnitWant, UnitHave> = {
  type: 'systemd.unit',
  id: ({ path }) => path,
  inputs: ({ path }) => [`${folder}/${path}`],

  // NeedDaemonReload is systemd's own comparison with the disk. `show` exits with 0 also for unknown units, but fails for
  // a template (app@.service): of these it is asked about some instance.
  probe(wants) {
    return sh`
systemctl show --no-pager -p Id,NeedDaemonReload -- ${wants.map(({ unit }) => unit.replace('@.', '@trueup.'))}
echo '== files'
${probeFiles(wants.map(filesOf))}`;
  },

  read(answer, wants) {
    const [shown, rest] = splitAnswer(answer, '== files');
    const blocks = shown.trim().split(/\n\n+/);
    if (blocks.length !== wants.length)
      throw new Error(`systemctl told of ${blocks.length} units instead of ${wants.length}`);
    return readFiles(rest, wants.map(filesOf)).map((files, at) =>
      files instanceof Unreadable
        ? files
        : { files, needsReload: /^NeedDaemonReload=yes$/m.test(blocks[at] ?? '') },
    );
  },

  diff(want, { files, needsReload }) {
    const reload: Change[] = needsReload ? [{ verb: 'run', what: 'daemon-reload' }] : [];
    return [...diffFiles(filesOf(want), files), ...reload];
  },

  apply(want, { files }) {
    const isDropIn = want.path.includes('/');
    return sh`
${isDropIn ? sh`( umask 022; mkdir -p -- ${`${folder}/${want.unit}.d`} )` : sh``}
${replaceFiles(filesOf(want), files)}
systemctl daemon-reload`;
  },

  remove: (want) => {
    const path = `${folder}/${want.path}`;
    return sh`
[ -e ${path} ] || exit 0
${want.path.includes('/') ? sh`:` : sh`systemctl disable --quiet --now -- ${want.unit}`}
rm -f -- ${path}
systemctl daemon-reload`;
  },
  keeps: (want) => keptPaths(filesOf(want)),
  undo: (want, { files }) => undoSecretFiles(filesOf(want), files),
  takeUp: () => sh`systemctl daemon-reload`,
};

const make = defineResource(unitType);

/** A unit file of ours. Throws E_INPUT for a name that no unit can have. */
export function unit({
  name,
  content,
}: {
  readonly name: string;
  readonly content: string | Secret;
}): Resource {
  const full = checkUnit(name);
  return make({ path: full, unit: full, content });
}

/** A drop-in for somebody else's unit: `dropIn({ unit: 'nginx.service', name: 'limits', content })`. */
export function dropIn(want: {
  readonly unit: string;
  readonly name: string;
  readonly content: string | Secret;
}): Resource {
  const name = want.name.replace(/\.conf$/, '');
  if (!/^[\w.-]+$/.test(name))
    throw new TrueupError('E_INPUT', `${JSON.stringify(want.name)} is no name of a drop-in`);
  const unitOf = checkUnit(want.unit);
  return make({ path: `${unitOf}.d/${name}.conf`, unit: unitOf, content: want.content });
}
