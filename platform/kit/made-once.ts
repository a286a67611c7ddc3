/** What follows from an object and a little more is made once, and kept for as long as the object is. */
export class MadeOnce<Of extends object, Value> {
  readonly #made = new WeakMap<Of, Map<string, Value>>();

  /**
   * @param key all else that the value follows from, as one text
   * @param make called where nothing was made yet, and again where that was undefined
   */
  of(of: Of, key: string, make: () => Value): Value {
    const made = this.#made.get(of) ?? this.#begin(of);
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make();
    made.set(key, value);
    return value;
  }

  #begin(of: Of): Map<string, Value> {
    const made = new Map<string, Value>();
    this.#made.set(of, made);
    return made;
  }
}
