import { canonical } from '../../cluster-model/objects/address.ts';
import { durationOf } from './duration.ts';
import { isSameAmount, quantityOf } from './quantity.ts';

/** Fields whose value is an amount, by their own name or that of the mapping that they stand in. */
const AMOUNT =
  /(?:^|\.)(?:(?:requests|limits|hard|capacity|overhead|default|defaultRequest|max|min|maxLimitRequestRatio|maxAllowed|minAllowed|consumed|allocatable)\.[^.[]+|(?:sizeLimit|averageValue|divisor|storage|cpu|memory|ephemeral-storage|size|minSize|volumeSize))$/;
/** Those that a number may stand in as a text as well. */
const NUMBER_OR_TEXT = /(?:^|\.)(?:port|targetPort|maxUnavailable|maxSurge|minAvailable|nodes)$/;
const DURATION =
  /(?:interval|timeout|duration|renewbefore|ttl|period|delay|expireafter|consolidateafter|ejectiontime|maxage|cooldown|window|for|keep_firing_for|retention|minlifetime|keepalive|time|timeouts\.\w+|backoff)$/i;
const NETWORK =
  /(?:^|\.)(?:cidr|except|loadBalancerSourceRanges|ipBlocks|notIpBlocks|remoteIpBlocks|addresses|cidrs)(?:\[\])?$/;

/** Whether the API server, or the controller that reads it, takes two values for the same. */
export function isSameScalar(shape: string, one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one === 'object' || typeof other === 'object') return false;
  if (one === undefined || other === undefined) return false;
  if (NUMBER_OR_TEXT.test(shape) && String(one) === String(other)) return true;
  if (AMOUNT.test(shape)) {
    const [first, second] = [quantityOf(one), quantityOf(other)];
    if (first !== undefined && second !== undefined) return isSameAmount(first, second);
  }
  if (DURATION.test(shape)) {
    const [first, second] = [durationOf(one), durationOf(other)];
    if (first !== undefined && second !== undefined) return first === second;
  }
  if (NETWORK.test(shape) && typeof one === 'string' && typeof other === 'string') {
    return canonical(one) === canonical(other);
  }
  return false;
}
