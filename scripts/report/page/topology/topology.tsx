import { useMemo } from 'preact/hooks';
import type { PlannedTopology } from '../../data/report.ts';
import type { State, TopologyData } from '../../data/topology/data.ts';
import { KINDS, linesOf } from '../../data/topology/lines.ts';
import { type Item, pictureOf } from '../../data/topology/picture.ts';
import { FIRST_VIEW, scoped } from '../../data/topology/scope.ts';
import { count } from '../amounts.ts';
import { Canvas, type Highlight } from './canvas.tsx';
import { Controls } from './controls.tsx';
import { Details } from './details.tsx';
import { Legend, STATES } from './legend.tsx';
import { Lists } from './lists.tsx';
import './topology.css';
import { usePlan } from './use-plan.ts';
import { useViewState } from './view-state.ts';

/** Who calls whom on a cluster, as a picture and as tables. */
export function Topology({ data, cluster }: { readonly data: PlannedTopology; readonly cluster: string }) {
  const state = useViewState();
  const { view, node: chosen, set } = state;
  const picture = useMemo(() => pictureOf(data, view), [data, view]);
  const isFirst = JSON.stringify(view) === JSON.stringify(FIRST_VIEW);
  const { shown, isBusy, failure } = usePlan(picture, isFirst ? data.plan : undefined);
  const listed = useMemo(() => scoped(data, view), [data, view]);
  const node = data.nodes.find(({ id }) => id === chosen);
  const highlight = useMemo((): Highlight => {
    const item = shown?.picture.itemOf.get(chosen) ?? '';
    if (item === '' || shown === undefined) return { chosen: '', items: new Set(), arrows: new Set() };
    const arrows = shown.picture.arrows.filter(({ from, to }) => from === item || to === item);
    return {
      chosen: item,
      items: new Set(arrows.flatMap(({ from, to }) => [from, to])),
      arrows: new Set(arrows.map(({ id }) => id)),
    };
  }, [shown, chosen]);

  /** Whatever is searched for has to be in the picture. */
  const choose = (id: string) => {
    if (picture.itemOf.get(id) === id) set({ node: id });
    else if (picture.itemOf.has(id))
      set({ node: id, opened: [...view.opened, picture.itemOf.get(id) ?? ''] });
    else set({ node: id, scope: 'all', owner: '', groups: [], around: '' });
  };
  const chooseItem = (id: string) => {
    const item = picture.items.find((each) => each.id === id);
    if (item?.type === 'box') {
      set({ opened: [...view.opened, id], shut: view.shut.filter((other) => other !== id) });
    } else set({ node: id === chosen ? '' : id });
  };
  const wrong = data.edges.filter((edge) => edge.state !== 'open');
  const labels = useMemo(() => labelsOf(data, shown?.picture.items ?? []), [data, shown]);
  return (
    <div class="topology">
      <Controls data={data} state={state} onChoose={choose} />
      <Wrong states={wrong.map((edge) => edge.state)} cluster={cluster} />
      <div class={node === undefined ? 'stage' : 'stage with-details'}>
        {failure === undefined ? null : (
          <p class="notice bad" role="alert">
            {failure}
          </p>
        )}
        {shown === undefined ? (
          <p class="quiet canvas">Arranging…</p>
        ) : (
          <Canvas
            picture={shown.picture}
            plan={shown.plan}
            highlight={highlight}
            labelOf={(id) => labels.get(id) ?? id}
            onChoose={chooseItem}
            onClear={() => set({ node: '' })}
          />
        )}
        {node === undefined ? null : (
          <Details
            key={node.id}
            data={data}
            node={node}
            isAround={view.around === node.id}
            onChoose={choose}
            onAround={() => set({ around: view.around === node.id ? '' : node.id })}
            onClose={() => set({ node: '' })}
          />
        )}
      </div>
      <p class="quiet summary" role="status">
        {isBusy ? 'Arranging… ' : ''}
        {count(listed.nodes.length, 'node')} of {data.nodes.length.toLocaleString('en')},{' '}
        {count(listed.edges.length, 'way')} of {data.edges.length.toLocaleString('en')}
        {view.opened.length + view.shut.length > 0 ? (
          <>
            {' '}
            <button type="button" onClick={() => set({ opened: [], shut: [] })}>
              Close what I opened
            </button>
          </>
        ) : null}
      </p>
      <Legend
        kinds={[...new Set(listed.nodes.map(({ kind }) => kind))]}
        states={[...new Set(listed.edges.map((edge) => edge.state))]}
      />
      {data.notes.map((note) => (
        <p key={note} class="notice">
          {note}.
        </p>
      ))}
      <Lists data={data} nodes={listed.nodes} edges={listed.edges} onChoose={choose} />
    </div>
  );
}

/** What is not as it is declared comes before all else, whatever is in the picture. */
function Wrong({ states, cluster }: { readonly states: readonly State[]; readonly cluster: string }) {
  const told = (Object.keys(STATES) as State[]).flatMap((state) => {
    const many = states.filter((each) => each === state).length;
    return state === 'open' || many === 0 ? [] : [`${count(many, 'way')} ${STATES[state]}`];
  });
  if (told.length === 0) {
    return <p class="quiet summary">On {cluster}, every declared way is open, and no other.</p>;
  }
  return (
    <p class="notice bad" role="alert">
      {told.join('. ')}.
    </p>
  );
}

function labelsOf(data: TopologyData, items: readonly Item[]): ReadonlyMap<string, string> {
  const counts = new Map<string, { in: number; out: number }>();
  for (const { from, to } of data.edges) {
    for (const id of [from, to]) if (!counts.has(id)) counts.set(id, { in: 0, out: 0 });
    const [caller, callee] = [counts.get(from), counts.get(to)];
    if (caller !== undefined) caller.out++;
    if (callee !== undefined) callee.in++;
  }
  return new Map(
    items.map((item): [string, string] => {
      // Whoever speaks to the page says what is seen.
      const { title, subtitle, uses } = linesOf(item);
      const seen = [title, subtitle, uses].filter(Boolean).join(' ');
      if (item.type === 'box') return [item.id, `${seen}; ${item.box.name}, ${count(item.box.size, 'node')}`];
      const { name, kind, group, id } = item.node;
      const { in: callers = 0, out: callees = 0 } = counts.get(id) ?? {};
      return [id, `${seen}; ${name}, ${KINDS[kind]}, ${group}, called by ${callers}, calls ${callees}`];
    }),
  );
}
