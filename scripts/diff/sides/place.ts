import { posix } from 'node:path';
import { z } from 'zod';
import { INDEX_FILE, INVENTORIES_FOLDER, VALUES_FOLDER } from '../../../clusters/layout.ts';
import type { Source } from '../change.ts';
import type { Side } from './side.ts';

/** What the path of a file says of what is in it. */
export interface Place {
  readonly cluster: string;
  readonly unit: string;
  readonly source: Source;
}

const index = z.looseObject({ clusters: z.array(z.string()).min(1) });

/** How paths are read: as those of a fleet, or as those of one cluster. */
export interface Layout {
  readonly isFleet: boolean;
  /** Undefined for a file that is no manifest, such as the list of clusters. */
  placeOf(path: string): Place | undefined;
}

/** The layout of two trees; a fleet on either side makes both of them one. */
export function layoutOf(base: Side, head: Side): Layout {
  const clusters = new Set([...clustersOf(base), ...clustersOf(head)]);
  if (clusters.size === 0) {
    return {
      isFleet: false,
      placeOf: (path) => ({ cluster: head.title, unit: posix.dirname(path), source: 'object' }),
    };
  }
  // Nearly all files of a large tree are objects, which stand in far fewer places than there are files.
  const units = new Map([...clusters].map((cluster) => [cluster, new Map<string, Place>()]));
  return {
    isFleet: true,
    placeOf: (path) => {
      const first = path.indexOf('/');
      const second = path.indexOf('/', first + 1);
      const own = second === -1 ? undefined : units.get(path.slice(0, first));
      if (own === undefined) return inFleet(path);
      const unit = path.slice(first + 1, second);
      const known = own.get(unit);
      if (known !== undefined) return known;
      const place = inFleet(path);
      if (place !== undefined) own.set(unit, place);
      return place;
    },
  };
  function inFleet(path: string): Place | undefined {
    const [first = '', second = '', third = ''] = path.split('/');
    if (clusters.has(first)) return { cluster: first, unit: second, source: 'object' };
    if (!clusters.has(second)) return undefined;
    const unit = third.replace(/\.(?:ya?ml|json)$/, '');
    if (first === VALUES_FOLDER) return { cluster: second, unit, source: 'values' };
    return first === INVENTORIES_FOLDER ? { cluster: second, unit, source: 'chart' } : undefined;
  }
}

/** The clusters that the index of a fleet lists; none for any other tree. */
function clustersOf(side: Side): readonly string[] {
  if (!side.files.has(INDEX_FILE)) return [];
  try {
    return index.parse(JSON.parse(side.read([INDEX_FILE]).get(INDEX_FILE) ?? '')).clusters;
  } catch {
    return [];
  }
}
