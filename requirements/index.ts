import type { RowList } from './model/row.ts';
import { platform } from './platform/index.ts';
import { triptrip } from './triptrip/index.ts';

/** Every list that becomes a document. */
export const lists: readonly RowList[] = [platform, triptrip];
