// Our own streams around those of a connection: clear ends, errors instead of silence, bounded buffers.
import { Readable, Writable } from 'node:stream';

/** A readable that follows another with backpressure. Once destroyed, it discards the rest. */
export function relayFrom(source: Readable): Readable {
  const relay = new Readable({
    read() {
      source.resume();
    },
    destroy(error, done) {
      // Output that is no longer read must not hold up the rest of the connection.
      source.resume();
      done(error);
    },
  });
  source.on('data', (chunk: Buffer) => {
    if (!relay.destroyed && !relay.push(chunk)) source.pause();
  });
  source.on('end', () => {
    if (!relay.destroyed) relay.push(null);
  });
  source.on('error', () => {
    if (!relay.destroyed) relay.push(null);
  });
  source.pause();
  return relay;
}

/** A writable that passes data on to another with backpressure. When destroyed, it fails the pending writes. */
export function relayTo(sink: Writable): Writable {
  let pending: ((error?: Error | null) => void) | undefined;
  const proceed = (): void => {
    const done = pending;
    pending = undefined;
    done?.();
  };
  const relay = new Writable({
    write(chunk: Buffer, _encoding, done) {
      pending = done;
      if (sink.write(chunk)) proceed();
      else sink.once('drain', proceed);
    },
    final(done) {
      sink.end();
      done();
    },
    destroy(error, done) {
      // Node fails the writes that are queued, but not the one that is under way.
      pending?.(error ?? new Error('the remote process has ended'));
      pending = undefined;
      done(error);
    },
  });
  // A broken pipe is reported by the write's callback and by the channel's end; it must not end the program.
  relay.on('error', () => undefined);
  sink.on('error', () => undefined);
  return relay;
}
