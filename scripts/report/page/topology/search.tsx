import { useId, useMemo, useState } from 'preact/hooks';
import type { TopologyData, TopologyNode } from '../../data/topology/data.ts';
import { KINDS } from '../../data/topology/lines.ts';
import { KindSign } from './icons.tsx';

const MOST = 12;

/** Finds nodes by all words of their name, namespace, kind and images. */
export function NodeSearch({
  data,
  onChoose,
}: {
  readonly data: TopologyData;
  readonly onChoose: (node: string) => void;
}) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const texts = useMemo(() => data.nodes.map(textOf), [data]);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found =
    words.length === 0
      ? []
      : data.nodes.filter((_, index) => words.every((word) => texts[index]?.includes(word)));
  const shown = found.slice(0, MOST);
  const isListed = isOpen && words.length > 0;
  const choose = (node: TopologyNode | undefined) => {
    if (node === undefined) return;
    onChoose(node.id);
    setOpen(false);
  };
  return (
    <div class="node-search">
      <label class="hidden" for={id}>
        Find a node
      </label>
      <input
        id={id}
        type="text"
        placeholder="Find a node"
        role="combobox"
        aria-expanded={isListed}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isListed && shown[at] !== undefined ? `${id}-${at}` : undefined}
        value={text}
        onInput={({ currentTarget: { value } }) => {
          setText(value);
          setAt(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setTimeout(() => setOpen(false), 150)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt(Math.min(at + 1, shown.length - 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
          else if (event.key === 'Enter') choose(shown[at]);
          else if (event.key === 'Escape') setOpen(false);
          else return;
          event.preventDefault();
        }}
      />
      <div id={`${id}-list`} role="listbox" aria-label="Nodes found" hidden={!isListed}>
        {shown.map((node, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys go to the field
          <div
            key={node.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => choose(node)}
          >
            <KindSign kind={node.kind} /> <span>{node.name}</span>{' '}
            <small>
              {KINDS[node.kind]}, {node.group}
            </small>
          </div>
        ))}
      </div>
      <output class={isListed ? 'found' : 'hidden'}>
        {words.length === 0
          ? ''
          : found.length > MOST
            ? `the first ${MOST} of ${found.length}`
            : `${found.length} found`}
      </output>
    </div>
  );
}

function textOf({ name, group, kind, pods, about, id }: TopologyNode): string {
  return [
    id,
    name,
    group,
    KINDS[kind],
    ...about,
    ...pods.flatMap(({ images, workload }) => [workload, ...images]),
  ]
    .join(' ')
    .toLowerCase();
}
