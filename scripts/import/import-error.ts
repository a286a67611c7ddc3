/** A mistake in `imports/sources.yaml` or in what it names; the message is for people. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
