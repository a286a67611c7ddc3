import { z } from 'zod';
import { strictMap } from './strict-map.ts';
import { digest, name, text } from './text-formats.ts';

const version = text(
  /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/,
  'a version in quotes, such as "1.4.2": it becomes a label, so at most 63 letters, digits, dots, hyphens',
);

const weight = 'a whole number from 0 to 100 (percent of the requests)';

const image = strictMap({
  /** For people and the label `app.kubernetes.io/version`; the digest alone decides what runs. */
  version,
  digest,
  /** A second build that gets a share of the requests. Left out: none. */
  canary: strictMap({
    version,
    digest,
    /** Percent of the requests that the canary gets. */
    weight: z.int({ error: weight }).min(0, { error: weight }).max(100, { error: weight }),
    /**
     * For an A/B test (S0-11): requests whose header `x-variant` has this value get the canary, those with any other
     * value never do, and `weight` counts only for requests without the header.
     */
    variant: name.optional(),
  }).optional(),
});

/** `images.yaml`: the build of every own image that a cluster runs. Promotion edits this file only. */
export const imagesSchema = z.record(name, image);

/** One own image: which build runs on the cluster. */
export type Image = Readonly<z.infer<typeof image>>;
