import type { NodeKind, State } from '../../data/topology/data.ts';
import { KINDS } from '../../data/topology/lines.ts';
import { KindSign } from './icons.tsx';

export const STATES: Readonly<Record<State, string>> = {
  open: 'declared and open',
  undeclared: 'open, and nobody declares it',
  closed: 'declared, and closed: the call fails',
  unknown: 'declared; the tree does not have the pods',
};

/** What signs and lines mean; only of what is there. */
export function Legend({
  kinds,
  states,
}: {
  readonly kinds: readonly NodeKind[];
  readonly states: readonly State[];
}) {
  return (
    <ul class="legend" aria-label="Legend">
      {(Object.keys(STATES) as State[])
        .filter(
          (state) =>
            state === 'open' || state === 'undeclared' || state === 'closed' || states.includes(state),
        )
        .map((state) => (
          <li key={state}>
            <svg class={`arrow ${state}`} viewBox="0 0 34 12" width="34" height="12" aria-hidden="true">
              <path class="line" d="M1 6H30" />
              <path class="tip" d="M25 2 32 6 25 10Z" />
            </svg>
            {state === 'undeclared' ? '! ' : state === 'closed' ? '× ' : ''}
            {STATES[state]}
          </li>
        ))}
      {kinds.map((kind) => (
        <li key={kind}>
          <KindSign kind={kind} /> {KINDS[kind]}
        </li>
      ))}
    </ul>
  );
}
