import { serve } from '../synth/serve.ts';
import { syntheticFleet, syntheticUnits } from './synthetic-fleet.ts';
import { sizedSchema } from './task-schema.ts';

serve((more) => {
  const { changed, ...size } = sizedSchema.parse(more);
  return { fleet: syntheticFleet(size), units: syntheticUnits(size, changed) };
});
