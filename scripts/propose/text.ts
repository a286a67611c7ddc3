/** What the pull request says: why, and then what promote:check has found, in which nothing is Markdown. */
export function bodyOf(reason: string | undefined, builds: string): string {
  return [...(reason === undefined ? [] : [plain(reason), '']), '<pre>', plain(builds), '</pre>'].join('\n');
}

/** Names and reasons are written by whoever starts a promotion, and read by whoever approves it. */
function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
