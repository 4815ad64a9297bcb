// What serves at the application's socket while it restarts.
import { sh, type Script } from '../../lib/kit.js';
import type { Layout } from './paths-and-units.js';
import { secondsOf } from './trial.js';
import type { AppserverVars } from './vars.js';

/**
 * Another process of the release that was tried. All processes that share a socket answer on it, so a request can't
 * show whether the stand-in is ready, but the trial has measured how long it takes. systemd doesn't know: gunicorn's
 * workers load the application after gunicorn has reported that it is ready.
 */
export function standIn(layout: Layout, { start_seconds }: AppserverVars): { begin: Script; end: Script } {
  const ready = sh`
seconds=$(cat ${secondsOf(layout)} 2>/dev/null) || seconds=${start_seconds}
sleep "$((seconds + 1))"`;
  return {
    // Restarts it, because one that was left by a lost run serves what was on disk at that time.
    begin: sh`
systemctl restart -- ${layout.standIn}
${ready}
systemctl is-active --quiet -- ${layout.standIn} || { echo 'the application exited'; exit 1; }`,
    end: sh`
${ready}
systemctl stop -- ${layout.standIn}`,
  };
}
