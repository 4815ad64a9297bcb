// A container that systemd runs, declared as a podman quadlet; see podman-systemd.unit(5).
import type { Platform } from '../../model/platform.js';
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import { join, sh } from '../../shell/sh.js';
import { defineResource } from '../define-resource.js';
import { removeFile, type FileHave } from '../files/file.js';
import { keptPaths, undoSecretFiles } from '../files/undo-files.js';
import { diffFiles, probeFiles, readFiles, replaceFiles } from '../files/owned-files.js';
import { splitAnswer } from '../split-answer.js';
import { generator, quadletFiles, quadletFolder } from './quadlet-files.js';
import { checkQuadlet, type QuadletWant } from './quadlet-want.js';

interface QuadletHave {
  readonly files: readonly FileHave[];
  /** Whether systemd's unit was generated from the current file. */
  readonly known: boolean;
}

const unitOf = ({ name }: QuadletWant): string => `${name}.service`;
const pathOf = ({ name }: QuadletWant): string => `${quadletFolder}/${name}.container`;

const quadletType: ResourceType<QuadletWant, QuadletHave> = {
  type: 'quadlet',
  id: ({ name }) => name,
  paths: (want) => quadletFiles(want).map(({ path }) => path),

  probe: (wants) => sh`
systemctl show --no-pager -p SourcePath -p NeedDaemonReload -- ${wants.map(unitOf)}
echo '== files'
( ${probeFiles(wants.map(quadletFiles))} )`,

  read(answer, wants) {
    const [shown, rest] = splitAnswer(answer, '== files');
    const units = shown.trim().split(/\n\n+/);
    if (units.length !== wants.length || !units.every((unit) => unit.includes('NeedDaemonReload=')))
      throw new Error(`systemctl did not report ${wants.length} units`);
    return readFiles(rest, wants.map(quadletFiles)).map((files, at) => {
      const lines = (units[at] ?? '').split('\n');
      const known = lines.includes('NeedDaemonReload=no');
      const want = wants[at];
      return files instanceof Unreadable || !want
        ? new Unreadable(files instanceof Unreadable ? files.why : 'the host did not answer')
        : { files, known: known && lines.includes(`SourcePath=${pathOf(want)}`) };
    });
  },

  diff(want, { files, known }) {
    const own = diffFiles(quadletFiles(want), files);
    const reload: Change = { verb: 'run', key: 'daemon-reload' };
    return known ? own : [...own, reload];
  },

  apply: (want, { files }) => sh`
[ -x ${generator} ] || { echo 'podman is missing, or older than 4.4' >&2; exit 1; }
( umask 022; mkdir -p -- ${quadletFolder} )
${replaceFiles(quadletFiles(want), files)}
systemctl daemon-reload
shown=$(systemctl show -p SourcePath -p FragmentPath -- ${unitOf(want)})
case $shown in
  *SourcePath=${pathOf(want)}*) ;;
  *) printf '%s was not generated from %s; systemd reports:\n%s\n' ${[unitOf(want), pathOf(want)]} "$shown" >&2; exit 1 ;;
esac`,

  undo: {
    keeps: (want) => keptPaths(quadletFiles(want)),
    revert: (want, { files }) => undoSecretFiles(quadletFiles(want), files),
    reload: () => sh`systemctl daemon-reload`,
    // The image and the volumes are kept.
    remove(want) {
      const [secrets, own] = quadletFiles(want);
      return join([
        sh`[ -e ${pathOf(want)} ] || exit 0
case $(systemctl show -p ActiveState --value -- ${unitOf(want)}) in inactive) ;; *) systemctl stop -- ${unitOf(want)} ;; esac`,
        ...(own.content === undefined ? [] : [removeFile(own)]),
        sh`rm -f -- ${secrets.path}
systemctl daemon-reload
systemctl reset-failed -- ${unitOf(want)} 2>/dev/null || true`,
      ]);
    },
    removal: { forGood: true },
  },
};

const make = defineResource(quadletType);

/**
 * To start the container, and to restart it when it changes, also declare a service: `service({ unit: 'web', running:
 * true, enabled: 'as it is', restartOn: [web] })`. Requires the package `podman`. Throws E_INPUT if the release's podman
 * is too old, or if podman or systemd would misread a value.
 *
 * @param platform The platform of the role's scope: `scope.platform`.
 */
export function quadlet(want: QuadletWant, platform: Pick<Platform, 'can' | 'release'>): Resource {
  checkQuadlet(want, platform);
  return make(want);
}
