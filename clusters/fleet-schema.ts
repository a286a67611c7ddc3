import type { z } from 'zod';
import { strictMap } from './strict-map.ts';
import { text } from './text-formats.ts';

/** `fleet.yaml`: what holds for every cluster at once. */
export const fleetSchema = strictMap({
  /** Where Argo CD reads `dist/` from. */
  repository: strictMap({
    url: text(
      /^https:\/\/[A-Za-z0-9.-]+\/.+\.git$/,
      'the https address of the Git repository, such as https://github.com/example/fleet.git',
    ),
    revision: text(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, 'a branch, tag or commit, such as main'),
  }),
});

/** The parsed `fleet.yaml`. */
export type FleetChoices = Readonly<z.infer<typeof fleetSchema>>;
