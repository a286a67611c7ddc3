import type { Area, Plan } from '../../data/topology/arrange.ts';

const DIRECTIONS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The item that an arrow key goes to: the nearest one on that side; Home and End go to the first and the last. */
export function nextItem(key: string, from: string, { items }: Pick<Plan, 'items'>): string | undefined {
  const ids = Object.keys(items);
  if (key === 'Home') return ids[0];
  if (key === 'End') return ids.at(-1);
  const direction = DIRECTIONS[key];
  const own = items[from];
  if (direction === undefined || own === undefined) return undefined;
  const [x, y] = direction;
  const start = middleOf(own);
  let nearest: { readonly id: string; readonly cost: number } | undefined;
  for (const [id, area] of Object.entries(items)) {
    const there = middleOf(area);
    const [across, down] = [there.x - start.x, there.y - start.y];
    const ahead = across * x + down * y;
    if (id === from || ahead <= 4) continue;
    // What lies beside the way counts for more than what is further along it.
    const cost = ahead + 2.5 * Math.abs(across * y + down * x);
    if (nearest === undefined || cost < nearest.cost) nearest = { id, cost };
  }
  return nearest?.id;
}

function middleOf({ x, y, width, height }: Area): { readonly x: number; readonly y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}
