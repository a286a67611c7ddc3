import type { CANCEL_SYMBOL } from '@clack/prompts';
import { Mistake } from '../command-line/mistake.ts';
import type { Asker, Question } from './answers.ts';

/** More than these are searched by what is typed. */
const MOST_LISTED = 8;

/** Asks the person at the terminal. The library is only loaded where there is one. */
export async function terminal(): Promise<Asker> {
  const { autocomplete, autocompleteMultiselect, isCancel, select, text } = await import('@clack/prompts');
  // Some terminals say that they have no columns, and each letter would get a line of its own.
  if (!process.stdout.columns) process.stdout.columns = 80;

  function answered<Answer>(answer: Answer | typeof CANCEL_SYMBOL): Answer {
    if (isCancel(answer)) throw new Mistake('Nothing was written.');
    return answer;
  }

  async function typed({ asks, otherwise, optional, wrong }: Question): Promise<string> {
    const answer = await text({
      message: asks,
      ...(otherwise !== undefined && { placeholder: otherwise, defaultValue: otherwise }),
      ...(otherwise === undefined && optional && { placeholder: 'Enter for none', defaultValue: '' }),
      validate: (value = '') => {
        if (value.trim() === '') return optional || otherwise !== undefined ? undefined : 'It is needed.';
        return wrong?.(value.trim());
      },
    });
    return answered(answer).trim();
  }

  async function chosen(question: Question, choices: readonly string[]): Promise<string> {
    const options = [
      ...(question.optional ? [{ value: '', label: 'none' }] : []),
      ...choices.map((value) => ({ value, label: value })),
    ];
    const how = {
      message: question.asks,
      options,
      ...(question.otherwise !== undefined && { initialValue: question.otherwise }),
    };
    return answered(await (options.length > MOST_LISTED ? autocomplete(how) : select(how)));
  }

  return {
    one: (question) =>
      question.choices === undefined ? typed(question) : chosen(question, question.choices),
    several: async (question) => {
      const { asks, choices, wrong } = question;
      if (choices === undefined || choices.length === 0) {
        const each = (value: string) => value.split(/[\s,]+/).filter((word) => word !== '');
        const answer = await typed({
          asks,
          optional: true,
          wrong: (value) =>
            each(value)
              .map((word) => wrong?.(word))
              .find((mistake) => mistake !== undefined),
        });
        return each(answer);
      }
      const options = choices.map((value) => ({ value, label: value }));
      return answered(await autocompleteMultiselect({ message: asks, options, required: false }));
    },
  };
}
