import type { Area, Point } from '../../data/topology/arrange.ts';
import { wordsAt } from '../../data/topology/arrange.ts';
import { linesOf } from '../../data/topology/lines.ts';
import type { Arrow, Frame, Item } from '../../data/topology/picture.ts';
import { Icon } from './icons.tsx';

/** How something stands out beside what is chosen. */
export type Emphasis = 'chosen' | 'near' | 'far' | 'plain';

export function FrameShape({ frame, area }: { readonly frame: Frame; readonly area: Area }) {
  const { x, y, width, height } = area;
  const owner = frame.owner === frame.name ? '' : frame.owner;
  const room = Math.floor((width - 24) / 7.2);
  const full = owner === '' ? frame.name : `${frame.name} · ${owner}`;
  const title = full.length > room ? `${frame.name.slice(0, Math.max(room, 3))}` : full;
  return (
    <g class="frame" transform={`translate(${x} ${y})`}>
      <title>{full}</title>
      <rect width={width} height={height} rx="8" />
      <text x="14" y="21">
        {title}
      </text>
    </g>
  );
}

export function ItemShape({
  item,
  area,
  emphasis,
  isFirst,
  label,
  onChoose,
}: {
  readonly item: Item;
  readonly area: Area;
  readonly emphasis: Emphasis;
  /** Where Tab arrives in the picture. */
  readonly isFirst: boolean;
  readonly label: string;
  readonly onChoose: () => void;
}) {
  const { x, y, width, height } = area;
  const { title, subtitle, uses } = linesOf(item);
  const kind = item.type === 'box' ? 'box' : item.node.kind;
  return (
    // biome-ignore lint/a11y/useSemanticElements: nothing else can stand in a picture
    <g
      class={`item ${kind} ${emphasis}`}
      transform={`translate(${x} ${y})`}
      role="button"
      // Of what is drawn, names of attributes are read letter by letter.
      tabindex={isFirst ? 0 : -1}
      aria-description={label}
      aria-pressed={emphasis === 'chosen'}
      data-item={item.id}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onChoose();
      }}
    >
      <rect width={width} height={height} rx="7" />
      {item.type === 'box' ? <rect class="behind" x="4" y="-4" width={width - 8} height="4" rx="2" /> : null}
      <Icon kind={kind} x={10} y={13} />
      <text class="title" x="38" y="20">
        {title}{' '}
      </text>
      <text class="subtitle" x="38" y="36">
        {subtitle}
      </text>
      {uses === '' ? null : (
        <text class="subtitle" x="38" y="52">
          {uses}
        </text>
      )}
    </g>
  );
}

const RADIUS = 7;

/** A line with round corners. */
function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  for (const [at, corner] of rest.entries()) {
    const [before, after] = [points[at] ?? corner, rest[at + 1]];
    if (after === undefined) path += `L${corner.x} ${corner.y}`;
    else {
      const [start, end] = [towards(corner, before), towards(corner, after)];
      path += `L${start.x} ${start.y}Q${corner.x} ${corner.y} ${end.x} ${end.y}`;
    }
  }
  return path;
}

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(RADIUS, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

export function ArrowShape({
  arrow,
  points,
  words,
  emphasis,
}: {
  readonly arrow: Arrow;
  readonly points: readonly Point[];
  readonly words: Area | undefined;
  readonly emphasis: Emphasis;
}) {
  const text = wordsAt(arrow);
  return (
    <g class={`arrow ${arrow.state} ${arrow.role} ${emphasis}`}>
      <path class="line" d={pathOf(points)} marker-end={`url(#head-${arrow.state})`} />
      {text === '' || words === undefined ? null : (
        <g class="words" transform={`translate(${words.x} ${words.y})`}>
          <rect width={words.width} height={words.height} rx="11" />
          <text x={words.width / 2} y="15" text-anchor="middle">
            {arrow.state === 'undeclared' ? '! ' : arrow.state === 'closed' ? '× ' : ''}
            {text}
          </text>
        </g>
      )}
    </g>
  );
}

/** The heads of the arrows, one for each state. */
export function Heads() {
  return (
    <defs>
      {(['open', 'closed', 'undeclared', 'unknown'] as const).map((state) => (
        <marker
          key={state}
          id={`head-${state}`}
          class={`head ${state}`}
          viewBox="0 0 10 10"
          refX="9"
          refY="5"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto-start-reverse"
        >
          <path d="M0 0.500 10 5 0 9.500Z" />
        </marker>
      ))}
    </defs>
  );
}
