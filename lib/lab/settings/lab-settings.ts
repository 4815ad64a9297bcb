// What one lab is called and where it lives; everything else in this folder derives its names from here.
import type { ImageRecipe } from './image-recipe.js';

/** A host of the lab, as the inventory names it. */
export interface LabHost {
  readonly name: string;
  /** IPv4 address inside one of the lab's networks. */
  readonly address: string;
  /** A second address, if the other hosts reach it at another address than the controller does. */
  readonly alsoAt?: string;
  /** The port that its sshd listens on; 22 if absent. */
  readonly port?: number;
  /** The user who can log in besides `labUser`. */
  readonly user?: string;
  /** Its image's recipe, if that differs from the other hosts'. */
  readonly recipe?: ImageRecipe;
}

/** Takes one sentence about what the lab just did. */
export type Say = (text: string) => void;

/** Who owns the files that a person needs to use the lab (keys, secrets, certificates). */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A network of a lab's hosts. */
export interface LabNetwork {
  /** CIDR. */
  readonly network: string;
  /** The bridge's own address in it: the hosts' gateway. */
  readonly gateway: string;
}

/** Names, network and folders of one lab; the package cache listens at the gateway. Two labs on one machine must differ in every field. */
export interface LabSettings extends LabNetwork {
  /** Other networks on the same bridge. */
  readonly moreNetworks?: readonly LabNetwork[];
  /** At most 15 characters: an interface's name. */
  readonly bridge: string;
  /** Also the name of the cgroup that holds the hosts. */
  readonly nftTable: string;
  /** What a host's machine name starts with, so that it doesn't clash with another container's. */
  readonly machinePrefix: string;
  readonly stateFolder: string;
  readonly cacheFolder: string;
  readonly cachePort: number;
}

/** The lab for an inventory whose hosts are in this network. */
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

/** The user who can log in to every lab host, as on an Ubuntu cloud image. */
export const labUser = 'ubuntu';
