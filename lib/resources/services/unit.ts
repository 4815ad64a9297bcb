// A unit file or drop-in that trueup manages in /etc/systemd/system. When the file changes, systemd is reloaded.
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { defineResource } from '../define-resource.js';
import type { FileHave } from '../files/file.js';
import { keptPaths, undoSecretFiles } from '../files/undo-files.js';
import { diffFiles, probeFiles, readFiles, replaceFiles } from '../files/owned-files.js';
import { laterDropIns } from './overriding-drop-ins.js';
import { needsReload } from './daemon-reload-needed.js';
import { overruledChange, readOverruled, type Overruled } from '../overridden-setting.js';
import type { FileContent } from '../files/replace-file.js';
import { splitAnswer } from '../split-answer.js';
import { checkUnit } from './unit-name.js';

export interface UnitWant {
  /** Relative to /etc/systemd/system: `app.service`, `nginx.service.d/limits.conf`. */
  readonly path: string;
  /** The unit that this file configures. */
  readonly unit: string;
  readonly content: string | Secret;
}

export interface UnitHave {
  readonly files: readonly FileHave[];
  /** Whether systemd has loaded an older version of this file than the one on disk. */
  readonly needsReload: boolean;
  /** Settings that a later drop-in overrides. */
  readonly overruled: readonly Overruled[];
}

const folder = '/etc/systemd/system';

const remedy = ({ path, unit }: UnitWant): string =>
  `Remove the setting from that file, then run systemctl daemon-reload. systemd reads the file after ${path}, so it overrides the declared settings of ${unit}.`;

function filesOf({ path, content }: UnitWant): readonly FileContent[] {
  return [{ path: `${folder}/${path}`, content }];
}

/** The settings of a secret unit file are not compared. */
function effectOf({ path, unit, content }: UnitWant, at: number): Script {
  const text = content instanceof Secret ? '' : content;
  return sh`${at}) if [ "$needs" = yes ] && needs_reload ${`${folder}/${path}`} $fragment "$@"; then echo reload; fi
    for each in ${`${folder}/${unit}.d/`}*.conf; do
      case " $* " in *" $each "*) ;; *) [ ! -f "$each" ] || set -- "$@" "$each" ;; esac
    done
    later_drop_ins ${`${folder}/${path}`} ${text} "$@" ;;`;
}

/** Used by other types that manage a unit file. */
export const unitType: ResourceType<UnitWant, UnitHave> = {
  type: 'systemd.unit',
  id: ({ path }) => path,
  paths: ({ path }) => [`${folder}/${path}`],

  // `show` also exits with 0 for unknown units, but fails for a template (app@.service), so an arbitrary instance is
  // queried instead. The output for each unit ends with a blank line.
  probe(wants) {
    return sh`
${laterDropIns}
${needsReload}
shown=$(systemctl show --no-pager -p FragmentPath,DropInPaths,NeedDaemonReload -- ${wants.map(({ unit }) => unit.replace('@.', '@trueup.'))})
at=0
printf '%s\n\n' "$shown" | while IFS= read -r line; do
  case $line in
    FragmentPath=*) fragment=\${line#*=} ;;
    DropInPaths=*) drop_ins=\${line#*=} ;;
    NeedDaemonReload=*) needs=\${line#*=} ;;
  esac
  [ -z "$line" ] || continue
  # shellcheck disable=SC2086 # these are words
  set -- $drop_ins
  # shellcheck disable=SC2086
  case $at in
    ${join(wants.map(effectOf), '\n    ')}
  esac
  echo .
  at=$((at + 1))
done
echo '== files'
${probeFiles(wants.map(filesOf))}`;
  },

  read(answer, wants) {
    const [effects, rest] = splitAnswer(answer, '== files');
    const rows = effects.split(/^\.\n/m).map((text) => text.split('\n').filter((line) => line !== ''));
    rows.pop();
    if (rows.length !== wants.length)
      throw new Error(`systemctl reported ${rows.length} units instead of ${wants.length}`);
    return readFiles(rest, wants.map(filesOf)).map((files, at) =>
      files instanceof Unreadable
        ? files
        : {
            files,
            needsReload: rows[at]?.includes('reload') === true,
            overruled: (rows[at] ?? []).filter((line) => line !== 'reload').map(readOverruled),
          },
    );
  },

  diff(want, { files, needsReload, overruled }) {
    const reload: Change[] = needsReload ? [{ verb: 'run', key: 'daemon-reload' }] : [];
    const own = diffFiles(filesOf(want), files);
    return [...own, ...(own.length === 0 ? overruled.map(overruledChange) : []), ...reload];
  },

  apply(want, { files, overruled }, changes) {
    const first = changes.find(({ key }) => overruled.some(({ setting }) => setting === key));
    if (first) {
      const who = overruled.map(({ setting, now, to, by }) => `${setting} is ${now} instead of ${to}: ${by}`);
      return sh`printf '%s\n' ${who} ${remedy(want)} >&2; exit 1`;
    }
    const isDropIn = want.path.includes('/');
    return sh`
${isDropIn ? sh`( umask 022; mkdir -p -- ${`${folder}/${want.unit}.d`} )` : sh``}
${replaceFiles(filesOf(want), files)}
systemctl daemon-reload`;
  },

  undo: {
    removal: { forGood: true },
    keeps: (want) => keptPaths(filesOf(want)),
    revert: (want, { files }) => undoSecretFiles(filesOf(want), files),
    reload: () => sh`systemctl daemon-reload`,
    remove(want) {
      const path = `${folder}/${want.path}`;
      return sh`
[ -e ${path} ] || exit 0
${want.path.includes('/') ? sh`:` : sh`systemctl disable --quiet --now -- ${want.unit}`}
rm -f -- ${path}
systemctl daemon-reload`;
    },
  },
};

const make = defineResource(unitType);

/** Declares a unit file. Throws E_INPUT for an invalid unit name. */
export function unit({
  name,
  content,
}: {
  /** Name of the unit: `app.service`. Without a suffix, it is a service. */
  readonly name: string;
  /** The complete unit file, as in systemd.unit(5). */
  readonly content: string | Secret;
}): Resource {
  const full = checkUnit(name);
  return make({ path: full, unit: full, content });
}

/**
 * Declares a drop-in for an existing unit, such as a package's unit: `dropIn({ unit: 'nginx.service', name: 'limits',
 * content })`. Throws E_INPUT for an invalid name.
 */
export function dropIn(want: {
  /** Name of the unit: `nginx.service`. Without a suffix, it is a service. */
  readonly unit: string;
  /** Name of the drop-in, with or without `.conf`. */
  readonly name: string;
  /** The complete drop-in, as in systemd.unit(5). */
  readonly content: string | Secret;
}): Resource {
  const name = want.name.replace(/\.conf$/, '');
  if (!/^[\w.-]+$/.test(name))
    throw new TrueupError('E_INPUT', `${JSON.stringify(want.name)} is not a valid drop-in name`);
  const unitOf = checkUnit(want.unit);
  return make({ path: `${unitOf}.d/${name}.conf`, unit: unitOf, content: want.content });
}
