/**
 * The generated classes leave out, without a word, what they do not know: a misspelt field that got past the
 * compiler in a spread, a bare `8080` where an IntOrString is wanted, a null. The pod then runs without it.
 * This comparison of what a chart wrote with what came out makes each of them an error.
 *
 * @param subject what the message calls the object, such as `Deployment prod/user-service`
 * @param written the properties as the chart wrote them
 * @param rendered the manifest that the generated class made of them
 * @throws naming the path of the first field that is missing
 */
export function assertNothingDropped(subject: string, written: unknown, rendered: unknown): void {
  const path = firstDropped(written, rendered);
  if (path !== undefined) {
    throw new Error(
      `${subject}: the field ${path.slice(1)} does not reach the manifest. Its name is unknown to the kind, or its value has the wrong form (a port needs IntOrString, an amount needs Quantity, null is not rendered).`,
    );
  }
}

function firstDropped(written: unknown, rendered: unknown): string | undefined {
  if (written === rendered || written === undefined) return undefined;
  if (written === null || typeof written !== 'object') return '';
  if (rendered === null || typeof rendered !== 'object') return isWrapped(written, rendered) ? undefined : '';
  if (Array.isArray(written)) {
    if (!Array.isArray(rendered) || rendered.length !== written.length) return '';
    for (let index = 0; index < written.length; index++) {
      const path = firstDropped(written[index], rendered[index]);
      if (path !== undefined) return `[${index}]${path}`;
    }
    return undefined;
  }
  const source = written as Record<string, unknown>;
  const target = rendered as Record<string, unknown>;
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined) continue;
    const path = firstDropped(value, target[key] ?? renamed(key, target));
    if (path !== undefined) return `.${key}${path}`;
  }
  return undefined;
}

/** The generated classes spell some fields in their own way: `consecutive5XxErrors` becomes `consecutive5xxErrors`. */
function renamed(key: string, target: Record<string, unknown>): unknown {
  const spelling = lettersOf(key);
  const found = Object.keys(target).find((candidate) => lettersOf(candidate) === spelling);
  return found === undefined ? undefined : target[found];
}

function lettersOf(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** IntOrString and Quantity are classes around the one value that the manifest shows. */
function isWrapped(written: object, rendered: unknown): boolean {
  return rendered !== undefined && 'value' in written && written.value === rendered;
}
