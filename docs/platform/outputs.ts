import type { Matcher } from '../../scripts/rows/expected.ts';

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
