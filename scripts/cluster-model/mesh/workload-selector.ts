import { z } from 'zod';
import { labels } from '../objects/fields.ts';

/** How Istio's own policies select workloads: by labels alone. */
export const workloadSelector = z.strictObject({ matchLabels: labels });
