/** Several mistakes at once, each a message of its own. */
export class Mistakes extends Error {
  readonly messages: readonly string[];

  constructor(messages: readonly string[]) {
    super(messages.join('\n'));
    this.name = 'Mistakes';
    this.messages = messages;
  }
}

/** The messages of what was thrown for a mistake; undefined if it is a bug in the code. */
export function messagesOf(error: unknown): readonly string[] | undefined {
  if (error instanceof Mistakes) return error.messages;
  // What a rule refuses is a plain Error; every other class is thrown by the language or the system.
  return error instanceof Error && error.constructor === Error ? [error.message] : undefined;
}

type ResultsOf<Attempts extends readonly (() => unknown)[]> = {
  -readonly [Index in keyof Attempts]: ReturnType<Attempts[Index]>;
};

/**
 * Makes every attempt, even after one has failed, so that all mistakes are reported together.
 *
 * @returns what they gave, in their order
 * @throws Mistakes with the messages of all that failed; a fault of the code at once
 */
export function attemptAll<const Attempts extends readonly (() => unknown)[]>(
  attempts: Attempts,
): ResultsOf<Attempts>;
export function attemptAll(attempts: readonly (() => unknown)[]): unknown[] {
  const messages: string[] = [];
  const results: unknown[] = [];
  for (const attempt of attempts) {
    try {
      results.push(attempt());
    } catch (error) {
      const found = messagesOf(error);
      if (found === undefined) throw error;
      messages.push(...found);
    }
  }
  if (messages.length > 0) throw new Mistakes([...new Set(messages)]);
  return results;
}
