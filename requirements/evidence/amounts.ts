import { bytes, millicores } from '../../platform/kit/quantity.ts';
import type { Amount, Resources } from '../../platform/kit/resources.ts';
import type { Matcher } from '../model/expected.ts';

/** Requests and limits below a path that are not smaller. More may be declared any day. */
export function resourcesAtLeast(
  path: string,
  { requests, limits }: Pick<Resources, 'requests'> & { readonly limits: Amount },
): Readonly<Record<string, Matcher>> {
  const base = path === '' ? '' : `${path}.`;
  return {
    [`${base}requests.cpu`]: cpuAtLeast(requests.cpu),
    [`${base}requests.memory`]: memoryAtLeast(requests.memory),
    [`${base}limits.cpu`]: cpuAtLeast(limits.cpu),
    [`${base}limits.memory`]: memoryAtLeast(limits.memory),
  };
}

/** An amount of CPU that is not smaller. More may be declared any day. */
export function cpuAtLeast(amount: string): Matcher {
  return { ...atLeastMillicores(millicores(amount)), says: `is at least ${amount}` };
}

/** An amount of memory that is not smaller. More may be declared any day. */
export function memoryAtLeast(amount: string): Matcher {
  return { ...atLeastBytes(bytes(amount)), says: `is at least ${amount}` };
}

export function atLeastMillicores(bound: number): Matcher {
  return amountAtLeast(millicores, bound, `is at least ${Math.ceil(bound)}m`);
}

export function atLeastBytes(bound: number): Matcher {
  return amountAtLeast(bytes, bound, `is at least ${Math.ceil(bound / 1024 ** 2)}Mi`);
}

function amountAtLeast(read: (amount: string) => number, bound: number, says: string): Matcher {
  return {
    says,
    holds: (value) => {
      if (typeof value !== 'string' && typeof value !== 'number') return false;
      try {
        return read(String(value)) >= bound;
      } catch {
        return false;
      }
    },
  };
}
