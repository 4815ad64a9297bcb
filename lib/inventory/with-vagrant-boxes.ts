// Hosts that are Vagrant boxes: Vagrant is queried for how to connect to them.
import type { Connection, Host } from '../model/fleet.js';
import type { LoadedFleet } from './loaded-fleet.js';
import { select } from './patterns/select-hosts.js';

/** Where the connection settings of boxes come from. */
export interface Boxes {
  /** Whether all hosts are boxes; if not, only those with `trueup_ssh_config: vagrant` are. */
  readonly all: boolean;
  /** The connection settings of the boxes that are up. Throws if a needed one isn't. */
  find(folder: string, wanted: BoxesWanted): Promise<ReadonlyMap<string, Partial<Connection>>>;
}

export interface BoxesWanted {
  /** Hosts of the inventory that are boxes. */
  readonly names: readonly string[];
  /** The hosts of this run: they must be up. */
  readonly needed: readonly string[];
}

/** The fleet's hosts with the settings found; a box that isn't up keeps `vagrant`, and connecting to it reports that. */
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
