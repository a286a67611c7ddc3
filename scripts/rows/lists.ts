import { platform } from '../../docs/platform/index.ts';
import { triptrip } from '../../docs/triptrip/index.ts';
import type { RowList } from './row.ts';

/** Every list that becomes a document. */
export const lists: readonly RowList[] = [platform, triptrip];
