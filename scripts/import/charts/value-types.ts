import { kubernetesType } from './kubernetes-types.ts';
import type { MapShape, ValueField, ValueShape } from './value-shape.ts';

/** Longer defaults are texts of the chart rather than facts about it. */
const LONGEST_DEFAULT = 60;

/** The fields of a map as the body of a TypeScript type, formatted, with the indent of the line that it ends. */
export function typeOfMap({ fields, rest }: MapShape, indent = ''): string {
  if (fields.size === 0 && rest === undefined) return '{ readonly [name: string]: never }';
  const inner = `${indent}  `;
  const lines = [...fields].flatMap(([name, field]) => linesOf(name, field, inner));
  if (rest !== undefined) {
    lines.push(`${inner}readonly [name: string]: ${fields.size > 0 ? 'unknown' : typeOf(rest, inner)};`);
  }
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function typeOf(shape: ValueShape, indent: string): string {
  switch (shape.is) {
    case 'any':
      return 'unknown';
    case 'plain':
      return [...shape.types].sort().join(' | ');
    case 'choice':
      return [...shape.values].map(literal).sort().join(' | ') || 'never';
    case 'list':
      return `readonly ${itemOf(shape.of, indent)}[]`;
    case 'either':
      return [...new Set(shape.shapes.map((part) => typeOf(part, indent)))].join(' | ');
    case 'map':
      return typeOfMap(shape, indent);
  }
}

function itemOf(shape: ValueShape, indent: string): string {
  const type = typeOf(shape, indent);
  return shape.is === 'any' || shape.is === 'map' || /^\w+$/.test(type) ? type : `(${type})`;
}

function linesOf(name: string, field: ValueField, indent: string): string[] {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
  const taken = 'default' in field ? defaultOf(field.default) : undefined;
  const part = kubernetesType(name, field.shape);
  return [
    ...(taken === undefined ? [] : [`${indent}/** @default ${taken} */`]),
    `${indent}readonly ${key}?: ${part ?? typeOf(field.shape, indent)};`,
  ];
}

/** A default as a fact: a word, a number, or that there is none. */
function defaultOf(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null) {
    if (Object.keys(value).length > 0) return undefined;
    return Array.isArray(value) ? '[]' : '{}';
  }
  if (typeof value === 'string' && /\s|\{|\*\//.test(value)) return undefined;
  const text = literal(value);
  return text.length > LONGEST_DEFAULT ? undefined : text;
}

function literal(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  const quoted = JSON.stringify(value);
  return value.includes("'") ? quoted : `'${quoted.slice(1, -1).replaceAll('\\"', '"')}'`;
}
