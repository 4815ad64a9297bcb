// The host's time zone, for services that read it when they start.
import { timezone, type Fleet, type Host, type Resource } from '../../lib/kit.js';
import { base } from './role.js';

/** The resource that such a service must watch; none if no role manages the host's time zone. */
export function zoneOf(host: Host, fleet: Fleet): readonly Resource[] {
  return host.roles.includes('base') ? [timezone({ name: fleet.varsOf(host, base).timezone })] : [];
}
