// The moving part at the bottom of a terminal, and the lines above it. The only importer of listr2.
import { DefaultRenderer, Listr } from 'listr2';
import { hideTyping } from './hide-typing.js';
import { Picture } from './redraw-rows.js';
import { whileShown } from './resize-and-suspend.js';

export interface Size {
  readonly columns: number;
  readonly lines: number;
}

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

/** What the renderer calls private; listr2 has no other door for what it keeps from the screen meanwhile. */
interface Inner {
  readonly logger: {
    readonly process: {
      toStdout(text: string, endOfLine: boolean): void;
      hijack(): void;
      release(): void;
    };
  };
}

/** What Node.js itself calls at SIGWINCH (lib/tty.js). */
interface Refreshable {
  _refreshSize?(): void;
}

/** listr2's own renderer redraws all tasks at every event: with many hosts that is all it would do. Lines wait, too. */
const redrawMilliseconds = 90;

/** A task per name, all at once; `frame` draws them. */
export function openScreen(names: readonly string[], frame: (size: Size) => readonly string[]): Screen {
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
    readonly #picture = new Picture();
    #drawn = 0;
    #state: 'shown' | 'away' | 'over' = 'shown';
    #showTyping = hideTyping();
    readonly #listenNoMore = whileShown({
      resized: () => {
        this.#draw();
      },
      leave: () => this.leave(),
      comeBack: () => {
        this.comeBack();
      },
    });

    get #process(): Inner['logger']['process'] {
      return (this as unknown as Inner).logger.process;
    }

    override async render(): Promise<void> {
      await super.render();
      ready(this);
    }

    /** The spinner calls it ten times a second, events as often as they happen. */
    override update(): void {
      if (performance.now() - this.#drawn >= redrawMilliseconds) this.#draw();
    }

    override end(): void {
      this.leave();
      this.#state = 'over';
      this.#listenNoMore();
      super.end();
    }

    /** False if the rows are away already. */
    leave(): boolean {
      if (this.#state !== 'shown') return false;
      this.#replace(() => []);
      this.#state = 'away';
      this.#showTyping();
      this.#process.release();
      return true;
    }

    comeBack(): void {
      if (this.#state !== 'away') return;
      this.#state = 'shown';
      this.#showTyping = hideTyping();
      this.#process.hijack();
    }

    #draw(): void {
      if (this.#state !== 'shown') return;
      this.#drawn = performance.now();
      this.#replace(frame);
    }

    #replace(rowsAt: (size: Size) => readonly string[]): void {
      // Until the signal of a resize is handled, the stream remembers the old size.
      (process.stdout as Refreshable)._refreshSize?.();
      const [columns, lines] = process.stdout.getWindowSize();
      const text = this.#picture.replace(unsaid.splice(0), rowsAt({ columns, lines }), columns);
      if (text !== '') this.#process.toStdout(text, false);
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
