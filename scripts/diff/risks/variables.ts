import type { Item } from '../change.ts';
import { at, isMapping, listAt, textAt } from '../compare/value.ts';
import { containersOf } from './pods.ts';
import { isEdit, judge, type Rule, some } from './rule.ts';

/** A variable that is made of one which comes after it keeps `$(NAME)` as a text. */
export const variableOrder: Rule = (change) => {
  if (!isEdit(change) || !change.fields.some(({ shape }) => /containers\[\]\.env\b/i.test(shape))) return [];
  const known = tooEarlyIn(change.before);
  const found = tooEarlyIn(change.after).filter((each) => !known.includes(each));
  return found.length === 0 ? [] : [judge('outage', some(found))];
};

function tooEarlyIn(item: Item): readonly string[] {
  return containersOf(item).flatMap((container) => {
    const variables = listAt(container, 'env').filter(isMapping);
    const names = variables.map(({ name }) => String(name));
    return variables.flatMap((variable, position) => {
      const used = [...(textAt(variable, 'value') ?? '').matchAll(/(?<!\$)\$\(([A-Za-z_][\w.-]*)\)/g)];
      return used.flatMap(([text, name = '']) =>
        names.indexOf(name) > position
          ? [
              `${String(at(variable, 'name'))} comes before ${name}, so it holds the text ${text} and not its value`,
            ]
          : [],
      );
    });
  });
}
