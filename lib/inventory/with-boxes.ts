// Hosts that are Vagrant's boxes: the way to them is what Vagrant says just now.
import type { Connection, Host } from '../model/fleet.js';
import type { LoadedFleet } from './loaded-fleet.js';
import { select } from './patterns/select.js';

/** Where the way to boxes comes from. */
export interface Boxes {
  /** All hosts are boxes; else those with `trueup_ssh_config: vagrant`. */
  readonly all: boolean;
  /** The ways to those that are up. Throws where one that is needed isn't. */
  find(folder: string, wanted: BoxesWanted): Promise<ReadonlyMap<string, Partial<Connection>>>;
}

export interface BoxesWanted {
  /** Hosts of the inventory that are boxes. */
  readonly names: readonly string[];
  /** Those that a run is about: they must be up. */
  readonly needed: readonly string[];
}

/** The fleet's hosts with the ways found; a box that isn't up keeps `vagrant`, and connecting to it says so. */
export async function withBoxes(fleet: LoadedFleet, boxes: Boxes, limit?: string): Promise<readonly Host[]> {
  const isBox = ({ connection }: Host): boolean => boxes.all || connection.configFile === 'vagrant';
  const names = (hosts: readonly Host[]): readonly string[] => hosts.filter(isBox).map(({ name }) => name);
  if (!fleet.hosts.some(isBox)) return fleet.hosts;
  const needed = names(limit === undefined ? fleet.hosts : select(fleet, limit));
  const ways = await boxes.find(fleet.folder, { names: names(fleet.hosts), needed });
  return fleet.hosts.map((host) => {
    const way = ways.get(host.name) ?? (isBox(host) ? { configFile: 'vagrant' } : {});
    return { ...host, connection: { ...host.connection, ...way } };
  });
}
