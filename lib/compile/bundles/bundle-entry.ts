// An entry of a bundle.

/** A file, a folder or a link, as it will be on the host. */
export interface Entry {
  /** Relative to the folder, with slashes. */
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link';
  /** 0755 for directories and for files that their owner may execute, 0777 for links, 0644 for other files. */
  readonly mode: number;
  /** A file's bytes, or a link's target. */
  readonly body: Buffer;
}
