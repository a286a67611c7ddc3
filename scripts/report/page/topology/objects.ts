/** An object as explanations name it: `NetworkPolicy shop/allow-web (dist/…/networkpolicy.yaml:1) by spec.ingress[0]`. */
export function objectOf(text: string): {
  readonly title: string;
  readonly file: string | undefined;
  readonly line: number;
  readonly rest: string;
} {
  const [, title = text, file, line = '1', rest = ''] = /^(.*?) \((.*):(\d+)\)(.*)$/.exec(text) ?? [];
  return { title, file, line: Number(line), rest };
}
