import type { ListSource } from './model/list-source.ts';
import { platform } from './platform/index.ts';
import { triptrip } from './triptrip/index.ts';

/** Every list that becomes a document. */
export const listSources: readonly ListSource[] = [platform, triptrip];
