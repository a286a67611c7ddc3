/** What a person wrote that cannot be carried out; the message says what, and what to write instead. */
export class Mistake extends Error {
  override readonly name = 'Mistake';
}
