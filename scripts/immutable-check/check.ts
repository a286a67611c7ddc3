import { isDeepStrictEqual } from 'node:util';
import { load } from 'js-yaml';
import { z } from 'zod';
import { git } from '../promote/git.ts';
import { changedFiles, forkOf } from '../promotion-check/changed-files.ts';
import { fieldAt, IMMUTABLE } from './immutable-fields.ts';

const PLAIN = '100644';
const OBJECT = /^dist\/(?!values\/)[^/]+\/.+\.yaml$/;

const manifest = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
});

/** What the last commit changes, since it left the base, that no cluster would take; a sentence each. */
export function checkImmutable(root: string, base: string): readonly string[] {
  const fork = forkOf(root, base, 'HEAD');
  return changedFiles(root, fork, 'HEAD')
    .filter(({ path, modeBefore, mode }) => OBJECT.test(path) && modeBefore === PLAIN && mode === PLAIN)
    .flatMap(({ path }) =>
      refusedChanges(textOf(root, fork, path), textOf(root, 'HEAD', path)).map((why) => `${path}: ${why}`),
    );
}

/** The fields of one object that differ though they cannot be changed. */
export function refusedChanges(before: string, after: string): readonly string[] {
  const [old, now] = [objectIn(before), objectIn(after)];
  // Another object in its place is made, and the old one removed.
  if (old === undefined || now === undefined || old.kind !== now.kind) return [];
  if (old.metadata.name !== now.metadata.name || isMadeAnew(now)) return [];
  return (IMMUTABLE[now.kind] ?? [])
    .filter(({ when }) => when?.(old, now) ?? true)
    .flatMap(({ fields, instead }) =>
      fields
        .filter((field) => !isDeepStrictEqual(fieldAt(old, field), fieldAt(now, field)))
        .map(
          (field) =>
            `${field} of ${now.kind} ${now.metadata.name} cannot be changed once it is made. ${instead}.`,
        ),
    );
}

/** A hook of Argo CD that it deletes before each sync. */
function isMadeAnew({ metadata }: z.infer<typeof manifest>): boolean {
  const policy = metadata.annotations?.['argocd.argoproj.io/hook-delete-policy'] ?? '';
  return policy.includes('BeforeHookCreation');
}

function objectIn(text: string): z.infer<typeof manifest> | undefined {
  try {
    return manifest.safeParse(load(text)).data;
  } catch {
    return undefined;
  }
}

function textOf(root: string, commit: string, path: string): string {
  return git(root, ['cat-file', 'blob', `${commit}:${path}`]).toString();
}
