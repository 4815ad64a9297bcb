// The package cache as a process of its own: started detached by `lab up`, ended by `lab down`.
import { openPackageStore } from './package-store.js';
import { packageCacheServer } from './package-cache-server.js';

/** The settings of the process, as JSON in its only argument. */
export interface PackageCacheOrder {
  readonly address: string;
  readonly port: number;
  readonly folder: string;
  readonly upstreamProxy?: string;
}

const order = JSON.parse(process.argv[2] ?? '') as PackageCacheOrder;
const store = await openPackageStore(order.folder);
packageCacheServer(store, order.upstreamProxy).listen(order.port, order.address);
