import type { Member } from '../api-servers/applications.ts';
import type { Hub } from './hub.ts';

/** An object that something is done to, with the Application that applies it. */
export interface Subject extends Member {
  readonly application: string;
}

/** Objects of a kind, in the order of the tree. */
export function subjectsOf({ applications }: Pick<Hub, 'applications'>, kind: string): readonly Subject[] {
  return applications.flatMap(({ name: application, members }) =>
    members.filter(({ object }) => object.kind === kind).map((member) => ({ ...member, application })),
  );
}

/** The first of each namespace: what holds for one object of a product holds for the next. */
export function onePerNamespace(subjects: readonly Subject[]): readonly Subject[] {
  const first = new Map<string | undefined, Subject>();
  for (const subject of subjects) {
    const { namespace } = subject.object.metadata;
    if (!first.has(namespace)) first.set(namespace, subject);
  }
  return [...first.values()];
}
