import { Repository } from '../../prove-changes/repository.ts';
import { giveOwnModules } from './own-modules.ts';
import { type State, statesOf } from './states.ts';

/** A copy of the repository in which synth is killed and crammed, and what a synth makes of it that nobody stops. */
export interface Copy {
  readonly repository: Repository;
  readonly states: readonly [State, State];
}

/**
 * Works with so many copies of a repository, each of which is gone afterwards.
 *
 * @throws Mistake where one of them cannot be rendered
 */
export async function withCopies<Result>(
  { of, count }: { readonly of: string; readonly count: number },
  work: (copies: readonly Copy[]) => Promise<Result>,
): Promise<Result> {
  const repositories = Array.from({ length: count }, () => new Repository(of));
  try {
    for (const { folder } of repositories) giveOwnModules(folder);
    return await work(
      await Promise.all(
        repositories.map(async (repository) => ({ repository, states: await statesOf(repository) })),
      ),
    );
  } finally {
    for (const repository of repositories) repository.remove();
  }
}

/** Each copy takes the next of what is to be done, as soon as it has done the one before. */
export async function takeTurns<Turn>(
  copies: readonly Copy[],
  turns: readonly Turn[],
  take: (copy: Copy, turn: Turn) => Promise<void>,
): Promise<void> {
  const waiting = turns.values();
  await Promise.all(
    copies.map(async (copy) => {
      // One iterator for all: what one copy has taken the others do not get.
      for (const turn of waiting) await take(copy, turn);
    }),
  );
}
