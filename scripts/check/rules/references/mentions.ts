import { remembered } from '../../state/memory.ts';
import { at } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';

/** What the containers of a workload are told, as one text. */
const toldTo = remembered(({ containers, annotations }: Workload): string =>
  JSON.stringify([
    annotations,
    ...containers.map(({ value }) => [at(value, 'command'), at(value, 'args'), at(value, 'env')]),
  ]),
);

/** Whether the containers of a workload are told a number, such as that of a port on which they are to listen. */
export function mentions(workload: Workload, wanted: number): boolean {
  return new RegExp(`(?<!\\d)${wanted}(?!\\d)`).test(toldTo(workload));
}
