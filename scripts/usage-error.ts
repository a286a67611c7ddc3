/** What parseArgs throws for an unknown option: the user's mistake, to be told in a line. */
export function isUsageError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
