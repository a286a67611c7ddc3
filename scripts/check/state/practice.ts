/** What does a thing, and what does not though the others do. */
export interface Practice<Item> {
  readonly does: readonly Item[];
  readonly lacks: readonly Item[];
}

/**
 * Those that lack what nearly all others of the tree have. Advice is no finding by itself; beside this many others it is an omission.
 *
 * @returns undefined where there is no such practice
 */
export function practiceOf<Item>(
  items: readonly Item[],
  does: (item: Item) => boolean,
): Practice<Item> | undefined {
  const practice = { does: items.filter(does), lacks: items.filter((item) => !does(item)) };
  const [having, lacking] = [practice.does.length, practice.lacks.length];
  const isPractice = lacking === 1 ? having >= 3 : lacking > 1 && having >= 6 * lacking;
  return isPractice ? practice : undefined;
}
