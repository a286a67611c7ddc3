import { foundValue } from '../../../clusters/found-value.ts';
import { isWithin } from '../../kit/declaration/formats.ts';
import { type FieldMistake, mistakeAt } from '../../kit/declaration/mistakes.ts';
import { bytes } from '../../kit/quantity.ts';
import type { Resources } from '../../kit/resources.ts';
import { DATABASE_AUTHORITY } from '../../kit/secrets/database-authority.ts';
import { type ScratchSpace, TEMPORARY, volumeName } from './scratch.ts';
import type { WorkloadDeclaration } from './workload.ts';

/** Where the directories are, and how much of them is in memory. */
export function scratchPlaces({ scratch = [], resources }: WorkloadDeclaration): FieldMistake[] {
  return [
    ...scratch.flatMap((_, index) => scratchPlace(scratch, index)),
    ...scratchMemory(scratch, resources),
  ];
}

/** One volume inside another would hide what is in it; the API server refuses two with one name. */
function scratchPlace(scratch: readonly ScratchSpace[], index: number): FieldMistake[] {
  const path = scratch[index]?.path ?? '';
  const before = [
    ...scratch.slice(0, index).map((other) => other.path),
    ...(path === TEMPORARY.path ? [] : [TEMPORARY.path]),
  ];
  const place = ['scratch', index, 'path'];
  const outer = before.find((other) => isWithin(path, other) || isWithin(other, path));
  if (outer !== undefined) {
    return [mistakeAt(place, foundValue(path), `a directory that is not in ${outer}, nor around it`)];
  }
  const name = volumeName(path);
  const twin = before.find((other) => volumeName(other) === name);
  if (twin === undefined && name !== '' && name.length <= 63) return [];
  return [
    mistakeAt(
      place,
      foundValue(path),
      twin === undefined
        ? 'a directory whose last part has letters or digits, at most 63: it names the volume'
        : `a directory with another last part than ${twin}: it names the volume`,
    ),
  ];
}

/** The volumes of certificates have names too, and the API server refuses two of one name. */
export function scratchNames({ name, calls = [], scratch = [] }: WorkloadDeclaration): FieldMistake[] {
  const taken = [
    DATABASE_AUTHORITY,
    ...calls.flatMap((call) => (call.to === 'workload' ? [`${name}-${call.name}-client`] : [])),
  ];
  return scratch.flatMap(({ path }, index) => {
    const volume = volumeName(path);
    if (!taken.includes(volume)) return [];
    return [
      mistakeAt(
        ['scratch', index, 'path'],
        foundValue(path),
        `a directory with another last part: it names the volume, and ${volume} is that of certificates`,
      ),
    ];
  });
}

function scratchMemory(scratch: readonly ScratchSpace[], { limits }: Resources): FieldMistake[] {
  const inMemory = scratch.filter(({ medium }) => medium === 'Memory');
  const sum = inMemory.reduce((total, { size }) => total + bytes(size), 0);
  if (sum < bytes(limits.memory)) return [];
  return [
    mistakeAt(
      ['scratch', scratch.findIndex(({ medium }) => medium === 'Memory'), 'size'],
      `${inMemory.map(({ size }) => size).join(' and ')} in memory`,
      `less than limits.memory, ${limits.memory}, which it counts against: the container would be killed before the directory is full`,
    ),
  ];
}
