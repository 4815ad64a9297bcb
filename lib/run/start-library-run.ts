// Starts a run of the library: its events are a stream, and its result is a promise.
import type { EngineOptions } from '../engine/engine-options.js';
import type { LoadedFleet } from '../inventory/loaded-fleet.js';
import type { HostOutcome } from '../model/event.js';
import type { Host } from '../model/fleet.js';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { TrueupError } from '../model/trueup-error.js';
import { whenAborted } from '../model/when-aborted.js';
import type { Redact } from '../report/redact.js';
import { streamOf, type Run } from './event-stream.js';
import type { ApplySettings } from './run-settings.js';
import type { Changes } from './operator-and-commit.js';

/** What the work of a run receives. */
export interface Working {
  readonly fleet: LoadedFleet;
  readonly hosts: readonly Host[];
  readonly engine: EngineOptions;
  readonly redact: Redact;
}

/** The result of every run. */
export interface RunEnd {
  /** Whether every host ended `ok` or `changed`. */
  readonly ok: boolean;
  /** Host → outcome, in the order in which the hosts finished. */
  readonly outcomes: ReadonlyMap<string, HostOutcome>;
  /** The exit code that the command would have. */
  readonly exitCode: number;
}

/** Loads the roles that come with trueup. */
export type BuiltinRoles = () => Promise<ReadonlyMap<RoleName, Role>>;

/** `work` returns the rest of the result. The engine isn't loaded before `work` is called. */
export function startRun<More extends object>(
  settings: ApplySettings,
  { builtin, changes }: { readonly builtin: BuiltinRoles; readonly changes?: Changes },
  work: (working: Working) => Promise<More>,
): Run<RunEnd & More> {
  const stop = new AbortController();
  const abort = new AbortController();
  const end = (controller: AbortController) => (): void => {
    // The reason for both signals: whatever they end fails with this error.
    controller.abort(new TrueupError('E_INTERRUPTED', 'interrupted by the caller'));
  };
  const listening = [
    settings.signal && whenAborted(settings.signal, end(stop)),
    settings.abort && whenAborted(settings.abort, end(abort)),
  ];
  return streamOf(end(stop), async (listener) => {
    try {
      const [
        { checkSettings },
        { ExitCode },
        { engineOf, openRun },
        { redactError },
        { madeInWords, warningInWords },
      ] = await Promise.all([
        import('./reject-unknown-settings.js'),
        import('./exit-code.js'),
        import('./open-run.js'),
        import('../report/redact.js'),
        import('./notices-before-run.js'),
      ]);
      checkSettings(settings);
      const untold: string[] = [];
      const opened = await openRun(settings, {
        changes,
        builtin: await builtin(),
        onWarning: (warning) => void untold.push(warningInWords(warning)),
        onMade: (names) => void untold.push(madeInWords(names)),
      });
      const exit = new ExitCode();
      const outcomes = new Map<string, HostOutcome>();
      const { engine, redact } = engineOf(opened, settings, {
        stop: stop.signal,
        abort: abort.signal,
        listener: (event) => {
          exit.take(event);
          if (event.type === 'host.done') outcomes.set(event.host, event.outcome);
          listener(event);
          // Not earlier, because the first event must identify the run.
          for (const text of untold.splice(0)) listener({ type: 'notice', text });
        },
      });
      try {
        const { fleet, hosts } = opened;
        const more = await work({ fleet, hosts, engine, redact });
        const ok = [...outcomes.values()].every((one) => one === 'ok' || one === 'changed');
        return { ok, outcomes, exitCode: exit.code, ...more };
      } catch (error) {
        throw redactError(error, redact);
      }
    } finally {
      for (const listenNoMore of listening) listenNoMore?.();
    }
  });
}
