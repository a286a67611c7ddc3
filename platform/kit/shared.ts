/** What follows from a declaration and a little more, made once for all clusters where both are the same. */
export class Shared<Declaration extends object, Value> {
  readonly #made = new WeakMap<Declaration, Map<string, Value>>();

  /**
   * @param from all else that the value follows from, as one text
   * @param make called for the first cluster of a text
   */
  of(declaration: Declaration, from: string, make: () => Value): Value {
    const made = this.#made.get(declaration) ?? new Map<string, Value>();
    this.#made.set(declaration, made);
    const value = made.get(from) ?? make();
    made.set(from, value);
    return value;
  }
}
