/** How a run of a pipeline has ended. */
export interface Ending {
  readonly result: string;
  readonly pipeline: string;
  readonly title: string | undefined;
  readonly address: string | undefined;
}

const WELL = ['success', 'passed'];
const NEITHER = ['cancelled', 'canceled', 'skipped', 'neutral'];

/** More of a title would be a page. */
const MOST = 300;

/** The line, in Slack's own markup. */
export function messageOf({ result, pipeline, title, address }: Ending): string {
  const mark = WELL.includes(result)
    ? ':white_check_mark:'
    : NEITHER.includes(result)
      ? ':heavy_minus_sign:'
      : ':x:';
  const parts = [pipeline, title, result].flatMap((part) => (part === undefined ? [] : [plain(part)]));
  return `${mark} ${parts.join(': ')}${address === undefined ? '' : ` (${plain(address)})`}`;
}

/** Whoever writes a commit may write `<!channel>` into its title, or a link to somewhere else. */
function plain(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const cut = line.length > MOST ? `${line.slice(0, MOST)} …` : line;
  return cut.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
