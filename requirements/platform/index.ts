import type { ListSource } from '../model/list-source.ts';
import { meshAndObservability } from './mesh-and-observability/index.ts';
import { srePortfolio } from './sre-portfolio/index.ts';
import { streaming } from './streaming/index.ts';
import { taskManagement } from './task-management/index.ts';

/** Requirements on the platform and its other products, and where each is answered. */
export const platform: ListSource = {
  folder: 'requirements/platform',
  sections: { ...streaming, ...taskManagement, ...srePortfolio, ...meshAndObservability },
};
