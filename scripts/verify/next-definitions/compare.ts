import { z } from 'zod';
import type { Member } from '../api-servers/applications.ts';
import type { Finding } from '../step.ts';

const definition = z.looseObject({
  spec: z.looseObject({
    versions: z.array(z.looseObject({ name: z.string(), served: z.boolean(), storage: z.boolean() })),
  }),
});

/** A definition of today and the one that takes its place; undefined where the next release has it no more. */
export interface Succession {
  readonly now: Member;
  readonly next: Member | undefined;
}

/** Every definition of today with its successor, by name. */
export function successions(now: readonly Member[], next: readonly Member[]): readonly Succession[] {
  const byName = new Map(next.map((member) => [member.object.metadata.name, member]));
  return now.map((member) => ({ now: member, next: byName.get(member.object.metadata.name) }));
}

/** Which of them change at all: descriptions count, since nobody can tell what else a text means. */
export function changed(all: readonly Succession[]): readonly Succession[] {
  return all.filter(({ now, next }) => JSON.stringify(now.object) !== JSON.stringify(next?.object));
}

/**
 * What of the versions of a definition changes. The server refuses to lose the version that today's release stores; one that
 * an older release has stored it cannot know of here, so that is said.
 */
export function versionChanges({ now, next }: Succession): readonly Finding[] {
  const name = now.object.metadata.name;
  const before = definition.parse(now.object).spec.versions;
  const after = new Map(next && definition.parse(next.object).spec.versions.map((each) => [each.name, each]));
  return before.flatMap((version) => {
    const then = after.get(version.name);
    const tell = (says: string) => [{ where: next?.file ?? now.file, what: `${name} ${version.name}`, says }];
    if (next === undefined) return tell('the next release has no such definition');
    if (then === undefined)
      return tell(
        'the next release has no such version: on each cluster, status.storedVersions of the definition may not name it any more',
      );
    if (version.served && !then.served) return tell('the next release does not serve this version any more');
    if (version.storage && !then.storage)
      return tell(
        'the next release stores another version: objects are to be written once more before this one goes',
      );
    return [];
  });
}

/** Whether a release is newer than another, by the numbers at its end; `vertical-pod-autoscaler-1.7.1` is 1.7.1. */
export function isNewer(release: string, than: string): boolean {
  const numbers = (text: string) => (/(\d+)\.(\d+)\.(\d+)$/.exec(text)?.slice(1) ?? []).map(Number);
  const [mine, others] = [numbers(release), numbers(than)];
  for (const [index, number] of mine.entries()) {
    const other = others[index] ?? 0;
    if (number !== other) return number > other;
  }
  return false;
}
