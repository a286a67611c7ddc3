import type { ValuePath } from './value-path.ts';

/** What is known of a value in a template, without running it: where it may come from. */
export class KnownValue {
  /** Places in the chart's values that it may be. */
  readonly paths = new Set<ValuePath>();
  /** Its fields, where a template made it by `dict`, and its items by position, where it made it by `list`. */
  readonly fields = new Map<string, KnownValue>();
  /** What a list that a template made may hold, where the position is not known. */
  items: KnownValue | undefined;
  /** Texts that it may be, such as the name of a part of the chart. */
  readonly texts = new Set<string>();
  /** What it has as text, where it is made by `toYaml`. */
  serialized: KnownValue | undefined;
  /** Whether it may be what a template is given: `.Values`, `.Release` and so on. */
  isRoot = false;

  static of(...paths: readonly ValuePath[]): KnownValue {
    const value = new KnownValue();
    for (const path of paths) value.paths.add(path);
    return value;
  }

  static text(...texts: readonly string[]): KnownValue {
    const value = new KnownValue();
    for (const text of texts) value.texts.add(text);
    return value;
  }

  /** What may be any of them. */
  static either(...values: readonly (KnownValue | undefined)[]): KnownValue {
    const made = new KnownValue();
    for (const value of values) if (value !== undefined) made.take(value);
    return made;
  }

  /** Makes it something that may be the other as well. */
  take(other: KnownValue): void {
    if (other === this) return;
    for (const path of other.paths) this.paths.add(path);
    for (const text of other.texts) this.texts.add(text);
    for (const [name, field] of other.fields) {
      this.fields.set(name, this.fields.has(name) ? KnownValue.either(this.fields.get(name), field) : field);
    }
    if (other.items !== undefined) this.items = KnownValue.either(this.items, other.items);
    if (other.serialized !== undefined)
      this.serialized = KnownValue.either(this.serialized, other.serialized);
    this.isRoot ||= other.isRoot;
  }

  field(name: string, values: ValuePath): KnownValue {
    const made = KnownValue.of(...[...this.paths].map((path) => path.child(name)));
    const own = this.fields.get(name);
    if (own !== undefined) made.take(own);
    if (this.isRoot && name === 'Values') made.paths.add(values);
    return made;
  }

  /** What it holds: the items of a list, the values of a map. */
  item(): KnownValue {
    const held = KnownValue.of(...[...this.paths].map((path) => path.item()));
    return KnownValue.either(held, this.items, ...this.fields.values());
  }

  /** That a template prints or hands on all of it. */
  useWhole(): void {
    for (const path of this.paths) path.whole = true;
    for (const field of this.fields.values()) field.useWhole();
    this.items?.useWhole();
    this.serialized?.useWhole();
  }

  /** That a template goes through it. */
  useEach(): void {
    for (const path of this.paths) path.iterated = true;
  }

  /** That a template prints it where it stands, or looks at it. */
  usePlain(): void {
    for (const path of this.paths) path.plain = true;
    this.serialized?.useWhole();
  }

  /** The same for values of which the same is known, as far down as templates look. */
  key(depth = 4): string {
    if (depth === 0) return '';
    const fields = [...this.fields].map(([name, field]) => `${name}:${field.key(depth - 1)}`).sort();
    const paths = [...this.paths].map(({ id }) => id).sort();
    const held = [this.items, this.serialized].map((value) => value?.key(depth - 1) ?? '');
    return `${this.isRoot}(${paths})(${fields})(${held})(${[...this.texts].sort()})`;
  }
}
