import * as Plot from '@observablehq/plot';
import { useEffect, useRef } from 'preact/hooks';

/** An amount from the least to the most, and what there is of it. */
export interface Bar {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly limit?: number | undefined;
}

/** Beyond this a chart tells less than the table. */
const MOST = 40;

/** Bars beside each other; the table below has the same in numbers. */
export function RangeChart({
  title,
  unit,
  bars,
}: {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const own = place.current;
    if (own === null) return;
    const draw = () => own.replaceChildren(chart(title, unit, bars, own.clientWidth));
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(own);
    return () => observer.disconnect();
  }, [title, unit, bars]);
  return (
    <figure>
      <figcaption>
        {title}, {unit}
        {bars.length > MOST ? `, the ${MOST} that ask for most` : ''}
      </figcaption>
      <div ref={place} class="chart" />
    </figure>
  );
}

function chart(title: string, unit: string, bars: readonly Bar[], width: number): Element {
  const shown = [...bars].sort((one, other) => other.max - one.max).slice(0, MOST);
  const names = shown.map(({ name }) => short(name));
  const longest = Math.max(...names.map(({ length }) => length), 4);
  const rows = shown.map((bar, index) => ({ ...bar, name: names[index] ?? '' }));
  const drawn = Plot.plot({
    width: Math.max(width, 240),
    marginLeft: Math.min(longest * 7 + 12, 190),
    marginRight: 24,
    marginTop: 6,
    marginBottom: 32,
    height: rows.length * 26 + 42,
    style: { background: 'transparent', fontSize: '12px', overflow: 'visible' },
    x: { grid: true, label: null, ticks: Math.max(Math.floor(width / 110), 2), nice: true, zero: true },
    y: { label: null, domain: rows.map(({ name }) => name), padding: 0.3 },
    ariaLabel: `${title} in ${unit}`,
    marks: [
      Plot.barX(rows, { x: 'max', y: 'name', fill: 'var(--bar-soft)', rx: 2 }),
      Plot.barX(rows, { x: 'min', y: 'name', fill: 'var(--bar)', rx: 2 }),
      Plot.tickX(
        rows.filter(({ limit }) => limit !== undefined),
        { x: 'limit', y: 'name', stroke: 'var(--text)', strokeWidth: 2.5, insetTop: -3, insetBottom: -3 },
      ),
    ],
  });
  // Parts of a picture have no names of their own.
  for (const part of drawn.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  drawn.setAttribute('role', 'img');
  return drawn;
}

/** Groups of nodes that stand for one pool have long names together. */
function short(name: string): string {
  return name.length > 26 ? `${name.slice(0, 25)}…` : name;
}
