import type { StatedTypes } from './derived-shape.ts';
import { ANY, either, mapOf, type ValueShape } from './value-shape.ts';

const SHAPES: Readonly<Record<string, ValueShape>> = {
  string: { is: 'plain', types: ['string'] },
  int: { is: 'plain', types: ['number'] },
  integer: { is: 'plain', types: ['number'] },
  float: { is: 'plain', types: ['number'] },
  number: { is: 'plain', types: ['number'] },
  bool: { is: 'plain', types: ['boolean'] },
  boolean: { is: 'plain', types: ['boolean'] },
  null: { is: 'plain', types: ['null'] },
  nullable: { is: 'plain', types: ['null'] },
  list: { is: 'list', of: ANY },
  array: { is: 'list', of: ANY },
  tpl: { is: 'plain', types: ['string'] },
  object: mapOf(new Map(), ANY),
  dict: mapOf(new Map(), ANY),
  map: mapOf(new Map(), ANY),
};

const KEY = /^(\s*)(?:- )?(?:"([^"]+)"|'([^']+)'|([\w.$/-]+))\s*:(?:\s|$)/;

/**
 * The types that comments of a `values.yaml` state: `# -- (type)` of helm-docs, `@param path [type]` of Bitnami's
 * generator, and the `type:` of a block between `@schema` and `@schema`.
 */
export function statedTypes(valuesYaml: string): StatedTypes {
  const stated = new Map<string, ValueShape>();
  const open: { indent: number; key: string }[] = [];
  let said: ValueShape | undefined;
  let inSchema = false;
  for (const line of valuesYaml.split('\n')) {
    const comment = /^\s*#+\s?(.*)$/.exec(line)?.[1];
    if (comment !== undefined) {
      if (comment.trim() === '@schema') inSchema = !inSchema;
      const param = /^\s*@param\s+(\S+)\s+\[([^\]]+)\]/.exec(comment);
      const shape = shapeOf(param?.[2]);
      if (param?.[1] !== undefined && shape !== undefined) stated.set(param[1], shape);
      const words =
        /^\s*(?:[\w.]+ )?-- \(([\w/, |[\]]+)\)/.exec(comment)?.[1] ??
        (inSchema ? /^type:\s*(.+)$/.exec(comment.trim())?.[1] : undefined);
      said = shapeOf(words) ?? said;
      continue;
    }
    const [, indent, ...names] = KEY.exec(line) ?? [];
    const key = names.find((name) => name !== undefined);
    if (indent === undefined || key === undefined) {
      if (line.trim() === '') said = undefined;
      continue;
    }
    while (open.length > 0 && (open.at(-1)?.indent ?? 0) >= indent.length) open.pop();
    open.push({ indent: indent.length, key });
    if (said !== undefined) stated.set(open.map((place) => place.key).join('.'), said);
    said = undefined;
  }
  return stated;
}

/** What the words of a type stand for; nothing when one of them is no type. */
function shapeOf(words: string | undefined): ValueShape | undefined {
  const types = words?.match(/\w+/g) ?? [];
  const shapes = types.map((type) => SHAPES[type]).filter((shape) => shape !== undefined);
  return shapes.length === 0 || shapes.length < types.length ? undefined : either(shapes);
}
