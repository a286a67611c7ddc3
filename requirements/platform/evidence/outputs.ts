import type { Matcher } from '../../model/expected.ts';
import { query } from '../../model/query.ts';

/** A list of at least so many: zones, or a subnet in each of them. */
export function atLeastOf(count: number, each: RegExp = /\S/): Matcher {
  return {
    says: `has at least ${count}, each like ${each.source}`,
    holds: (value) =>
      Array.isArray(value) &&
      value.length >= count &&
      value.every((element) => typeof element === 'string' && each.test(element)),
  };
}

/** A network in CIDR notation. */
export const CIDR = /^\d+\.\d+\.\d+\.\d+\/\d+$/;

/** The name of an object in AWS, of one service. */
export function arnOf(service: string): Matcher {
  const pattern = new RegExp(`^arn:aws:${service}:[a-z0-9-]*:\\d{12}:\\S+$`);
  return {
    says: `is an ARN of ${service}`,
    holds: (value) => typeof value === 'string' && pattern.test(value),
  };
}

/** The node groups that AWS bills as one kind, by the sizes of all of them together. */
export interface Nodes {
  readonly capacityType: 'ON_DEMAND' | 'SPOT';
  readonly instanceType: string;
  /** The fewest that there may be, across all zones. */
  readonly min?: number;
  /** How many there has to be room for, across all zones. */
  readonly max?: number;
}

/** A map of node groups that together have room for so many nodes, and are in bounds of a kind. */
export function nodes({ capacityType, instanceType, min = 0, max = 0 }: Nodes): Matcher {
  return {
    says: `has ${capacityType} nodes of ${instanceType}, ${min} at the least, ${max} at the most or more`,
    holds: (groups) => {
      const chosen =
        typeof groups === 'object' && groups !== null
          ? Object.values(groups).filter((group: unknown) => query(group, 'capacity_type') === capacityType)
          : [];
      const sum = (field: string) =>
        chosen.reduce((total: number, group: unknown) => total + Number(query(group, field)), 0);
      return (
        chosen.length > 0 &&
        chosen.every((group: unknown) => query(group, 'instance_types[0]') === instanceType) &&
        sum('min_size') >= min &&
        sum('max_size') >= max
      );
    },
  };
}

/** A version of Kubernetes after this one. */
export function versionAfter(minor: number): Matcher {
  return {
    says: `is later than 1.${minor}`,
    holds: (value) => {
      const found = typeof value === 'string' ? /^1\.(\d+)$/.exec(value) : null;
      return found !== null && Number(found[1]) > minor;
    },
  };
}
