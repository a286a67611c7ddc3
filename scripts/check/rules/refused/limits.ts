import { quantity } from '../../schema/quantity.ts';
import { fields, isFields, list, type Path } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { isResource } from './resource-names.ts';
import { fault, word } from './topic.ts';

const TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];

/** From the least to the most: each must not be more than what follows. */
const ORDER = ['min', 'defaultRequest', 'default', 'max'];

export function* limitFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const seen = new Set<unknown>();
  for (const [index, limit] of list(spec.limits).entries()) {
    if (!isFields(limit)) continue;
    const path = ['spec', 'limits', index];
    const { type } = limit;
    if (typeof type === 'string' && !TYPES.includes(type) && !type.includes('/'))
      yield fault([...path, 'type'], `there is no type ${type}`, `write one of ${TYPES.join(', ')}`);
    if (seen.has(type))
      yield fault([...path, 'type'], `two limits are for ${word(type)}`, 'make one of them');
    seen.add(type);
    if (type === 'Pod')
      for (const field of ['default', 'defaultRequest'])
        if (isFields(limit[field]))
          yield fault([...path, field], 'a Pod has no defaults', 'write type: Container');
    if (type === 'PersistentVolumeClaim' && !isFields(limit.min) && !isFields(limit.max))
      yield fault(path, 'a limit for claims needs min or max', 'write min.storage or max.storage');
    for (const field of [...ORDER, 'maxLimitRequestRatio']) {
      for (const name of Object.keys(fields(limit[field])))
        if (!isResource(name) || (type === 'Container' && name.startsWith('requests.')))
          yield fault(
            [...path, field, name],
            `there is no resource ${name}`,
            'write cpu, memory, ephemeral-storage or storage',
          );
    }
    yield* orderFaults(limit, path);
  }
}

function* orderFaults(limit: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const names = new Set(ORDER.flatMap((field) => Object.keys(fields(limit[field]))));
  for (const name of names) {
    for (const [index, low] of ORDER.entries()) {
      for (const high of ORDER.slice(index + 1)) {
        const [less, more] = [fields(limit[low])[name], fields(limit[high])[name]];
        const [a, b] = [quantity(less), quantity(more)];
        if (a !== undefined && b !== undefined && a > b)
          yield fault(
            [...path, low, name],
            `${low} is ${word(less)}, which is more than ${high}, ${word(more)}`,
            `write ${word(more)} or less`,
          );
      }
    }
    const ratio = quantity(fields(limit.maxLimitRequestRatio)[name]);
    if (ratio === undefined) continue;
    if (ratio < 1) yield fault([...path, 'maxLimitRequestRatio', name], 'is less than 1', 'write 1 or more');
    const [least, most] = [quantity(fields(limit.min)[name]), quantity(fields(limit.max)[name])];
    if (least !== undefined && most !== undefined && least > 0 && ratio > most / least)
      yield fault(
        [...path, 'maxLimitRequestRatio', name],
        `is more than max / min, which is ${most / least}`,
        `write ${most / least} or less`,
      );
  }
}
