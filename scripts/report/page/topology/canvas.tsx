import { select } from 'd3-selection';
import { type ZoomBehavior, zoom, zoomIdentity } from 'd3-zoom';
import { useEffect, useRef } from 'preact/hooks';
import type { Area, Plan } from '../../data/topology/arrange.ts';
import type { Picture } from '../../data/topology/picture.ts';
import { nextItem } from './keys.ts';
import { ArrowShape, type Emphasis, FrameShape, Heads, ItemShape } from './shapes.tsx';

/** What of the picture stands out. */
export interface Highlight {
  readonly chosen: string;
  readonly items: ReadonlySet<string>;
  readonly arrows: ReadonlySet<string>;
}

/** Smaller than that, only names are told; and smaller still, only frames. */
const LEVELS = [
  [0.3, 'far'],
  [0.55, 'middle'],
] as const;

/** Where there is room for little, a part that can be read is better than a whole that cannot. */
const SMALLEST_FIT = { narrow: 0.75, wide: 0.42 };
const NARROW = 700;

export function Canvas({
  picture,
  plan,
  highlight,
  labelOf,
  onChoose,
  onClear,
}: {
  readonly picture: Picture;
  readonly plan: Plan;
  readonly highlight: Highlight;
  readonly labelOf: (item: string) => string;
  readonly onChoose: (item: string) => void;
  readonly onClear: () => void;
}) {
  const svg = useRef<SVGSVGElement>(null);
  const scene = useRef<SVGGElement>(null);
  const zooming = useRef<ZoomBehavior<SVGSVGElement, unknown> | undefined>(undefined);

  useEffect(() => {
    const [element, inner] = [svg.current, scene.current];
    if (element === null || inner === null) return;
    const behaviour = zoom<SVGSVGElement, unknown>()
      .scaleExtent([0.05, 3])
      .on('zoom', ({ transform }) => {
        inner.setAttribute('transform', String(transform));
        element.dataset.level = LEVELS.find(([below]) => transform.k < below)?.[1] ?? 'near';
        element.style.setProperty('--inverse', String(Math.min(4, Math.max(1, 0.8 / transform.k))));
      });
    select(element).call(behaviour).on('dblclick.zoom', null);
    zooming.current = behaviour;
  }, []);

  const fitWhole = () => {
    const [element, behaviour] = [svg.current, zooming.current];
    if (element === null || behaviour === undefined) return;
    const { clientWidth: width, clientHeight: height } = element;
    const smallest = width < NARROW ? SMALLEST_FIT.narrow : SMALLEST_FIT.wide;
    const whole = Math.min(width / plan.width, height / plan.height, 1.1);
    const scale = Math.max(whole, Math.min(smallest, height / plan.height));
    const left = scale > whole && plan.width * scale > width ? 0 : (width - plan.width * scale) / 2;
    const top = (height - plan.height * scale) / 2;
    select(element).call(behaviour.transform, zoomIdentity.translate(left, top).scale(scale));
  };
  useEffect(fitWhole, [plan]);

  /** Moves what is out of sight into it. */
  const show = (area: Area | undefined) => {
    const [element, behaviour, inner] = [svg.current, zooming.current, scene.current];
    if (element === null || behaviour === undefined || inner === null || area === undefined) return;
    const matrix = inner.getCTM();
    const own = element.getCTM();
    if (matrix === null || own === null) return;
    const [left, top] = [area.x * matrix.a + matrix.e, area.y * matrix.d + matrix.f];
    const [right, bottom] = [left + area.width * matrix.a, top + area.height * matrix.d];
    const isSeen = left >= 0 && top >= 0 && right <= element.clientWidth && bottom <= element.clientHeight;
    if (!isSeen)
      select(element).call(behaviour.translateTo, area.x + area.width / 2, area.y + area.height / 2);
  };
  useEffect(() => show(plan.items[highlight.chosen]), [highlight.chosen, plan]);

  const scaleBy = (factor: number) => {
    const [element, behaviour] = [svg.current, zooming.current];
    if (element !== null && behaviour !== undefined) select(element).call(behaviour.scaleBy, factor);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') onClear();
    else if (event.key === '+' || event.key === '=') scaleBy(1.3);
    else if (event.key === '-') scaleBy(1 / 1.3);
    else if (event.key === '0') fitWhole();
    else {
      const from = event.target instanceof Element ? event.target.closest<SVGGElement>('[data-item]') : null;
      const next = from === null ? undefined : nextItem(event.key, from.dataset.item ?? '', plan);
      if (next === undefined) return;
      const found = svg.current?.querySelector<SVGGElement>(`[data-item="${CSS.escape(next)}"]`);
      found?.focus({ preventScroll: true });
      show(plan.items[next]);
    }
    event.preventDefault();
  };

  const emphasisOf = (id: string): Emphasis => {
    if (highlight.chosen === '') return 'plain';
    if (id === highlight.chosen) return 'chosen';
    return highlight.items.has(id) ? 'near' : 'far';
  };
  const arrows = [...picture.arrows].sort(
    (one, other) =>
      rank(one.state, highlight.arrows.has(one.id)) - rank(other.state, highlight.arrows.has(other.id)),
  );
  const first = highlight.chosen in plan.items ? highlight.chosen : picture.items[0]?.id;
  return (
    <div class="canvas">
      {/* biome-ignore lint/a11y/useSemanticElements: nothing else can be a picture */}
      <svg
        ref={svg}
        viewBox={undefined}
        role="group"
        aria-label="Topology: Tab goes to a node, the arrow keys to the next one, Enter chooses it. The same stands in the tables below."
        data-level="near"
        onKeyDown={onKeyDown}
        onClick={(event) => {
          if (event.target === event.currentTarget) onClear();
        }}
      >
        <Heads />
        <g ref={scene}>
          {picture.frames.map((frame) => {
            const area = plan.frames[frame.id];
            return area === undefined ? null : <FrameShape key={frame.id} frame={frame} area={area} />;
          })}
          {arrows.map((arrow) => {
            const points = plan.arrows[arrow.id];
            const emphasis =
              highlight.chosen === '' ? 'plain' : highlight.arrows.has(arrow.id) ? 'near' : 'far';
            return points === undefined ? null : (
              <ArrowShape
                key={arrow.id}
                arrow={arrow}
                points={points}
                words={plan.words[arrow.id]}
                emphasis={emphasis}
              />
            );
          })}
          {picture.items.map((item) => {
            const area = plan.items[item.id];
            return area === undefined ? null : (
              <ItemShape
                key={item.id}
                item={item}
                area={area}
                emphasis={emphasisOf(item.id)}
                isFirst={item.id === first}
                label={labelOf(item.id)}
                onChoose={() => onChoose(item.id)}
              />
            );
          })}
        </g>
      </svg>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that is seen */}
      <div class="zoom" role="group" aria-label="Zoom">
        <button type="button" onClick={() => scaleBy(1.3)} aria-label="Larger" title="Larger (+)">
          +
        </button>
        <button type="button" onClick={() => scaleBy(1 / 1.3)} aria-label="Smaller" title="Smaller (-)">
          −
        </button>
        <button type="button" onClick={fitWhole} title="Everything (0)">
          Fit
        </button>
      </div>
    </div>
  );
}

/** What is wrong and what is meant is drawn over all else. */
function rank(state: string, isNear: boolean): number {
  return (state === 'open' ? 0 : 2) + (isNear ? 1 : 0);
}
