import { z } from 'zod';

const LONGEST = '5s';

const retried = z.looseObject({
  spec: z.looseObject({
    syncPolicy: z.looseObject({
      retry: z.looseObject({ backoff: z.looseObject({ maxDuration: z.string() }) }).optional(),
    }),
  }),
});

/** An Application whose failed sync is tried again as often as before, with less time between. */
export function soonTriedAgain(application: object): object {
  const { success, data } = retried.safeParse(application);
  const retry = data?.spec.syncPolicy.retry;
  if (!success || retry === undefined) return application;
  const { spec } = data;
  const backoff = { ...retry.backoff, maxDuration: LONGEST };
  return { ...data, spec: { ...spec, syncPolicy: { ...spec.syncPolicy, retry: { ...retry, backoff } } } };
}
