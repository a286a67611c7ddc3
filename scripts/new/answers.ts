import { Mistake } from '../command-line/mistake.ts';

/** What is asked of a person on a terminal. */
export interface Question {
  readonly asks: string;
  /** What counts where nothing is said. */
  readonly otherwise?: string | undefined;
  readonly choices?: readonly string[] | undefined;
  /** Nothing is an answer too. */
  readonly optional?: boolean;
  /** Of several choices: nothing means all of them. */
  readonly noneIsAll?: boolean;
  /** What is wrong with an answer, and what to write instead. */
  readonly wrong?: ((answer: string) => string | undefined) | undefined;
}

/** A person on a terminal. */
export interface Asker {
  one(question: Question): Promise<string>;
  several(question: Question): Promise<readonly string[]>;
}

type Options = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

/** What options say, and a person where they do not. */
export class Answers {
  readonly #options: Options;
  readonly #asker: Asker | undefined;
  readonly #missing: string[] = [];
  readonly #asked: string[] = [];

  /** @param asker left out: there is nobody to ask */
  constructor(options: Options, asker?: Asker) {
    this.#options = options;
    this.#asker = asker;
  }

  /** Whether somebody can be asked. */
  get asks(): boolean {
    return this.#asker !== undefined;
  }

  /**
   * One value; empty where it is missing, which {@link assertComplete} tells. Where there is one choice, nobody is asked.
   *
   * @param option as `--port`, or the name of an argument
   * @param takes such as `PORT`; empty for an argument
   */
  async one(option: string, takes: string, question: Question): Promise<string> {
    const given = this.#options[option];
    if (typeof given === 'string') return given;
    const [first, ...others] = question.choices ?? [];
    if (first !== undefined && others.length === 0 && question.optional !== true) return first;
    if (this.#asker === undefined) {
      const value = question.otherwise ?? '';
      if (value === '' && question.optional !== true) this.#missing.push(written(option, takes));
      return value;
    }
    const answer = await this.#asker.one(question);
    if (answer !== '' && answer !== question.otherwise) this.#asked.push(...argument(option, takes, answer));
    return answer;
  }

  /** Any number of values. */
  async several(option: string, takes: string, question: Question): Promise<readonly string[]> {
    const given = this.#options[option];
    if (typeof given === 'object') return given;
    const isChoice = question.noneIsAll !== true || (question.choices ?? []).length > 1;
    if (this.#asker === undefined || !isChoice) return [];
    const answers = await this.#asker.several(question);
    for (const answer of answers) this.#asked.push(...argument(option, takes, answer));
    return answers;
  }

  /** What a person has said, as options: the command that asks nothing. */
  get asked(): readonly string[] {
    return this.#asked;
  }

  /** @throws Mistake that names every option that is missing */
  assertComplete(command: string): void {
    if (this.#missing.length === 0) return;
    const list = this.#missing.map((each) => `  ${each}`).join('\n');
    throw new Mistake(
      `${command} needs more, and there is no terminal to ask on. Nothing was written. Missing:\n${list}\nnpx fleet new --help shows every option.`,
    );
  }
}

function written(option: string, takes: string): string {
  return takes === '' ? option.toUpperCase() : `--${option} ${takes}`;
}

function argument(option: string, takes: string, answer: string): readonly string[] {
  return takes === '' ? [answer] : [`--${option}`, answer];
}
