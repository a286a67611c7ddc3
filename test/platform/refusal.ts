/** The message with which something refuses its input; undefined where it takes it. */
export function refusal(attempt: () => unknown): string | undefined {
  try {
    attempt();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return undefined;
}
