import { readFileSync } from 'node:fs';
import { load, YAMLException } from 'js-yaml';
import { z } from 'zod';
import { Mistake } from '../command-line/mistake.ts';

const repository = z.string().regex(/^github\.com\/[\w.-]+\/[\w.-]+$/, 'must be github.com/OWNER/NAME');
const commit = z.string().regex(/^[0-9a-f]{40}$/, 'must be a full commit id of 40 hex digits, not a tag');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a sha256 of 64 hex digits');
const release = z.string().min(1);
const kinds = z.record(z.string(), z.array(z.string()).min(1));
const pathsByKind = z.record(z.string(), z.array(z.string()).min(1)).default({});

const file = z.strictObject({ path: z.string(), sha256 });
const version = z.strictObject({ release, sha256 });

const bundle = z.strictObject({
  repository,
  release,
  commit,
  license: z.string(),
  files: z.array(file).min(1),
  kinds,
  only: z.record(z.string(), z.record(z.string(), z.array(z.string()).min(1))).default({}),
  untyped: pathsByKind,
  opaque: pathsByKind,
});

const kubernetes = z.strictObject({
  repository,
  module: z.string(),
  path: z.string(),
  license: z.string(),
  versions: z.record(z.string().regex(/^\d+\.\d+$/), version),
  kinds,
});

const chart = z.strictObject({ opaque: z.array(z.string()).min(1) });

/** What `npx fleet check` reads besides: versions, files and bundles that we render nothing of. */
const complete = z.strictObject({
  kubernetes: z.record(z.string().regex(/^\d+\.\d+$/), version).default({}),
  files: z.record(z.string(), z.array(file).min(1)).default({}),
  bundles: z
    .record(
      z.string(),
      z.strictObject({ repository, release, commit, license: z.string(), files: z.array(file).min(1) }),
    )
    .default({}),
});

/** A newer release of a bundle, as a module of Go, or why there is none to be had. */
const next = z.union([
  z.strictObject({
    module: z.string(),
    below: z.string().optional(),
    release: z.string().regex(/^v\d+\.\d+\.\d+$/, 'must be a release such as v1.31.4'),
    sum: z.string().regex(/^h1:[\w+/]{43}=$/, 'must be the sum of a Go module, h1:…'),
  }),
  z.strictObject({ none: z.string().min(1) }),
]);

const sources = z.strictObject({
  bundles: z.record(z.string().regex(/^[a-z0-9-]+$/, 'must be a package name: a-z, 0-9 and -'), bundle),
  kubernetes,
  next: z.record(z.string(), next).default({}),
  complete: complete.default({ kubernetes: {}, files: {}, bundles: {} }),
  charts: z.record(z.string(), chart).default({}),
});

/** Where files come from, which is all that fetching them needs. */
export type FileSource = Pick<z.infer<typeof bundle>, 'repository' | 'commit' | 'files'>;
export type Bundle = z.infer<typeof bundle>;
export type KubernetesSource = z.infer<typeof kubernetes>;
/** A release of a bundle that is newer than the pinned one. */
export type NextRelease = Exclude<z.infer<typeof next>, { none: string }>;
export type Sources = z.infer<typeof sources>;

/**
 * The pins of everything that is imported.
 * @throws Mistake that lists each mistake with its path in the file.
 */
export function readSources(file: string): Sources {
  let document: unknown;
  try {
    document = load(readFileSync(file, 'utf8'), { filename: file });
  } catch (error) {
    if (error instanceof YAMLException) throw new Mistake(`${file}: ${error.message}`);
    throw error;
  }
  const parsed = sources.safeParse(document);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Mistake(`${file} has ${mistakes.length} mistake(s):\n${mistakes.join('\n')}`);
}
