/** What was wrong in one visit, and what was measured there, for people. */
export class Mistakes {
  readonly #where: string;
  readonly #found: string[] = [];
  readonly #figures: string[] = [];

  constructor(where: string) {
    this.#where = where;
  }

  get found(): readonly string[] {
    return this.#found;
  }

  /** What was measured, to be read by people: it depends on the machine, and so it is no mistake. */
  get figures(): readonly string[] {
    return this.#figures;
  }

  measure(figure: string): void {
    this.#figures.push(figure);
  }

  add(what: string): void {
    this.#found.push(`${this.#where}: ${what}`);
  }

  /** Adds a sentence where something is not as it has to be. */
  expect(isSo: boolean, otherwise: string): void {
    if (!isSo) this.add(otherwise);
  }
}
