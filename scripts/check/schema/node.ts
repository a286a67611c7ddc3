import { type Fields, fields, isFields, list, number, text } from '../state/read.ts';

/** Resolves `#/definitions/<name>`. */
export type Definitions = Readonly<Record<string, unknown>>;

const REFERENCE = '#/definitions/';
const nodes = new WeakMap<object, SchemaNode>();

/** A schema of OpenAPI, read as far as it is needed: parts are looked at when an object has them. Wrong types in it are passed over. */
export class SchemaNode {
  readonly #children = new Map<string, SchemaNode>();
  readonly type: string | undefined;
  readonly format: string | undefined;
  readonly nullable: boolean;
  readonly intOrString: boolean;
  readonly preserves: boolean;
  readonly embedded: boolean;
  readonly properties: Fields;
  readonly hasProperties: boolean;
  readonly required: readonly string[];
  readonly listType: string | undefined;
  readonly listKeys: readonly string[];
  readonly enumerated: readonly unknown[] | undefined;
  readonly pattern: string | undefined;
  readonly default: unknown;
  readonly rules: readonly CelRule[];

  private constructor(
    readonly schema: Fields,
    readonly definitions: Definitions,
    /** The last part of the definition's name, such as `Container`; empty where it has none. */
    readonly name: string,
  ) {
    this.type = text(schema.type);
    this.format = text(schema.format);
    this.nullable = schema.nullable === true;
    this.intOrString = schema['x-kubernetes-int-or-string'] === true || this.format === 'int-or-string';
    this.preserves = schema['x-kubernetes-preserve-unknown-fields'] === true;
    this.embedded = schema['x-kubernetes-embedded-resource'] === true;
    this.properties = fields(schema.properties);
    this.hasProperties = isFields(schema.properties);
    this.required = list(schema.required).filter((name) => typeof name === 'string');
    this.listType = text(schema['x-kubernetes-list-type']);
    this.listKeys = list(schema['x-kubernetes-list-map-keys']).filter((name) => typeof name === 'string');
    this.enumerated = Array.isArray(schema.enum) ? schema.enum : undefined;
    this.pattern = text(schema.pattern);
    this.default = schema.default;
    this.rules = list(schema['x-kubernetes-validations']).flatMap(ruleOf);
  }

  static of(schema: unknown, definitions: Definitions): SchemaNode {
    const own = fields(schema);
    const known = nodes.get(own);
    if (known) return known;
    const reference = text(own.$ref);
    const full = reference?.startsWith(REFERENCE) ? reference.slice(REFERENCE.length) : undefined;
    const target =
      full !== undefined && Object.hasOwn(definitions, full) ? fields(definitions[full]) : undefined;
    const name = full?.includes('.') ? (full.split('.').at(-1) ?? '') : '';
    // A default stands beside the reference, where there is one.
    const merged = target ? { ...target, ...(own.default !== undefined && { default: own.default }) } : own;
    const node =
      target && own.default === undefined
        ? (nodes.get(target) ?? new SchemaNode(target, definitions, name))
        : new SchemaNode(merged, definitions, name);
    if (target && own.default === undefined) nodes.set(target, node);
    nodes.set(own, node);
    return node;
  }

  property(name: string): SchemaNode | undefined {
    return Object.hasOwn(this.properties, name) ? this.#child(`.${name}`, this.properties[name]) : undefined;
  }

  get items(): SchemaNode | undefined {
    return isFields(this.schema.items) ? this.#child('[]', this.schema.items) : undefined;
  }

  get additional(): SchemaNode | undefined {
    const { additionalProperties } = this.schema;
    return isFields(additionalProperties) ? this.#child('*', additionalProperties) : undefined;
  }

  /** Whether fields that it doesn't name stay. */
  get open(): boolean {
    const { additionalProperties } = this.schema;
    return (
      this.preserves ||
      additionalProperties === true ||
      isFields(additionalProperties) ||
      (this.type !== 'object' && !this.hasProperties)
    );
  }

  alternatives(keyword: 'allOf' | 'anyOf' | 'oneOf'): readonly SchemaNode[] {
    return list(this.schema[keyword]).map((schema, index) => this.#child(`${keyword}${index}`, schema));
  }

  get not(): SchemaNode | undefined {
    return isFields(this.schema.not) ? this.#child('not', this.schema.not) : undefined;
  }

  bound(keyword: string): number | undefined {
    return number(this.schema[keyword]);
  }

  #child(key: string, schema: unknown): SchemaNode {
    const known = this.#children.get(key);
    if (known) return known;
    const made = SchemaNode.of(schema, this.definitions);
    this.#children.set(key, made);
    return made;
  }
}

/** A rule in CEL of a CRD. */
export interface CelRule {
  readonly rule: string;
  readonly message: string | undefined;
  readonly messageExpression: string | undefined;
  readonly optionalOldSelf: boolean;
}

function ruleOf(value: unknown): CelRule[] {
  const { rule, message, messageExpression, optionalOldSelf } = fields(value);
  if (typeof rule !== 'string') return [];
  return [
    {
      rule,
      message: text(message),
      messageExpression: text(messageExpression),
      optionalOldSelf: optionalOldSelf === true,
    },
  ];
}
