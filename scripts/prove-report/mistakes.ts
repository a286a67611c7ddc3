/** What was wrong in one visit, for people. */
export class Mistakes {
  readonly #where: string;
  readonly #found: string[] = [];

  constructor(where: string) {
    this.#where = where;
  }

  get found(): readonly string[] {
    return this.#found;
  }

  add(what: string): void {
    this.#found.push(`${this.#where}: ${what}`);
  }

  /** Adds a sentence where something is not as it has to be. */
  expect(isSo: boolean, otherwise: string): void {
    if (!isSo) this.add(otherwise);
  }
}
