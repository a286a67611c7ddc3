import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { lookThrough } from './look-ahead.ts';

const look = z.strictObject({
  directory: z.string(),
  out: z.string(),
  clusters: z.array(z.string()),
  states: z.instanceof(Uint8Array),
  times: z.instanceof(Float64Array),
});

lookThrough(look.parse(workerData));
