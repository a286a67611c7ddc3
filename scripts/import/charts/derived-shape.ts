import { isRecord } from './record.ts';
import type { ValuePath } from './value-path.ts';
import {
  ANY,
  either,
  mapOf,
  type PlainType,
  SCALAR,
  type ValueField,
  type ValueShape,
} from './value-shape.ts';

/** Types that the comments of a chart's values state, by the path of the value. */
export type StatedTypes = ReadonlyMap<string, ValueShape>;

const TEXT: ValueShape = { is: 'plain', types: ['string'] };

/** Fields that take a number or a name of something, or a number or a share, wherever Kubernetes has them. */
const NUMBER_OR_TEXT = /^(min|max)(Available|Unavailable|Surge)$|[pP]ort$/;

/**
 * What may stand at a place, by the chart's own default and by what its templates read there. A map is open only where a
 * template goes through it, or hands it on as it is.
 *
 * @param path what the templates read; nothing where they never look
 */
export function derivedShape(
  own: unknown,
  path: ValuePath | undefined,
  stated: StatedTypes = new Map(),
  at: readonly string[] = [],
): ValueShape {
  const shape = ownShape(own, path, stated, at);
  return path?.asText ? either([shape, TEXT]) : shape;
}

function ownShape(
  own: unknown,
  path: ValuePath | undefined,
  stated: StatedTypes,
  at: readonly string[],
): ValueShape {
  if (isRecord(own)) return shapeOfMap(own, path, stated, at);
  if (Array.isArray(own)) return shapeOfList(own, path, stated, at);
  const says = stated.get(at.join('.'));
  const read = shapeOfReads(path, stated, at);
  if (own === undefined || own === null || own === '') return fits(says, read) ?? read ?? ANY;
  const plain = plainOf(own, at.at(-1) ?? '');
  if (says !== undefined) return says.is === 'any' ? ANY : either([plain, says]);
  return read === undefined || read === SCALAR ? plain : either([plain, read]);
}

/** A stated type says more than the reads of templates, unless both know of fields. */
function fits(says: ValueShape | undefined, read: ValueShape | undefined): ValueShape | undefined {
  if (says === undefined || read === undefined) return says;
  const holds = (shape: ValueShape) => shape.is === 'map' || shape.is === 'list';
  return holds(says) && holds(read) && says.is === read.is ? read : says;
}

function shapeOfMap(
  own: Readonly<Record<string, unknown>>,
  path: ValuePath | undefined,
  stated: StatedTypes,
  at: readonly string[],
): ValueShape {
  const names = new Set([...Object.keys(own), ...(path?.children.keys() ?? [])]);
  if (names.size === 0)
    return path === undefined || path.whole ? ANY : mapOf(new Map(), restOf(own, path, stated, at));
  if (path?.whole) return open(own, names);
  const fields = fieldsOf(own, path, names, stated, at);
  if (!path?.iterated) return mapOf(fields);
  const rest = restOf(own, path, stated, at);
  const read = [...fields].filter(([name]) => path.children.has(name));
  const both = read.map(
    ([name, field]) => [name, { ...field, shape: either([loose(field.shape), rest]) }] as const,
  );
  return mapOf(new Map(both), rest);
}

/** What stands under the keys of a map through which a template goes. */
function restOf(
  own: Readonly<Record<string, unknown>>,
  path: ValuePath,
  stated: StatedTypes,
  at: readonly string[],
): ValueShape {
  const kinds = Object.keys(own).map((key) => derivedShape(own[key], path.items, stated, [...at, key]));
  const read = shapeOfReads(path.items, stated, at);
  if (kinds.length === 0) return read ?? ANY;
  return either([...kinds.map(loose), ...(read ? [read] : [])]);
}

/** What is printed whatever it is may be of another type than the chart's own. */
function loose(shape: ValueShape): ValueShape {
  return shape.is === 'plain' ? SCALAR : shape;
}

/** What is handed on as it is: the chart's own keys are known, and any other does as well, however deep. */
function open(own: Readonly<Record<string, unknown>>, names: Iterable<string>): ValueShape {
  const fields = [...names].sort().map((name): readonly [string, ValueField] => {
    const value = own[name];
    const shape =
      isRecord(value) && Object.keys(value).length > 0 ? open(value, Object.keys(value)) : openPlain(value);
    return [name, { shape, ...(name in own && { default: value }) }];
  });
  return mapOf(new Map(fields), ANY);
}

function openPlain(value: unknown): ValueShape {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? SCALAR : ANY;
}

function fieldsOf(
  own: Readonly<Record<string, unknown>>,
  path: ValuePath | undefined,
  names: Iterable<string>,
  stated: StatedTypes,
  at: readonly string[],
): Map<string, ValueField> {
  return new Map(
    [...names]
      .filter((name) => name !== '' && !name.startsWith('_'))
      .sort()
      .map((name) => {
        const shape = derivedShape(own[name], path?.children.get(name), stated, [...at, name]);
        return [name, { shape, ...(name in own && { default: own[name] }) }] as const;
      }),
  );
}

function shapeOfList(
  own: readonly unknown[],
  path: ValuePath | undefined,
  stated: StatedTypes,
  at: readonly string[],
): ValueShape {
  if (path?.whole) {
    const isText = own.length > 0 && own.every((item) => typeof item === 'string');
    return { is: 'list', of: isText ? TEXT : ANY };
  }
  const kinds = own.map((item) => derivedShape(item, path?.items, stated, [...at, '[]']));
  const read = shapeOfReads(path?.items, stated, at);
  return { is: 'list', of: kinds.length > 0 ? either(kinds) : (read ?? ANY) };
}

/** What may stand where the chart itself has nothing. */
function shapeOfReads(
  path: ValuePath | undefined,
  stated: StatedTypes,
  at: readonly string[],
): ValueShape | undefined {
  if (path === undefined) return undefined;
  const { children, items } = path;
  if (path.whole && children.size === 0) return ANY;
  if (children.size > 0) {
    const map = shapeOfMap({}, path, stated, at);
    return items === undefined
      ? map
      : either([map, { is: 'list', of: shapeOfReads(items, stated, at) ?? ANY }]);
  }
  if (path.iterated || items !== undefined) {
    const of = shapeOfReads(items, stated, at) ?? ANY;
    return { is: 'either', shapes: [{ is: 'list', of }, mapOf(new Map(), of)] };
  }
  return path.plain ? SCALAR : undefined;
}

function plainOf(own: unknown, name: string): ValueShape {
  if (typeof own === 'boolean') return { is: 'plain', types: ['boolean'] };
  if (typeof own !== 'number') {
    const isNumeric = typeof own === 'string' && /^\d+(\.\d+)?%?$/.test(own);
    return { is: 'plain', types: isNumeric ? ['number', 'string'] : ['string'] };
  }
  const types: readonly PlainType[] = NUMBER_OR_TEXT.test(name) ? ['number', 'string'] : ['number'];
  return { is: 'plain', types };
}
