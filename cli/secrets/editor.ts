// Opens a file in the operator's editor.
import { spawn } from 'node:child_process';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { whenAborted } from '../../lib/model/when-aborted.js';
import { splitWords } from '../../lib/shell/split-command-line.js';

/**
 * Runs $VISUAL, else $EDITOR, else vi, and waits until it exits. Throws E_INPUT if it fails. If `told` is aborted, ends
 * the editor and throws the signal's reason.
 */
export function openEditor(path: string, told: AbortSignal): Promise<void> {
  told.throwIfAborted();
  const command =
    [process.env.VISUAL, process.env.EDITOR].find((one) => one !== undefined && one !== '') ?? 'vi';
  const [program = 'vi', ...args] = splitWords(command);
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, path], { stdio: 'inherit' });
    // Ctrl-C is for the editor, which receives it from the terminal.
    const pass = (): void => undefined;
    const keys = ['SIGINT', 'SIGQUIT'] as const;
    for (const signal of keys) process.on(signal, pass);
    const listenNoMore = whenAborted(told, () => void child.kill('SIGTERM'));
    const settle = (error?: TrueupError): void => {
      for (const signal of keys) process.off(signal, pass);
      listenNoMore();
      if (told.aborted) reject(told.reason as TrueupError);
      else if (error) reject(error);
      else resolve();
    };
    child.on('error', ({ message }) => {
      settle(
        new TrueupError('E_INPUT', `the editor could not be run: ${message}`, {
          hint: 'Set VISUAL or EDITOR.',
        }),
      );
    });
    child.on('close', (status, signal) => {
      if (status === 0) settle();
      else
        settle(
          new TrueupError(
            'E_INPUT',
            `the editor ${signal ? `was killed by ${signal}` : `exited with status ${String(status)}`}; nothing was changed`,
          ),
        );
    });
  });
}
