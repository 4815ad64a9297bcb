// Where the lab keeps each of its files.
import { join } from 'node:path';
import type { LabSettings } from './lab-settings.js';

/** Folders and files of one host. */
export interface HostPaths {
  readonly folder: string;
  /** What the host wrote: complete as soon as it exists. */
  readonly upper: string;
  /** An upper that is still being made. */
  readonly fresh: string;
  readonly work: string;
  /** Where upper and image are mounted as one. */
  readonly root: string;
  /** Contains the path of the image that upper belongs to. */
  readonly image: string;
  /** Contains the path of the image that `reset` boots, by the last `up`: outside `folder`, which a reset removes. */
  readonly wantedImage: string;
  readonly log: string;
  /** Address, port and user that the disk was made for. */
  readonly seededAs: string;
}

/** Folders and files that all hosts share. */
export interface LabPaths {
  readonly key: string;
  readonly knownHosts: string;
  readonly secrets: string;
  readonly ca: string;
  /** The hosts' own ssh keys: outside `hosts`, which may be a tmpfs, and kept across a reset. */
  readonly hostKeys: string;
  readonly hosts: string;
  readonly cacheLog: string;
  readonly images: string;
  readonly packages: string;
  host(name: string): HostPaths;
}

/** The files of a lab. */
export function labPaths({ stateFolder, cacheFolder }: LabSettings): LabPaths {
  const hosts = join(stateFolder, 'hosts');
  return {
    key: join(stateFolder, 'ssh/id_ed25519'),
    knownHosts: join(stateFolder, 'known_hosts'),
    secrets: join(stateFolder, 'secrets'),
    ca: join(stateFolder, 'ca'),
    hostKeys: join(stateFolder, 'host-keys'),
    hosts,
    cacheLog: join(stateFolder, 'package-cache.log'),
    images: join(cacheFolder, 'images'),
    packages: join(cacheFolder, 'packages'),
    host(name) {
      const folder = join(hosts, name);
      return {
        folder,
        upper: join(folder, 'upper'),
        fresh: join(folder, 'fresh'),
        work: join(folder, 'work'),
        root: join(folder, 'root'),
        image: join(folder, 'image'),
        wantedImage: join(stateFolder, 'wanted-images', name),
        log: join(folder, 'console.log'),
        seededAs: join(folder, 'seeded-as.json'),
      };
    },
  };
}
