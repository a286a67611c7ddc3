/** A place in the values of a chart, and what its templates do there. */
export class ValuePath {
  /** Whether a template prints or hands on all that stands there, whatever its keys are. */
  whole = false;
  /** Whether a template goes through all that stands there, one after the other. */
  iterated = false;
  /** Whether it is printed, tested or compared by itself. */
  plain = false;
  /** Whether a template asks if it is a text, and so takes one too. */
  asText = false;
  readonly children = new Map<string, ValuePath>();
  #items: ValuePath | undefined;
  static #made = 0;
  readonly id = ValuePath.#made++;

  child(name: string): ValuePath {
    const known = this.children.get(name);
    if (known !== undefined) return known;
    const made = new ValuePath();
    this.children.set(name, made);
    return made;
  }

  /** What a template reads of each of those that stand there, whatever they are called. */
  get items(): ValuePath | undefined {
    return this.#items;
  }

  item(): ValuePath {
    this.#items ??= new ValuePath();
    return this.#items;
  }
}
