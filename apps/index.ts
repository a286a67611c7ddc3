import type { Unit } from '../platform/unit/unit.ts';
import { storefront } from './storefront/storefront.ts';
import { streaming } from './streaming/streaming.ts';
import { taskManager } from './task-manager/task-manager.ts';
import { triptrip } from './triptrip/triptrip.ts';

/** Every product of the fleet; each says on which clusters it runs. */
export const apps: readonly Unit[] = [...storefront, ...streaming, ...taskManager, ...triptrip];
