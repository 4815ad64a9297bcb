// The moving part at the bottom of a terminal, and the lines above it. The only importer of listr2.
import { DefaultRenderer, Listr } from 'listr2';

export interface Screen {
  /** Puts lines above the picture, for good. */
  print(lines: readonly string[]): void;
  /** The task is over. */
  finish(name: string): void;
  /** Takes the picture away while `work` talks to the person. */
  aside<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Takes the picture away for good. */
  close(): Promise<void>;
}

/** What the renderer calls private; listr2 has no other door for lines above its picture. */
interface Inner {
  readonly updater: { clear(): void };
  readonly logger: {
    readonly process: { toStdout(text: string): void; hijack(): void; release(): void };
  };
}

/** listr2's own renderer redraws all tasks at every event: with many hosts that is all it would do. Lines wait, too. */
const redrawMilliseconds = 90;

/** A task per name, all at once; `frame` draws them. */
export function openScreen(names: readonly string[], frame: () => readonly string[]): Screen {
  let renderer: FrameRenderer | undefined;
  const unsaid: string[] = [];
  const drawn = deferred();
  const ready = (made: FrameRenderer): void => {
    renderer = made;
    drawn.resolve();
  };

  class FrameRenderer extends DefaultRenderer {
    static override nonTTY = false;
    static override rendererOptions = DefaultRenderer.rendererOptions;
    static override rendererTaskOptions = DefaultRenderer.rendererTaskOptions;
    #drawn = 0;
    #away = false;

    get #inner(): Inner {
      return this as unknown as Inner;
    }

    override async render(): Promise<void> {
      await super.render();
      ready(this);
    }

    /** The spinner calls it ten times a second, events as often as they happen. */
    override update(): void {
      if (this.#away || performance.now() - this.#drawn < redrawMilliseconds) return;
      this.#drawn = performance.now();
      this.#sayAll();
      super.update();
    }

    override create(): string {
      return frame().join('\n');
    }

    override end(): void {
      this.#sayAll();
      super.end();
    }

    leave(): void {
      this.#sayAll();
      this.#away = true;
      this.#inner.updater.clear();
      this.#inner.logger.process.release();
    }

    comeBack(): void {
      this.#inner.logger.process.hijack();
      this.#away = false;
    }

    #sayAll(): void {
      if (unsaid.length === 0) return;
      this.#inner.updater.clear();
      this.#inner.logger.process.toStdout(unsaid.splice(0).join('\n'));
    }
  }

  const ends = new Map(names.map((name) => [name, deferred()]));
  const listr = new Listr(
    [...ends].map(([title, { promise }]) => ({ title, task: () => promise })),
    {
      concurrent: true,
      exitOnError: false,
      // Ctrl-C is ours: listr2 would exit in the middle of a step.
      registerSignalListeners: false,
      renderer: FrameRenderer,
      fallbackRenderer: FrameRenderer,
      rendererOptions: { clearOutput: true },
    },
  );
  const running = listr.run();
  return {
    print: (lines) => void unsaid.push(...lines),
    finish: (name) => ends.get(name)?.resolve(),
    async aside(work) {
      await Promise.race([drawn.promise, running]);
      renderer?.leave();
      try {
        return await work();
      } finally {
        renderer?.comeBack();
      }
    },
    async close() {
      for (const { resolve } of ends.values()) resolve();
      await running;
    },
  };
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
