import { z } from 'zod';
import { strictMap } from './strict-map.ts';
import { digest, name, text } from './text-formats.ts';

const version = text(
  /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/,
  'a version in quotes, such as "1.4.2": it becomes a label, so at most 63 letters, digits, dots, hyphens, with a letter or a digit at both ends',
);

const weight = 'a whole number from 0 to 100 (percent of the requests)';

const build = {
  /** For people and the label `app.kubernetes.io/version`; the digest alone decides what runs. */
  version,
  digest,
};

/** A build on a cluster. */
const placed = {
  ...build,
  /**
   * Why it came to production without the stage before (docs/delivery.md#stages): whoever reviews the change reads it, and
   * the next build takes it away. Left out: it ran there.
   */
  skipsStage: text(
    /^(?=.{1,300}$)[^\s<>`]+( [^\s<>`]+)+$/,
    'a sentence in one line of at most 300 characters, without < > and `, such as "INC-42: customers cannot pay"',
  ).optional(),
};

const wholeImage = strictMap({
  ...placed,
  /** A second build that gets a share of the requests. Left out: none. */
  canary: strictMap({
    ...placed,
    /** Percent of the requests that the canary gets. */
    weight: z.int({ error: weight }).min(0, { error: weight }).max(100, { error: weight }),
    /**
     * For an A/B test (S0-11): requests whose header `x-variant` has this value get the canary, those with any other
     * value never do, and `weight` counts only for requests without the header.
     */
    variant: name.optional(),
  }).optional(),
});

/** Two builds with one digest are one build: there is nothing to try, and alerts could not tell which of them fails. */
const image = wholeImage.refine(({ digest, canary }) => canary?.digest !== digest, {
  path: ['canary', 'digest'],
  error:
    'the digest of another build than the one that everybody gets. Take canary out, or correct one of the two',
});

/** `images.yaml`: the build of every own image that a cluster runs. Promotion edits this file only. */
export const imagesSchema = z.record(name, image);

const pastBuild = z.object(build);

/**
 * What an earlier `images.yaml` said about one image, whatever else was in it.
 */
export const pastImageSchema = z.object({
  ...build,
  canary: pastBuild.optional().catch(undefined),
});

/** One build of an image: what everybody gets, or a canary. */
export type Build = Readonly<z.infer<typeof pastBuild>>;

/** What a cluster ran of an image at some time. */
export type PastImage = Build & { readonly canary?: Build | undefined };

/** One own image: which build runs on the cluster. */
export type Image = Readonly<z.infer<typeof image>>;

/** A build that gets a share of the requests. */
export type Canary = NonNullable<Image['canary']>;
