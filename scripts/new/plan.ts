/** What a command would write, before anything is written. */
export interface Plan {
  /** Texts by path, from the root of the repository on. */
  readonly files: ReadonlyMap<string, string>;
  /** What a person has to do afterwards, a sentence each. */
  readonly next: readonly string[];
}
