import type { Fault } from '../rules/refused/fault.ts';
import { isFields, type Path } from '../state/read.ts';
import type { SchemaNode } from './node.ts';
import { shown } from './scalars.ts';

/** Kinds of lists whose items other rules compare, or that the API server takes twice without harm. */
const MAY_REPEAT: ReadonlySet<string> = new Set([
  'Container',
  'ContainerPort',
  'EndpointPort',
  'EnvVar',
  'HostAlias',
  'HostIP',
  'LocalObjectReference',
  'MutatingWebhook',
  'OwnerReference',
  'PodCondition',
  'PodIP',
  'ServicePort',
  'TopologySpreadConstraint',
  'ValidatingWebhook',
  'Volume',
  'VolumeMount',
]);

/** The length of a list, and the items that it has twice. */
export function* judgeList(
  node: SchemaNode,
  value: readonly unknown[],
  path: Path,
  builtIn: boolean,
): Generator<Fault> {
  const [least, most] = [node.bound('minItems'), node.bound('maxItems')];
  if (least !== undefined && value.length < least)
    yield {
      path,
      message: `has ${value.length} item(s), and needs at least ${least}`,
      fix: 'write more of them, or remove the list',
    };
  if (most !== undefined && value.length > most)
    yield { path, message: `has ${value.length} items, and may have ${most}`, fix: `keep ${most} of them` };
  const isSet = node.listType === 'set' || node.schema.uniqueItems === true;
  const isMap = node.listType === 'map';
  if ((!isSet && !isMap) || (builtIn && (isSet || MAY_REPEAT.has(node.items?.name ?? '')))) return;
  const seen = new Set<string>();
  for (const [index, item] of value.entries()) {
    const key = isSet ? JSON.stringify(item) : keyOf(node, item);
    if (key === undefined) continue;
    if (seen.has(key)) {
      const what = isSet
        ? shown(item)
        : node.listKeys.map((name) => `${name} ${shown(isFields(item) ? item[name] : undefined)}`).join(', ');
      const message = `${what} is in the list twice`;
      const known = { path: [...path, index], fix: 'keep one of them' };
      yield builtIn
        ? {
            ...known,
            message: `${message}: one of them counts, and server-side apply refuses both`,
            severity: 'warning',
          }
        : { ...known, message };
    }
    seen.add(key);
  }
}

/** The fields that tell items apart, defaults filled in. */
function keyOf(node: SchemaNode, item: unknown): string | undefined {
  if (!isFields(item)) return undefined;
  const values = node.listKeys.map((name) => item[name] ?? node.items?.property(name)?.default ?? null);
  return JSON.stringify(values);
}
