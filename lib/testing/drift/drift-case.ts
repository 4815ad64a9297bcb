// One tampering with one resource, which must be detected and repaired.
import type { Resource } from '../../model/resource.js';
import type { Tampering } from '../tamper/tampering.js';

export interface DriftCase {
  /** `file /etc/motd: emptied`. */
  readonly title: string;
  readonly resource: Resource;
  readonly tampering: Tampering;
}
