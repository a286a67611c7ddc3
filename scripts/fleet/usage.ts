import { command } from '../command-line/command.ts';
import { argument, furtherArguments } from '../command-line/option.ts';
import { SHELLS } from '../command-line/shells.ts';

export const completion = command({
  name: 'completion',
  group: 'More',
  summary: 'prints the script with which a shell completes npx fleet: commands, options and names',
  details: `bash: source <(npx fleet completion bash) in ~/.bashrc
zsh: source <(npx fleet completion zsh) in ~/.zshrc, after compinit
fish: npx fleet completion fish >~/.config/fish/completions/fleet.fish`,
  options: {},
  arguments: {
    shell: argument('the shell', { oneOf: Object.keys(SHELLS) }),
    words: furtherArguments(
      'for the script itself: after --, the words so far, the last of which is to be completed',
    ),
  },
  work: { main: 'scripts/fleet/completion.ts' },
});
