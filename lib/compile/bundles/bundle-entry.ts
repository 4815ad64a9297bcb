// One thing in a bundle.

/** A file, a folder or a link, as it will be on the host. */
export interface Entry {
  /** Relative to the folder, with slashes. */
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link';
  /** 0755 for what its owner may execute and for directories, else 0644. */
  readonly mode: number;
  /** A file's bytes, or a link's target. */
  readonly body: Buffer;
}
