// A systemd timer and the service that it starts; see systemd.timer(5).
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { defineResource } from '../define-resource.js';
import { removeFile, type FileHave } from '../files/file.js';
import { keptPaths, undoSecretFiles } from '../files/undo-files.js';
import { diffFiles, probeFiles, readFiles, replaceFiles } from '../files/owned-files.js';
import { kindInWords, lookAt, readStates, type PathState } from '../files/path-state.js';
import { AnswerReader } from '../answer-reader.js';
import { unitType, type UnitHave } from '../services/unit.js';
import { splitAnswer } from '../split-answer.js';
import { checkTimer } from './check-timer.js';
import { environmentFile, timerOf, unitFiles } from './timer-units.js';
import type { TimerWant } from './timer-want.js';

interface TimerHave {
  readonly units: readonly UnitHave[];
  readonly environment: readonly FileHave[];
  /** The link that starts the timer at boot. */
  readonly link: PathState;
  /** The timer's ActiveState, as shown by systemctl. */
  readonly active: string;
}

const folder = '/etc/systemd/system';
const linkOf = (want: TimerWant): string => `${folder}/timers.target.wants/${timerOf(want)}`;
const pathsOf = (want: TimerWant): readonly string[] =>
  unitFiles(want).map(({ path }) => `${folder}/${path}`);

function isEnabled(want: TimerWant, { link }: TimerHave): boolean {
  return link.kind === 'symbolic link' && (link.target ?? '').endsWith(`/${timerOf(want)}`);
}

/** Lets systemd check the times first, because it would ignore a line that it doesn't understand. */
function refuseWrong({ onCalendar = [], user = 'root' }: TimerWant): Script {
  const times = [onCalendar].flat().map(
    (time) => sh`
said=$(systemd-analyze calendar -- ${time} 2>&1) || { printf '%s\n' "$said" >&2; exit 1; }`,
  );
  return join([...times, sh`id -u -- ${user} >/dev/null`]);
}

/** Also resets a failed timer, whose state systemd would otherwise keep. */
const stop = (timer: string): Script => sh`
case $(systemctl show -p ActiveState --value -- ${timer}) in
  inactive) ;;
  *) systemctl stop -- ${timer}; systemctl reset-failed -- ${timer} 2>/dev/null || true ;;
esac`;

const timerType: ResourceType<TimerWant, TimerHave> = {
  type: 'timer',
  id: ({ name }) => name,
  paths: pathsOf,

  probe: (wants) => sh`
${lookAt(wants.map(linkOf))}
echo '== active'
systemctl show --no-pager -p ActiveState -- ${wants.map(timerOf)}
echo '== units'
( ${unitType.probe(wants.flatMap(unitFiles))} )
echo '== environment'
${probeFiles(wants.map(environmentFile))}`,

  read(answer, wants) {
    const [links, afterLinks] = splitAnswer(answer, '== active');
    const [active, afterActive] = splitAnswer(afterLinks, '== units');
    const [told, environment] = splitAnswer(afterActive, '== environment');
    const states = readStates(new AnswerReader({ ...answer, stdout: links }, 'timers'), wants.length);
    const actives = [...active.matchAll(/^ActiveState=(.+)$/gm)].map(([, state = '']) => state);
    if (actives.length !== wants.length)
      throw new Error(`systemctl reported ${actives.length} timers instead of ${wants.length}`);
    const units = [...unitType.read({ ...answer, stdout: told }, wants.flatMap(unitFiles))];
    const files = readFiles(environment, wants.map(environmentFile));
    return wants.map((want, at): TimerHave | Unreadable => {
      const own = units.splice(0, unitFiles(want).length);
      const link = states[at] ?? new Unreadable('the host did not answer');
      const env = files[at] ?? new Unreadable('the host did not answer');
      const lost = [link, env, ...own].find((one) => one instanceof Unreadable);
      if (lost || link instanceof Unreadable || env instanceof Unreadable)
        return lost ?? new Unreadable('the host did not answer');
      return { units: own as readonly UnitHave[], environment: env, link, active: actives[at] ?? '' };
    });
  },

  diff(want, have) {
    const ofUnits = unitFiles(want).flatMap((unit, at) => {
      const own = have.units[at];
      return own ? unitType.diff(unit, own).map((change) => ({ change, path: unit.path })) : [];
    });
    const reload = ofUnits.filter(({ change }) => change.key === 'daemon-reload').slice(0, 1);
    const written = ofUnits.filter(({ change }) => change.key !== 'daemon-reload');
    const changes: Change[] = [
      ...written.map(({ change: { key, what = key, ...sides }, path }) => ({
        ...sides,
        key: `${key} ${path}`,
        what: `${what} of ${path}`,
      })),
      ...diffFiles(environmentFile(want), have.environment).map(({ key, what = key, ...sides }) => ({
        ...sides,
        key: `environment ${key}`,
        what: `secret environment: ${what}`,
      })),
      ...reload.map(({ change }) => change),
    ];
    if (!isEnabled(want, have)) {
      const from = have.link.kind === 'missing' ? 'disabled' : kindInWords(have.link);
      changes.push({ verb: 'update', key: 'boot', what: 'start at boot', from, to: 'enabled' });
    }
    if (have.active !== 'active')
      changes.push({ verb: 'update', key: 'state', from: have.active, to: 'active' });
    return changes;
  },

  // A running timer loads its file with the daemon-reload; a restart would make up for an `onBootSec` that has passed.
  apply(want, have) {
    const timer = timerOf(want);
    const files = unitFiles(want).map((unit, at): Script => {
      const own = have.units[at];
      const differs = own ? unitType.diff(unit, own) : [];
      return own && differs.length > 0 ? unitType.apply(unit, own, differs) : sh`:`;
    });
    return sh`
${refuseWrong(want)}
${replaceFiles(environmentFile(want), have.environment)}
${join(files.map((script) => sh`( ${script} )`))}
${isEnabled(want, have) ? sh`:` : sh`rm -f -- ${linkOf(want)}; systemctl enable --quiet -- ${timer}`}
systemctl start -- ${timer}`;
  },

  undo: {
    keeps: (want) => [...pathsOf(want), linkOf(want), ...keptPaths(environmentFile(want))],

    revert: (want, have) => [
      ...undoSecretFiles(environmentFile(want), have.environment),
      have.active === 'active'
        ? sh`systemctl daemon-reload; systemctl start -- ${timerOf(want)}`
        : sh`${stop(timerOf(want))}
systemctl daemon-reload`,
    ],

    // What the timer has started runs to completion.
    remove: (want) => sh`
[ -e ${`${folder}/${timerOf(want)}`} ] || exit 0
systemctl disable --quiet --now -- ${timerOf(want)}
${join(unitFiles(want).map(({ path, content }) => removeFile({ path: `${folder}/${path}`, content })))}
rm -f -- ${environmentFile(want).map(({ path }) => path)}
systemctl daemon-reload`,
    removal: { forGood: true },
  },
};

const make = defineResource(timerType);

/** The timer is enabled and started. Throws E_INPUT for values that systemd would refuse or ignore. */
export function timer(want: TimerWant): Resource {
  checkTimer(want);
  return make(want);
}
