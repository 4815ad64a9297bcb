// What happens to a terminal while rows are on it: it is resized, the run is suspended (Ctrl-Z), the process exits.

export interface Moments {
  readonly resized: () => void;
  /** Erases the rows and restores the terminal; returns false if they were already hidden. */
  readonly leave: () => boolean;
  readonly comeBack: () => void;
}

/** Returns the function that stops listening. */
export function whileShown({ resized, leave, comeBack }: Moments): () => void {
  let suspended = false;
  const suspend = (): void => {
    suspended = leave();
    process.kill(process.pid, 'SIGSTOP');
  };
  const goOn = (): void => {
    if (suspended) comeBack();
    suspended = false;
  };
  process.stdout.on('resize', resized);
  process.on('SIGTSTP', suspend);
  process.on('SIGCONT', goOn);
  process.on('exit', leave);
  return () => {
    process.stdout.off('resize', resized);
    process.off('SIGTSTP', suspend);
    process.off('SIGCONT', goOn);
    process.off('exit', leave);
  };
}
