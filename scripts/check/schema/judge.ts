import type { Fault } from '../rules/refused/fault.ts';
import { isFields, type Path } from '../state/read.ts';
import { alternativeFaults } from './alternatives.ts';
import { judgeList } from './lists.ts';
import type { SchemaNode } from './node.ts';
import { judgeScalar, limitFaults, shown, typeFault } from './scalars.ts';
import { unknownField } from './unknown-field.ts';

/** How a schema is to be read. */
export interface Reading {
  /** By Go's types of Kubernetes itself: null is no value, quantities may be numbers, and limits stand beside the schema. */
  readonly builtIn: boolean;
  /** What every object's metadata may hold. */
  readonly metadata: SchemaNode;
  /** Called for each value that keeps its own schema, so that rules in CEL can be asked of it. */
  readonly onValid: (node: SchemaNode, value: unknown, path: Path) => Iterable<Fault>;
}

/** Required by the schema, and accepted by the API server without. */
const NOT_DEMANDED: ReadonlySet<string> = new Set([
  'CSIDriver.spec',
  'PodFailurePolicy.rules',
  'PodFailurePolicyOnPodConditionsPattern.status',
  'TokenRequest.audience',
  'EndpointSlice.endpoints',
  'LimitRangeSpec.limits',
  'NetworkPolicySpec.podSelector',
  'PriorityClass.value',
  'RoleRef.apiGroup',
  'StatefulSetSpec.serviceName',
]);

/** Required, and nevertheless good when empty. */
const EMPTY_IS_GOOD: ReadonlySet<string> = new Set(['HTTPHeader.value', 'Sysctl.value']);

/** What an API server refuses of a value, by its schema. */
export function* judge(node: SchemaNode, value: unknown, path: Path, reading: Reading): Generator<Fault> {
  if (value === null && (reading.builtIn || node.nullable)) return;
  let clean = true;
  for (const fault of judgeShape(node, value, path, reading)) {
    clean = false;
    yield fault;
  }
  if (clean) yield* reading.onValid(node, value, path);
}

function* judgeShape(node: SchemaNode, value: unknown, path: Path, reading: Reading): Generator<Fault> {
  const wrong = typeFault(node, value, path, reading.builtIn);
  if (wrong) {
    yield wrong;
    return;
  }
  if (node.enumerated && !node.enumerated.some((allowed) => sameValue(allowed, value))) {
    yield notListed(node.enumerated, value, path);
    return;
  }
  if (isFields(value)) yield* judgeFields(node, value, path, reading);
  else if (Array.isArray(value)) yield* judgeItems(node, value, path, reading);
  else yield* judgeScalar(node, value, path);
  yield* alternativeFaults(node, value, path);
}

function* judgeFields(
  node: SchemaNode,
  value: Readonly<Record<string, unknown>>,
  path: Path,
  reading: Reading,
): Generator<Fault> {
  const closed = node.type === 'object' && !node.open && !(reading.builtIn && !node.hasProperties);
  const additional = node.additional;
  const isResource = path.length === 0 || node.embedded;
  for (const [key, own] of Object.entries(value)) {
    if (own === undefined) continue;
    const at = [...path, key];
    const property = isResource && key === 'metadata' ? reading.metadata : node.property(key);
    if (property) {
      // A null stands for nothing, where the field may not be null.
      if (own === null && !property.nullable) continue;
      const builtIn = reading.builtIn || property === reading.metadata;
      if (builtIn) yield* limitFaults(node.name, key, own, at);
      yield* judge(property, own, at, builtIn === reading.builtIn ? reading : { ...reading, builtIn });
      if (isResource && key === 'metadata' && !reading.builtIn) yield* ownMetadata(node, own, at, reading);
    } else if (additional) {
      if (own === null && !additional.nullable) continue;
      yield* judge(additional, own, at, reading);
    } else if (closed && !(isResource && (key === 'apiVersion' || key === 'kind'))) {
      yield unknownField(node, key, at, own);
    }
  }
  yield* missingFields(node, value, path, reading);
  if (reading.builtIn) yield* missingSpec(node, value, path);
  const count = Object.keys(value).length;
  const [least, most] = [node.bound('minProperties'), node.bound('maxProperties')];
  if (least !== undefined && count < least)
    yield {
      path,
      message: `needs at least ${least} field(s), and has ${count}`,
      fix: 'write more of them, or remove it',
    };
  if (most !== undefined && count > most)
    yield {
      path,
      message: `may have ${most} field(s) at most, and has ${count}`,
      fix: `keep ${most} of them`,
    };
}

