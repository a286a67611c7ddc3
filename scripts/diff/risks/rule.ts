import type { Change, FieldChange, Item, Judgement, Risk } from '../change.ts';
import type { Surroundings } from '../surroundings.ts';

/** Everything that a rule may look at besides the change itself. */
export interface Trees {
  readonly before: Surroundings;
  readonly after: Surroundings;
}

/** Says what one kind of change does; nothing where it is none of that kind. */
export type Rule = (change: Change, trees: Trees) => readonly Judgement[];

/** A change of an object that is there before and after. */
export interface Edit extends Change {
  readonly before: Item;
  readonly after: Item;
}

export function isEdit(change: Change): change is Edit {
  return change.before !== undefined && change.after !== undefined;
}

export function judge(risk: Risk, reason: string): Judgement {
  return { risk, reason };
}

/** What an entry of a table of fields says of a change. */
export interface FieldRule {
  /** `<group>/<kind>`. */
  readonly types: RegExp;
  readonly shape: RegExp;
  readonly says: (
    field: FieldChange,
    edit: Edit,
    trees: Trees,
  ) => Judgement | readonly Judgement[] | undefined;
}

/** What of a list of texts came with a change. */
export function gained(field: FieldChange): readonly string[] {
  const before = textsOf(field.before);
  return textsOf(field.after).filter((text) => !before.includes(text));
}

/** What of a list of texts went. */
export function lost(field: FieldChange): readonly string[] {
  const after = textsOf(field.after);
  return textsOf(field.before).filter((text) => !after.includes(text));
}

function textsOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(said);
}

/** A value in a sentence. */
export function said(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const [line = ''] = text.split('\n');
  const isShort = line === text && text.length <= 90;
  return isShort ? text : `${line.slice(0, 80)}…`;
}

/** A few of many, for a sentence. */
export function some(texts: readonly string[], most = 4): string {
  const rest = texts.length - most;
  return rest > 1 ? `${texts.slice(0, most).join(', ')} and ${rest} more` : texts.join(', ');
}
