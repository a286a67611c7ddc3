import type { Gate } from './gate.ts';

/** Which gates are asked for; nothing: the quick ones. */
export interface Choice {
  readonly names: readonly string[];
  readonly every: boolean;
  readonly slow: boolean;
  readonly without: readonly string[];
}

/** The gates to run, in the order of the list. */
export function choose(gates: readonly Gate[], { names, every, slow, without }: Choice): readonly Gate[] {
  const wanted = (gate: Gate) =>
    names.length > 0 ? names.includes(gate.name) : every || gate.speed === (slow ? 'slow' : 'quick');
  return gates.filter((gate) => wanted(gate) && !without.includes(gate.name));
}
