import { Mistake } from '../command-line/mistake.ts';

interface Options {
  readonly format?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly explain?: readonly string[] | undefined;
  readonly against?: string | undefined;
}

/** What each way to ask prints; the lists of all connections have every form. */
const FORMS = ['text', 'json'];

/** @throws Mistake for options that would have no effect beside another */
export function refuseBeside(options: Options): void {
  const { format = 'text', from, to, explain, against } = options;
  const asked = explain !== undefined ? '--explain' : against !== undefined ? '--against' : undefined;
  if (asked === undefined) return;
  const beside = explain === undefined ? {} : { '--from': from, '--to': to, '--against': against };
  const idle = Object.entries(beside).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (idle.length > 0) {
    throw new Mistake(
      `--explain is about one connection, FROM TO PORT, and takes no ${idle.join(', ')}. Leave ${idle.length > 1 ? 'them' : 'it'} out.`,
    );
  }
  if (FORMS.includes(format)) return;
  throw new Mistake(`${asked} prints text or json, not ${format}. Write --format text or --format json.`);
}
