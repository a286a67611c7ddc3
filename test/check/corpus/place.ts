/** A step into an object: a key, the number of an element, or the name of the element that has it. */
type Step = string | number | { readonly named: string };

const STEP = /([^.[\]]+)|\["([^"]+)"\]|\[(\d+)\]|\[([^\]]+)\]/gy;

/** The steps of `spec.containers[api].ports[0]` or of `metadata.labels["example.com/team"]`. */
export function stepsOf(path: string): readonly Step[] {
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  for (;;) {
    if (path[STEP.lastIndex] === '.') STEP.lastIndex += 1;
    const at = STEP.lastIndex;
    if (at === path.length) return steps;
    const match = STEP.exec(path);
    if (match === null) throw new Error(`${path} cannot be read from its character ${at} on.`);
    const [, plain, quoted, number, named] = match;
    if (number !== undefined) steps.push(Number(number));
    else if (named !== undefined) steps.push({ named });
    else steps.push(plain ?? quoted ?? '');
  }
}

/** Where a step leads in a parsed manifest: a key of a map, or the number of an element. */
export function keyOf(parent: unknown, step: Step, path: string): string | number {
  if (typeof step === 'string') return step;
  if (!Array.isArray(parent)) throw new Error(`${path}: there is no list.`);
  if (typeof step === 'number') {
    if (step >= parent.length) throw new Error(`${path}: there is no element ${step}.`);
    return step;
  }
  const position = parent.findIndex((element) => isNamed(element, step.named));
  if (position < 0) throw new Error(`${path}: there is no element of the name ${step.named}.`);
  return position;
}

function isNamed(element: unknown, name: string): boolean {
  return typeof element === 'object' && element !== null && 'name' in element && element.name === name;
}
