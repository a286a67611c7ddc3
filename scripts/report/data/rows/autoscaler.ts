import type { Bounds } from './fleet.ts';
import type { Place } from './place.ts';

export interface AutoscalerRow extends Bounds, Place {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly kind: 'HorizontalPodAutoscaler' | 'ScaledObject' | 'ScaledJob';
  readonly product: string;
  /** Such as `Deployment web`. */
  readonly target: string;
  /** What it goes by, a text each, such as `CPU 70 %`. */
  readonly triggers: readonly string[];
  /** Replicas that it holds where its metrics are gone. */
  readonly fallback?: number | undefined;
  /** An annotation holds it still. */
  readonly paused?: true | undefined;
}
