import { z } from 'zod';
import { metadata } from './application.ts';

/** What makes the root Application of each cluster of a hub, as a manifest declares it or as Argo CD reports it. */
export const applicationSet = z.looseObject({
  metadata,
  spec: z.looseObject({}),
  status: z
    .looseObject({
      conditions: z
        .array(
          z.looseObject({
            type: z.string(),
            status: z.string().default(''),
            reason: z.string().default(''),
            message: z.string().default(''),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

export type ApplicationSet = z.output<typeof applicationSet>;
