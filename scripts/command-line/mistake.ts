/** What a person wrote that cannot be carried out; the message says what, and what to write instead. */
export class Mistake extends Error {
  override readonly name = 'Mistake';
  /** A command that has findings of its own tells by another one that it could not look for them. */
  readonly exitCode: 1 | 2 | 130 = 1;
}

/** A person, or whatever runs the command, has ended it before it was done. */
export class Interrupted extends Mistake {
  /** What shells give for Ctrl-C. */
  override readonly exitCode = 130;
}
