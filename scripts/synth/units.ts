import { fileURLToPath } from 'node:url';
import { apps } from '../../apps/index.ts';
import { ContractError, type Fleet, loadFleet } from '../../clusters/index.ts';
import { platform } from '../../platform/index.ts';
import { allDeclared, reportOf } from '../../platform/kit/declaration/registry.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { Mistake } from '../command-line/mistake.ts';
import { checkCanaries } from './canaries.ts';
import { idlePins } from './idle-pins.ts';
import { unusedImages } from './image-use.ts';
import { checkMovingNamespaces } from './moving-namespaces.ts';
import { undeclaredNamespaces } from './namespace-use.ts';
import { checkNodeGroupUse } from './node-group-use.ts';
import { checkTakeovers } from './takeovers.ts';
import { unitMistakes } from './unit-rules.ts';
import { unlisted } from './unlisted.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Every unit of the fleet, right or wrong: the platform's and the apps'. */
export function everyUnit(fleet: Fleet): readonly Unit[] {
  return [...platform(fleet), ...apps];
}

/**
 * Every unit of the fleet: the platform's and the apps'.
 *
 * @throws Mistake with every mistake of theirs, see `fleetMistakes`
 */
export function fleetUnits(fleet: Fleet): readonly Unit[] {
  const units = everyUnit(fleet);
  const mistakes = [...unitMistakes(units, fleet), ...fleetMistakes(units, fleet)];
  if (mistakes.length > 0) throw new Mistake(mistakes.join('\n'));
  return units;
}

/**
 * What is wrong with the fleet as a whole, and can be seen before anything is rendered: declarations that no list has, charts that
 * no component installs, namespaces that nobody makes, namespaces that move and are none, images that nothing runs, node groups that are paid for and used by none, names that a
 * cluster takes over and would not serve, canaries of what has no requests.
 */
export function fleetMistakes(units: readonly Unit[], fleet: Fleet): readonly string[] {
  return [
    ...unlisted(units, ROOT),
    ...idlePins(units),
    ...undeclaredNamespaces(units, fleet),
    ...unusedImages(units, fleet),
    ...refusals(() => checkMovingNamespaces(units, fleet)),
    ...refusals(() => checkNodeGroupUse(units, fleet)),
    ...refusals(() => checkTakeovers(units, fleet)),
    ...refusals(() => checkCanaries(units, fleet)),
  ];
}

function refusals(check: () => void): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof Mistake) return error.message.split('\n');
    throw error;
  }
}

/**
 * The contract. If it has mistakes, those of the declarations come in the same report: nobody has to correct one to
 * see the other.
 *
 * @throws ContractError, or Mistake with both
 */
export function loadDeclaredFleet(): Fleet {
  try {
    return loadFleet();
  } catch (error) {
    const mistakes = allDeclared().flatMap(reportOf);
    if (!(error instanceof ContractError) || mistakes.length === 0) throw error;
    throw new Mistake([error.message, 'Declarations have mistakes too:', ...mistakes].join('\n'), {
      cause: error,
    });
  }
}
