import { nearestName } from '../../../clusters/nearest-name.ts';
import type { Fault } from '../rules/refused/fault.ts';
import type { Path } from '../state/read.ts';
import type { SchemaNode } from './node.ts';

/** A field that nothing reads: strict validation refuses it, and any other drops it without a word. */
export function unknownField(node: SchemaNode, key: string, path: Path, value: unknown): Fault {
  const known = Object.keys(node.properties);
  const same = known.find((name) => name.toLowerCase() === key.toLowerCase());
  const inside = known.filter((name) => takes(node.property(name), key, value));
  const meant = same ?? nearestName(key, known);
  const fix =
    same === undefined && inside.length === 1
      ? `write it in ${inside[0]}`
      : meant !== undefined
        ? `write ${meant}`
        : known.length > 0 && known.length <= 12
          ? `remove it, or write one of ${known.join(', ')}`
          : 'remove it, or write it where it belongs';
  return {
    path,
    message: `there is no field ${JSON.stringify(key)} here: it is refused, or dropped without a word`,
    fix,
    kind: 'unknown-field',
  };
}

function takes(node: SchemaNode | undefined, key: string, value: unknown): boolean {
  const property = node?.property(key);
  if (property === undefined) return false;
  if (Array.isArray(value)) return property.type === 'array';
  return (
    property.type === undefined || property.type === (typeof value === 'number' ? 'integer' : typeof value)
  );
}
