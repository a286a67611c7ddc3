import type { Breakage } from '../breakage.ts';
import { meshBreakages } from './mesh.ts';
import { streamingBreakages } from './streaming.ts';
import { taskManagerBreakages } from './task-manager.ts';

/** Breakages of what docs/platform.md claims. */
export const platformBreakages: readonly Breakage[] = [
  ...streamingBreakages,
  ...taskManagerBreakages,
  ...meshBreakages,
];
