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
  /** Prints lines above the picture, permanently. */
  print(lines: readonly string[]): void;
  /** Ends the task of this name. */
  finish(name: string): void;
  /** Hides the picture while `work` interacts with the operator. */
  aside<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Removes the picture. */
  close(): Promise<void>;
}

/** Private members of the renderer; listr2 offers no other access to the output that it holds back meanwhile. */
interface Inner {
  readonly logger: {
    readonly process: {
      toStdout(text: string, endOfLine: boolean): void;
      hijack(): void;
      release(): void;
    };
  };
}

/** The method that Node.js itself calls on SIGWINCH (lib/tty.js). */
interface Refreshable {
  _refreshSize?(): void;
}

/** listr2's own renderer would redraw on every event: with many hosts, all the time. Printed lines wait as well. */
const redrawMilliseconds = 90;

/** One task per name, all in parallel; `frame` draws them. */
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

    /** Called by the spinner ten times a second, and on every event. */
    override update(): void {
      if (performance.now() - this.#drawn >= redrawMilliseconds) this.#draw();
    }

    override end(): void {
      this.leave();
      this.#state = 'over';
      this.#listenNoMore();
      super.end();
    }

    /** Returns false if the rows are already hidden. */
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
      // Until the signal of a resize has been handled, the stream reports the old size.
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
      // Trueup handles Ctrl-C itself, because listr2 would exit in the middle of a step.
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
