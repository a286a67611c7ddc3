/** The options and the other words of a command. */
export interface Arguments {
  readonly plain: readonly string[];
  /** The values of each option, by its name with hyphens; that of a switch is empty. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** What stands after `--`. */
  readonly inner: readonly string[] | undefined;
}

/**
 * Takes the words of a command apart.
 *
 * @param isSwitch whether an option that is written without `=` takes no value
 */
export function argumentsOf(words: readonly string[], isSwitch: (option: string) => boolean): Arguments {
  const options = new Map<string, string[]>();
  const plain: string[] = [];
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  for (let index = 0; index < own.length; index += 1) {
    const word = own[index] ?? '';
    const equals = word.indexOf('=');
    if (!/^-{1,2}[A-Za-z]/.test(word)) plain.push(word);
    else if (equals > 0) add(options, word.slice(0, equals), word.slice(equals + 1));
    else if (isSwitch(word)) add(options, word, '');
    else {
      index += 1;
      add(options, word, own[index] ?? '');
    }
  }
  return { plain, options, inner: end < 0 ? undefined : words.slice(end + 1) };
}

function add(options: Map<string, string[]>, option: string, value: string): void {
  options.set(option, [...(options.get(option) ?? []), value]);
}

/** The first value of the first of some options that is there. */
export function optionOf({ options }: Arguments, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const [value] = options.get(name) ?? [];
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Whether a word stands for another: a variable, or a placeholder in angle brackets. */
export function isPlaceholder(word: string): boolean {
  return word.includes('$') || /<.*>/.test(word);
}
