import { changed, type Leaf, type Value } from './leaves.ts';

/**
 * What a leaf of the values does: `read` where the chart renders something else without it, `default` where it says what
 * the chart does anyway, and `unread` where nothing that stands there makes a difference.
 */
export type Verdict = 'read' | 'default' | 'unread';

/**
 * Renders a chart with some values.
 *
 * @throws where the chart refuses them
 */
export type Render = (values: Value) => Promise<string>;

/** What a chart renders, but for what is new with every rendering: keys and certificates that it makes itself. */
export class Rendering {
  readonly #lines: readonly string[];
  readonly #random: ReadonlySet<number>;

  private constructor(lines: readonly string[], random: ReadonlySet<number>) {
    this.#lines = lines;
    this.#random = random;
  }

  static async of(render: Render, values: Value): Promise<Rendering> {
    const [one, other] = [(await render(values)).split('\n'), (await render(values)).split('\n')];
    const random = one.flatMap((line, index) => (line === other[index] ? [] : [index]));
    return new Rendering(one, new Set(random));
  }

  equals(text: string): boolean {
    const lines = text.split('\n');
    if (lines.length !== this.#lines.length) return false;
    return lines.every((line, index) => line === this.#lines[index] || this.#random.has(index));
  }
}

/** Takes a leaf out of the values, and puts others in its place until one of them makes a difference. */
export async function judge(
  render: Render,
  rendering: Rendering,
  values: Value,
  leaf: Leaf,
): Promise<Verdict> {
  const makesNone = async (to: Parameters<typeof changed>[2]) => {
    try {
      return rendering.equals(await render(changed(values, leaf.path, to)));
    } catch {
      // A chart that refuses a value has read it.
      return false;
    }
  };
  if (!(await makesNone('left out'))) return 'read';
  for (const value of othersThan(leaf.value)) if (!(await makesNone({ value }))) return 'default';
  return 'unread';
}

/** Values of the same type, so that a template goes the way that it goes with ours. */
function othersThan(value: Value): readonly Value[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1, value === 0 ? 7 : 0];
  if (typeof value === 'string') return [`${value}other`, value === '' ? 'true' : ''];
  if (Array.isArray(value)) return [['other'], [{ name: 'other' }]];
  return value === null ? ['other', { name: 'other' }] : [{ other: 'other' }, { other: { name: 'other' } }];
}
