/** What parseArgs throws for an unknown option: the user's mistake, to be told in a line. */
export function isUsageError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** Tells the user what is wrong; the command ends with exit code 1 once it has said everything. */
export function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

/** Runs a command whose only expected error is a wrong option. */
export function runCommand(main: () => void): void {
  try {
    main();
  } catch (error) {
    if (!isUsageError(error)) throw error;
    fail(error.message);
  }
}
