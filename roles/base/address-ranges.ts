// Addresses and ranges among a role's variables.
import { Type } from '../../lib/kit.js';

/** An IPv4 or IPv6 address or range; the program that uses it makes the final check. */
export const range =
  '^(\\d{1,3}(\\.\\d{1,3}){3}(/(\\d|[12]\\d|3[0-2]))?|(?=.*:.*:)[0-9A-Fa-f:.]+(/(\\d|[1-9]\\d|1[01]\\d|12[0-8]))?)$';

/** A list of them. */
export const ranges = (
  options: {
    readonly description: string;
    readonly minItems?: number;
    readonly examples?: readonly (readonly string[])[];
    readonly default?: string[];
  },
  pattern = range,
) => Type.Array(Type.String({ pattern }), { uniqueItems: true, ...options });
