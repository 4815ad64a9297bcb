// What one lab is called and where it lives; everything else in this folder derives its names from here.
import type { ImageRecipe } from './image-recipe.js';

/** A host of the lab, as the inventory names it. */
export interface LabHost {
  readonly name: string;
  /** IPv4 address inside the lab's network. */
  readonly address: string;
  /** What it is made of, where that differs from the other hosts. */
  readonly recipe?: ImageRecipe;
}

/** Takes one sentence about what the lab just did. */
export type Say = (text: string) => void;

/** Who owns the files that a person needs to use the lab (keys, secrets, certificates). */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Names, network and folders of one lab. Two labs on one machine must differ in every field. */
export interface LabSettings {
  /** At most 15 characters: an interface's name. */
  readonly bridge: string;
  /** CIDR of the hosts' network. */
  readonly network: string;
  /** The bridge's own address in it: the hosts' gateway, and where the package cache listens. */
  readonly gateway: string;
  /** Also the name of the cgroup that holds the hosts. */
  readonly nftTable: string;
  /** What a host's machine name starts with, so that it meets no other container's. */
  readonly machinePrefix: string;
  readonly stateFolder: string;
  readonly cacheFolder: string;
  readonly cachePort: number;
}

/** The lab of `trueup lab`. */
export const theLab: LabSettings = {
  bridge: 'trueup-lab0',
  network: '198.18.77.0/24',
  gateway: '198.18.77.1',
  nftTable: 'trueup_lab',
  machinePrefix: 'tl-',
  stateFolder: '/var/lib/trueup-lab',
  cacheFolder: '/var/cache/trueup-lab',
  cachePort: 3142,
};

/** The user that every lab host lets in, as on an Ubuntu cloud image. */
export const labUser = 'ubuntu';
