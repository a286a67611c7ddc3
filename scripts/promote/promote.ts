import { carryOut, type Surroundings } from './carry-out.ts';
import type { Request } from './request.ts';

/**
 * Changes `images.yaml` of one cluster as requested.
 *
 * @returns what was done, for people
 * @throws as {@link carryOut}
 */
export function promote(request: Request, surroundings: Surroundings): string {
  const [done] = carryOut(() => [request], surroundings);
  return done?.changed ? `${done.told} Now run npm run synth.` : (done?.told ?? '');
}