/** A CRD may restrict the name. */
function* ownMetadata(node: SchemaNode, value: unknown, path: Path, reading: Reading): Generator<Fault> {
  const name = node.property('metadata')?.property('name');
  if (name && isFields(value) && value.name !== undefined)
    yield* judge(name, value.name, [...path, 'name'], reading);
}

function* missingFields(
  node: SchemaNode,
  value: Readonly<Record<string, unknown>>,
  path: Path,
  reading: Reading,
): Generator<Fault> {
  for (const name of node.required) {
    const field = `${node.name}.${name}`;
    if (reading.builtIn && NOT_DEMANDED.has(field)) continue;
    const own = Object.hasOwn(value, name) ? value[name] : undefined;
    const property = node.property(name);
    if (path.length === 0 && (name === 'metadata' || name === 'apiVersion' || name === 'kind')) continue;
    if (own === undefined || (own === null && !property?.nullable)) {
      if (property?.default === undefined || property.default === '') {
        if (property?.default === '' && property.type !== 'string') continue;
        yield {
          path,
          message: `lacks the field ${name}, which must be there`,
          fix: `write ${name}`,
          kind: 'missing-field',
        };
      }
    } else if (reading.builtIn && own === '' && property?.type === 'string' && !EMPTY_IS_GOOD.has(field)) {
      yield {
        path: [...path, name],
        message: 'is empty, and must not be',
        fix: `write a value for ${name}`,
        kind: 'missing-field',
      };
    }
  }
}

/** A spec that must have fields must be there itself, whatever the OpenAPI document says. */
function* missingSpec(
  node: SchemaNode,
  value: Readonly<Record<string, unknown>>,
  path: Path,
): Generator<Fault> {
  const spec = node.property('spec');
  const demanded = spec?.required.filter((name) => !NOT_DEMANDED.has(`${spec.name}.${name}`)) ?? [];
  if (path.length > 0 || demanded.length === 0 || node.required.includes('spec')) return;
  if (value.spec !== undefined && value.spec !== null) return;
  yield {
    path,
    message: 'lacks the field spec, which must be there',
    fix: `write spec with ${demanded.join(' and ')}`,
    kind: 'missing-field',
  };
}

function* judgeItems(
  node: SchemaNode,
  value: readonly unknown[],
  path: Path,
  reading: Reading,
): Generator<Fault> {
  const { items } = node;
  for (const [index, item] of items ? value.entries() : []) {
    if (item === null && reading.builtIn && items?.type === 'object') {
      const fix = 'remove the line, or write what is meant';
      yield { path: [...path, index], message: 'is an item with nothing in it', fix };
    } else if (items) yield* judge(items, item, [...path, index], reading);
  }
  yield* judgeList(node, value, path, reading.builtIn);
}

function sameValue(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && a !== null && JSON.stringify(a) === JSON.stringify(b));
}

function notListed(allowed: readonly unknown[], value: unknown, path: Path): Fault {
  const words = allowed.map((one) => (one === '' ? '""' : String(one)));
  return {
    path,
    message: `is ${shown(value)}, which is none of the values it may have`,
    fix: `write ${words.length === 1 ? words[0] : `one of ${words.join(', ')}`}`,
  };
}
