import { useId } from 'preact/hooks';
import type { TopologyData } from '../../data/topology/data.ts';
import type { Scope } from '../../data/topology/scope.ts';
import { NodeSearch } from './search.tsx';
import type { ViewState } from './view-state.ts';

const SCOPES: Readonly<Record<Scope, string>> = {
  products: 'Products and what they call',
  platform: 'Platform',
  all: 'Everything',
};

/** What of the cluster is in the picture. */
export function Controls({
  data,
  state: { view, set },
  onChoose,
}: {
  readonly data: TopologyData;
  readonly state: ViewState;
  readonly onChoose: (node: string) => void;
}) {
  const owners = [...new Set(data.groups.map(({ owner }) => owner))].filter((owner) => owner !== 'outside');
  const groups = data.groups.filter(({ owner }) => owner !== 'outside');
  const around = data.nodes.find(({ id }) => id === view.around);
  const isAsked =
    view.around !== '' ||
    view.owner !== '' ||
    view.groups.length > 0 ||
    view.scope !== 'products' ||
    view.plumbing;
  return (
    <search class="filters topology-controls">
      <NodeSearch data={data} onChoose={onChoose} />
      <Choice
        title="show"
        value={view.scope}
        options={Object.entries(SCOPES)}
        onChange={(scope) =>
          set({ scope: SCOPE_NAMES.find((each) => each === scope) ?? 'products', around: '' })
        }
      />
      <Choice
        title="product"
        value={view.owner}
        options={[['', 'all'], ...owners.map((owner): [string, string] => [owner, owner])]}
        onChange={(owner) => set({ owner, around: '' })}
      />
      <Choice
        title="namespace"
        value={view.groups[0] ?? ''}
        options={[['', 'all'], ...groups.map(({ id, name }): [string, string] => [id, name])]}
        onChange={(group) => set({ groups: group === '' ? [] : [group], around: '' })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={view.plumbing}
          onChange={({ currentTarget: { checked } }) => set({ plumbing: checked })}
        />
        <span>what every proxy needs</span>
      </label>
      {around === undefined ? null : <span class="badge accent">only around {around.name}</span>}
      {isAsked ? (
        <button
          type="button"
          onClick={() =>
            set({
              scope: 'products',
              owner: '',
              groups: [],
              around: '',
              plumbing: false,
              opened: [],
              shut: [],
            })
          }
        >
          Clear
        </button>
      ) : null}
    </search>
  );
}

const SCOPE_NAMES: readonly Scope[] = ['products', 'platform', 'all'];

function Choice({
  title,
  value,
  options,
  onChange,
}: {
  readonly title: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <label for={id}>
      <span>{title}</span>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
